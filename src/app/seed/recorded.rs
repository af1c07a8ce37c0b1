//! A load with its row among the runs.

use super::load::Load;
use super::{SeedReport, Shard};
use crate::app::AppError;
use crate::app::assistant::billed;
use crate::driver::Driver;
use crate::env;
use crate::ledger::{Ledger, NewCommand, RunRecord, State};

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
    let actor = env::user();
    let new = NewCommand { command: "seed", tool: &load.context.tool, at: &at, actor: actor.as_deref() };
    let run = ledger.open_command(driver, &new).await?;
    let run = RunRecord { seed: Some(report.seed.to_string()), ..run };
    let loaded = load.run(driver, report).await;
    let (status, error) = match &loaded {
        Ok(()) => (State::Done, None),
        Err(error) => (State::Failed, Some(error.to_string())),
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
