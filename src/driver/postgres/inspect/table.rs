//! Tables, put together from the rows of several queries.

use super::catalog::{Catalog, IndexRow, TableRow};
use super::unmanaged::Blocked;
use super::{column, constraint, foreign, index, partition, qualified, storage};
use crate::model::{Name, Object, RowSecurity, Table, TableOptions};
use std::collections::BTreeMap;

pub(super) fn tables(catalog: &Catalog, blocked: &Blocked, stays: impl Fn(i64) -> bool) -> Vec<Object> {
    let mut tables: BTreeMap<i64, Table> =
        catalog.tables.iter().filter(|row| stays(row.oid)).map(|row| (row.oid, empty(row))).collect();
    for row in &catalog.columns {
        if let Some(table) = tables.get_mut(&row.relation) {
            table.add_column(column::column(row, blocked));
        }
    }
    let indexes: BTreeMap<i64, &IndexRow> = catalog.indexes.iter().map(|row| (row.oid, row)).collect();
    add_constraints(&mut tables, catalog, &indexes, blocked);
    for row in catalog.indexes.iter().filter(|row| !blocked.contains("pg_class", row.oid)) {
        let Some(table) = tables.get_mut(&row.relation) else { continue };
        storage::mark_table(&mut table.options, row);
        if !row.backs_constraint && !index::comes_from_parent(&table.name.name, row, parent(row, &indexes)) {
            table.add_index(index::index(row));
        }
    }
    tables.into_values().map(|table| Object::Table(Box::new(table))).collect()
}

fn empty(row: &TableRow) -> Table {
    let mut table = Table::new(qualified(&row.namespace, &row.name));
    table.options = TableOptions {
        row_security: RowSecurity { enabled: row.row_security, forced: row.row_security_forced },
        foreign: foreign::table(row),
        ..storage::table_options(row)
    };
    table.partitioning = partition::partitioning(row);
    table.partition_of = partition::partition_of(row);
    table.comment = row.comment.clone();
    table
}

/// The index that this one is attached to.
fn parent<'a>(row: &IndexRow, indexes: &BTreeMap<i64, &'a IndexRow>) -> Option<&'a IndexRow> {
    indexes.get(&row.attached_to?).copied()
}

fn add_constraints(
    tables: &mut BTreeMap<i64, Table>,
    catalog: &Catalog,
    indexes: &BTreeMap<i64, &IndexRow>,
    blocked: &Blocked,
) {
    for row in catalog.constraints.iter().filter(|row| !blocked.contains("pg_constraint", row.oid)) {
        let Some(table) = tables.get_mut(&row.relation) else { continue };
        let name: Name = table.name.name.clone();
        // A foreign key knows the index it relies on, which belongs to the other table.
        let backing = row.index.and_then(|oid| indexes.get(&oid).copied());
        let backing = backing.filter(|it| it.backs_constraint && it.relation == row.relation);
        let is_inherited =
            row.kind != "f" && backing.is_some_and(|it| index::comes_from_parent(&name, it, parent(it, indexes)));
        if is_inherited {
            continue;
        }
        if let Some(constraint) = constraint::constraint(&name, row, backing) {
            table.add_constraint(constraint);
        }
    }
}
