//! What the joins of an answer leave out: rows without a partner are in no row of the answer, and nobody sees that.

use super::super::AppError;
use super::super::guarded_reader::GuardedReader;
use super::choose::Proposal;
use crate::model::Value;

/// A sentence where the joins drop rows of what the answer is about.
pub(super) async fn left_out(reader: &mut GuardedReader, proposal: &Proposal) -> Result<Option<String>, AppError> {
    let Some(sql) = &proposal.rows_kept else { return Ok(None) };
    let rows = match reader.sample(sql, 1).await {
        Ok(rows) => rows,
        // The answer stands without the check.
        Err(AppError::Driver(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let count = |at: usize| rows.rows.first().and_then(|row| row.get(at)).and_then(Value::as_i64);
    let (Some(all), Some(kept)) = (count(0), count(1)) else { return Ok(None) };
    let dropped = all - kept;
    let sentence = || {
        format!(
            "the join leaves out {dropped} of the {all} rows of {}: they refer to nothing, or nothing refers to them",
            proposal.rows
        )
    };
    Ok((dropped > 0).then(sentence))
}
