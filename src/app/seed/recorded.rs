//! A load with its row among the runs.

use super::load::Load;
use super::{SeedReport, Shard};
use crate::app::assistant::billed;
use crate::app::context::Database;
use crate::app::source::connect;
use crate::app::{AppError, Context};
use crate::driver::Driver;
use crate::env;
use crate::ledger::{Ledger, NewCommand, RunRecord, State};
use crate::llm::Spent;

/// Runs the load; the row tells the seed, how it ended and how many rows were written.
pub(super) async fn recorded(
    load: &Load<'_>,
    driver: &mut dyn Driver,
    report: &mut SeedReport,
) -> Result<(), AppError> {
    let ledger = Ledger::of(driver, &load.context.scope());
    ledger.prepare(driver).await?;
    let at = load.context.timestamp();
    if load.request.shard == Shard::WHOLE {
        // Under the lock; shards hold none, and others of them may be running.
        ledger.settle(driver, &at).await?;
    }
    let run = open(&ledger, driver, load.context, &at).await?;
    let run = RunRecord { seed: Some(report.seed.to_string()), ..run };
    let loaded = load.run(driver, report).await;
    let (status, error) = match &loaded {
        Ok(()) => (State::Done, None),
        Err(error) => (error.state(), Some(error.to_string())),
    };
    let affected = loaded.as_ref().ok().and_then(|()| i64::try_from(report.rows).ok());
    let run = RunRecord { status, error, affected, finished_at: Some(load.context.timestamp()), ..run };
    let run = match &report.model {
        Some(model) => billed(run, &model.spent),
        None => run,
    };
    let written = ledger.update_run(driver, &run).await;
    loaded?;
    Ok(written?)
}

/// Writes down a run that ended before its first row, for what a language model took until then.
pub(super) async fn ended_early(
    context: &Context,
    database: &Database,
    spent: &Spent,
    error: &AppError,
) -> Result<(), AppError> {
    if spent.calls == 0 {
        return Ok(());
    }
    let mut driver = connect(&database.url).await?;
    let ledger = Ledger::of(driver.as_ref(), &context.scope());
    ledger.prepare(driver.as_mut()).await?;
    let run = open(&ledger, driver.as_mut(), context, &context.timestamp()).await?;
    let (status, error) = (error.state(), Some(error.to_string()));
    let run = RunRecord { status, error, finished_at: Some(context.timestamp()), ..run };
    Ok(ledger.update_run(driver.as_mut(), &billed(run, spent)).await?)
}

async fn open(ledger: &Ledger, driver: &mut dyn Driver, context: &Context, at: &str) -> Result<RunRecord, AppError> {
    let actor = env::user();
    let new = NewCommand { command: "seed", tool: &context.tool, at, actor: actor.as_deref() };
    Ok(ledger.open_command(driver, &new).await?)
}
