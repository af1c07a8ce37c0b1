//! A constraint that takes the place of another one of its name: it is built and checked under a passing name, and then, in a moment, the old one goes
//! and it gets its own.

use super::constraint::{unique_index, unvalidated_first};
use super::{Scene, index, plain};
use crate::dialect::postgres::render;
use crate::dialect::{Stage, Unsupported};
use crate::model::{
    Constraint, Effect, Index, LockMode, Manner, Name, ObjectId, Pace, Pair, ReplicaIdentity, Statement, Table,
    TableChange, Touch, Unique,
};

/// `None` where the old one cannot stay until the new one is there: keys that others refer to, and kinds that differ.
pub(super) fn replace(scene: &Scene<'_>, pair: Pair<&Constraint>) -> Result<Option<Vec<Stage>>, Unsupported> {
    let passing = || pair.to.renamed(scene.passing_name(&[pair.to.name()], "new"));
    match (pair.from, pair.to) {
        (Constraint::Check(_), Constraint::Check(to)) if !to.not_valid => checked(scene, pair, &passing()).map(Some),
        // On a partitioned table a foreign key is checked when it is added, or not at all.
        (Constraint::ForeignKey(_), Constraint::ForeignKey(to)) if !to.not_valid && !scene.is_partitioned() => {
            checked(scene, pair, &passing()).map(Some)
        }
        (Constraint::Unique(_), Constraint::Unique(to)) if is_nobodys(scene, to) => {
            unique(scene, pair, to, passing().name()).map(Some)
        }
        _ => Ok(None),
    }
}

fn checked(scene: &Scene<'_>, pair: Pair<&Constraint>, passing: &Constraint) -> Result<Vec<Stage>, Unsupported> {
    let mut stages = unvalidated_first(scene, passing)?;
    let rename = TableChange::RenameConstraint(Pair::new(passing.clone(), pair.to.clone()));
    let renamed = plain(scene.change(rename), Pace::Apart)?;
    let statements = drop(scene, pair.from)?.into_iter().chain(renamed.statements).collect();
    stages.push(Stage { statements, effect: Some(moment_of(scene, pair.from)), ..renamed });
    Ok(stages)
}

/// The index takes the constraint's name when the constraint takes it over.
fn unique(scene: &Scene<'_>, pair: Pair<&Constraint>, to: &Unique, passing: &Name) -> Result<Vec<Stage>, Unsupported> {
    let built = Index {
        include: to.include.clone(),
        nulls_not_distinct: to.nulls_not_distinct,
        ..unique_index(passing, &to.columns, &to.storage)
    };
    let key = render::add_constraint_using_index(scene.id, pair.to, &built.name, to.deferrable);
    let swap = Stage {
        step: scene.change(TableChange::AddConstraint(pair.to.clone())),
        statements: drop(scene, pair.from)?.into_iter().chain(key).collect(),
        manner: Manner { using_index: Some(built.name.clone()), ..Manner::default() },
        effect: Some(moment_of(scene, pair.from)),
        pace: Pace::Apart,
    };
    Ok(vec![index::create(scene.id, &built), swap])
}

fn drop(scene: &Scene<'_>, constraint: &Constraint) -> Result<Vec<Statement>, Unsupported> {
    render::step(&scene.change(TableChange::DropConstraint(constraint.clone())))
}

/// Nothing is left to be read; a foreign key that goes has triggers on the other table.
fn moment_of(scene: &Scene<'_>, old: &Constraint) -> Effect {
    let mut effect = Effect::on(Touch::lock(scene.id.clone(), LockMode::AccessExclusive));
    if let Constraint::ForeignKey(key) = old {
        effect.touch(Touch::lock(ObjectId::table(&key.references), LockMode::AccessExclusive));
    }
    effect
}

/// No foreign key refers to the table, and no property of it names the index.
fn is_nobodys(scene: &Scene<'_>, unique: &Unique) -> bool {
    let Some(tables) = scene.tables.filter(|_| !scene.is_partitioned()) else { return false };
    let refers = |table: &Table| table.foreign_keys().any(|key| key.references == tables.to.name);
    let is_referred_to = [scene.schemas.from, scene.schemas.to].iter().any(|schema| schema.tables().any(refers));
    let names = |table: &Table| {
        table.options.clustered_on.as_ref() == Some(&unique.name)
            || matches!(&table.options.replica_identity, ReplicaIdentity::Index(name) if *name == unique.name)
    };
    !is_referred_to && ![tables.from, tables.to].into_iter().any(names)
}
