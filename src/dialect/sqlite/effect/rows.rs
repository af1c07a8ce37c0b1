//! INSERT, UPDATE, DELETE and SELECT, and how far foreign keys carry what is deleted.

use super::{read, worked};
use crate::model::{Effect, LockMode, ReferentialAction, RowStatement, RowVerb, Scene, Table, Touch};
use std::collections::BTreeSet;

/// Which rows of a table go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deleted {
    All,
    Some,
}

pub(super) fn rows(statement: &RowStatement, scene: Scene<'_>) -> Effect {
    let mut effect = Effect { reasons: statement.reasons(), ..Effect::default() };
    let (lock, changes_rows) = match statement.verb {
        RowVerb::Select | RowVerb::SelectForUpdate => (LockMode::AccessShare, false),
        RowVerb::Insert => (LockMode::DatabaseWriter, false),
        RowVerb::Update | RowVerb::Delete | RowVerb::Merge => (LockMode::DatabaseWriter, true),
    };
    if let Some(target) = &statement.target {
        let rewrites = changes_rows && statement.unconditional;
        effect.touch(Touch::lock(target.object.clone(), lock).scanning(target.scans).rewriting(rewrites));
        if let (RowVerb::Delete, Some(table)) =
            (statement.verb, scene.schema.tables().find(|it| it.id() == target.object))
        {
            let which = if statement.unconditional { Deleted::All } else { Deleted::Some };
            effect.and(deleted(table, which, scene));
        }
    }
    effect.and(read(&statement.reads));
    effect
}

/// What happens to the rows that refer to rows which go: they are looked for, and go along or lose what they refer to.
pub(super) fn deleted(table: &Table, which: Deleted, scene: Scene<'_>) -> Effect {
    let mut effect = Effect::default();
    let mut seen = BTreeSet::from([table.name.clone()]);
    let mut open = vec![table];
    while let Some(parent) = open.pop().filter(|_| !scene.session.foreign_keys_off) {
        for (child, key) in scene.relatives.referencing(scene.schema, &parent.name) {
            let is_found_by_index = key.columns.first().is_some_and(|column| child.has_index_led_by(column));
            let changes = match key.on_delete {
                ReferentialAction::NoAction | ReferentialAction::Restrict => false,
                ReferentialAction::Cascade | ReferentialAction::SetNull | ReferentialAction::SetDefault => true,
            };
            let changes_all = changes && which == Deleted::All;
            effect.and(worked(&child.id(), changes_all, changes_all || !is_found_by_index));
            if key.on_delete == ReferentialAction::Cascade && seen.insert(child.name.clone()) {
                open.push(child);
            }
        }
    }
    effect
}
