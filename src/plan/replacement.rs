//! Constraints that come back, changed, under the name of one that goes. In one go they are dropped and added; in stages the new one can be built and
//! checked first, under a name of its own, so that the rows are guarded all the while.

use crate::dialect::{Dialect, Unsupported};
use crate::model::{ColumnAspect, Constraint, ConstraintKind, ObjectId, Pair, Schema, Step, TableChange};
use std::collections::BTreeSet;

/// Makes one step of a drop and an addition for which there are stages, and which nothing else in the plan stands between.
pub(super) fn join(
    dialect: &dyn Dialect,
    mut steps: Vec<Step>,
    schemas: Pair<&Schema>,
) -> Result<Vec<Step>, Unsupported> {
    let mut at = 0;
    while at < steps.len() {
        match replacement(&steps, at) {
            Some((added, whole)) if dialect.online(&whole, schemas)?.is_some() => {
                steps[added] = whole;
                steps.remove(at);
            }
            Some(_) | None => at += 1,
        }
    }
    Ok(steps)
}

/// Where the constraint that is dropped at `dropped` comes back, and the two as one step.
fn replacement(steps: &[Step], dropped: usize) -> Option<(usize, Step)> {
    let Step::AlterTable { table, change: TableChange::DropConstraint(from) } = &steps[dropped] else { return None };
    let comes_back = |step: &Step| match step {
        Step::AlterTable { table: of, change: TableChange::AddConstraint(to) } => {
            (of == table && to.name() == from.name()).then(|| to.clone())
        }
        _ => None,
    };
    let (added, to) = steps.iter().enumerate().find_map(|(at, step)| Some((at, comes_back(step)?)))?;
    let constraints = Pair::new(from.clone(), to);
    if !constraints.differs() {
        // It makes way for something that it stands on.
        return None;
    }
    let referenced = referenced(constraints.as_ref());
    let others = steps.iter().enumerate().filter(|(at, _)| *at != dropped && *at != added);
    let is_settled = others.into_iter().all(|(_, step)| !unsettles(step, table, &referenced));
    let change = TableChange::AlterConstraint(constraints);
    is_settled.then(|| (added, Step::AlterTable { table: table.clone(), change }))
}

/// The tables that a foreign key refers to, on either side.
fn referenced(constraints: Pair<&Constraint>) -> BTreeSet<ObjectId> {
    let referenced = |constraint: &Constraint| match constraint {
        Constraint::ForeignKey(key) => Some(ObjectId::table(&key.references)),
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Check(_) | Constraint::Exclude(_) => None,
    };
    [constraints.from, constraints.to].into_iter().filter_map(referenced).collect()
}

/// Whether the old constraint may have to be gone before the step, or the new one cannot be there yet.
fn unsettles(step: &Step, own: &ObjectId, referenced: &BTreeSet<ObjectId>) -> bool {
    let is_near = |table: &ObjectId| table == own || referenced.contains(table);
    if let Some((table, changes)) = step.table_changes() {
        let keeps_keys = || !referenced.contains(&table) || changes.iter().all(leaves_keys_alone);
        return is_near(&table) && !(changes.iter().all(leaves_columns_alone) && keeps_keys());
    }
    if let Step::SwapEnum { columns, .. } = step {
        return columns.iter().any(|(table, _)| is_near(&ObjectId::table(table)));
    }
    is_near(&step.object()) && !matches!(step, Step::Create(_) | Step::Comment { .. } | Step::Backfill(_))
}

/// Foreign keys stand on the keys and unique indexes of the table that they refer to.
fn leaves_keys_alone(change: &TableChange) -> bool {
    let is_key =
        |constraint: &Constraint| matches!(constraint.kind(), ConstraintKind::PrimaryKey | ConstraintKind::Unique);
    match change {
        TableChange::DropConstraint(constraint) => !is_key(constraint),
        TableChange::AlterConstraint(constraints) => !is_key(&constraints.from),
        TableChange::DropIndex(index) => !index.unique,
        TableChange::AlterIndex(indexes) => !indexes.from.unique,
        _ => true,
    }
}

/// Whether constraints over the columns hold before and after.
fn leaves_columns_alone(change: &TableChange) -> bool {
    match change {
        TableChange::AddColumn(_)
        | TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint(_)
        | TableChange::AlterConstraint(_)
        | TableChange::AddIndex(_)
        | TableChange::DropIndex(_)
        | TableChange::RenameIndex(_)
        | TableChange::AlterIndex(_)
        | TableChange::Comment { .. } => true,
        TableChange::AlterColumn { aspect, .. } => match aspect {
            ColumnAspect::Nullability
            | ColumnAspect::Default
            | ColumnAspect::Identity
            | ColumnAspect::OnUpdate
            | ColumnAspect::Storage
            | ColumnAspect::Visibility => true,
            ColumnAspect::Type | ColumnAspect::Collation | ColumnAspect::Generated | ColumnAspect::Inheritance => false,
        },
        TableChange::DropColumn(_)
        | TableChange::RenameColumn(_)
        | TableChange::Options(_)
        | TableChange::Partitioning(_)
        | TableChange::PartitionOf(_) => false,
    }
}
