//! Statements that are no change of a schema: VACUUM, TRUNCATE, REINDEX and their kin.

use super::{only, rows, table};
use crate::dialect::users;
use crate::model::{Cause, Effect, LockMode, Object, ObjectId, Reason, RelationRead, Scene, Table, Touch, Utility};

pub(in crate::dialect::postgres) fn utility(utility: &Utility, scene: Scene<'_>) -> Effect {
    let effect = match utility {
        Utility::Truncate { tables, cascade, only } => truncate(tables, *cascade, *only, scene),
        Utility::Analyze { tables } => locked(tables, LockMode::ShareUpdateExclusive),
        Utility::Vacuum { tables, full: false } => {
            let stored = Stored::of(tables, scene);
            let mut effect = locked(&stored.partitioned, LockMode::ShareUpdateExclusive);
            effect.and(locked(&stored.with_rows, LockMode::ShareUpdateExclusive));
            effect
        }
        Utility::Vacuum { tables, full: true } => rewritten(tables, "VACUUM FULL", scene),
        Utility::Reorganize { tables } => rewritten(tables, "CLUSTER", scene),
        Utility::Reindex { tables, concurrently, names_table } => reindex(tables, *concurrently, *names_table, scene),
        Utility::Refresh { view, reads, concurrently, fills } => refresh(view, reads, *concurrently, *fills),
        Utility::Lock { tables, mode, only } => {
            let mut effect = locked(tables, *mode);
            if !only {
                effect.and(locked(&beneath(tables, scene), *mode));
            }
            for id in tables {
                let detail = format!("locks {id} until the transaction ends");
                effect.because(Reason::new(Cause::LockStatement, id.clone(), detail).on(id));
            }
            effect
        }
        Utility::Rows(statement) => rows::rows(statement, scene),
        Utility::CreateFrom { reads, .. } => read(reads),
        Utility::TriggerState { table, enabled } => {
            let mut effect = only(table, LockMode::ShareRowExclusive);
            if !enabled {
                let detail = "turns triggers off".to_owned();
                effect.because(Reason::new(Cause::TriggerDisabled, table.clone(), detail).on(table));
            }
            effect
        }
        Utility::RestartSequence { sequence } => {
            let mut effect = only(sequence, LockMode::ShareRowExclusive);
            let detail = format!("sets the next value of {sequence}");
            effect.because(Reason::new(Cause::SequenceRestart, sequence.clone(), detail).on(sequence));
            effect
        }
        Utility::Touch { objects, mode } => locked(objects, *mode),
        Utility::LosePartitions { .. } | Utility::ForeignKeyPragma { .. } | Utility::Opaque { .. } => Effect::default(),
    };
    // The sequence of an identity column is part of its table in the schema, and locked by itself all the same.
    if matches!(utility, Utility::RestartSequence { .. }) { effect } else { effect.among(scene.schema) }
}

fn locked(objects: &[ObjectId], lock: LockMode) -> Effect {
    let mut effect = Effect::default();
    objects.iter().for_each(|id| effect.touch(Touch::lock(id.clone(), lock)));
    effect
}

/// LOCK of a view locks what it reads; of a table, its partitions and children.
fn beneath(relations: &[ObjectId], scene: Scene<'_>) -> Vec<ObjectId> {
    let mut found: Vec<ObjectId> = Vec::new();
    for id in relations {
        match scene.schema.objects.get(id) {
            Some(Object::Table(table)) => {
                found.extend(scene.relatives.descendants(scene.schema, &table.name).iter().map(|part| part.id()));
            }
            Some(view @ Object::View(_)) => {
                let reads = users::read_by(view, scene.schema);
                found.extend(beneath(&reads, scene));
                found.extend(reads);
            }
            Some(_) | None => {}
        }
    }
    found
}

fn read(reads: &[RelationRead]) -> Effect {
    let mut effect = Effect::default();
    for it in reads {
        effect.touch(Touch::lock(it.object.clone(), LockMode::AccessShare).scanning(it.scans));
    }
    effect
}

