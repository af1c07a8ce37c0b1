//! What a model took, written down among the runs of the database, where it has a ledger and may be written to.

use super::super::assistant::billed;
use super::super::{AppError, Context, source};
use super::OrchestrateRequest;
use crate::env;
use crate::ledger::{Ledger, NewCommand, RunRecord, State};
use crate::llm::Spent;

/// What stood in the way, if anything did. A question makes no tables: without a ledger nothing is written. `failure` is how the run ended,
/// if it gave no query: its calls are billed all the same.
pub(super) async fn record(
    context: &Context,
    request: &OrchestrateRequest,
    spent: &Spent,
    failure: Option<&AppError>,
) -> Option<String> {
    if spent.calls == 0 {
        return None;
    }
    let written = write(context, request, spent, failure).await;
    written.err().map(|error| format!("the tokens of this run are not in the ledger: {error}"))
}

async fn write(
    context: &Context,
    request: &OrchestrateRequest,
    spent: &Spent,
    failure: Option<&AppError>,
) -> Result<(), AppError> {
    let database = context.needed_database(&request.database)?;
    if database.settings.read_only {
        return Ok(());
    }
    let mut driver = source::connect(&database.url).await?;
    let ledger = Ledger::of(driver.as_ref(), &context.scope());
    if !ledger.exists(driver.as_mut()).await? {
        return Ok(());
    }
    if !ledger.is_current(driver.as_mut()).await? {
        return Err(AppError::Usage("it is of another version of dbx; `dbx apply` upgrades an older one".into()));
    }
    let (at, actor) = (context.timestamp(), env::user());
    let new = NewCommand { command: "orchestrate", tool: &context.tool, at: &at, actor: actor.as_deref() };
    let run = ledger.open_command(driver.as_mut(), &new).await?;
    let run = RunRecord {
        status: if failure.is_some() { State::Failed } else { State::Done },
        error: failure.map(ToString::to_string),
        finished_at: Some(context.timestamp()),
        ..run
    };
    Ok(ledger.update_run(driver.as_mut(), &billed(run, spent)).await?)
}
