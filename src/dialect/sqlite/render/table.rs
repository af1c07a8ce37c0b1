//! CREATE TABLE.

use super::super::key;
use super::super::keyword::quote;
use super::naming::Layout;
use super::{column, constraint};
use crate::model::{Column, Constraint, Name, Table};

/// The statement that makes the table under `name`, without its indexes.
pub(super) fn create(table: &Table, name: &Name) -> String {
    let layout = Layout::of(table);
    let columns = table.columns.values().map(|column| column_definition(column, &layout));
    let constraints =
        layout.behind.iter().map(|constraint| with_name(constraint, &layout, constraint::body(constraint)));
    let members: Vec<String> = columns.chain(constraints).map(|member| format!("  {member}")).collect();
    format!("CREATE TABLE {} (\n{}\n){}", quote(name), members.join(",\n"), options(table))
}

fn column_definition(column: &Column, layout: &Layout<'_>) -> String {
    let mut parts = vec![column::definition(column)];
    for constraint in layout.inside(&column.name) {
        parts.push(with_name(constraint, layout, inline_body(constraint, column)));
    }
    parts.join(" ")
}

fn inline_body(constraint: &Constraint, column: &Column) -> String {
    match constraint {
        Constraint::PrimaryKey(it) => {
            let counting = if column.identity.is_some() { " AUTOINCREMENT" } else { "" };
            format!("PRIMARY KEY{}{counting}", key::on_conflict(&it.storage.parameters))
        }
        Constraint::Unique(_) | Constraint::Check(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => {
            constraint::body(constraint)
        }
    }
}

fn with_name(constraint: &Constraint, layout: &Layout<'_>, body: String) -> String {
    if layout.is_named(constraint) { format!("CONSTRAINT {} {body}", quote(constraint.name())) } else { body }
}

fn options(table: &Table) -> String {
    let mut words = vec![(table.options.strict, "STRICT"), (table.options.without_rowid, "WITHOUT ROWID")];
    if table.options.strict_first.0 == Some(false) {
        words.reverse();
    }
    let words: Vec<&str> = words.into_iter().filter_map(|(wanted, word)| wanted.then_some(word)).collect();
    if words.is_empty() { String::new() } else { format!(" {}", words.join(", ")) }
}
