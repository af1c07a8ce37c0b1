//! A table from its text, checked against what SQLite says of it.

use super::catalog::{CatalogColumn, CatalogObject};
use super::constraint::{self, Placed};
use super::property::unexpressed;
use crate::dialect::{Dialect, Sqlite};
use crate::model::{
    Column, ColumnDefault, Generated, Identity, IdentityMode, Name, QualifiedName, SqlText, Table, TableOptions,
    Unmanaged, Written,
};
use crate::sql::sqlite::{ClauseBody, ColumnDefinition, CreateTable, read_create_table};

pub(super) struct ReadTable {
    pub table: Table,
    /// Properties that the model has no place for.
    pub unmanaged: Vec<Unmanaged>,
}

/// None where the text cannot be read, or reads otherwise than SQLite does.
pub(super) fn read(object: &CatalogObject, columns: &[CatalogColumn], dialect: &dyn Dialect) -> Option<ReadTable> {
    let written = read_create_table(&object.sql).ok()?;
    let mut table = Table::new(QualifiedName::bare(object.name.as_str()));
    table.options = TableOptions {
        strict: written.strict,
        without_rowid: written.without_rowid,
        strict_first: Written(Some(written.strict_first)),
        ..TableOptions::default()
    };
    for definition in &written.columns {
        table.add_column(column(definition, dialect)?);
    }
    let constraints = constraints_of(&written);
    count_up(&mut table, &constraints);
    constraint::add_all(&mut table, &constraints)?;
    if !agrees(&table, columns) {
        return None;
    }
    let unmanaged = unexpressed(&table, &written, &constraints);
    Some(ReadTable { table, unmanaged })
}

fn column(definition: &ColumnDefinition, dialect: &dyn Dialect) -> Option<Column> {
    let mut column = Column::new(definition.name.as_str(), dialect.parse_type(&definition.data_type).ok()?);
    column.not_null = Written(Some(definition.clauses.iter().any(|clause| clause.body == ClauseBody::NotNull)));
    for clause in &definition.clauses {
        match &clause.body {
            ClauseBody::NotNull => {
                column.nullable = false;
                column.storage.parameters = Sqlite::key_storage(&[], clause.on_conflict.as_deref()).parameters;
            }
            ClauseBody::Null => {}
            ClauseBody::Default(text) => column.default = Some(ColumnDefault::Expression(SqlText::new(text.as_str()))),
            ClauseBody::Collate(name) => column.collation = Some(QualifiedName::bare(name.as_str())),
            ClauseBody::Generated { expression, stored } => {
                column.generated = Some(Generated { expression: SqlText::new(expression.as_str()), stored: *stored });
            }
            ClauseBody::PrimaryKey { .. }
            | ClauseBody::Unique { .. }
            | ClauseBody::Check { .. }
            | ClauseBody::ForeignKey { .. } => {}
        }
    }
    Some(column)
}

/// All constraints in the order in which they are written, each with the column in whose definition it stands.
fn constraints_of(written: &CreateTable) -> Vec<Placed<'_>> {
    let inside = written.columns.iter().flat_map(|column| {
        column.clauses.iter().map(|clause| Placed { clause, column: Some(Name::new(column.name.as_str())) })
    });
    inside.chain(written.constraints.iter().map(|clause| Placed { clause, column: None })).collect()
}

/// AUTOINCREMENT stands at the primary key and is about its column.
fn count_up(table: &mut Table, constraints: &[Placed<'_>]) {
    for written in constraints {
        if let ClauseBody::PrimaryKey { keys, autoincrement: true } = &written.clause.body {
            let is_key = |column: &Column| keys.iter().any(|key| key.name.eq_ignore_ascii_case(column.name.as_str()));
            for column in table.columns.values_mut().filter(|column| is_key(column)) {
                column.identity = Some(Identity::new(IdentityMode::ByDefault));
            }
        }
    }
}

/// The same columns in the same order, the same of them generated, the same in the primary key.
fn agrees(table: &Table, columns: &[CatalogColumn]) -> bool {
    let key = table.primary_key().map(|key| key.columns.as_slice()).unwrap_or_default();
    table.columns.len() == columns.len()
        && table.columns.values().zip(columns).all(|(read, known)| {
            read.name.as_str() == known.name
                && read.generated.is_some() == known.generated
                && key.contains(&read.name) == known.in_primary_key
        })
}
