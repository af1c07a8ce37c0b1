//! Tables.

use super::{Findings, column, constraint, foreign, in_default, index, storage, text, without_searched_namespace};
use crate::model::{
    Column, Constraint, Name, ObjectId, ObjectKind, PartitionBound, PartitionKey, PartitionOf, Partitioning, Table,
    TableRole,
};

pub(super) fn table(table: Table, findings: &mut Findings) -> Table {
    refuse_foreign_members(&table, findings);
    let name = in_default(table.name);
    let columns = table.columns.into_iter().map(|(key, it)| (key, column::column(&name, it, findings)));
    let mut table = Table {
        columns: columns.collect(),
        constraints: table.constraints.into_iter().map(|(key, it)| (key, constraint::constraint(it))).collect(),
        indexes: table.indexes.into_iter().map(|(key, it)| (key, index::index(it))).collect(),
        partitioning: table.partitioning.map(partitioning),
        partition_of: table.partition_of.map(partition_of),
        options: table.options,
        comment: table.comment,
        role: TableRole::Plain,
        name,
    };
    foreign::check_table(&table, findings);
    keys_are_not_null(&mut table);
    drop_foreign_options(&mut table, findings);
    table
}

fn partitioning(partitioning: Partitioning) -> Partitioning {
    let key = |key: PartitionKey| PartitionKey {
        term: index::term(key.term),
        opclass: key.opclass.map(without_searched_namespace),
        collation: key.collation.map(without_searched_namespace),
    };
    Partitioning { keys: partitioning.keys.into_iter().map(key).collect(), ..partitioning }
}

fn partition_of(partition: PartitionOf) -> PartitionOf {
    let bound = match partition.bound {
        PartitionBound::Default => PartitionBound::Default,
        PartitionBound::Values(values) => PartitionBound::Values(text::definition(values)),
    };
    PartitionOf { parent: in_default(partition.parent), bound }
}

/// A primary key makes its columns NOT NULL.
fn keys_are_not_null(table: &mut Table) {
    let keys: Vec<Name> = table
        .constraints
        .values()
        .filter_map(|constraint| match constraint {
            Constraint::PrimaryKey(key) => Some(key.columns.clone()),
            Constraint::Unique(_) | Constraint::Check(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => None,
        })
        .flatten()
        .collect();
    for name in keys {
        if let Some(column) = table.columns.get_mut(&name) {
            column.nullable = false;
        }
    }
}

/// What only MySQL's columns and indexes have.
fn refuse_foreign_members(table: &Table, findings: &mut Findings) {
    const HELP: &str = "leave it out of a spec that is meant for PostgreSQL";
    for column in table.columns.values() {
        let mut refuse = |message| findings.refuse(ObjectId::column(&table.name, &column.name), message, HELP);
        if column.on_update.is_some() {
            refuse("PostgreSQL sets no column by itself when its row changes: that takes a trigger");
        }
        if column.invisible {
            refuse("PostgreSQL has no invisible columns");
        }
    }
    for index in table.indexes.values() {
        let mut refuse = |message| findings.refuse(table.id().member(ObjectKind::Index, &index.name), message, HELP);
        if index.hidden {
            refuse("PostgreSQL uses every index: it has no hidden ones");
        }
        if index.keys.iter().any(|key| key.prefix.is_some()) {
            refuse("PostgreSQL's indexes have no prefix lengths: index left(column, n) instead");
        }
    }
}

/// Switches of SQLite alone. PostgreSQL does without: its types are always enforced.
fn drop_foreign_options(table: &mut Table, findings: &mut Findings) {
    if table.options.strict || table.options.without_rowid {
        findings.note(table.id(), "`strict` and `without_rowid` mean nothing on PostgreSQL and are left out");
    }
    let foreign_to_postgres = |name: &str| ["engine", "charset", "collation"].contains(&name);
    let left_out: Vec<String> = table
        .options
        .parameters
        .names()
        .filter(|name| foreign_to_postgres(name))
        .map(|name| format!("`{name}`"))
        .collect();
    if !left_out.is_empty() {
        findings.note(table.id(), format!("{} mean nothing on PostgreSQL and are left out", left_out.join(", ")));
        table.options.parameters.retain(|name, _| !foreign_to_postgres(name));
    }
    drop_toast_without_table(table, findings);
    table.options = storage::table_options(std::mem::take(&mut table.options));
}

/// A table whose every value has a fixed length gets no TOAST table, and the server forgets what is said of one.
fn drop_toast_without_table(table: &mut Table, findings: &mut Findings) {
    let is_fixed = |column: &Column| storage::usual_mode(&column.data_type) == Some("plain");
    let is_toast = |name: &str| name.starts_with("toast.");
    if table.options.parameters.names().any(is_toast) && table.columns.values().all(is_fixed) {
        findings.note(table.id(), "it has no values that could be kept outside of it: `toast.…` is left out");
        table.options.parameters.retain(|name, _| !is_toast(name));
    }
}
