//! `drift`: does the live database still look like the spec?

use super::compare::{Terms, compare};
use super::plan::notes;
use super::source::{Source, Target};
use super::{AppError, Context};
use crate::model::Pair;
use crate::plan as planner;
use schemars::JsonSchema;
use serde::Serialize;

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
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Difference {
    pub object: String,
    /// In the words of a plan: `add column email to users` means that the column is missing.
    pub title: String,
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
    Ok(DriftReport { differs: !differences.is_empty(), differences, notes: notes(&comparison) })
}
