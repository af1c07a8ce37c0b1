//! Tables.

use super::{column, foreign, options};
use crate::dialect::Unsupported;
use crate::dialect::postgres::render::only_validates;
use crate::model::{
    ColumnAspect, Constraint, Index, Object, ObjectId, Pair, QualifiedName, Schema, Step, Table, TableChange,
};

/// The table with what can stand in its CREATE statement, then what points to other tables or needs a statement of its own.
pub(super) fn create(table: &Table, to: &Schema) -> Vec<Step> {
    let id = table.id();
    let mut bare = table.clone();
    let mut later = Vec::new();
    bare.constraints.retain(|_, constraint| {
        let stays = !comes_later(constraint);
        if !stays {
            later.push(add_constraint(&id, constraint));
        }
        stays
    });
    if table.partition_of.is_some() {
        // ATTACH PARTITION takes the indexes of a partition as they are and wants the checks of the parent in it.
        inherited_checks(table, to).into_iter().for_each(|check| bare.add_constraint(check));
    } else {
        later.extend(table.indexes.values().map(|index| add_index(&id, index)));
        bare.indexes.clear();
    }
    [Step::Create(Object::Table(Box::new(bare)))].into_iter().chain(later).collect()
}

/// Foreign keys, since the other table may not be there yet; and what is not valid, since CREATE TABLE would make it valid.
fn comes_later(constraint: &Constraint) -> bool {
    match constraint {
        Constraint::ForeignKey(_) => true,
        Constraint::Check(check) => check.not_valid,
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclude(_) => false,
    }
}

fn inherited_checks(table: &Table, to: &Schema) -> Vec<Constraint> {
    let parent = table.partition_of.as_ref().and_then(|it| to.table(&it.parent));
    let Some(parent) = parent else { return Vec::new() };
    let own = parent.constraints.values().filter_map(|constraint| match constraint {
        Constraint::Check(check) if !check.no_inherit => {
            let mut check = check.clone();
            check.comment = None;
            Some(Constraint::Check(check))
        }
        Constraint::Check(_)
        | Constraint::PrimaryKey(_)
        | Constraint::Unique(_)
        | Constraint::ForeignKey(_)
        | Constraint::Exclude(_) => None,
    });
    own.chain(inherited_checks(parent, to)).collect()
}

fn add_constraint(table: &ObjectId, constraint: &Constraint) -> Step {
    step(table, TableChange::AddConstraint(constraint.clone()))
}

pub(super) fn add_index(table: &ObjectId, index: &Index) -> Step {
    step(table, TableChange::AddIndex(index.clone()))
}

fn step(table: &ObjectId, change: TableChange) -> Step {
    Step::AlterTable { table: table.clone(), change }
}

/// Each change is a step, in an order in which they can run one after the other. What is dropped and added again are two steps, since
/// others may have to run in between: a foreign key goes before the key it points to, and comes back after it.
pub(super) fn alter(id: &ObjectId, changes: &[TableChange], schemas: Pair<&Schema>) -> Result<Vec<Step>, Unsupported> {
    let tables = schemas.map(|schema| match schema.objects.get(id) {
        Some(Object::Table(table)) => Some(table.as_ref()),
        _ => None,
    });
    if let (Some(from), Some(to)) = (tables.from, tables.to)
        && let Some(steps) = foreign::move_table(Pair::new(from, to))?
    {
        return Ok(steps);
    }
    let mut ordered: Vec<&TableChange> =
        changes.iter().filter(|change| !parent_does_it(change, tables, schemas)).collect();
    ordered.sort_by_key(|change| rank(change));
    let mut steps = Vec::new();
    for change in ordered {
        steps.extend(match change {
            TableChange::AlterColumn { columns, aspect } => column::alter(id, columns.as_ref(), *aspect, tables)?,
            TableChange::AlterConstraint(pair) if !only_validates(pair.as_ref()) => vec![
                step(id, TableChange::DropConstraint(pair.from.clone())),
                step(id, TableChange::AddConstraint(pair.to.clone())),
            ],
            TableChange::AlterIndex(indexes) => vec![
                step(id, TableChange::DropIndex(indexes.from.clone())),
                step(id, TableChange::AddIndex(indexes.to.clone())),
            ],
            TableChange::Options(options) => options::steps(id, options),
            TableChange::Partitioning(_) => {
                return Err(Unsupported::new(
                    id.clone(),
                    "a table that is there cannot become partitioned, or change how it is",
                    "make a new partitioned table beside it and move the rows",
                ));
            }
            TableChange::AddColumn(_)
            | TableChange::DropColumn(_)
            | TableChange::RenameColumn(_)
            | TableChange::AddConstraint(_)
            | TableChange::DropConstraint(_)
            | TableChange::RenameConstraint(_)
            | TableChange::AlterConstraint(_)
            | TableChange::AddIndex(_)
            | TableChange::DropIndex(_)
            | TableChange::RenameIndex(_)
            | TableChange::Comment { .. }
            | TableChange::PartitionOf(_) => vec![step(id, change.clone())],
        });
    }
    Ok(steps)
}

