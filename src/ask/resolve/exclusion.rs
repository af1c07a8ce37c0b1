//! Other tables: rows that have to be there, and rows that must not.

use super::Resolver;
use crate::ask::catalog::ColumnId;
use crate::ask::join;
use crate::ask::query::{Predicate, Query};
use crate::ask::sketch::Condition;
use std::collections::{BTreeMap, BTreeSet};

impl Resolver<'_> {
    /// Whether a denied condition is about another table, so that it belongs into a subquery.
    pub(super) fn is_elsewhere(&mut self, condition: &Condition, predicate: &Predicate) -> bool {
        let Some(clause) = condition.denied else { return false };
        let table = match predicate.column() {
            Some(column) => column.table,
            None => return false,
        };
        let is_own = table == self.query.root || !self.is_many(self.query.root, table) && !self.is_related(clause);
        if is_own || predicate.aggregate().is_some() {
            return false;
        }
        self.excluded.entry(clause).or_default().1.push((predicate.clone(), condition.is_alternative));
        true
    }

    fn is_related(&self, clause: usize) -> bool {
        let related = self.sketch.related.iter().filter(|it| it.denied == Some(clause));
        related.filter_map(|it| self.table(it.mention)).any(|table| table != self.query.root)
    }

    pub(super) fn related(&mut self) {
        for related in &self.sketch.related {
            if !self.means_table(related.mention) {
                continue;
            }
            let Some(table) = self.table(related.mention).filter(|it| *it != self.query.root) else { continue };
            match related.denied {
                Some(clause) => self.excluded.entry(clause).or_default().0.push(table),
                None => {
                    self.query.tables.insert(table);
                }
            }
        }
        for (tables, predicates) in std::mem::take(&mut self.excluded).into_values() {
            self.exclude(&tables, predicates);
        }
    }

    /// `key NOT IN (SELECT …)`: the key of the root, among the rows that lead to the other table.
    fn exclude(&mut self, tables: &[usize], predicates: Vec<(Predicate, bool)>) {
        let mut wanted: BTreeSet<usize> = tables.iter().copied().collect();
        wanted.extend(predicates.iter().filter_map(|(it, _)| it.column()).map(|column| column.table));
        let Some(steps) = join::steps(self.catalog, self.query.root, &wanted, &self.query.vias) else {
            return self.doubt(0.5, "how the tables belong together");
        };
        let Some(first) = steps.first() else { return };
        let join = &self.catalog.joins[first.join];
        let Some((from, to)) = join.columns.first() else { return };
        let (outer, inner) = if join.from == first.table { (*to, *from) } else { (*from, *to) };
        let inner = ColumnId { table: first.table, column: inner };
        let mut query = Query { root: first.table, tables: wanted, vias: self.query.vias.clone(), ..Query::default() };
        query.tables.remove(&self.query.root);
        query.select = vec![crate::ask::query::Term::column(inner)];
        for (predicate, is_alternative) in predicates {
            match query.filter.last_mut().filter(|_| is_alternative) {
                Some(last) => last.push(predicate),
                None => query.filter.push(vec![predicate]),
            }
        }
        // One NULL among the values would make NOT IN true for nobody.
        if self.catalog.column(inner).has_nulls {
            query.filter.push(vec![Predicate::Null { column: inner, is_negated: true }]);
        }
        let column = ColumnId { table: self.query.root, column: outer };
        self.query.filter.push(vec![Predicate::In { column, query: Box::new(query), is_negated: true }]);
    }
}

/// By clause: the tables, and the conditions with whether they are alternatives.
pub(super) type Excluded = BTreeMap<usize, (Vec<usize>, Vec<(Predicate, bool)>)>;
