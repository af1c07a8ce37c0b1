//! A question among the runs of the database, where it has a ledger and may be written to: how it ended, and what a model took for it.

use super::super::assistant::billed;
use super::super::{AppError, Context, source};
use super::{OrchestrateReport, OrchestrateRequest};
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
    let ended = Ended { error: failure.map(ToString::to_string), spent: Some(spent) };
    let written = write(context, request, ended).await;
    written.err().map(|error| format!("the tokens of this run are not in the ledger: {error}"))
}

/// A question that no model was asked. One whose SQL was only shown is no run.
pub(super) async fn offline(
    context: &Context,
    request: &OrchestrateRequest,
    report: &OrchestrateReport,
) -> Option<String> {
    if request.is_dry {
        return None;
    }
    let error = (!report.answered).then(|| format!("not answered: {}", report.errors.join("; ")));
    let written = write(context, request, Ended { error, spent: None }).await;
    written.err().map(|error| format!("this question is not in the ledger: {error}"))
}

/// How a run ended.
struct Ended<'a> {
    error: Option<String>,
    /// By a model.
    spent: Option<&'a Spent>,
}

async fn write(context: &Context, request: &OrchestrateRequest, ended: Ended<'_>) -> Result<(), AppError> {
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
        status: if ended.error.is_some() { State::Failed } else { State::Done },
        error: ended.error,
        finished_at: Some(context.timestamp()),
        ..run
    };
    let run = match ended.spent {
        Some(spent) => billed(run, spent),
        None => run,
    };
    Ok(ledger.update_run(driver.as_mut(), &run).await?)
}
