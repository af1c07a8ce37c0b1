//! Locks and work. SQLite has one lock for the whole file; what differs is how long it is held.

use crate::dialect::Cost;
use crate::model::{Column, LockMode, Object, Step, TableChange};

pub(super) fn cost(step: &Step) -> Cost {
    let (rewrites, scans) = match step {
        // A virtual table is replaced by one that takes its rows.
        Step::AlterTogether(_) | Step::Rebuild(_) | Step::Replace(_) => (true, true),
        Step::AlterTable { change, .. } => work(change),
        // Its pages go to the list of free ones, all of them.
        Step::Drop(Object::Table(_) | Object::Definition(_)) => (false, true),
        Step::Create(_)
        | Step::Drop(_)
        | Step::Rename(_)
        | Step::Alter(_)
        | Step::Comment { .. }
        | Step::AddEnumValue { .. }
        | Step::RenameEnumValue { .. }
        | Step::Owner { .. }
        | Step::Privileges { .. }
        | Step::SwapEnum { .. } => (false, false),
    };
    Cost { lock: LockMode::DatabaseWriter, rewrites, scans }
}

/// Whether every row is written, and whether every row is read.
fn work(change: &TableChange) -> (bool, bool) {
    match change {
        TableChange::DropColumn(column) if !is_computed(column) => (true, true),
        TableChange::AddIndex(_) => (false, true),
        // A computed column that must not be null is computed for every row, to see.
        TableChange::AddColumn(column) => (false, is_computed(column) && !column.nullable),
        TableChange::DropColumn(_)
        | TableChange::RenameColumn(_)
        | TableChange::AlterColumn { .. }
        | TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint(_)
        | TableChange::AlterConstraint(_)
        | TableChange::DropIndex(_)
        | TableChange::RenameIndex(_)
        | TableChange::AlterIndex(_)
        | TableChange::Comment { .. }
        | TableChange::Options(_)
        | TableChange::Partitioning(_)
        | TableChange::PartitionOf(_) => (false, false),
    }
}

/// Computed on reading: no row holds it.
fn is_computed(column: &Column) -> bool {
    column.generated.as_ref().is_some_and(|generated| !generated.stored)
}
