//! One run of a plan: transactions, statements, and the ledger's rows around them.

use super::candidate::Candidate;
use crate::app::backup::{self, Task};
use crate::app::batch::run_statement;
use crate::app::source::live;
use crate::app::transaction::{Numbered, groups, numbered};
use crate::app::{AppError, Context};
use crate::backup::Archive;
use crate::driver::Driver;
use crate::env;
use crate::ledger::{Ledger, NewRun, OpenRun, Phase, Record, RunRecord, State};
use crate::model::{ObjectId, Schema, Statement, object_fingerprints};
use crate::plan::ScriptOperation;
use std::collections::BTreeSet;
use std::time::Instant;

/// A run that came to its end.
pub(super) struct Executed {
    pub run: RunRecord,
    /// What was saved before.
    pub backup: Option<Archive>,
}

/// Runs the operations. `None` where another session applied the same plan meanwhile.
pub(super) async fn execute(
    context: &Context,
    driver: &mut dyn Driver,
    ledger: &Ledger,
    candidate: &Candidate,
    seen: Seen<'_>,
) -> Result<Option<Executed>, AppError> {
    ledger.prepare(driver).await?;
    let at = context.timestamp();
    ledger.settle(driver, &at).await?;
    let header = candidate.script.header.as_ref();
    let actor = env::user();
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
    let run = ledger.open(driver, &new).await?;
    context.progress.start("applying", candidate.script.operations.len() as u64);
    let mut execution = Execution { context, driver, ledger, run, seen, saved: None, done: 0, started: Instant::now() };
    let result = execution.run_all(candidate).await;
    context.progress.finish();
    match result {
        Ok(true) => Ok(Some(Executed { run: execution.run.run, backup: execution.saved })),
        Ok(false) => {
            execution.finish_run(State::Interrupted, Some("the same plan was applied by another session")).await?;
            Ok(None)
        }
        Err(error) => {
            // The failure itself is what the user has to see; a ledger that cannot be written keeps the run as `running`, which the next one settles.
            let _ = execution.finish_run(State::Failed, Some(&error.to_string())).await;
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
    /// The backup to take first.
    pub backup: Option<Task>,
}

/// One run in progress.
struct Execution<'a> {
    context: &'a Context,
    driver: &'a mut dyn Driver,
    ledger: &'a Ledger,
    run: OpenRun,
    seen: Seen<'a>,
    /// The backup that was taken.
    saved: Option<Archive>,
    /// Operations that are committed.
    done: usize,
    started: Instant,
}

impl Execution<'_> {
    /// False where the plan turned out to be applied already.
    async fn run_all(&mut self, candidate: &Candidate) -> Result<bool, AppError> {
        let operations = numbered(&candidate.script);
        let groups = groups(&operations);
        let within = self.driver.dialect().capabilities().transactional_ddl
            && groups.first().is_some_and(|group| group[0].1.transactional());
        if !within {
            self.save(candidate).await?;
        }
        for (position, group) in groups.iter().enumerate() {
            let last = position + 1 == groups.len();
            let going_on = if group[0].1.transactional() {
                self.run_together(group, last, (position == 0).then_some((candidate, within))).await?
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
            self.finish_run(State::Done, None).await?;
        }
        Ok(true)
    }

    /// One transaction around the operations and their rows in the ledger.
    async fn run_together(
        &mut self,
        group: &[Numbered<'_>],
        last: bool,
        first: Option<(&Candidate, bool)>,
    ) -> Result<bool, AppError> {
        let statements: Vec<Statement> =
            group.iter().flat_map(|(_, operation)| operation.statements.iter().cloned()).collect();
        self.driver.begin(&statements).await?;
        if first.is_some() && self.applied_meanwhile().await? {
            self.driver.rollback().await?;
            return Ok(false);
        }
        let result = match first {
            Some(first) => self.begin_with(first).await,
            None => Ok(()),
        };
        let result = match result {
            Ok(()) => self.run_in_transaction(group, last).await,
            Err(error) => Err(error),
        };
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

    /// What has to be so before the first statement.
    async fn begin_with(&mut self, (candidate, saves): (&Candidate, bool)) -> Result<(), AppError> {
        self.still_at_start().await?;
        if saves { self.save(candidate).await } else { Ok(()) }
    }

    /// Takes the backup, where one is due. Inside of the transaction nobody writes to its tables any more until that ends.
    async fn save(&mut self, candidate: &Candidate) -> Result<(), AppError> {
        if let Some(task) = &self.seen.backup {
            self.saved = backup::take(self.context, self.driver, candidate, task).await?;
        }
        Ok(())
    }

    async fn run_in_transaction(&mut self, group: &[Numbered<'_>], last: bool) -> Result<(), AppError> {
        for (number, operation) in group {
            self.run_operation(*number, operation).await?;
        }
        if last {
            self.finish_run(State::Done, None).await?;
        }
        Ok(())
    }

    async fn run_alone(&mut self, (number, operation): Numbered<'_>) -> Result<(), AppError> {
        let mut record = self.intend(number, operation).await?;
        let result = self.run_statements(number, operation, &mut record).await;
        let (state, error) = match &result {
            Ok(()) => (State::Done, None),
            Err(error) => (State::Failed, Some(error.to_string())),
        };
        let written = self.finish_operation(record, state, error).await;
        // The failure of the statement is the one to tell.
        result.and(written)
    }

    async fn run_operation(&mut self, number: usize, operation: &ScriptOperation) -> Result<(), AppError> {
        let mut record = self.intend(number, operation).await?;
        self.run_statements(number, operation, &mut record).await?;
        self.finish_operation(record, State::Done, None).await
    }

    /// Writes the row of an operation that is about to run.
    async fn intend(&mut self, number: usize, operation: &ScriptOperation) -> Result<Record, AppError> {
        self.context.progress.step(&operation.title);
        let at = self.context.timestamp();
        let record = self.run.operation(row_number(number), &operation.object, &operation.hash(), &at);
        self.ledger.insert(self.driver, &record).await?;
        Ok(record)
    }

    async fn run_statements(
        &mut self,
        number: usize,
        operation: &ScriptOperation,
        record: &mut Record,
    ) -> Result<(), AppError> {
        for statement in &operation.statements {
            let ran = run_statement(self.context, self.driver, operation, statement).await;
            let affected = ran.map_err(|error| AppError::Operation {
                number,
                title: operation.title.clone(),
                statement: statement.sql.clone(),
                kept: self.done,
                source: Box::new(error),
            })?;
            record.count(affected);
        }
        Ok(())
    }

    async fn finish_operation(&mut self, record: Record, state: State, error: Option<String>) -> Result<(), AppError> {
        let record = Record { state, error, finished_at: Some(self.context.timestamp()), ..record };
        self.ledger.update(self.driver, &record).await?;
        Ok(())
    }

    /// Finishes the rows of the run and of the plan.
    async fn finish_run(&mut self, state: State, error: Option<&str>) -> Result<(), AppError> {
        let at = Some(self.context.timestamp());
        let OpenRun { run, plan } = &mut self.run;
        plan.state = state;
        plan.error = error.map(str::to_owned);
        plan.finished_at.clone_from(&at);
        run.phase = if state.is_applied() && !plan.to.is_empty() { Phase::Verification } else { Phase::Finished };
        run.status = state;
        run.error.clone_from(&plan.error);
        run.finished_at = at;
        run.elapsed_ms = i64::try_from(self.started.elapsed().as_millis()).ok();
        self.ledger.update(self.driver, plan).await?;
        self.ledger.update_run(self.driver, run).await?;
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
        Ok(finished_runs(&records, &self.run.plan.plan).iter().any(|run| !self.seen.done_before.contains(run)))
    }
}

/// The runs of a plan that came to their end.
pub(super) fn finished_runs(records: &[Record], plan: &str) -> Vec<i64> {
    let of_plan = records.iter().filter(|record| record.operation == 0 && record.plan == plan);
    of_plan.filter(|record| record.state.is_applied()).map(|record| record.run).collect()
}

fn row_number(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
