//! Tables.

use super::descent::{self, Family, inherited_checks, parents};
use super::detach::LeftBehind;
use super::{column, foreign, options};
use crate::dialect::Unsupported;
use crate::dialect::postgres::render::{alter_constraint_in_place, alters_index_in_place};
use crate::model::{
    Column, ColumnAspect, Constraint, Index, Object, ObjectId, ObjectKind, Pair, QualifiedName, ReplicaIdentity,
    Schema, Step, Table, TableChange,
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
        let parents: Vec<&QualifiedName> = parents(table).collect();
        inherited_checks(&parents, to).into_iter().for_each(|check| bare.add_constraint(check));
    } else {
        later.extend(table.indexes.values().map(|index| add_index(&id, index)));
        bare.indexes.clear();
    }
    later.extend(finish(table, &mut bare, to));
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

/// What CREATE TABLE does not say: how values are kept, what differs from the parents, and what names an index.
fn finish(table: &Table, bare: &mut Table, to: &Schema) -> Vec<Step> {
    let id = table.id();
    let written: Vec<&Table> = table.options.inherits.iter().filter_map(|parent| to.table(parent)).collect();
    let mut steps = Vec::new();
    for column in bare.columns.values_mut() {
        let wanted = column.clone();
        column.storage = column::storage_at_first(column, table);
        let inherited = written.iter().find_map(|parent| parent.columns.get(&column.name));
        if let Some(inherited) = inherited.filter(|_| column.inherited) {
            *column = Column { inherited: true, ..inherited.as_inherited() };
        }
        let aspects = [ColumnAspect::Nullability, ColumnAspect::Default, ColumnAspect::Storage];
        for aspect in aspects.into_iter().filter(|aspect| aspect.differs(Pair::new(column, &wanted))) {
            let columns = Pair::new(column.clone(), wanted.clone());
            steps.push(step(&id, TableChange::AlterColumn { columns, aspect }));
        }
        column.comment.clone_from(&wanted.comment);
    }
    bare.options.clustered_on = None;
    bare.options.replica_identity = ReplicaIdentity::default();
    steps.extend(options::alter(&id, Pair::new(&bare.options, &table.options), to));
    steps
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
    let family = Family::of(tables, schemas);
    let left_behind = LeftBehind::of(tables, schemas);
    let mut ordered: Vec<&TableChange> = changes
        .iter()
        .filter(|change| !descent::parent_does_it(change, tables, schemas) && !family.does_it(change))
        .collect();
    ordered.sort_by_key(|change| rank(change));
    let mut steps: Vec<Step> =
        family.missing.iter().map(|check| step(id, TableChange::AddConstraint(check.clone()))).collect();
    for change in &ordered {
        if let TableChange::Options(pair) = change {
            steps.extend(options::leave_parents(id, pair.as_ref()));
        }
    }
    for change in ordered {
        if left_behind.has(change) {
            steps.extend(comment_of_kept(id, change));
            continue;
        }
        steps.extend(match change {
            TableChange::AlterColumn { columns, aspect: other }
                if *other != ColumnAspect::Generated && column::is_made_anew(&columns.to.name, changes) =>
            {
                Vec::new()
            }
            TableChange::AlterColumn { columns, aspect } => {
                column::alter(id, columns.as_ref(), *aspect, tables, schemas)?
            }
            TableChange::AddColumn(column) => {
                let below = tables.to.map(|to| descent::added(&to.name, column, schemas)).unwrap_or_default();
                column::add(id, column).into_iter().chain(below).collect()
            }
            TableChange::AlterConstraint(pair) => alter_constraint(id, pair.as_ref(), tables.to),
            TableChange::AlterIndex(indexes) => alter_index(id, indexes.as_ref(), tables.to),
            TableChange::Options(options) => options::alter(id, options.as_ref(), schemas.to),
            TableChange::Partitioning(_) => {
                return Err(Unsupported::new(
                    id.clone(),
                    "a table that is there cannot become partitioned, or change how it is",
                    "make a new partitioned table beside it and move the rows",
                ));
            }
            // Out and in again are two steps, since partitions beside it may have to make room in between.
            TableChange::PartitionOf(Pair { from, to }) => {
                let out = from.as_ref().map(|_| Pair::new(from.clone(), None));
                let into = to.as_ref().map(|_| Pair::new(None, to.clone()));
                out.into_iter().chain(into).map(|places| step(id, TableChange::PartitionOf(places))).collect()
            }
            TableChange::DropColumn(_)
            | TableChange::RenameColumn(_)
            | TableChange::AddConstraint(_)
            | TableChange::DropConstraint(_)
            | TableChange::RenameConstraint(_)
            | TableChange::AddIndex(_)
            | TableChange::DropIndex(_)
            | TableChange::RenameIndex(_)
            | TableChange::Comment { .. } => vec![step(id, change.clone())],
        });
    }
    steps.extend(tables.to.map(|to| left_behind.drops(to)).unwrap_or_default());
    steps.extend(family.left_over.iter().map(|check| step(id, TableChange::DropConstraint(check.clone()))));
    Ok(steps)
}

