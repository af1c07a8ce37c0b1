//! Writing down that a plan is in the database already, without running it: after the ledger was lost, or for changes that were made in another way.

use super::candidate::Candidate;
use super::connection::Connected;
use super::start::is_at_target;
use crate::app::{AppError, Context};
use crate::env;
use crate::ledger::{Ledger, NewRun, Phase, RunRecord, State};

/// Makes the ledger whole, and writes the plan into it. A plan that leads somewhere else than where the database is, is refused.
pub(super) async fn baseline(
    context: &Context,
    connected: &mut Connected,
    ledger: &Ledger,
    candidate: &Candidate,
) -> Result<RunRecord, AppError> {
    let driver = connected.driver.as_mut();
    let header = candidate.script.header.as_ref();
    if let Some(header) = header
        && !is_at_target(context, driver, candidate, &header.to).await?
    {
        return Err(AppError::Refused {
            reason: format!("the database is not where {} leads, so it cannot have been applied", candidate.file),
            help: "look at the difference with `dbx drift`, or apply the plan without --baseline".into(),
            risks: Vec::new(),
        });
    }
    ledger.prepare(driver).await?;
    let (actor, at) = (env::user(), context.timestamp());
    ledger.mend(driver, &context.tool, &at).await?;
    let new = NewRun {
        command: candidate.command,
        plan: &candidate.script.hash,
        file: &candidate.file,
        from: header.map_or("", |header| header.from.as_str()),
        to: header.map_or("", |header| header.to.as_str()),
        tool: &context.tool,
        at: &at,
        actor: actor.as_deref(),
        resumes: None,
    };
    let mut opened = ledger.open(driver, &new).await?;
    for (number, operation) in (1..).zip(&candidate.script.operations) {
        let mut record = opened.operation(number, &operation.object, &operation.hash(), &at);
        record.state = State::Baseline;
        record.finished_at = Some(at.clone());
        ledger.insert(driver, &record).await?;
    }
    opened.plan.state = State::Baseline;
    opened.plan.finished_at = Some(at.clone());
    ledger.update(driver, &opened.plan).await?;
    opened.run.phase = Phase::Finished;
    opened.run.status = State::Baseline;
    opened.run.finished_at = Some(at);
    ledger.update_run(driver, &opened.run).await?;
    Ok(opened.run)
}
