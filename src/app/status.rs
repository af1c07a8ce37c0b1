//! `status`: what the ledger of a database says.

use super::source::{Target, connect};
use super::{AppError, Context};
use crate::driver::Server;
use crate::ledger::{Damage, Ledger, Record, RunRecord, State};
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
    pub runs: Vec<LedgerRun>,
    /// What somebody changed in the ledger by hand.
    pub damage: Vec<Damage>,
}

/// A command that changed, or meant to change, the database.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LedgerRun {
    #[serde(flatten)]
    pub run: RunRecord,
    /// How far the plan came, where the run was about one.
    #[serde(flatten)]
    pub plan: Option<PlanOfRun>,
    pub operations: Vec<Record>,
}

/// The plan that a run was about.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlanOfRun {
    /// Hash of the plan.
    pub plan: String,
    pub file: String,
    pub state: State,
    /// Fingerprints of the schemas it leads from and to; empty for SQL by hand.
    pub from: String,
    pub to: String,
    /// The run that it went on from.
    pub resumes: Option<i64>,
}

pub async fn status(context: &Context, request: &StatusRequest) -> Result<StatusReport, AppError> {
    let database = context.needed_database(&request.database)?;
    let mut driver = connect(&database.url).await?;
    let ledger = Ledger::of(driver.as_ref(), &context.scope());
    let records = ledger.records(driver.as_mut()).await?;
    let runs = ledger.runs(driver.as_mut()).await?;
    let damage = ledger.damage(driver.as_mut()).await?;
    let runs = runs.into_iter().rev().map(|run| with_operations(run, &records)).collect();
    Ok(StatusReport { server: driver.server().clone(), runs, damage })
}

fn with_operations(run: RunRecord, records: &[Record]) -> LedgerRun {
    let (plans, operations): (Vec<&Record>, Vec<&Record>) =
        records.iter().filter(|record| record.run == run.run).partition(|record| record.operation == 0);
    let plan = plans.first().map(|record| PlanOfRun {
        plan: record.plan.clone(),
        file: record.file.clone(),
        state: record.state,
        from: record.from.clone(),
        to: record.to.clone(),
        resumes: record.resumes,
    });
    LedgerRun { run, plan, operations: operations.into_iter().cloned().collect() }
}
