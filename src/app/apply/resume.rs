//! Going on with a plan that did not come to its end: what the ledger and the catalog say together about how far it came.
//!
//! Operations in a transaction have their rows in the same transaction: a row is there if and only if its operation is. A statement outside of one
//! has the live schema's fingerprint in its row from before it ran: while the schema still has it, the statement did not take effect.

use super::candidate::Candidate;
use crate::app::source::live;
use crate::app::{AppError, Context};
use crate::driver::Driver;
use crate::ledger::Record;
use crate::model::{Fingerprint, Schema};
use crate::plan::ScriptOperation;

/// How far earlier runs of a plan came, as the ledger has it.
#[derive(Debug)]
pub(super) struct Progress {
    /// The newest of these runs.
    pub run: i64,
    /// How many operations took effect, from the first one on.
    pub done: usize,
    /// The operation behind them, where it began outside of a transaction and how it ended is for the catalog to say.
    half: Option<Record>,
    /// Fingerprint of the schema after the last operation that took effect.
    after: Option<String>,
}

/// Where a run begins.
#[derive(Debug, Default)]
pub(super) struct Point {
    /// The run that it goes on from.
    pub resumes: Option<i64>,
    /// How many operations are done already.
    pub operation: usize,
    /// How many statements of the next one are.
    pub statement: usize,
    /// The last of these operations is known from the catalog alone: the ledger is to be told.
    pub found_done: bool,
    /// What was found and cleared on the way.
    pub notes: Vec<String>,
}

impl Progress {
    /// `None` where nothing of the plan is left in the database by a run that did not end. An error where what was done is not
    /// what the file says.
    pub fn of(records: &[Record], candidate: &Candidate) -> Result<Option<Self>, AppError> {
        let newest = records.iter().rfind(|record| record.operation == 0 && is_about(record, candidate));
        let Some(newest) = newest.filter(|record| !record.state.is_applied()) else { return Ok(None) };
        let runs = chain(records, newest);
        let row = |number: usize| {
            let number = i64::try_from(number).ok()?;
            records.iter().rev().find(|record| record.operation == number && runs.contains(&record.run))
        };
        let done = (1..).take_while(|number| row(*number).is_some_and(|row| row.state.is_applied())).count();
        let half = row(done + 1).filter(|row| row.before.is_some()).cloned();
        if done == 0 && half.is_none() {
            return Ok(None);
        }
        for number in 1..=done {
            let Some(row) = row(number) else { continue };
            refuse_edited(candidate, number, row, candidate.script.operations.get(number - 1))?;
        }
        let after = row(done).and_then(|row| row.after.clone());
        Ok(Some(Self { run: newest.run, done, half, after }))
    }

    /// Asks the catalog how far the plan came. `None` where it says something that the ledger does not explain: somebody else changed the
    /// schema since.
    pub async fn point(
        &self,
        context: &Context,
        driver: &mut dyn Driver,
        candidate: &Candidate,
    ) -> Result<Option<(Point, Schema)>, AppError> {
        let mut point = Point { resumes: Some(self.run), operation: self.done, ..Point::default() };
        let next = candidate.script.operations.get(self.done);
        let mut is_half = false;
        if let (Some(half), Some(next)) = (&self.half, next) {
            point.statement = begun(half);
            if let Some(statement) = next.statements.get(point.statement)
                && let Some(remains) = driver.remains(&statement.sql).await?
            {
                is_half = true;
                point.notes.push(format!(
                    "{remains} was left half done by an interrupted run; that is undone, and done again"
                ));
            }
        }
        let schema = live(context, driver).await?;
        let now = Fingerprint::of(&schema);
        let Some(half) = &self.half else {
            let fits = self.after.as_deref() == Some(now.as_str());
            return Ok(fits.then_some((point, schema)));
        };
        let took_effect = !is_half && half.before.as_deref() != Some(now.as_str());
        if took_effect || point.statement > 0 {
            refuse_edited(candidate, self.done + 1, half, next)?;
        }
        if took_effect {
            point.statement += 1;
        }
        if next.is_some_and(|next| point.statement >= next.statements.len()) {
            point.operation += 1;
            point.statement = 0;
            point.found_done = true;
        }
        Ok(Some((point, schema)))
    }
}

/// Statements of an operation outside of a transaction that are known to have taken effect.
fn begun(record: &Record) -> usize {
    record.statements_done.and_then(|count| usize::try_from(count).ok()).unwrap_or_default()
}

/// A plan is known by its hash. SQL by hand may have been mended behind the place where it failed, and is known by its file.
fn is_about(record: &Record, candidate: &Candidate) -> bool {
    let by_hand = candidate.script.header.is_none() && record.to.is_empty();
    record.plan == candidate.script.hash || by_hand && record.file == candidate.file
}

/// The run and those that it went on from.
fn chain(records: &[Record], newest: &Record) -> Vec<i64> {
    let mut runs = vec![newest.run];
    let mut before = newest.resumes;
    while let Some(run) = before.filter(|run| !runs.contains(run)) {
        runs.push(run);
        before = records.iter().find(|record| record.operation == 0 && record.run == run).and_then(|it| it.resumes);
    }
    runs
}

/// What took effect cannot be changed any more.
fn refuse_edited(
    candidate: &Candidate,
    number: usize,
    row: &Record,
    now: Option<&ScriptOperation>,
) -> Result<(), AppError> {
    let hash = now.map(ScriptOperation::hash);
    if hash.as_deref() == Some(row.statement_hash.as_str()) {
        return Ok(());
    }
    let now = hash.unwrap_or_else(|| "nothing".into());
    Err(AppError::Refused {
        reason: format!(
            "{} was changed since run {} began it: operation {number} took effect with hash {}, the file has {now}",
            candidate.file, row.run, row.statement_hash
        ),
        help: "put the file back as it was up to that operation, or plan again from the database as it is".into(),
        risks: Vec::new(),
    })
}
