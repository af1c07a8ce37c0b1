//! Tables.

use super::user_type::UserTypes;
use super::{Report, column, constraint, index};
use crate::model::{Check, Constraint, GeneratedNames, Name, ObjectId, SqlText, Table, TableRole};

/// The table as SQLite has it; none for a partition, whose rows live in its parent.
pub(super) fn normalize(mut table: Table, types: &UserTypes, report: &mut Report) -> Option<Table> {
    let id = table.id();
    if table.partition_of.is_some() {
        return None;
    }
    if table.partitioning.take().is_some() {
        report.note(id.clone(), "SQLite does not partition tables: this one is kept whole");
    }
    if std::mem::take(&mut table.options.unlogged) {
        report.note(id.clone(), "SQLite has no unlogged tables: this one is kept like any other");
    }
    let parameters = std::mem::take(&mut table.options.parameters);
    if !parameters.is_empty() {
        let names: Vec<String> = parameters.keys().map(|name| format!("`{name}`")).collect();
        report.note(id.clone(), format!("{} mean nothing to SQLite and are left out", names.join(", ")));
    }
    table.role = TableRole::Plain;
    let checks = normalize_columns(&mut table, &id, types, report);
    let constraints = std::mem::take(&mut table.constraints);
    for constraint in constraints.into_values() {
        if let Some(constraint) = constraint::normalize(constraint, &id, report) {
            table.add_constraint(constraint);
        }
    }
    add_checks(&mut table, checks);
    let indexes = std::mem::take(&mut table.indexes);
    for index in indexes.into_values() {
        if let Some(index) = index::normalize(index, &table, report) {
            table.add_index(index);
        }
    }
    Some(table)
}

/// The columns, and the checks that their types stand for.
fn normalize_columns(table: &mut Table, id: &ObjectId, types: &UserTypes, report: &mut Report) -> Vec<(Name, String)> {
    let keys: Vec<Name> = table.primary_key().map(|key| key.columns.clone()).unwrap_or_default();
    let mut checks = Vec::new();
    let options = table.options.clone();
    for (name, column) in &mut table.columns {
        let is_key = matches!(&keys[..], [only] if only.as_str().eq_ignore_ascii_case(name.as_str()));
        let place = column::Place { table: id, options: &options, is_key };
        let meant = column::normalize(column, &place, types, report);
        checks.extend(meant.into_iter().map(|check| (name.clone(), check)));
    }
    checks
}

/// Adds checks of columns under the names they would get if somebody wrote them there.
fn add_checks(table: &mut Table, checks: Vec<(Name, String)>) {
    let mut names = GeneratedNames::default();
    table.constraints.keys().for_each(|name| names.reserve(name));
    for (column, expression) in checks {
        let (name, origin) = names.choose(None, &table.name.name, &[&column], "check");
        let expression = super::text::expression(&SqlText::new(expression));
        let check = Check { name, origin, expression, not_valid: false, no_inherit: false, comment: None };
        table.add_constraint(Constraint::Check(check));
    }
}
