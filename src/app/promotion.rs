//! Promotion: to an environment with `promote_from` a plan comes only by way of another one, where it was applied and stayed.

use super::apply::candidate::Candidate;
use super::apply::{Applied, ApplyRequest};
use super::context::Database;
use super::history::in_force;
use super::source::{Target, connect};
use super::{AppError, Context};
use crate::ledger::{Ledger, Record, State};
use std::collections::BTreeSet;

/// Where a plan stands in the environment that it comes from.
#[derive(Debug, PartialEq, Eq)]
enum Standing {
    Applied,
    /// Applied, from another start than the one the plan has.
    OtherStart,
    /// Applied, and taken back.
    TakenBack,
    /// Written down with `--baseline`; nobody has seen it run.
    WrittenDown,
    /// Begun, and not finished.
    Unfinished,
    Unknown,
}

/// Refuses a plan that has not been where the environment of the database says that plans come from. A way back comes from nowhere: it is
/// needed where the plan is.
pub(super) async fn check(
    context: &Context,
    request: &ApplyRequest,
    database: &Database,
    candidate: &Candidate,
) -> Result<(), AppError> {
    let Some(source) = &database.settings.promote_from else { return Ok(()) };
    match &request.what {
        Applied::WayBack { .. } => return Ok(()),
        Applied::Target(_) => {
            return Err(refused(
                format!("plans come here from {source} (`promote_from`), and --target would make a new one"),
                format!(
                    "plan once (`dbx plan --name NAME --env {source}`), apply the file to {source}, then the same file here"
                ),
            ));
        }
        Applied::File(_) => {}
    }
    let records = ledger_of(context, database, source).await?;
    let from = candidate.script.header.as_ref().map_or("", |header| header.from.as_str());
    let reason = match standing(&records, &candidate.script.hash, from) {
        Standing::Applied => return Ok(()),
        Standing::OtherStart => "was applied to it from another start than this plan has",
        Standing::TakenBack => "was applied to it, and taken back",
        Standing::WrittenDown => "was written down there with --baseline, and not run",
        Standing::Unfinished => "was begun there, and not finished",
        Standing::Unknown => "was never applied to it",
    };
    let hash: String = candidate.script.hash.chars().take(12).collect();
    Err(refused(
        format!("plans come here from {source} (`promote_from`), and {} (hash {hash}) {reason}", candidate.file),
        format!(
            "apply the very same file there first: `dbx apply {} --env {source}`; `dbx status --env {source}` shows what ran",
            candidate.file
        ),
    ))
}

/// The ledger of the environment. One that somebody changed by hand vouches for nothing.
async fn ledger_of(context: &Context, database: &Database, source: &str) -> Result<Vec<Record>, AppError> {
    let named = Target { env: Some(source.to_owned()), url: None };
    let before = context.needed_database(&named)?;
    if before.url == database.url {
        return Err(AppError::Usage(format!(
            "`promote_from = \"{source}\"` names the database that the plan is applied to: a plan comes from another one"
        )));
    }
    let mut driver = connect(&before.url).await?;
    let ledger = Ledger::of(driver.as_ref(), &context.scope());
    let damage = ledger.damage(driver.as_mut()).await?;
    if let Some(damage) = damage.first() {
        return Err(refused(
            format!(
                "plans come here from {source} (`promote_from`), and somebody changed its ledger by hand: {damage}"
            ),
            format!("`dbx status --env {source}` tells more; restore the ledger there"),
        ));
    }
    Ok(ledger.records(driver.as_mut()).await?)
}

/// One run that counts is enough, whatever was written down beside it.
fn standing(records: &[Record], plan: &str, from: &str) -> Standing {
    let runs: Vec<&Record> = records.iter().filter(|record| record.operation == 0 && record.plan == plan).collect();
    let stayed: BTreeSet<i64> =
        in_force(records).iter().filter(|migration| migration.plan == plan).map(|migration| migration.run).collect();
    let ran: Vec<&&Record> = runs.iter().filter(|run| run.state == State::Done && stayed.contains(&run.run)).collect();
    if ran.iter().any(|run| run.from == from) {
        return Standing::Applied;
    }
    match runs.last() {
        None => Standing::Unknown,
        Some(_) if !ran.is_empty() => Standing::OtherStart,
        Some(_) if !stayed.is_empty() => Standing::WrittenDown,
        Some(run) if run.state.is_applied() => Standing::TakenBack,
        Some(_) => Standing::Unfinished,
    }
}

fn refused(reason: String, help: String) -> AppError {
    AppError::Refused { reason, help, risks: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::slice::from_ref;

    fn record(run: i64, plan: &str, from: &str, to: &str, state: State) -> Record {
        let (from, to) = (from.to_owned(), to.to_owned());
        Record { from, to, state, ..Record::for_tests(run, 0, &format!("{plan}.sql"), plan) }
    }

    #[test]
    fn only_what_ran_to_its_end_and_stayed_goes_on() {
        let applied = record(1, "p", "a", "b", State::Done);
        assert_eq!(standing(&[], "p", "a"), Standing::Unknown);
        assert_eq!(standing(from_ref(&applied), "p", "a"), Standing::Applied);
        assert_eq!(standing(from_ref(&applied), "q", "a"), Standing::Unknown);
        assert_eq!(standing(from_ref(&applied), "p", "x"), Standing::OtherStart);
        assert_eq!(standing(&[record(1, "p", "a", "b", State::Baseline)], "p", "a"), Standing::WrittenDown);
        for state in [State::Failed, State::Interrupted, State::Running] {
            assert_eq!(standing(&[record(1, "p", "a", "b", state)], "p", "a"), Standing::Unfinished);
        }
        let back = record(2, "p.down", "b", "a", State::Done);
        assert_eq!(standing(&[applied.clone(), back.clone()], "p", "a"), Standing::TakenBack);
        let again = record(3, "p", "a", "b", State::Done);
        assert_eq!(standing(&[applied.clone(), back, again], "p", "a"), Standing::Applied);
        let later = record(2, "q", "b", "c", State::Done);
        assert_eq!(standing(&[applied.clone(), later], "p", "a"), Standing::Applied);
        let written_down = record(2, "p", "a", "b", State::Baseline);
        assert_eq!(standing(&[applied, written_down], "p", "a"), Standing::Applied);
    }
}
