//! What a proposal has otherwise than the schema that is agreed on, table by table.

use crate::dialect::format_portable_type;
use crate::model::{Column, QualifiedName, Schema, Table};
use schemars::JsonSchema;
use serde::Serialize;

/// A table by which two schemas differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TableDifference {
    pub table: String,
    pub state: TableState,
    /// `+ email VARCHAR(254)`, `- phone`, `~ amount DECIMAL(18,2), was INT`; of a table on both sides alone.
    pub columns: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TableState {
    /// In the proposal alone.
    New,
    Changed,
    /// In the agreed schema alone: a plan that leads to the proposal would drop it.
    NotProposed,
}

/// The differences, by name of table.
pub fn against(agreed: &Schema, proposed: &Schema) -> Vec<TableDifference> {
    let mut found = Vec::new();
    for table in proposed.tables() {
        match agreed.table(&table.name) {
            None => found.push(difference(&table.name, TableState::New, Vec::new())),
            Some(before) => {
                let columns = columns(before, table);
                if !columns.is_empty() {
                    found.push(difference(&table.name, TableState::Changed, columns));
                }
            }
        }
    }
    let gone = agreed.tables().filter(|table| proposed.table(&table.name).is_none());
    found.extend(gone.map(|table| difference(&table.name, TableState::NotProposed, Vec::new())));
    found.sort_by(|a, b| a.table.cmp(&b.table));
    found
}

fn difference(table: &QualifiedName, state: TableState, columns: Vec<String>) -> TableDifference {
    TableDifference { table: table.to_string(), state, columns }
}

fn columns(before: &Table, after: &Table) -> Vec<String> {
    let mut lines = Vec::new();
    for column in after.columns.values() {
        match before.columns.get(&column.name) {
            None => lines.push(format!("+ {} {}", column.name, told(column))),
            Some(old) if told(old) != told(column) => {
                lines.push(format!("~ {} {}, was {}", column.name, told(column), told(old)))
            }
            Some(_) => {}
        }
    }
    let gone = before.columns.keys().filter(|name| !after.columns.contains_key(*name));
    lines.extend(gone.map(|name| format!("- {name}")));
    lines
}

fn told(column: &Column) -> String {
    let data_type = format_portable_type(&column.data_type).unwrap_or_else(|| format!("{:?}", column.data_type));
    if column.nullable { data_type } else { format!("{data_type} not null") }
}
