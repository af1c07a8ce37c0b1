//! `drift`: does the live database still look like the spec?

use super::compare::{Comparison, Terms, compare};
use super::plan::notes;
use super::source::{Source, Target};
use super::{AppError, Context};
use crate::dialect::DialectKind;
use crate::model::{Object, ObjectId, Pair, Schema};
use crate::plan as planner;
use crate::spec::{self, EmitOptions};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Clone, Debug)]
pub struct DriftRequest {
    pub target: Source,
    pub database: Target,
    /// A database in which dbx may build things to see how the server spells them.
    pub scratch: Option<String>,
}

/// What `drift --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DriftReport {
    pub differs: bool,
    /// What would have to be done to the database, one line each.
    pub differences: Vec<Difference>,
    /// The same by object, with both sides.
    pub objects: Vec<DriftedObject>,
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Difference {
    pub object: String,
    /// In the words of a plan: `add column email to users` means that the column is missing.
    pub title: String,
}

/// An object by which the database and the spec differ.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DriftedObject {
    pub object: String,
    pub state: DriftState,
    /// What is in the database, as a spec; nothing where it is not there.
    pub live: Option<String>,
    /// What the spec says; nothing where it does not speak of it.
    pub spec: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DriftState {
    /// In the spec, not in the database.
    Missing,
    /// In the database, not in the spec.
    Unexpected,
    Different,
}

pub async fn drift(context: &Context, request: &DriftRequest) -> Result<DriftReport, AppError> {
    let database = context.needed_database(&request.database)?;
    let current = Source::Database(database.url);
    let scratch = context.scratch(request.scratch.as_deref(), &request.database)?;
    let terms = Terms { dialect: None, scratch };
    let comparison = compare(context, Pair::new(&current, &request.target), terms).await?;
    let plan = planner::plan(comparison.dialect.as_ref(), comparison.schemas.as_ref(), &comparison.renames)
        .map_err(AppError::Unsupported)?;
    let planned = plan
        .operations
        .iter()
        .map(|operation| Difference { object: operation.object.to_string(), title: operation.title.clone() });
    let unmanaged = comparison
        .unmanaged
        .iter()
        .map(|entry| Difference { object: entry.object.clone(), title: entry.message.clone() });
    let differences: Vec<Difference> = planned.chain(unmanaged).collect();
    let objects = objects(&comparison);
    Ok(DriftReport { differs: !differences.is_empty(), differences, objects, notes: notes(&comparison) })
}

fn objects(comparison: &Comparison) -> Vec<DriftedObject> {
    let Pair { from: live, to: spec } = comparison.schemas.as_ref();
    let addresses: BTreeSet<&ObjectId> = live.objects.keys().chain(spec.objects.keys()).collect();
    let kind = comparison.dialect.kind();
    addresses
        .into_iter()
        .filter_map(|id| {
            let (live, spec) = (live.objects.get(id), spec.objects.get(id));
            let state = match (live, spec) {
                (None, _) => DriftState::Missing,
                (_, None) => DriftState::Unexpected,
                (Some(live), Some(spec)) if live == spec => return None,
                (Some(_), Some(_)) => DriftState::Different,
            };
            let shown = |object: Option<&Object>| object.map(|object| as_spec(object, kind));
            Some(DriftedObject { object: id.to_string(), state, live: shown(live), spec: shown(spec) })
        })
        .collect()
}

/// The object alone, as a spec without what every spec begins with.
fn as_spec(object: &Object, dialect: DialectKind) -> String {
    let mut schema = Schema::default();
    schema.insert(object.clone());
    let text = spec::emit(&schema, &EmitOptions { dialect: Some(dialect), ..EmitOptions::default() });
    let is_head = |line: &&str| line.starts_with('#') || line.starts_with("version:") || line.starts_with("dialect:");
    text.lines().filter(|line| !is_head(line)).map(|line| format!("{line}\n")).collect()
}