/// Files are emptied by making new ones. CASCADE reaches every table that refers to one of them, and those that refer to these.
fn truncate(tables: &[ObjectId], cascade: bool, only: bool, scene: Scene<'_>) -> Effect {
    let mut effect = Effect::default();
    let mut open: Vec<ObjectId> = tables.to_vec();
    while let Some(id) = open.pop() {
        if effect.of(&id).is_some() {
            continue;
        }
        let table = table(scene, &id);
        // A partitioned table has no file of its own.
        let has_file = table.is_none_or(|table| table.partitioning.is_none());
        effect.touch(Touch::lock(id.clone(), LockMode::AccessExclusive).rewriting(has_file));
        let detail = format!("empties {id}");
        effect.because(Reason::new(Cause::Truncate, id.clone(), detail).on(&id));
        let Some(table) = table else { continue };
        if !only {
            open.extend(scene.relatives.descendants(scene.schema, &table.name).iter().map(|part| part.id()));
        }
        if cascade {
            open.extend(scene.relatives.referencing(scene.schema, &table.name).map(|(child, _)| child.id()));
        }
    }
    effect.touches.sort_by_key(|touch| tables.iter().position(|id| *id == touch.object).unwrap_or(usize::MAX));
    effect
}

fn rewritten(tables: &[ObjectId], command: &str, scene: Scene<'_>) -> Effect {
    let stored = Stored::of(tables, scene);
    let mut effect = locked(&stored.partitioned, LockMode::AccessExclusive);
    for id in &stored.with_rows {
        effect.touch(Touch::lock(id.clone(), LockMode::AccessExclusive).rewriting(true).scanning(true));
        let detail = format!("{command} makes a new file for {id}");
        effect.because(Reason::new(Cause::RewriteCommand, id.clone(), detail).on(id));
    }
    effect
}

/// Relations with rows of their own; those of a partitioned table are in its partitions.
struct Stored {
    partitioned: Vec<ObjectId>,
    with_rows: Vec<ObjectId>,
}

impl Stored {
    fn of(relations: &[ObjectId], scene: Scene<'_>) -> Self {
        let mut stored = Self { partitioned: Vec::new(), with_rows: Vec::new() };
        for id in relations {
            match table(scene, id).filter(|table| table.partitioning.is_some()) {
                Some(parent) => {
                    let parts = scene.relatives.descendants(scene.schema, &parent.name).into_iter();
                    let (partitioned, with_rows): (Vec<_>, Vec<_>) =
                        parts.partition(|part| part.partitioning.is_some());
                    stored.partitioned.push(id.clone());
                    stored.partitioned.extend(partitioned.into_iter().map(Table::id));
                    stored.with_rows.extend(with_rows.into_iter().map(Table::id));
                }
                None => stored.with_rows.push(id.clone()),
            }
        }
        stored
    }
}

/// Partitions are locked against writers while they are found, also by the statement that lets them write afterwards.
fn reindex(tables: &[ObjectId], concurrently: bool, names_table: bool, scene: Scene<'_>) -> Effect {
    let lock = if concurrently { LockMode::ShareUpdateExclusive } else { LockMode::Share };
    let stored = Stored::of(tables, scene);
    let mut effect = locked(&stored.partitioned, lock);
    for id in &stored.with_rows {
        let is_partition = !tables.contains(id);
        let found_under = if is_partition && names_table { LockMode::Share } else { lock };
        effect.touch(Touch::lock(id.clone(), lock.max(found_under)).scanning(has_index(id, scene)));
        if !concurrently {
            let detail = format!("builds indexes of {id} again");
            effect.because(Reason::new(Cause::Reindex, id.clone(), detail).on(id));
        }
    }
    effect
}

/// Whether there is anything to build; a relation that is not known may have an index, and a partition has those of its parent.
fn has_index(id: &ObjectId, scene: Scene<'_>) -> bool {
    table(scene, id).is_none_or(|table| {
        let has_its_own = !table.indexes.is_empty() || table.constraints.values().any(|it| it.storage().is_some());
        has_its_own || table.partition_of.as_ref().is_some_and(|it| has_index(&ObjectId::table(&it.parent), scene))
    })
}

/// The view's own query reads the tables; concurrently, readers of the view go on.
fn refresh(view: &ObjectId, reads: &[ObjectId], concurrently: bool, fills: bool) -> Effect {
    let lock = if concurrently { LockMode::Exclusive } else { LockMode::AccessExclusive };
    if !fills {
        let mut effect = Effect::on(Touch::lock(view.clone(), lock).rewriting(true));
        let detail = format!("empties {view}, which cannot be read until it is filled again");
        effect.because(Reason::new(Cause::RefreshView, view.clone(), detail).on(view));
        return effect;
    }
    let mut effect = Effect::on(Touch::lock(view.clone(), lock).scanning(true).rewriting(!concurrently));
    for id in reads {
        effect.touch(Touch::lock(id.clone(), LockMode::AccessShare).scanning(true));
    }
    if !concurrently {
        let detail = format!("fills {view} again");
        effect.because(Reason::new(Cause::RefreshView, view.clone(), detail).on(view));
    }
    effect
}