/// The comment that a member gets which is there already.
fn comment_of_kept(id: &ObjectId, change: &TableChange) -> Option<Step> {
    let (kind, name, comment) = match change {
        TableChange::AddConstraint(it) => (ObjectKind::Constraint, it.name(), it.comment()),
        TableChange::AddIndex(it) => (ObjectKind::Index, &it.name, it.comment.as_ref()),
        _ => return None,
    };
    let comments = Pair::new(None, comment.cloned());
    commented(id, TableChange::Comment { kind, name: name.clone(), comments })
}

/// In place where PostgreSQL can, with the comment in a step of its own.
fn alter_constraint(id: &ObjectId, pair: Pair<&Constraint>, table: Option<&Table>) -> Vec<Step> {
    let keeps_index = pair.from.storage() == pair.to.storage() || !is_partitioned(table);
    if !keeps_index || alter_constraint_in_place(id, pair).is_none() {
        return vec![
            step(id, TableChange::DropConstraint(pair.from.clone())),
            step(id, TableChange::AddConstraint(pair.to.clone())),
        ];
    }
    let comments = pair.map(|constraint| constraint.comment().cloned());
    let comment = TableChange::Comment { kind: ObjectKind::Constraint, name: pair.to.name().clone(), comments };
    [step(id, TableChange::AlterConstraint(pair.map(Clone::clone)))].into_iter().chain(commented(id, comment)).collect()
}

fn alter_index(id: &ObjectId, pair: Pair<&Index>, table: Option<&Table>) -> Vec<Step> {
    let keeps_parameters = !pair.map(|index| &index.storage.parameters).differs() || !is_partitioned(table);
    if !keeps_parameters || !alters_index_in_place(pair) {
        return vec![
            step(id, TableChange::DropIndex(pair.from.clone())),
            step(id, TableChange::AddIndex(pair.to.clone())),
        ];
    }
    let comments = pair.map(|index| index.comment.clone());
    let comment = TableChange::Comment { kind: ObjectKind::Index, name: pair.to.name.clone(), comments };
    [step(id, TableChange::AlterIndex(pair.map(Clone::clone)))].into_iter().chain(commented(id, comment)).collect()
}

/// The index of a partitioned table is none that could have parameters of its own changed.
fn is_partitioned(table: Option<&Table>) -> bool {
    table.is_some_and(|table| table.partitioning.is_some())
}

/// The step, if the comments differ.
fn commented(id: &ObjectId, change: TableChange) -> Option<Step> {
    let differs = matches!(&change, TableChange::Comment { comments, .. } if comments.as_ref().differs());
    differs.then(|| step(id, change))
}

/// Names first, then what goes, what changes, what comes; an identity makes room before NOT NULL and defaults change.
fn rank(change: &TableChange) -> u8 {
    match change {
        TableChange::RenameColumn(_) | TableChange::RenameConstraint(_) | TableChange::RenameIndex(_) => 0,
        // A table gets ready before it becomes a partition.
        TableChange::PartitionOf(places) if places.from.is_none() => 11,
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
