//! Tables.

use super::{Findings, column, constraint, foreign, in_default, index, storage, text, without_searched_namespace};
use crate::model::{Constraint, Name, PartitionBound, PartitionKey, PartitionOf, Partitioning, Table, TableRole};

pub(super) fn table(table: Table, findings: &mut Findings) -> Table {
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

/// Switches of SQLite alone. PostgreSQL does without: its types are always enforced.
fn drop_foreign_options(table: &mut Table, findings: &mut Findings) {
    if table.options.strict || table.options.without_rowid {
        findings.note(table.id(), "`strict` and `without_rowid` mean nothing on PostgreSQL and are left out");
    }
    table.options = storage::table_options(std::mem::take(&mut table.options));
}
