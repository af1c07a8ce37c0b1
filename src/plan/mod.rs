//! From two schemas to operations in order.
//!
//! `rename` brings the start under its new names, `diff` says what differs, `recreate` adds what has to make way,
//! the dialect lowers changes to steps, `footprint` says what each step makes, needs and frees, `edges` turns that into
//! sentences (`run(a).before(b)`), `order` sorts, and the dialect renders.

mod base;
mod edges;
mod endangered;
mod footprint;
mod foundation;
mod implied;
mod kinship;
mod marker;
mod names;
mod order;
mod privileges;
mod recreate;
mod rename;
mod script;
mod title;
mod type_member;

pub use endangered::endangered;
pub use foundation::Foundations;
pub use names::Names;
pub use privileges::{born_with, grantable};
pub use script::{Header, Script, ScriptError, ScriptOperation, forged_marker};

use crate::dialect::{Dialect, Unsupported};
use crate::diff::diff;
use crate::model::{Change, Fingerprint, Operation, Pace, Pair, Plan, Renames, Schema, Step};
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
    steps(dialect, schemas, renames)?
        .into_iter()
        .map(|step| operation(dialect, step))
        .collect::<Result<_, _>>()
        .map_err(|unsupported| vec![unsupported])
}

/// The start under the names that things have in the target.
pub fn under_new_names<'a>(dialect: &dyn Dialect, schemas: Pair<&'a Schema>, renames: &Renames) -> Cow<'a, Schema> {
    rename::apply(dialect, schemas, renames).schema
}

/// What differs, renames told apart from drops, before anybody asks how to get there.
pub fn changes(dialect: &dyn Dialect, schemas: Pair<&Schema>, renames: &Renames) -> Vec<Change> {
    all_changes(rename::apply(dialect, schemas, renames), schemas.to).0
}

/// The ordered steps, not yet SQL.
pub fn steps(dialect: &dyn Dialect, schemas: Pair<&Schema>, renames: &Renames) -> Result<Vec<Step>, Vec<Unsupported>> {
    let (mut changes, from) = all_changes(rename::apply(dialect, schemas, renames), schemas.to);
    let schemas = Pair::new(from.as_ref(), schemas.to);
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
    implied::settle(dialect, &mut steps);
    order::sort(dialect, steps, schemas).map_err(|cycle| vec![cycle])
}

/// The renames with all other differences, and the start under its new names.
fn all_changes<'a>(renamed: rename::Renamed<'a>, to: &Schema) -> (Vec<Change>, Cow<'a, Schema>) {
    let mut changes = renamed.changes;
    changes.extend(rename::with_columns(diff(Pair::new(renamed.schema.as_ref(), to)), &renamed.columns));
    (changes, renamed.schema)
}

fn operation(dialect: &dyn Dialect, step: Step) -> Result<Operation, Unsupported> {
    let cost = dialect.cost(&step);
    Ok(Operation {
        object: step.object(),
        title: title::title(&step),
        statements: dialect.render(&step)?,
        pace: Pace::Together,
        lock: cost.lock,
        rewrites: cost.rewrites,
        scans: cost.scans,
        risks: Vec::new(),
        step,
    })
}
