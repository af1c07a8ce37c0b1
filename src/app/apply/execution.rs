//! One run of a plan: transactions, statements, and the ledger's rows around them.

use super::candidate::Candidate;
use crate::app::batch::run_statement;
use crate::app::source::live;
use crate::app::transaction::{Numbered, groups, numbered};
use crate::app::{AppError, Context};
use crate::driver::Driver;
use crate::ledger::{Ledger, NewRun, Record, State};
use crate::model::{ObjectId, Schema, Statement, object_fingerprints};
use crate::plan::ScriptOperation;
use std::collections::BTreeSet;

/// Runs the operations. `None` where another session applied the same plan meanwhile.
pub(super) async fn execute(
    context: &Context,
    driver: &mut dyn Driver,
    ledger: &Ledger,
    candidate: &Candidate,
    seen: Seen<'_>,
) -> Result<Option<i64>, AppError> {
    ledger.prepare(driver).await?;
    let started_at = context.timestamp();
    ledger.settle(driver, &started_at).await?;
    let header = candidate.script.header.as_ref();
    let run = NewRun {
        plan: &candidate.script.hash,
        file: &candidate.file,
        from: header.map_or("", |header| header.from.as_str()),
        to: header.map_or("", |header| header.to.as_str()),
        tool: &context.tool,
        at: &started_at,
    };
    let number = ledger.start(driver, &run).await?;
    context.progress.start("applying", candidate.script.operations.len() as u64);
    let mut execution = Execution { context, driver, ledger, run: &run, number, seen, done: 0 };
    let result = execution.run_all(candidate).await;
    context.progress.finish();
    match result {
        Ok(true) => Ok(Some(number)),
        Ok(false) => {
            ledger
                .finish(
                    driver,
                    (number, 0),
                    State::Interrupted,
                    Some("the same plan was applied by another session"),
                    &context.timestamp(),
                )
                .await?;
            Ok(None)
        }
        Err(error) => {
            let message = error.to_string();
            // The failure itself is what the user has to see; a ledger that cannot be written keeps the run as `running`, which the next one settles.
            let _ = ledger.finish(driver, (number, 0), State::Failed, Some(&message), &context.timestamp()).await;
            Err(error)
        }
    }
}

/// The database when it was looked at, before anything was written.
pub(super) struct Seen<'a> {
    /// Its schema, where the plan knows what it starts from.
    pub start: Option<Schema>,
    /// Runs of this plan that were finished.
    pub done_before: &'a [i64],
}

/// One run in progress.
struct Execution<'a> {
    context: &'a Context,
    driver: &'a mut dyn Driver,
    ledger: &'a Ledger,
    run: &'a NewRun<'a>,
    number: i64,
    seen: Seen<'a>,
    /// Operations that are committed.
    done: usize,
}

