//! What a model took, written down among the runs of the database, where it has a ledger and may be written to.

use super::super::assistant::ModelReport;
use super::super::{AppError, Context, source};
use super::OrchestrateRequest;
use crate::env;
use crate::ledger::{Ledger, NewCommand, RunRecord, State};

/// What stood in the way, if anything did. A question makes no tables: without a ledger nothing is written.
pub(super) async fn record(context: &Context, request: &OrchestrateRequest, model: &ModelReport) -> Option<String> {
    let written = write(context, request, model).await;
    written.err().map(|error| format!("the tokens of this run are not in the ledger: {error}"))
}

async fn write(context: &Context, request: &OrchestrateRequest, model: &ModelReport) -> Result<(), AppError> {
    let database = context.needed_database(&request.database)?;
    if database.settings.read_only {
        return Ok(());
    }
    let mut driver = source::connect(&database.url).await?;
    let ledger = Ledger::of(driver.as_ref(), &context.scope());
    if !ledger.exists(driver.as_mut()).await? {
        return Ok(());
    }
    let (at, actor) = (context.timestamp(), env::user());
    let new = NewCommand { command: "orchestrate", tool: &context.tool, at: &at, actor: actor.as_deref() };
    let run = ledger.open_command(driver.as_mut(), &new).await?;
    let tokens = i64::try_from(model.spent.usage.total()).unwrap_or(i64::MAX);
    let run = RunRecord { status: State::Done, tokens: Some(tokens), finished_at: Some(context.timestamp()), ..run };
    Ok(ledger.update_run(driver.as_mut(), &run).await?)
}
