//! CREATE TABLE.

use super::{column, constraint, index, option};
use crate::dialect::Unsupported;
use crate::dialect::mysql::features::Features;
use crate::dialect::mysql::quote;
use crate::model::{Constraint, Table};

/// The table with everything that is in it: one statement.
pub(super) fn create(table: &Table, features: &Features) -> Result<String, Unsupported> {
    let mut lines = Vec::new();
    for column in table.columns.values() {
        lines.push(column::definition(column, table, features)?);
    }
    lines.extend(option::period(&table.options));
    let mut constraints: Vec<&Constraint> = table.constraints.values().collect();
    constraints.sort_by_key(|constraint| constraint.kind());
    let (keys, checks): (Vec<&Constraint>, Vec<&Constraint>) =
        constraints.into_iter().partition(|it| matches!(it, Constraint::PrimaryKey(_) | Constraint::Unique(_)));
    lines.extend(keys.into_iter().map(constraint::definition));
    lines.extend(table.indexes.values().map(|it| index::definition(it, features)));
    let is_inline = |constraint: &&Constraint| {
        column::inline_check(constraint.name(), table, features).is_some()
            && table.columns.contains_key(constraint.name())
    };
    lines.extend(checks.into_iter().filter(|it| !is_inline(it)).map(constraint::definition));
    let name = quote::qualified(&table.name);
    Ok(format!("CREATE TABLE {name} (\n  {}\n){}", lines.join(",\n  "), option::of_table(table)))
}
