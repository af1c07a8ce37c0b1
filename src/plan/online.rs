//! The same way in stages, for a database that is in use. Where a plan runs in one transaction, or in as few as the engine allows, a plan in stages takes
//! as many as it needs: no lock that stops others is held while rows are read or written.
//!
//! The dialect knows the stages of a step; here it is decided which steps are worth them, and where transactions begin.

use super::title::title;
use crate::dialect::{Capabilities, Dialect, Stage, Unsupported};
use crate::model::{LockMode, ObjectId, Operation, Pace, Pair, Scene, Schema, Step, Touch};
use std::collections::BTreeSet;

/// Whether a plan is made to be one, or to keep nobody waiting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Approach {
    /// Each step in one go, and as many as can be in one transaction.
    #[default]
    Direct,
    /// In stages, between which others get their turn.
    Online,
}

/// The operations of steps in order. `schemas.from` carries the new names.
pub(super) fn operations(
    dialect: &dyn Dialect,
    steps: Vec<Step>,
    schemas: Pair<&Schema>,
    scene: Scene<'_>,
) -> Result<Vec<Operation>, Unsupported> {
    let in_one_go = InOneGo::of(&steps);
    let mut operations: Vec<Operation> = Vec::with_capacity(steps.len());
    let mut after_stages = false;
    for step in steps {
        let stages = if in_one_go.has(&step) { None } else { dialect.online(&step, schemas)? };
        match stages {
            Some(stages) => {
                operations.extend(stages.into_iter().map(|stage| operation(dialect, stage, scene)));
                after_stages = true;
            }
            None => {
                let mut whole = super::operation(dialect, step, scene)?;
                if after_stages && whole.transactional() {
                    whole.pace = Pace::Apart;
                }
                operations.push(whole);
                after_stages = false;
            }
        }
    }
    Ok(operations)
}

fn operation(dialect: &dyn Dialect, stage: Stage, scene: Scene<'_>) -> Operation {
    let Stage { step, statements, manner, effect, pace } = stage;
    Operation {
        object: step.object(),
        title: title(&step),
        statements,
        pace,
        effect: effect.unwrap_or_else(|| super::effect(dialect, &step, &manner, scene)),
        risks: Vec::new(),
        step,
    }
}

/// What is left as it is: what the plan makes itself is empty, and what comes back under the name of what goes must not be missing in between.
pub(super) struct InOneGo {
    made: BTreeSet<ObjectId>,
    replaced: BTreeSet<ObjectId>,
}

impl InOneGo {
    pub fn of(steps: &[Step]) -> Self {
        let made = steps.iter().filter_map(|step| match step {
            Step::Create(object) => Some(object.id()),
            _ => None,
        });
        let members = |wanted: fn(&Step) -> bool| -> BTreeSet<ObjectId> {
            steps.iter().filter(|step| wanted(step)).map(Step::object).collect()
        };
        let (added, dropped) = (members(adds_member), members(drops_member));
        Self { made: made.collect(), replaced: added.intersection(&dropped).cloned().collect() }
    }

    pub fn has(&self, step: &Step) -> bool {
        let is_made = step.table_changes().is_some_and(|(table, _)| self.made.contains(&table));
        is_made || self.replaced.contains(&step.object())
    }
}

fn adds_member(step: &Step) -> bool {
    use crate::model::TableChange::{AddConstraint, AddIndex};
    matches!(step, Step::AlterTable { change: AddConstraint(_) | AddIndex(_), .. })
}

fn drops_member(step: &Step) -> bool {
    use crate::model::TableChange::{DropConstraint, DropIndex};
    matches!(step, Step::AlterTable { change: DropConstraint(_) | DropIndex(_), .. })
}

/// What keeps others waiting all the same: for a person to know, and to choose the time.
pub fn blocking(capabilities: &Capabilities, operations: &[Operation], from: &Schema) -> Vec<String> {
    if operations.is_empty() {
        return Vec::new();
    }
    if capabilities.one_writer {
        return vec!["this engine has one writer at a time, whoever it is: there is nothing to do in stages".into()];
    }
    let blocks = |touch: &&Touch| {
        (touch.rewrites || touch.scans) && touch.lock.blocks_writes() && from.objects.contains_key(&touch.object)
    };
    let note = |operation: &Operation| {
        let lock: LockMode = operation.effect.touches.iter().filter(blocks).map(|touch| touch.lock).max()?;
        let who = if lock.blocks_reads() { "readers and writers" } else { "writers" };
        Some(format!("{}: {who} wait for as long as it takes; there is no way in stages", operation.title))
    };
    operations.iter().filter_map(note).collect()
}
