//! From two schemas to operations in order.
//!
//! `rename` brings the start under its new names, `diff` says what differs, `recreate` adds what has to make way,
//! the dialect lowers changes to steps, `footprint` says what each step makes, needs and frees, `edges` turns that into
//! sentences (`run(a).before(b)`), `order` sorts, and the dialect renders.

mod base;
mod dependents;
mod edges;
mod endangered;
mod follow;
mod footprint;
mod foundation;
mod implied;
mod kinship;
mod marker;
mod names;
mod online;
mod order;
mod privileges;
mod range;
mod recreate;
mod rename;
mod replacement;
mod script;
mod title;
mod type_member;

pub use dependents::{Dependent, dependents};
pub use endangered::endangered;
pub use foundation::Foundations;
pub use names::Names;
pub use online::{Approach, blocking};
pub use privileges::{born_with, grantable};
pub use script::{Header, Script, ScriptError, ScriptOperation, forged_marker};

use crate::dialect::{Dialect, Unsupported};
use crate::diff::diff;
use crate::model::{
    Change, Effect, Fingerprint, Manner, Operation, Pace, Pair, Plan, Relatives, Renames, Scene, Schema, Session, Step,
};
use std::borrow::Cow;

/// Plans the way from one normalized schema to the other. Every reason why it cannot be done is reported, not only the first.
pub fn plan(dialect: &dyn Dialect, schemas: Pair<&Schema>, renames: &Renames) -> Result<Plan, Vec<Unsupported>> {
    let operations = operations(dialect, schemas, renames)?;
    Ok(Plan { from: Fingerprint::of(schemas.from), to: Fingerprint::of(schemas.to), operations })
}

/// The operations of a plan, without the fingerprints that its file needs.
pub fn operations(
    dialect: &dyn Dialect,
    schemas: Pair<&Schema>,
    renames: &Renames,
) -> Result<Vec<Operation>, Vec<Unsupported>> {
    operations_by(Approach::Direct, dialect, schemas, renames)
}

/// As [`operations`], in one go or in stages. Both lead to the same schema.
pub fn operations_by(
    approach: Approach,
    dialect: &dyn Dialect,
    schemas: Pair<&Schema>,
    renames: &Renames,
) -> Result<Vec<Operation>, Vec<Unsupported>> {
    let Ordered { steps, start } = ordered(approach, dialect, schemas, renames)?;
    let (relatives, session) = (Relatives::of(&start), Session::default());
    let scene = Scene { schema: &start, relatives: &relatives, session: &session };
    let operations = match approach {
        Approach::Direct => steps.into_iter().map(|step| operation(dialect, step, scene)).collect(),
        Approach::Online => online::operations(dialect, steps, Pair::new(&start, schemas.to), scene),
    };
    operations.map_err(|unsupported| vec![unsupported])
}

/// The start under the names that things have in the target.
pub fn under_new_names<'a>(dialect: &dyn Dialect, schemas: Pair<&'a Schema>, renames: &Renames) -> Cow<'a, Schema> {
    rename::apply(dialect, schemas, renames).schema
}

/// The renames that lead from one schema to the other: a `was:` may be from long ago, and the way back of such a plan has nothing to rename.
pub fn renames_in_effect(dialect: &dyn Dialect, schemas: Pair<&Schema>, renames: &Renames) -> Renames {
    if renames.is_empty() { Renames::default() } else { rename::apply(dialect, schemas, renames).done }
}

/// What differs, renames told apart from drops, before anybody asks how to get there.
pub fn changes(dialect: &dyn Dialect, schemas: Pair<&Schema>, renames: &Renames) -> Vec<Change> {
    all_changes(rename::apply(dialect, schemas, renames), schemas.to).0
}

/// Steps, and what they start from under its new names.
struct Ordered<'a> {
    steps: Vec<Step>,
    start: Cow<'a, Schema>,
}

fn ordered<'a>(
    approach: Approach,
    dialect: &dyn Dialect,
    schemas: Pair<&'a Schema>,
    renames: &Renames,
) -> Result<Ordered<'a>, Vec<Unsupported>> {
    let (mut changes, start) = all_changes(rename::apply(dialect, schemas, renames), schemas.to);
    let schemas = Pair::new(start.as_ref(), schemas.to);
    recreate::expand(dialect, &mut changes, schemas);

    let mut steps = Vec::new();
    let mut unsupported = Vec::new();
    for change in &changes {
        match dialect.lower(change, schemas) {
            Ok(lowered) => steps.extend(lowered),
            Err(reason) => unsupported.push(reason),
        }
    }
    if !unsupported.is_empty() {
        return Err(unsupported);
    }
    privileges::settle(dialect, &mut steps, schemas);
    implied::settle(dialect, &mut steps, schemas.from);
    let steps = sorted(approach, dialect, steps, schemas).map_err(|cycle| vec![cycle])?;
    Ok(Ordered { steps, start })
}

/// In stages a constraint takes the place of another one of its name in one step, unless that would have steps wait for each other: the old one may
/// stand on something that goes before the new one can come.
fn sorted(
    approach: Approach,
    dialect: &dyn Dialect,
    steps: Vec<Step>,
    schemas: Pair<&Schema>,
) -> Result<Vec<Step>, Unsupported> {
    match approach {
        Approach::Direct => order::sort(dialect, steps, schemas, approach),
        Approach::Online => {
            let joined = replacement::join(dialect, steps.clone(), schemas)?;
            let sorted = order::sort(dialect, joined, schemas, approach);
            sorted.or_else(|_| order::sort(dialect, steps, schemas, approach))
        }
    }
}

/// The renames with all other differences, and the start under its new names.
fn all_changes<'a>(renamed: rename::Renamed<'a>, to: &Schema) -> (Vec<Change>, Cow<'a, Schema>) {
    let mut changes = renamed.changes;
    changes.extend(rename::with_columns(diff(Pair::new(renamed.schema.as_ref(), to)), &renamed.columns));
    (changes, renamed.schema)
}

/// The scene is the plan's start; what would be refused there has been made way for by the operations before.
fn effect(dialect: &dyn Dialect, step: &Step, manner: &Manner, scene: Scene<'_>) -> Effect {
    let mut effect = dialect.effect(step, manner, scene);
    effect.reasons.retain(|reason| !reason.cause.is_refusal());
    effect
}

fn operation(dialect: &dyn Dialect, step: Step, scene: Scene<'_>) -> Result<Operation, Unsupported> {
    let effect = effect(dialect, &step, &Manner::default(), scene);
    Ok(Operation {
        object: step.object(),
        title: title::title(&step),
        statements: dialect.render(&step)?,
        pace: Pace::Together,
        effect,
        risks: Vec::new(),
        step,
    })
}
