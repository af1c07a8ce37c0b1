//! Readings that are nearly as likely as the one that is answered. One that gives the same rows is no other answer, and is not told of.

use super::super::AppError;
use super::super::guarded_reader::{Answered, GuardedReader};
use super::choose::Proposal;
use super::{Choice, OrchestrateRequest};
use crate::ask::SURE;
use crate::model::Row;

/// Readings this near to the best are told of.
const NEARLY: f64 = 0.04;
/// Most readings that are run to be compared, and most rows of an answer that others are compared with.
const MOST_RUN: usize = 3;
const MOST_ROWS: usize = 1_000;

/// The readings near to the chosen one. Those that run and give other rows, or that are too many or too long to be tried.
pub(super) async fn others(
    reader: &mut GuardedReader,
    proposals: &[Proposal],
    chosen: &Proposal,
    answered: Option<&Answered>,
    request: &OrchestrateRequest,
) -> Result<Vec<Choice>, AppError> {
    let is_near =
        |it: &&Proposal| it.sql != chosen.sql && it.confidence >= SURE && chosen.confidence - it.confidence <= NEARLY;
    let comparable = answered.filter(|it| it.capped.is_none() && it.rows.rows.len() <= MOST_ROWS);
    let mut found = Vec::new();
    for (at, proposal) in proposals.iter().filter(is_near).enumerate() {
        let is_same = match comparable.filter(|_| at < MOST_RUN) {
            Some(answered) => gives(reader, proposal, &answered.rows.rows, request).await?,
            None => false,
        };
        if !is_same {
            found.push(choice(proposal));
        }
    }
    Ok(found)
}

/// Whether a reading gives these rows, in whichever order. One that cannot be run is left to be told of.
async fn gives(
    reader: &mut GuardedReader,
    proposal: &Proposal,
    rows: &[Row],
    request: &OrchestrateRequest,
) -> Result<bool, AppError> {
    match reader.run(&proposal.sql, request.rows).await {
        Ok(Ok(answered)) => Ok(answered.capped.is_none() && sorted(&answered.rows.rows) == sorted(rows)),
        Ok(Err(_)) | Err(AppError::Driver(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

fn sorted(rows: &[Row]) -> Vec<String> {
    let mut rows: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
    rows.sort_unstable();
    rows
}

fn choice(proposal: &Proposal) -> Choice {
    Choice { reading: proposal.meaning.clone(), sql: proposal.sql.clone(), confidence: proposal.confidence }
}
