//! INSERT, UPDATE, DELETE, MERGE and SELECT: row locks hold back nobody but the same rows' writers, yet foreign keys reach further.

use super::constraint::lock_of_action;
use super::table;
use crate::model::{
    Effect, LockMode, Name, Object, ObjectId, RelationRead, RowStatement, RowVerb, Scene, Table, Touch,
};

pub(super) fn rows(statement: &RowStatement, scene: Scene<'_>) -> Effect {
    let mut effect = Effect::default();
    if let Some(target) = &statement.target {
        effect.and(read(target, lock(statement.verb), scene));
        effect.reasons = statement.reasons();
        if let Some(table) = table(scene, &target.object) {
            effect.and(foreign_keys(statement, table, scene));
            if !matches!(statement.verb, RowVerb::Insert) {
                effect.and(read_parts(table, target.scans, lock(statement.verb), scene));
            }
        }
    }
    for it in &statement.reads {
        effect.and(read(it, LockMode::AccessShare, scene));
        if let Some(table) = table(scene, &it.object) {
            effect.and(read_parts(table, it.scans, LockMode::AccessShare, scene));
        }
    }
    effect
}

/// Rows are read where they are: not in a view, and not in a partitioned table itself.
fn read(it: &RelationRead, lock: LockMode, scene: Scene<'_>) -> Effect {
    let has_rows = match scene.schema.objects.get(&it.object) {
        Some(Object::Table(table)) => table.partitioning.is_none(),
        Some(Object::View(_)) => false,
        Some(_) | None => true,
    };
    Effect::on(Touch::lock(it.object.clone(), lock).scanning(it.scans && has_rows))
}

/// A query of a table is one of its partitions and children, too.
fn read_parts(table: &Table, scans: bool, lock: LockMode, scene: Scene<'_>) -> Effect {
    let mut effect = Effect::default();
    for part in scene.relatives.descendants(scene.schema, &table.name) {
        effect.touch(Touch::lock(part.id(), lock).scanning(scans && part.partitioning.is_none()));
    }
    effect
}

fn lock(verb: RowVerb) -> LockMode {
    match verb {
        RowVerb::Insert | RowVerb::Update | RowVerb::Delete | RowVerb::Merge => LockMode::RowExclusive,
        RowVerb::Select => LockMode::AccessShare,
        RowVerb::SelectForUpdate => LockMode::RowShare,
    }
}

/// A row that goes, or whose key changes, is looked for in the tables that refer to it; a row that comes is looked up in those it
/// refers to.
fn foreign_keys(statement: &RowStatement, target: &Table, scene: Scene<'_>) -> Effect {
    let mut effect = Effect::default();
    let assigns = |columns: &[Name]| columns.iter().any(|column| statement.assigned.contains(column));
    for (child, key) in scene.relatives.referencing(scene.schema, &target.name) {
        let action = match statement.verb {
            RowVerb::Delete => Some(key.on_delete),
            RowVerb::Update if assigns(&key.referenced_columns) => Some(key.on_update),
            RowVerb::Update | RowVerb::Insert | RowVerb::Merge | RowVerb::Select | RowVerb::SelectForUpdate => None,
        };
        if let Some(action) = action {
            let scans = !key.columns.first().is_some_and(|column| child.has_index_led_by(column));
            effect.touch(Touch::lock(child.id(), lock_of_action(action)).scanning(scans));
        }
    }
    for key in target.foreign_keys() {
        let looks_up = match statement.verb {
            RowVerb::Insert | RowVerb::Merge => true,
            RowVerb::Update => assigns(&key.columns),
            RowVerb::Delete | RowVerb::Select | RowVerb::SelectForUpdate => false,
        };
        if looks_up {
            effect.touch(Touch::lock(ObjectId::table(&key.references), LockMode::RowShare));
        }
    }
    effect
}
