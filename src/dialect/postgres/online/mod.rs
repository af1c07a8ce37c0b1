//! The stages in which PostgreSQL changes a table that is in use: an exclusive lock is held for a moment only, and whatever reads all rows does so under
//! one that lets readers and writers go on.

mod column;
mod constraint;
mod index;
mod not_null;
mod partition;
mod partitioned;
mod replacement;

use super::render;
use crate::dialect::{Stage, Unsupported};
use crate::model::{
    ColumnAspect, Effect, LockMode, Manner, Name, Object, ObjectId, Pace, Pair, Schema, Statement, Step, Table,
    TableChange, Touch, generated_name,
};

/// The stages; `None` for a step that is quick as it is, or for which there is no other way.
pub(super) fn stages(step: &Step, schemas: Pair<&Schema>) -> Result<Option<Vec<Stage>>, Unsupported> {
    let Step::AlterTable { table, change } = step else { return Ok(None) };
    let Some(scene) = Scene::of(table, schemas) else { return Ok(None) };
    match change {
        TableChange::AddIndex(it) if scene.is_partitioned() => Ok(partitioned::add_index(&scene, it)),
        TableChange::AddIndex(it) => Ok(Some(vec![index::create(table, it)])),
        TableChange::DropIndex(it) if !scene.is_partitioned() => Ok(Some(vec![index::drop(table, it)])),
        TableChange::AddConstraint(it) => constraint::add(&scene, it),
        TableChange::AlterConstraint(pair) if render::only_validates(pair.as_ref()) => {
            Ok(Some(vec![constraint::validate(table, pair.as_ref())?]))
        }
        TableChange::AlterConstraint(pair) if render::alter_constraint_in_place(table, pair.as_ref()).is_none() => {
            replacement::replace(&scene, pair.as_ref())
        }
        TableChange::AddColumn(it) => column::add(&scene, it),
        // An identity wants NOT NULL to be there when it comes.
        TableChange::AlterColumn { columns, aspect: ColumnAspect::Nullability }
            if !columns.to.nullable && columns.from.identity == columns.to.identity =>
        {
            not_null::set(&scene, columns.as_ref()).map(Some)
        }
        TableChange::PartitionOf(places) => partition::stages(&scene, step, places.as_ref().map(Option::as_ref)),
        TableChange::DropIndex(_)
        | TableChange::AlterConstraint(_)
        | TableChange::AlterColumn { .. }
        | TableChange::DropColumn(_)
        | TableChange::RenameColumn(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint(_)
        | TableChange::RenameIndex(_)
        | TableChange::AlterIndex(_)
        | TableChange::Comment { .. }
        | TableChange::Options(_)
        | TableChange::Partitioning(_) => Ok(None),
    }
}

/// A table, or a materialized view, that is there on both sides.
struct Scene<'a> {
    id: &'a ObjectId,
    /// Nothing where it is a materialized view.
    tables: Option<Pair<&'a Table>>,
    schemas: Pair<&'a Schema>,
}

impl<'a> Scene<'a> {
    /// `None` for what is new, and so empty, and for rows that are kept elsewhere.
    fn of(id: &'a ObjectId, schemas: Pair<&'a Schema>) -> Option<Self> {
        let objects = (schemas.from.objects.get(id)?, schemas.to.objects.get(id)?);
        match objects {
            (Object::Table(from), Object::Table(to)) if to.options.foreign.is_none() => {
                Some(Self { id, tables: Some(Pair::new(from, to)), schemas })
            }
            (Object::MaterializedView(_), Object::MaterializedView(_)) => Some(Self { id, tables: None, schemas }),
            _ => None,
        }
    }

    /// Its indexes and keys are those of all its partitions.
    fn is_partitioned(&self) -> bool {
        self.tables.is_some_and(|tables| tables.to.partitioning.is_some())
    }

    /// A name for a constraint or its index that is gone at the end, and that no other has.
    fn passing_name(&self, parts: &[&Name], suffix: &str) -> Name {
        let is_free = |name: &Name| {
            let taken = |table: &Table| table.constraints.contains_key(name) || table.indexes.contains_key(name);
            !self.tables.is_some_and(|tables| taken(tables.from) || taken(tables.to))
        };
        let numbered = |number: u32| {
            let suffix = if number == 0 { format!("dbx_{suffix}") } else { format!("dbx_{suffix}{number}") };
            generated_name(self.id.name(), parts, &suffix)
        };
        // A table has a finite number of constraints.
        (0..).map(numbered).find(is_free).unwrap_or_else(|| numbered(0))
    }

    fn change(&self, change: TableChange) -> Step {
        Step::AlterTable { table: self.id.clone(), change }
    }
}

/// A stage with the statements that the step has by itself.
fn plain(step: Step, pace: Pace) -> Result<Stage, Unsupported> {
    let statements = render::step(&step)?;
    Ok(Stage { step, statements, manner: Manner::default(), effect: None, pace })
}

/// Outside of any transaction.
fn alone(statements: Vec<Statement>) -> Vec<Statement> {
    statements.into_iter().map(|it| Statement::outside_transaction(it.sql)).collect()
}

/// A lock for a moment, since the stages before left nothing to be read.
fn moment(table: &ObjectId, lock: LockMode) -> Option<Effect> {
    Some(Effect::on(Touch::lock(table.clone(), lock)))
}
