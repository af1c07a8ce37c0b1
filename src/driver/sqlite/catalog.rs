//! What SQLite's catalog holds, in four queries.

use super::session::Session;
use crate::driver::DriverError;
use crate::model::{Row, Value};
use crate::sql::sqlite::read_create_virtual_table;
use std::collections::{BTreeMap, BTreeSet};

/// The rows of `sqlite_schema`, and what PRAGMAs say about them.
pub(super) struct Catalog {
    pub objects: Vec<CatalogObject>,
    /// By table.
    pub columns: BTreeMap<String, Vec<CatalogColumn>>,
    /// The key columns of an index, by its name; an expression has none.
    pub index_columns: BTreeMap<String, Vec<Option<String>>>,
    pub virtual_tables: BTreeMap<String, VirtualKind>,
    /// What the names of tables start with that may belong to a virtual table whose module is not here to tell.
    pub unknown_shadows: Vec<String>,
}

pub(super) struct CatalogObject {
    pub kind: String,
    pub name: String,
    /// The table of an index or trigger; otherwise the name again.
    pub table: String,
    pub sql: String,
}

pub(super) struct CatalogColumn {
    pub name: String,
    pub generated: bool,
    pub in_primary_key: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum VirtualKind {
    Virtual,
    /// Belongs to a virtual table.
    Shadow,
}

impl Catalog {
    pub async fn read(session: &mut Session) -> Result<Self, DriverError> {
        let objects = session.query(include_str!("queries/objects.sql"), &[]).await?;
        let columns = session.query(include_str!("queries/columns.sql"), &[]).await?;
        let index_columns = session.query(include_str!("queries/index_columns.sql"), &[]).await?;
        let virtual_tables = session.query(include_str!("queries/virtual_tables.sql"), &[]).await?;
        let modules = session.query("SELECT name FROM pragma_module_list", &[]).await?;
        let modules: BTreeSet<String> = modules.rows.iter().map(|row| text(row, 0)).collect();
        Ok(Self {
            unknown_shadows: objects.rows.iter().filter_map(|row| unknown_shadow(&object(row), &modules)).collect(),
            objects: objects.rows.iter().map(object).collect(),
            columns: grouped(&columns.rows, column),
            index_columns: grouped(&index_columns.rows, |row| row.get(1).and_then(Value::as_str).map(str::to_owned)),
            virtual_tables: virtual_tables.rows.iter().map(|row| (text(row, 0), virtual_kind(row))).collect(),
        })
    }
}

fn object(row: &Row) -> CatalogObject {
    CatalogObject { kind: text(row, 0), name: text(row, 1), table: text(row, 2), sql: text(row, 3) }
}

/// Of `hidden` 2 and 3 are generated columns, computed and stored; of `pk` 0 is not in the key.
fn column(row: &Row) -> CatalogColumn {
    let number = |at: usize| row.get(at).and_then(Value::as_i64).unwrap_or(0);
    CatalogColumn { name: text(row, 1), generated: number(2) >= 2, in_primary_key: number(3) > 0 }
}

fn virtual_kind(row: &Row) -> VirtualKind {
    if text(row, 1) == "shadow" { VirtualKind::Shadow } else { VirtualKind::Virtual }
}

/// The prefix of the shadow tables, where the object is a virtual table of a module that is not here.
fn unknown_shadow(object: &CatalogObject, modules: &BTreeSet<String>) -> Option<String> {
    let read = read_create_virtual_table(&object.sql).ok()?;
    (!modules.contains(&read.module)).then(|| format!("{}_", object.name))
}

fn text(row: &Row, at: usize) -> String {
    row.get(at).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Rows by their first column, in their order.
fn grouped<T>(rows: &[Row], read: impl Fn(&Row) -> T) -> BTreeMap<String, Vec<T>> {
    let mut groups: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for row in rows {
        groups.entry(text(row, 0)).or_default().push(read(row));
    }
    groups
}
