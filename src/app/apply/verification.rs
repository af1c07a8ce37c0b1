//! The last thing a run does: looks whether the database is where the plan leads. Everything is committed by then, so that whoever has no time for
//! it may stop it, and is told so.

use super::ApplyReport;
use super::candidate::Candidate;
use super::connection::Connected;
use super::start::is_at_target;
use crate::app::interrupt::Interrupt;
use crate::app::{AppError, Context};
use crate::ledger::{Ledger, Phase, RunRecord};
use crate::model::Fingerprint;

pub(super) async fn verify(
    context: &Context,
    connected: &mut Connected,
    ledger: &Ledger,
    candidate: &Candidate,
    mut run: RunRecord,
    report: &mut ApplyReport,
) -> Result<(), AppError> {
    let Some(header) = &candidate.script.header else { return Ok(()) };
    let Some(verified) = look(context, connected, candidate, &header.to).await? else {
        return Err(AppError::StoppedUnverified { run: run.run });
    };
    report.verified = Some(verified);
    run.phase = Phase::Finished;
    ledger.update_run(connected.driver.as_mut(), &run).await?;
    if !verified {
        report.notes.push("the schema is not exactly the one the plan leads to: look at it with `dbx drift`".into());
    }
    Ok(())
}

/// `None` where the program was interrupted.
async fn look(
    context: &Context,
    connected: &mut Connected,
    candidate: &Candidate,
    target: &Fingerprint,
) -> Result<Option<bool>, AppError> {
    let mut interrupt = Interrupt::listen()?;
    tokio::select! {
        verified = is_at_target(context, connected.driver.as_mut(), candidate, target) => verified.map(Some),
        () = interrupt.next() => Ok(None),
    }
}
