//! Which columns of a row may change when it is there already.

use super::key::{columns_in, unique_keys};
use crate::model::{Constraint, Name, QualifiedName, Table};
use crate::seed::evaluate::{Stage, TablePlan};
use crate::seed::stream::Stream;
use crate::sql::Syntax;
use std::collections::BTreeSet;
use std::ops::Range;

/// Places of the columns that may take the values of another row, all together: no key is made of them, and neither a check nor a computed column
/// holds them against one that stays.
pub fn changeable(table: &Table, syntax: Syntax, plan: &TablePlan) -> Vec<usize> {
    let kept = names_of_keys(table, syntax);
    let is_free = |at: &usize| !kept.contains(&plan.columns[*at].name) && is_of_the_row(plan, *at);
    let mut free: BTreeSet<usize> = (0..plan.columns.len()).filter(is_free).collect();
    let together = together(table, syntax, plan);
    // Until nothing is held against a column that stays.
    loop {
        let before = free.len();
        for group in &together {
            if !group.is_subset(&free) {
                free = &free - group;
            }
        }
        if free.len() == before {
            return free.into_iter().collect();
        }
    }
}

/// The columns by which one row of a table is told from all others: its primary key, or a unique constraint over columns that always have a
/// value. `None` where it has neither.
pub fn row_identity(table: &Table) -> Option<&[Name]> {
    let is_needed = |name: &Name| table.columns.get(name).is_some_and(|column| !column.nullable);
    let unique = table.constraints.values().find_map(|constraint| match constraint {
        Constraint::Unique(key) if key.columns.iter().all(is_needed) => Some(&key.columns[..]),
        Constraint::Unique(_)
        | Constraint::PrimaryKey(_)
        | Constraint::ForeignKey(_)
        | Constraint::Check(_)
        | Constraint::Exclude(_) => None,
    });
    table.primary_key().map(|key| &key.columns[..]).or(unique)
}

/// The row that the update of this number is about, of rows that are not none.
pub fn changed_row(seed: u64, table: &QualifiedName, number: u64, rows: &Range<u64>) -> u64 {
    rows.start + Stream::new(seed).named(table.name.as_str()).named("updates").below(number, rows.end - rows.start)
}

/// Columns of keys and exclusion constraints.
fn names_of_keys(table: &Table, syntax: Syntax) -> BTreeSet<Name> {
    let of_constraints = table.constraints.values().flat_map(|constraint| match constraint {
        Constraint::ForeignKey(key) => key.columns.clone(),
        Constraint::Exclude(it) => it.elements.iter().filter_map(|element| element.key.column().cloned()).collect(),
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Check(_) => Vec::new(),
    });
    unique_keys(table, syntax).into_iter().flat_map(|key| key.columns).chain(of_constraints).collect()
}

/// Whether a column's values come by the number of the row alone.
fn is_of_the_row(plan: &TablePlan, column: usize) -> bool {
    plan.stages.iter().any(|stage| match stage {
        Stage::Generate { from: 0, column: at, generator, .. } => *at == column && generator.lanes().is_empty(),
        Stage::Generate { .. }
        | Stage::Pick { .. }
        | Stage::Differ { .. }
        | Stage::SkipOver { .. }
        | Stage::Digits { .. }
        | Stage::Group { .. }
        | Stage::Refer { .. } => false,
    })
}

/// Columns that a check compares, or of which one is computed from the others.
fn together(table: &Table, syntax: Syntax, plan: &TablePlan) -> Vec<BTreeSet<usize>> {
    let place = |name: &Name| plan.columns.iter().position(|column| column.name == *name);
    let checks = table.constraints.values().filter_map(|constraint| match constraint {
        Constraint::Check(check) => Some(columns_in(table, syntax, check.expression.as_str())),
        Constraint::Exclude(_) | Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => None,
    });
    let checks = checks.map(|names| names.iter().filter_map(place).collect());
    let computed = plan.stages.iter().map(|stage| {
        let (_, reads) = stage.inputs();
        let (_, fills) = stage.outputs();
        if reads.is_empty() { BTreeSet::new() } else { reads.into_iter().chain(fills).collect() }
    });
    checks.chain(computed).collect()
}