/// Names first, then what goes, what changes, what comes; an identity makes room before NOT NULL and defaults change.
fn rank(change: &TableChange) -> u8 {
    match change {
        TableChange::RenameColumn(_) | TableChange::RenameConstraint(_) | TableChange::RenameIndex(_) => 0,
        TableChange::PartitionOf(_) | TableChange::Partitioning(_) => 1,
        TableChange::DropConstraint(Constraint::ForeignKey(_)) => 2,
        TableChange::DropConstraint(_) | TableChange::DropIndex(_) => 3,
        TableChange::AlterColumn { columns, aspect: ColumnAspect::Identity } if columns.to.identity.is_none() => 4,
        TableChange::DropColumn(_) => 5,
        TableChange::AddColumn(_) => 6,
        TableChange::AlterColumn { .. } => 7,
        TableChange::AlterConstraint(_) | TableChange::AlterIndex(_) => 8,
        TableChange::AddConstraint(Constraint::ForeignKey(_)) => 11,
        TableChange::AddConstraint(_) => 9,
        TableChange::AddIndex(_) => 10,
        TableChange::Options(_) => 12,
        TableChange::Comment { .. } => 13,
    }
}

/// ALTER TABLE of a partitioned table reaches its partitions: what changes in both is done once.
fn parent_does_it(change: &TableChange, tables: Pair<Option<&Table>>, schemas: Pair<&Schema>) -> bool {
    let (Some(from), Some(to)) = (tables.from, tables.to) else { return false };
    let (Some(before), Some(after)) = (parent(from), parent(to)) else { return false };
    if before != after {
        return false;
    }
    let (Some(from), Some(to)) = (schemas.from.table(before), schemas.to.table(after)) else { return false };
    match change {
        TableChange::AddColumn(column) => {
            to.columns.contains_key(&column.name) && !from.columns.contains_key(&column.name)
        }
        TableChange::DropColumn(column) => {
            from.columns.contains_key(&column.name) && !to.columns.contains_key(&column.name)
        }
        TableChange::RenameColumn(names) => to.columns.contains_key(&names.to),
        TableChange::AlterColumn { columns, aspect } => {
            let name = &columns.to.name;
            let (Some(from), Some(to)) = (from.columns.get(name), to.columns.get(name)) else { return false };
            let parent_changes = aspect.differs(Pair::new(from, to));
            parent_changes && *aspect != ColumnAspect::Identity && !aspect.differs(Pair::new(to, &columns.to))
        }
        TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint(_)
        | TableChange::AlterConstraint(_)
        | TableChange::AddIndex(_)
        | TableChange::DropIndex(_)
        | TableChange::RenameIndex(_)
        | TableChange::AlterIndex(_)
        | TableChange::Comment { .. }
        | TableChange::Options(_)
        | TableChange::Partitioning(_)
        | TableChange::PartitionOf(_) => false,
    }
}

fn parent(table: &Table) -> Option<&QualifiedName> {
    table.partition_of.as_ref().map(|it| &it.parent)
}