impl Execution<'_> {
    /// False where the plan turned out to be applied already.
    async fn run_all(&mut self, candidate: &Candidate) -> Result<bool, AppError> {
        let operations = numbered(&candidate.script);
        let groups = groups(&operations);
        for (position, group) in groups.iter().enumerate() {
            let last = position + 1 == groups.len();
            let going_on = if group[0].1.transactional() {
                self.run_together(group, last, position == 0).await?
            } else {
                self.run_alone(group[0]).await?;
                true
            };
            if !going_on {
                return Ok(false);
            }
            self.done += group.len();
        }
        if !groups.last().is_some_and(|group| group[0].1.transactional()) {
            self.finish_run().await?;
        }
        Ok(true)
    }

    /// One transaction around the operations and their rows in the ledger.
    async fn run_together(&mut self, group: &[Numbered<'_>], last: bool, first: bool) -> Result<bool, AppError> {
        let statements: Vec<Statement> =
            group.iter().flat_map(|(_, operation)| operation.statements.iter().cloned()).collect();
        self.driver.begin(&statements).await?;
        if first && self.applied_meanwhile().await? {
            self.driver.rollback().await?;
            return Ok(false);
        }
        if first && let Err(error) = self.still_at_start().await {
            self.driver.rollback().await?;
            return Err(error);
        }
        let result = self.run_in_transaction(group, last).await;
        match result {
            Ok(()) => self.driver.commit().await.map(|()| true).map_err(|error| AppError::Operation {
                number: group[0].0,
                title: "at the commit of the transaction that starts with it".into(),
                statement: "COMMIT".into(),
                kept: self.done,
                source: Box::new(error),
            }),
            Err(error) => {
                // The error that led here is the one to tell; a session that is gone has rolled back by itself.
                let _ = self.driver.rollback().await;
                Err(error)
            }
        }
    }

    async fn run_in_transaction(&mut self, group: &[Numbered<'_>], last: bool) -> Result<(), AppError> {
        for (number, operation) in group {
            self.run_operation(*number, operation).await?;
        }
        if last {
            self.finish_run().await?;
        }
        Ok(())
    }

    async fn run_alone(&mut self, (number, operation): Numbered<'_>) -> Result<(), AppError> {
        let result = self.run_operation(number, operation).await;
        if let Err(error) = &result {
            let row = (self.number, row_number(number));
            // As above: the failure of the statement is the one to tell.
            let _ = self
                .ledger
                .finish(self.driver, row, State::Failed, Some(&error.to_string()), &self.context.timestamp())
                .await;
        }
        result
    }

    async fn run_operation(&mut self, number: usize, operation: &ScriptOperation) -> Result<(), AppError> {
        self.context.progress.step(&operation.title);
        let row = row_number(number);
        self.ledger.intend(self.driver, (self.number, self.run), row, &operation.object, &operation.hash()).await?;
        for statement in &operation.statements {
            let ran = run_statement(self.context, self.driver, operation, statement).await;
            ran.map_err(|error| AppError::Operation {
                number,
                title: operation.title.clone(),
                statement: statement.sql.clone(),
                kept: self.done,
                source: Box::new(error),
            })?;
        }
        self.ledger.finish(self.driver, (self.number, row), State::Done, None, &self.context.timestamp()).await?;
        Ok(())
    }

    async fn finish_run(&mut self) -> Result<(), AppError> {
        self.ledger.finish(self.driver, (self.number, 0), State::Done, None, &self.context.timestamp()).await?;
        Ok(())
    }

    /// Inside the transaction nobody else changes the schema any more: what was seen before it must still be true.
    async fn still_at_start(&mut self) -> Result<(), AppError> {
        let Some(before) = &self.seen.start else { return Ok(()) };
        let now = live(self.context, self.driver).await?;
        let (before, now) = (object_fingerprints(before), object_fingerprints(&now));
        let addresses: BTreeSet<&ObjectId> = before.keys().chain(now.keys()).collect();
        let differing: Vec<String> = addresses
            .into_iter()
            .filter(|id| before.get(*id) != now.get(*id))
            .map(|id| format!("{id} was changed by another session a moment ago"))
            .collect();
        if differing.is_empty() { Ok(()) } else { Err(AppError::NotTheStart { differing }) }
    }

    /// Where the engine's only lock is the transaction itself, two applies meet here: the second finds the first one's row.
    async fn applied_meanwhile(&mut self) -> Result<bool, AppError> {
        let records = self.ledger.records(self.driver).await?;
        Ok(finished_runs(&records, self.run.plan).iter().any(|run| !self.seen.done_before.contains(run)))
    }
}

/// The runs of a plan that came to their end.
pub(super) fn finished_runs(records: &[Record], plan: &str) -> Vec<i64> {
    let of_plan = records.iter().filter(|record| record.operation == 0 && record.plan == plan);
    of_plan.filter(|record| record.state == State::Done).map(|record| record.run).collect()
}

fn row_number(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
