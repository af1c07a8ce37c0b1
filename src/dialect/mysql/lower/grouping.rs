//! Which changes of a table go into one ALTER: all of them where the rows are written anew in any case, so that this happens once; otherwise
//! those that the server makes in its catalog apart from those that build indexes, since together they would be a rebuild.

use crate::dialect::mysql::cost;
use crate::model::{Algorithm, Constraint, ObjectKind, Pair, Table, TableChange};

/// The changes by statement, in the order in which these run.
pub(super) fn statements(changes: Vec<TableChange>, tables: Pair<&Table>) -> Vec<Vec<TableChange>> {
    if cost::dearest(&changes, tables).algorithm >= Algorithm::InPlace || comes_back(&changes) {
        return vec![changes];
    }
    let mut groups: [Vec<TableChange>; 5] = Default::default();
    for change in changes {
        groups[class(&change, tables)].push(change);
    }
    groups.into_iter().filter(|group| !group.is_empty()).collect()
}

/// A column that goes and comes under one name.
fn comes_back(changes: &[TableChange]) -> bool {
    let dropped = |name| changes.iter().any(|change| matches!(change, TableChange::DropColumn(it) if it.name == name));
    changes.iter().any(|change| matches!(change, TableChange::AddColumn(it) if dropped(it.name.clone())))
}

/// Options; columns; computed columns, which come alone; indexes; columns that go when no index holds them any more.
fn class(change: &TableChange, tables: Pair<&Table>) -> usize {
    match change {
        TableChange::Options(_) => 0,
        TableChange::AddColumn(column) if cost::is_virtual(column) => 2,
        TableChange::DropColumn(column) if cost::has_virtual(tables.from) || cost::is_indexed(column, tables.from) => 4,
        TableChange::AddColumn(_)
        | TableChange::DropColumn(_)
        | TableChange::RenameColumn(_)
        | TableChange::AlterColumn { .. } => 1,
        TableChange::Comment { kind: ObjectKind::Column, .. } => 1,
        TableChange::DropConstraint(Constraint::Check(_)) | TableChange::AddConstraint(Constraint::Check(_)) => 1,
        TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint(_)
        | TableChange::AlterConstraint(_)
        | TableChange::AddIndex(_)
        | TableChange::DropIndex(_)
        | TableChange::RenameIndex(_)
        | TableChange::AlterIndex(_)
        | TableChange::Comment { .. } => 3,
        TableChange::Partitioning(_) | TableChange::PartitionOf(_) => 0,
    }
}
