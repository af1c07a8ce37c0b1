//! Tables: their changes in as few ALTERs as there are rebuilds; foreign keys wait for other tables, and partitions change alone.

use super::{foreign_key, grouping};
use crate::dialect::Unsupported;
use crate::dialect::mysql::features::Features;
use crate::dialect::mysql::kept_values::keeps_computed_values;
use crate::dialect::mysql::{cost, option, unsupported};
use crate::model::{
    Alteration, Column, ColumnAspect, Constraint, ForeignKey, Generated, Name, Object, ObjectId, ObjectKind, Pair,
    Schema, SqlText, Step, Table, TableChange, TableOptions,
};
use crate::sql::{Syntax, mentions};
use std::collections::BTreeSet;

/// The table with its indexes, then the foreign keys, since the other tables may not be there yet.
pub(super) fn create(table: &Table) -> Vec<Step> {
    let mut bare = table.clone();
    bare.constraints.retain(|_, constraint| !matches!(constraint, Constraint::ForeignKey(_)));
    let keys = table.foreign_keys().map(|key| foreign_key::add_to_new(key, table));
    [Step::Create(Object::Table(Box::new(bare)))].into_iter().chain(keys).collect()
}

pub(super) fn alter(
    id: &ObjectId,
    changes: &[TableChange],
    schemas: Pair<&Schema>,
    features: &Features,
) -> Result<Vec<Step>, Unsupported> {
    let tables = Pair::new(table(schemas.from, id)?, table(schemas.to, id)?);
    refuse_renames_beside_kept_values(id, changes)?;
    let mut sorted = Sorted::default();
    for change in changes {
        sorted.take(change, tables, features)?;
    }
    sorted.forget_what_is_made_anew();
    for (other, key) in foreign_key::in_the_way(tables, schemas) {
        sorted.drops.push(foreign_key_aside(&key, other.as_ref()));
        sorted.adds.push(foreign_key::add(&key, other.as_ref()));
    }
    sorted.together.extend(foreign_key::shifted_indexes(tables));
    sorted.together.sort_by_key(rank);
    let mut steps = sorted.drops;
    let statements = grouping::statements(sorted.together, tables);
    steps.extend(statements.into_iter().filter_map(|changes| together(changes, tables)));
    steps.extend(together(sorted.partitions, tables));
    steps.extend(sorted.adds);
    Ok(steps)
}

fn together(changes: Vec<TableChange>, tables: Pair<&Table>) -> Option<Step> {
    let tables = tables.map(Table::clone);
    (!changes.is_empty()).then(|| Step::AlterTogether(Box::new(Alteration { tables, changes })))
}

/// A key that comes back keeps the index below it.
fn foreign_key_aside(key: &ForeignKey, tables: Pair<&Table>) -> Step {
    Step::AlterTable { table: tables.to.id(), change: TableChange::DropConstraint(Constraint::ForeignKey(key.clone())) }
}

fn table<'a>(schema: &'a Schema, id: &ObjectId) -> Result<&'a Table, Unsupported> {
    match schema.objects.get(id) {
        Some(Object::Table(table)) => Ok(table),
        Some(_) | None => Err(unsupported::bug(id.clone())),
    }
}

/// What a column on reading computes is kept by a statement of its own, which runs before any column is renamed and speaks of the new names.
fn refuse_renames_beside_kept_values(id: &ObjectId, changes: &[TableChange]) -> Result<(), Unsupported> {
    let keeps = changes.iter().any(|change| keeps_computed_values(change).is_some());
    if keeps && changes.iter().any(|change| matches!(change, TableChange::RenameColumn(_))) {
        return Err(Unsupported::new(
            id.clone(),
            "a column that is computed on reading becomes a plain one while a column is renamed",
            "do one of the two in one version of the spec, and the other in the next",
        ));
    }
    Ok(())
}

/// The changes of a table, by the statement that makes them.
#[derive(Default)]
struct Sorted {
    drops: Vec<Step>,
    together: Vec<TableChange>,
    partitions: Vec<TableChange>,
    adds: Vec<Step>,
}

impl Sorted {
    fn take(&mut self, change: &TableChange, tables: Pair<&Table>, features: &Features) -> Result<(), Unsupported> {
        match change {
            TableChange::AddConstraint(Constraint::ForeignKey(key)) => {
                self.adds.push(foreign_key::add(key, tables));
            }
            TableChange::DropConstraint(Constraint::ForeignKey(key)) => {
                self.drops.push(foreign_key::drop(key, tables));
            }
            TableChange::AlterConstraint(Pair { from, to }) | TableChange::RenameConstraint(Pair { from, to }) => {
                self.take_changed(change, Pair::new(from, to), tables);
            }
            TableChange::AlterColumn { columns, aspect: ColumnAspect::Generated } => {
                self.together.extend(recomputed(columns, tables)?);
            }
            TableChange::Options(options) => self.take_options(options),
            TableChange::Partitioning(_) | TableChange::PartitionOf(_) => {
                return Err(unsupported::bug(tables.to.id()));
            }
            TableChange::AddIndex(index) if index.keys.iter().any(|key| key.column().is_none()) => {
                if !features.expression_indexes {
                    return Err(unsupported::bug(tables.to.id()));
                }
                self.together.push(change.clone());
            }
            TableChange::AddColumn(_)
            | TableChange::DropColumn(_)
            | TableChange::RenameColumn(_)
            | TableChange::AlterColumn { .. }
            | TableChange::AddConstraint(_)
            | TableChange::DropConstraint(_)
            | TableChange::AddIndex(_)
            | TableChange::DropIndex(_)
            | TableChange::RenameIndex(_)
            | TableChange::AlterIndex(_)
            | TableChange::Comment { .. } => self.together.push(change.clone()),
        }
        Ok(())
    }

