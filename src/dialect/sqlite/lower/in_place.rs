//! What ALTER TABLE can do in SQLite ("ALTER TABLE", its limits per form), and CREATE and DROP INDEX.

use super::super::literal::is_constant;
use super::super::text::may_mention;
use crate::model::{
    Column, ColumnDefault, Constraint, Index, IndexTerm, Name, NameOrigin, Object, ObjectId, Pair, Schema, Step, Table,
    TableChange,
};

/// The steps, if every change has one. Indexes go first, so that columns they hold become free, and come last.
pub(super) fn lower(
    table: &ObjectId,
    changes: &[TableChange],
    tables: Pair<&Table>,
    schema: &Schema,
) -> Option<Vec<Step>> {
    if !renames_are_apart(changes) {
        return None;
    }
    let mut steps = Vec::new();
    for change in changes {
        steps.extend(changes_in_place(change, changes, tables, schema)?);
    }
    steps.sort_by_key(turn);
    Some(steps.into_iter().map(|change| Step::AlterTable { table: table.clone(), change }).collect())
}

/// The changes that ALTER TABLE makes for this one; none if it cannot.
fn changes_in_place(
    change: &TableChange,
    all: &[TableChange],
    tables: Pair<&Table>,
    schema: &Schema,
) -> Option<Vec<TableChange>> {
    match change {
        TableChange::AddColumn(column) => can_add(column).then(|| vec![change.clone()]),
        TableChange::DropColumn(column) => can_drop(column, all, tables.from, schema).then(|| vec![change.clone()]),
        TableChange::RenameColumn(_) | TableChange::AddIndex(_) | TableChange::DropIndex(_) => {
            Some(vec![change.clone()])
        }
        TableChange::AlterIndex(indexes) => {
            Some(vec![TableChange::DropIndex(indexes.from.clone()), TableChange::AddIndex(indexes.to.clone())])
        }
        TableChange::RenameIndex(names) => {
            let renamed = tables.to.indexes.get(&names.to)?;
            let old = Index { name: names.from.clone(), ..renamed.clone() };
            Some(vec![TableChange::DropIndex(old), TableChange::AddIndex(renamed.clone())])
        }
        // Neither name is in the database.
        TableChange::RenameConstraint(constraints) => {
            let unnamed = |constraint: &Constraint| matches!(constraint.origin(), NameOrigin::Generated);
            (unnamed(&constraints.from) && unnamed(&constraints.to)).then(Vec::new)
        }
        TableChange::Comment { .. } => Some(Vec::new()),
        TableChange::AlterColumn { .. }
        | TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::AlterConstraint(_)
        | TableChange::Options(_)
        | TableChange::Partitioning(_)
        | TableChange::PartitionOf(_) => None,
    }
}

fn turn(change: &TableChange) -> u8 {
    match change {
        TableChange::DropIndex(_) => 0,
        TableChange::RenameColumn(_) => 1,
        TableChange::DropColumn(_) => 2,
        TableChange::AddColumn(_) => 3,
        TableChange::AlterColumn { .. }
        | TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint(_)
        | TableChange::AlterConstraint(_)
        | TableChange::AddIndex(_)
        | TableChange::RenameIndex(_)
        | TableChange::AlterIndex(_)
        | TableChange::Comment { .. }
        | TableChange::Options(_)
        | TableChange::Partitioning(_)
        | TableChange::PartitionOf(_) => 4,
    }
}

/// No column takes the name that another one is giving up, which would need a third name in between.
pub(super) fn renames_are_apart(changes: &[TableChange]) -> bool {
    let gives_up = |name: &Name| {
        changes.iter().any(|change| {
            matches!(change, TableChange::RenameColumn(names) if names.from == *name)
                || matches!(change, TableChange::DropColumn(column) if column.name == *name)
        })
    };
    !changes.iter().any(|change| {
        matches!(change, TableChange::RenameColumn(names) if gives_up(&names.to))
            || matches!(change, TableChange::AddColumn(column) if gives_up(&column.name))
    })
}

/// ADD COLUMN takes no key, no stored computation, and only a constant for the rows that are there.
fn can_add(column: &Column) -> bool {
    if let Some(generated) = &column.generated {
        return !generated.stored;
    }
    let default = match &column.default {
        None => None,
        Some(ColumnDefault::Expression(expression)) => Some(expression.as_str()),
        // Gone after normalization; whatever it is, a rebuild takes it.
        Some(ColumnDefault::Literal(_)) => return false,
    };
    column.identity.is_none() && default.map_or(column.nullable, is_constant)
}

/// DROP COLUMN refuses a column that anything else speaks of.
fn can_drop(column: &Column, changes: &[TableChange], table: &Table, schema: &Schema) -> bool {
    let name = &column.name;
    !table.constraints.values().any(|constraint| constraint_uses(constraint, name))
        && !table.indexes.values().any(|index| !goes(index, changes) && index_uses(index, name))
        && !table.columns.values().any(|other| other.name != *name && computation_uses(other, name))
        && !schema.objects.values().any(|object| object_uses(object, table, name))
}

fn constraint_uses(constraint: &Constraint, column: &Name) -> bool {
    match constraint {
        Constraint::Check(check) => may_mention(&check.expression, column),
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => {
            constraint.columns().contains(&column)
        }
    }
}

/// Whether the index is dropped by one of the changes.
fn goes(index: &Index, changes: &[TableChange]) -> bool {
    changes.iter().any(|change| {
        matches!(change, TableChange::DropIndex(dropped) if dropped.name == index.name)
            || matches!(change, TableChange::AlterIndex(indexes) if indexes.from.name == index.name)
            || matches!(change, TableChange::RenameIndex(names) if names.from == index.name)
    })
}

fn index_uses(index: &Index, column: &Name) -> bool {
    index.predicate.as_ref().is_some_and(|predicate| may_mention(predicate, column))
        || index.keys.iter().any(|key| match &key.term {
            IndexTerm::Column(name) => name == column,
            IndexTerm::Expression(expression) => may_mention(expression, column),
        })
}

fn computation_uses(other: &Column, column: &Name) -> bool {
    other.generated.as_ref().is_some_and(|generated| may_mention(&generated.expression, column))
}

/// Views and triggers anywhere that may speak of the column, and foreign keys to it. The table's own members are looked at elsewhere.
fn object_uses(object: &Object, table: &Table, column: &Name) -> bool {
    match object {
        Object::View(view) => may_mention(&view.query, column),
        Object::Trigger(trigger) => may_mention(&trigger.definition, column),
        Object::Table(other) => {
            other.foreign_keys().any(|key| key.references == table.name && key.referenced_columns.contains(column))
        }
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => false,
    }
}
