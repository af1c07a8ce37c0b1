//! Which tables lie between those a query needs: a Steiner tree over the foreign keys, grown from the root by shortest paths (Takahashi and
//! Matsuyama, 1980: at most twice the weight of the best one).

use super::catalog::{Catalog, ColumnId, Join};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// A table that is joined to one that is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub table: usize,
    /// Position of the join in the catalog.
    pub join: usize,
}

/// The steps from `root` to all of `tables`, in order. `None` where one of them cannot be reached.
pub fn steps(catalog: &Catalog, root: usize, tables: &BTreeSet<usize>, vias: &[ColumnId]) -> Option<Vec<Step>> {
    let mut there = BTreeSet::from([root]);
    let mut steps = Vec::new();
    loop {
        let missing: BTreeSet<usize> = tables.difference(&there).copied().collect();
        if missing.is_empty() {
            return Some(steps);
        }
        for step in nearest(catalog, &there, &missing, vias)? {
            there.insert(step.table);
            steps.push(step);
        }
    }
}

/// How many joins lie between two tables.
pub fn distance(catalog: &Catalog, from: usize, to: usize) -> Option<usize> {
    steps(catalog, from, &BTreeSet::from([to]), &[]).map(|steps| steps.len())
}

/// The cheapest path from what is there to a table that is missing (Dijkstra, 1959).
fn nearest(
    catalog: &Catalog,
    there: &BTreeSet<usize>,
    missing: &BTreeSet<usize>,
    vias: &[ColumnId],
) -> Option<Vec<Step>> {
    let mut came_by: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let mut cost_to: BTreeMap<usize, usize> = there.iter().map(|table| (*table, 0)).collect();
    // Cost, and the place in the order in which tables were met: the first wins among equals.
    let mut queue: BinaryHeap<Reverse<(usize, usize, usize)>> =
        there.iter().enumerate().map(|(place, table)| Reverse((0, place, *table))).collect();
    let mut place = there.len();
    while let Some(Reverse((cost, _, table))) = queue.pop() {
        if cost_to.get(&table).is_some_and(|known| *known < cost) {
            continue;
        }
        if missing.contains(&table) {
            return Some(path(table, &came_by));
        }
        for (at, other) in neighbours(catalog, table, vias) {
            let total = cost + cost_of(&catalog.joins[at], vias);
            if !there.contains(&other) && cost_to.get(&other).is_none_or(|known| total < *known) {
                cost_to.insert(other, total);
                came_by.insert(other, (table, at));
                queue.push(Reverse((total, place, other)));
                place += 1;
            }
        }
    }
    None
}

/// A reference with a part of its own (`winner_id`) that the question does not speak of costs more than two that have none: who takes part in
/// a race need not have won it.
fn cost_of(join: &Join, vias: &[ColumnId]) -> usize {
    const PLAIN: usize = 2;
    const OF_A_PART: usize = 5;
    let is_wanted = vias.iter().any(|via| join.goes_by(*via));
    if !is_wanted && join.has_part { OF_A_PART } else { PLAIN }
}

fn path(end: usize, came_by: &BTreeMap<usize, (usize, usize)>) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut table = end;
    while let Some((previous, join)) = came_by.get(&table) {
        steps.push(Step { table, join: *join });
        table = *previous;
    }
    steps.reverse();
    steps
}

/// The joins of a table, those that are wanted and those that are declared first.
fn neighbours(catalog: &Catalog, table: usize, vias: &[ColumnId]) -> Vec<(usize, usize)> {
    let mut found: Vec<(bool, bool, usize, usize)> = Vec::new();
    for (at, join) in catalog.joins.iter().enumerate() {
        let is_wanted = vias.iter().any(|via| join.goes_by(*via));
        if join.from == table && join.to != table {
            found.push((!is_wanted, true, at, join.to));
        } else if join.to == table && join.from != table {
            found.push((!is_wanted, false, at, join.from));
        }
    }
    // Rows that refer to both ends join them; two rows that refer to the same third one only have it in common.
    found.sort_by_key(|(is_other, is_parent, at, _)| (*is_other, !catalog.joins[*at].is_declared, *is_parent, *at));
    found.into_iter().map(|(.., at, other)| (at, other)).collect()
}

impl Join {
    /// Whether the referencing columns have this one among them.
    pub fn goes_by(&self, column: ColumnId) -> bool {
        self.from == column.table && self.columns.iter().any(|pair| pair.0 == column.column)
    }
}

#[cfg(test)]
mod tests {
    use super::super::catalog::{Column, Kind, Table};
    use super::*;

    fn chain() -> Catalog {
        let column = || Column {
            name: "id".into(),
            kind: Kind::Number,
            comment: None,
            is_private: false,
            values: Vec::new(),
            has_nulls: false,
            is_unique: true,
        };
        let table = |name: &str| Table { name: name.into(), columns: vec![column()], key: vec![0], ..Table::default() };
        let join = |from, to| Join { from, to, columns: vec![(0, 0)], is_declared: true, has_part: false };
        // student ← enrolment → course, and a table that nothing leads to.
        Catalog::new(["student", "enrolment", "course", "island"].map(table).to_vec(), vec![join(1, 0), join(1, 2)])
    }

    #[test]
    fn tables_in_between_are_found() {
        let found = steps(&chain(), 0, &BTreeSet::from([0, 2]), &[]).unwrap();
        assert_eq!(found, [Step { table: 1, join: 0 }, Step { table: 2, join: 1 }]);
        assert_eq!(distance(&chain(), 0, 2), Some(2));
    }

    #[test]
    fn what_cannot_be_reached_is_said() {
        assert_eq!(steps(&chain(), 0, &BTreeSet::from([3]), &[]), None);
    }
}