    /// A column that is dropped and added again is complete with that: nothing else is said about it.
    fn forget_what_is_made_anew(&mut self) {
        let added = |change: &TableChange| match change {
            TableChange::AddColumn(column) => Some(column.name.clone()),
            _ => None,
        };
        let anew: BTreeSet<Name> = self.together.iter().filter_map(added).collect();
        self.together.retain(|change| match change {
            TableChange::AlterColumn { columns, .. } => !anew.contains(&columns.to.name),
            TableChange::Comment { kind: ObjectKind::Column, name, .. } => !anew.contains(name),
            _ => true,
        });
    }

    /// A constraint under a new name, or with another definition. A unique one is an index, which can be renamed.
    fn take_changed(&mut self, change: &TableChange, pair: Pair<&Constraint>, tables: Pair<&Table>) {
        match (pair.from, pair.to) {
            (Constraint::ForeignKey(from), Constraint::ForeignKey(to)) => {
                self.drops.push(foreign_key::drop(from, tables));
                self.adds.push(foreign_key::add(to, tables));
            }
            (Constraint::Unique(_), Constraint::Unique(_)) if matches!(change, TableChange::RenameConstraint(_)) => {
                self.together.push(change.clone());
            }
            // All primary keys have one name.
            (Constraint::PrimaryKey(_), Constraint::PrimaryKey(_))
                if matches!(change, TableChange::RenameConstraint(_)) => {}
            (from, to) => {
                self.together.push(TableChange::DropConstraint(from.clone()));
                self.together.push(TableChange::AddConstraint(to.clone()));
            }
        }
    }

    fn take_options(&mut self, options: &Pair<TableOptions>) {
        let mut between = options.to.clone();
        between.parameters.remove(option::PARTITION_BY);
        let before = options.from.parameters.get(option::PARTITION_BY);
        between.parameters.extend(before.map(|clause| (option::PARTITION_BY, clause)));
        let parts = [Pair::new(options.from.clone(), between.clone()), Pair::new(between, options.to.clone())];
        let [rest, partitions] = parts.map(|part| part.differs().then_some(TableChange::Options(part)));
        self.together.extend(rest);
        self.partitions.extend(partitions);
    }
}

/// A new expression is a change of the column. Between kept, computed and plain there are ways only from kept to plain and back; others
/// mean another column of the same name.
fn recomputed(columns: &Pair<Column>, tables: Pair<&Table>) -> Result<Vec<TableChange>, Unsupported> {
    let stored = columns.as_ref().map(|column| column.generated.as_ref().map(|Generated { stored, .. }| *stored));
    let id = ObjectId::column(&tables.to.name, &columns.to.name);
    match (stored.from, stored.to) {
        (Some(false), None) if is_spoken_of(&columns.from, tables) => Err(Unsupported::new(
            id,
            "MySQL makes this column anew, and an index, a check or another column speaks of it",
            "take these off in one version of the spec, and put them back in the next",
        )),
        (Some(a), Some(b)) if a == b => Ok(alter_generated(columns)),
        (Some(_), None) | (None, Some(true)) => Ok(alter_generated(columns)),
        (Some(_), Some(_)) | (None, Some(false)) if is_indexed(&columns.to, tables) => Err(Unsupported::new(
            id,
            "MySQL makes this column anew, and an index holds it",
            "take the index off in one version of the spec, and put it back in the next",
        )),
        (Some(_), Some(_)) | (None, Some(false)) => {
            Ok(vec![TableChange::DropColumn(columns.from.clone()), TableChange::AddColumn(columns.to.clone())])
        }
        (None, None) => Ok(Vec::new()),
    }
}

/// Whether an index, a check or another computed column would be in the way of dropping the column.
fn is_spoken_of(column: &Column, tables: Pair<&Table>) -> bool {
    let mentioned = |text: &SqlText| {
        let chains = mentions(Syntax::Mysql, text.as_str());
        chains.iter().any(|chain| matches!(&chain[..], [only] if only.eq_ignore_ascii_case(column.name.as_str())))
    };
    let checked =
        tables.from.constraints.values().any(|it| matches!(it, Constraint::Check(it) if mentioned(&it.expression)));
    let computed = tables.from.columns.values().filter_map(|other| other.generated.as_ref());
    is_indexed(column, tables) || checked || computed.map(|it| &it.expression).any(mentioned)
}

fn alter_generated(columns: &Pair<Column>) -> Vec<TableChange> {
    vec![TableChange::AlterColumn { columns: columns.clone(), aspect: ColumnAspect::Generated }]
}

fn is_indexed(column: &Column, tables: Pair<&Table>) -> bool {
    cost::is_indexed(column, tables.from) || cost::is_indexed(column, tables.to)
}

/// The order of the clauses: what goes, names, what changes, what comes. MySQL takes them in any order.
fn rank(change: &TableChange) -> u8 {
    match change {
        TableChange::DropConstraint(_) => 0,
        TableChange::DropIndex(_) => 1,
        TableChange::DropColumn(_) => 2,
        TableChange::RenameColumn(_) | TableChange::RenameIndex(_) | TableChange::RenameConstraint(_) => 3,
        TableChange::AlterColumn { .. } | TableChange::Comment { kind: ObjectKind::Column, .. } => 4,
        TableChange::AddColumn(_) => 5,
        TableChange::AddConstraint(_) | TableChange::AlterConstraint(_) => 6,
        TableChange::AddIndex(_) | TableChange::AlterIndex(_) | TableChange::Comment { .. } => 7,
        TableChange::Options(_) | TableChange::Partitioning(_) | TableChange::PartitionOf(_) => 8,
    }
}
