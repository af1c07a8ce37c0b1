//! `status`: what the ledger of a database says.

use super::source::{Target, connect};
use super::{AppError, Context};
use crate::driver::Server;
use crate::ledger::{Ledger, Record};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Clone, Debug)]
pub struct StatusRequest {
    pub database: Target,
}

/// What `status --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StatusReport {
    pub server: Server,
    /// Newest first.
    pub runs: Vec<Run>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Run {
    #[serde(flatten)]
    pub record: Record,
    pub operations: Vec<Record>,
}

pub async fn status(context: &Context, request: &StatusRequest) -> Result<StatusReport, AppError> {
    let database = context.needed_database(&request.database)?;
    let mut driver = connect(&database.url).await?;
    let records = Ledger::of(driver.as_ref(), &context.scope()).records(driver.as_mut()).await?;
    let (runs, operations): (Vec<Record>, Vec<Record>) = records.into_iter().partition(|record| record.operation == 0);
    let mut runs: Vec<Run> = runs
        .into_iter()
        .map(|record| Run {
            operations: operations.iter().filter(|it| it.run == record.run).cloned().collect(),
            record,
        })
        .collect();
    runs.reverse();
    Ok(StatusReport { server: driver.server().clone(), runs })
}
