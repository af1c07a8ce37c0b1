//! One run of a plan: transactions, statements, and the ledger's rows around them.

use super::candidate::Candidate;
use super::commit::settle;
use super::connection::Connected;
use super::patience::Patience;
use super::resume::Point;
use crate::app::backup::{Task, WriteGuard};
use crate::app::batch::run_statement;
use crate::app::failpoint::reach;
use crate::app::restore::{self, RestoreReport, RestoreRequest};
use crate::app::source::live;
use crate::app::stop::Stop;
use crate::app::transaction::{Numbered, groups, numbered};
use crate::app::{AppError, Context, Kept};
use crate::backup::Archive;
use crate::driver::ErrorKind;
use crate::env;
use crate::ledger::{Ledger, NewRun, OpenRun, Phase, Record, RunRecord, State};
use crate::model::{Fingerprint, ObjectId, Pace, Schema, Statement, object_fingerprints};
use crate::plan::ScriptOperation;
use std::collections::BTreeSet;
use std::time::Instant;

/// The database as it was found before anything was written.
pub(super) struct Start {
    /// Its schema, where it was looked at: a plan knows what it starts from, SQL by hand does not.
    pub schema: Option<Schema>,
    pub point: Point,
    /// The backup to take first.
    pub backup: Option<Task>,
    /// What a way back brings along from backups.
    pub restores: Vec<RestoreRequest>,
}

/// A run that came to its end.
pub(super) struct Executed {
    pub run: RunRecord,
    /// What was saved before.
    pub backup: Option<Archive>,
    /// What came back in the last transaction.
    pub restored: Option<RestoreReport>,
}

/// Runs the operations that are left, and gives the row of the run.
pub(super) async fn execute(
    context: &Context,
    connected: &mut Connected,
    ledger: &Ledger,
    candidate: &Candidate,
    start: Start,
) -> Result<Executed, AppError> {
    let run = open(context, connected, ledger, candidate, &start.point).await?;
    let canceller = connected.driver.canceller().await?;
    context.progress.start("applying", candidate.script.operations.len() as u64);
    let stop = Stop::default();
    let at = start.schema.as_ref().map(Fingerprint::of);
    let (done, has_part) = (start.point.operation, start.point.statement > 0);
    let mut execution = Execution {
        context,
        connected,
        ledger,
        candidate,
        run,
        start,
        saved: None,
        guard: None,
        restored: None,
        at,
        done,
        has_part,
        stop: &stop,
        started: Instant::now(),
    };
    let result = stop.listen(canceller.as_ref(), execution.run_all()).await;
    context.progress.finish();
    match result {
        Ok(()) => {
            let Execution { run, saved, restored, .. } = execution;
            Ok(Executed { run: run.run, backup: saved, restored })
        }
        // Let go of: the session may still be busy with what it ran last. The next apply settles the run.
        Err(error @ AppError::Stopped { at: None, .. }) => Err(error),
        Err(error) => {
            let state = if stop.is_asked() { State::Interrupted } else { State::Failed };
            // The failure itself is what the user has to see; a ledger that cannot be written keeps the run as `running`, which the next one settles.
            let _ = execution.finish_run(state, Some(&error.to_string())).await;
            Err(error)
        }
    }
}

/// The rows of the run. Where others write at the moment, they are let pass.
async fn open(
    context: &Context,
    connected: &mut Connected,
    ledger: &Ledger,
    candidate: &Candidate,
    point: &Point,
) -> Result<OpenRun, AppError> {
    let header = candidate.script.header.as_ref();
    let (actor, at) = (env::user(), context.timestamp());
    let new = NewRun {
        command: candidate.command,
        plan: &candidate.script.hash,
        file: &candidate.file,
        from: header.map_or("", |header| header.from.as_str()),
        to: header.map_or("", |header| header.to.as_str()),
        tool: &context.tool,
        at: &at,
        actor: actor.as_deref(),
        resumes: point.resumes,
    };
    let mut patience = Patience::new(connected.lock_retries);
    loop {
        let driver = connected.driver.as_mut();
        let opened = match ledger.prepare(driver).await {
            Ok(()) => ledger.open(driver, &new).await.map_err(AppError::from),
            Err(error) => Err(error.into()),
        };
        match opened {
            Err(error) if patience.another_try(context, &error).await => {}
            opened => return opened,
        }
    }
}

/// One run in progress.
pub(super) struct Execution<'a> {
    pub(super) context: &'a Context,
    pub(super) connected: &'a mut Connected,
    ledger: &'a Ledger,
    pub(super) candidate: &'a Candidate,
    run: OpenRun,
    pub(super) start: Start,
    /// The backup that was taken.
    pub(super) saved: Option<Archive>,
    /// Whether rows are written behind its back.
    pub(super) guard: Option<WriteGuard>,
    /// What came back from one, in the last transaction.
    restored: Option<RestoreReport>,
    /// Fingerprint of the live schema, as far as it is known.
    at: Option<Fingerprint>,
    /// Operations that are committed.
    done: usize,
    /// Whether some of the next one is, whose statements take effect by themselves.
    has_part: bool,
    pub(super) stop: &'a Stop,
    started: Instant,
}

/// Where a group of operations stands in its run.
#[derive(Clone, Copy)]
struct Place {
    first: bool,
    last: bool,
}

impl Execution<'_> {
    async fn run_all(&mut self) -> Result<(), AppError> {
        let candidate = self.candidate;
        let operations = numbered(&candidate.script);
        if self.start.point.found_done {
            self.record_found(&operations).await?;
        }
        let groups = groups(operations.get(self.start.point.operation..).unwrap_or_default());
        self.make_sure_of_backup().await?;
        for (position, group) in groups.iter().enumerate() {
            let place = Place { first: position == 0, last: position + 1 == groups.len() };
            if group[0].1.transactional() {
                self.run_together(group, place).await?;
            } else {
                for operation in *group {
                    self.run_alone(*operation).await?;
                }
            }
            self.done = group.last().map_or(self.done, |(number, _)| *number);
        }
        if !groups.last().is_some_and(|group| group[0].1.transactional()) {
            self.finish_run(State::Done, None).await?;
        }
        Ok(())
    }

    /// The row of an operation that took effect in a run that was cut off before it could say so.
    async fn record_found(&mut self, operations: &[Numbered<'_>]) -> Result<(), AppError> {
        let before = self.start.point.operation.checked_sub(1);
        let Some((number, operation)) = before.and_then(|at| operations.get(at)) else { return Ok(()) };
        let mut record = self.intend(*number, operation, Some(operation.statements.len())).await?;
        record.after = record.before.take();
        self.finish_operation(record, State::Done, None).await
    }

    /// One transaction around the operations and their rows in the ledger; where a lock is not to be had, the whole of it again.
    async fn run_together(&mut self, group: &[Numbered<'_>], place: Place) -> Result<(), AppError> {
        let mut patience = Patience::new(self.connected.lock_retries);
        loop {
            self.may_go_on(group[0]).await?;
            match self.try_together(group, place).await {
                Err(error) if !self.stop.is_asked() && patience.another_try(self.context, &error).await => {}
                result => return result,
            }
        }
    }

    async fn try_together(&mut self, group: &[Numbered<'_>], place: Place) -> Result<(), AppError> {
        let statements: Vec<Statement> =
            group.iter().flat_map(|(_, operation)| operation.statements.iter().cloned()).collect();
        let saved_before = self.saved.clone();
        self.connected.driver.begin(&statements).await?;
        match self.run_in_transaction(group, place).await {
            Ok(()) => self.commit(group).await,
            Err(error) => {
                // The error that led here is the one to tell; a session that is gone has rolled back by itself.
                let _ = self.connected.driver.rollback().await;
                // The locks under which it was taken are gone with the transaction.
                self.saved = saved_before;
                Err(error)
            }
        }
    }

    async fn run_in_transaction(&mut self, group: &[Numbered<'_>], place: Place) -> Result<(), AppError> {
        if place.first {
            self.still_at_start().await?;
        }
        self.save_before(group).await?;
        for (position, (number, operation)) in group.iter().enumerate() {
            let mut record = self.intend(*number, operation, None).await?;
            for statement in &operation.statements {
                record.count(self.run_statement((*number, operation), statement).await?);
            }
            reach("executed", *number);
            if position + 1 == group.len() && !place.last {
                record.after = Some(self.look().await?);
            }
            self.finish_operation(record, State::Done, None).await?;
        }
        if place.last {
            self.bring_back().await?;
            self.finish_run(State::Done, None).await?;
        }
        reach("before-commit", group[0].0);
        Ok(())
    }

    /// The rows that the plan lost come back together with their place, or neither does.
    async fn bring_back(&mut self) -> Result<(), AppError> {
        for request in &self.start.restores {
            let driver = self.connected.driver.as_mut();
            let Some(report) = restore::within_transaction(self.context, driver, request).await? else {
                // All of them are left to whoever restores outside of the transaction; what is there already stays.
                self.restored = None;
                break;
            };
            self.restored = Some(match self.restored.take() {
                Some(before) => before.and(report),
                None => report,
            });
        }
        if !self.start.restores.is_empty() {
            reach("restored", 0);
        }
        Ok(())
    }

    /// An answer to COMMIT that got lost is looked for in the ledger: it is in the same transaction.
    async fn commit(&mut self, group: &[Numbered<'_>]) -> Result<(), AppError> {
        let error = match self.connected.driver.commit().await {
            Ok(()) => {
                reach("committed", group[0].0);
                return Ok(());
            }
            Err(error) => error,
        };
        let last = group.last().map_or(0, |(number, _)| row_number(*number));
        if error.kind == ErrorKind::Connection
            && settle(self.context, self.connected, self.ledger, &self.run.run, last).await?
        {
            return Ok(());
        }
        Err(AppError::Operation {
            number: group[0].0,
            title: "at the commit of the transaction that starts with it".into(),
            statement: "COMMIT".into(),
            kept: Kept::Operations(self.done),
            source: Box::new(error),
        })
    }

    /// An operation whose statements take effect one by one. Each is known by the schema before it.
    async fn run_alone(&mut self, (number, operation): Numbered<'_>) -> Result<(), AppError> {
        let begun = std::mem::take(&mut self.start.point.statement);
        self.may_go_on((number, operation)).await?;
        if let Some(statement) = operation.statements.get(begun)
            && self.connected.driver.clear_remains(&statement.sql).await?.is_some()
        {
            self.at = None;
        }
        if self.at.is_none() {
            self.at = Some(Fingerprint::of(&live(self.context, self.connected.driver.as_mut()).await?));
        }
        // From then on each statement looks for itself.
        if self.guard.is_none() {
            self.save_before_alone((number, operation)).await?;
        }
        let mut record = self.intend(number, operation, Some(begun)).await?;
        self.has_part |= matches!(operation.pace, Pace::Batches(_));
        for statement in operation.statements.iter().skip(begun) {
            if let Err(error) = self.run_one(&mut record, (number, operation), statement).await {
                // The failure of the statement is the one to tell.
                let _ = self.finish_operation(record, State::Failed, Some(error.to_string())).await;
                return Err(error);
            }
        }
        record.after = record.before.take();
        self.finish_operation(record, State::Done, None).await?;
        (self.done, self.has_part) = (number, false);
        Ok(())
    }

    /// One statement outside of a transaction, and the row that says that it took effect.
    async fn run_one(&mut self, record: &mut Record, at: Numbered<'_>, statement: &Statement) -> Result<(), AppError> {
        let mut patience = Patience::new(self.connected.lock_retries);
        let affected = loop {
            self.may_go_on(at).await?;
            match self.run_statement(at, statement).await {
                Err(error) if !self.stop.is_asked() && patience.another_try(self.context, &error).await => {
                    self.connected.driver.clear_remains(&statement.sql).await?;
                }
                result => break result?,
            }
        };
        self.has_part = true;
        reach("executed", at.0);
        record.count(affected);
        record.statements_done = Some(record.statements_done.unwrap_or_default() + 1);
        record.before = Some(self.look().await?);
        self.ledger.update(self.connected.driver.as_mut(), record).await?;
        Ok(())
    }

    async fn run_statement(&mut self, at: Numbered<'_>, statement: &Statement) -> Result<u64, AppError> {
        if self.stop.is_asked() {
            return Err(self.stopped(at));
        }
        let stop = self.stop;
        let is_closed = match stop.while_running(self.keep_others_out(at, statement)).await {
            Ok(is_closed) => is_closed,
            Err(error) => return Err(self.failed(at, statement, error)),
        };
        let ran = run_statement(self.context, self.connected.driver.as_mut(), at.1, statement);
        let mut result = stop.while_running(ran).await;
        if is_closed && matches!(&result, Err(error) if error.kind == ErrorKind::NotLocked) {
            self.give_up_keeping_out().await.map_err(|error| self.failed(at, statement, error))?;
            let ran = run_statement(self.context, self.connected.driver.as_mut(), at.1, statement);
            result = stop.while_running(ran).await;
        }
        if is_closed {
            self.let_others_in(at, statement, result.is_ok()).await?;
        }
        result.map_err(|error| self.failed(at, statement, error.into()))
    }

    /// What to tell of an operation that failed.
    fn failed(&self, at: Numbered<'_>, statement: &Statement, error: AppError) -> AppError {
        if self.stop.is_asked() {
            return self.stopped(at);
        }
        match error {
            AppError::Driver(source) => AppError::Operation {
                number: at.0,
                title: at.1.title.clone(),
                statement: statement.sql.clone(),
                kept: self.kept(),
                source,
            },
            other => other,
        }
    }

    fn kept(&self) -> Kept {
        if self.has_part { Kept::PartOf(self.done + 1) } else { Kept::Operations(self.done) }
    }

    /// Nobody asked to stop, and nobody else can have begun: a lock whose session the server ended is lost.
    async fn may_go_on(&mut self, at: Numbered<'_>) -> Result<(), AppError> {
        if self.stop.is_asked() {
            return Err(self.stopped(at));
        }
        if self.connected.driver.holds_lock().await? { Ok(()) } else { Err(AppError::LockLost { kept: self.kept() }) }
    }

    pub(super) fn stopped(&self, (number, operation): Numbered<'_>) -> AppError {
        AppError::Stopped { at: Some((number, operation.title.clone())), kept: self.kept() }
    }

    /// Writes the row of an operation that is about to run. `begun` is how many of its statements took effect, where each does so by itself.
    async fn intend(
        &mut self,
        number: usize,
        operation: &ScriptOperation,
        begun: Option<usize>,
    ) -> Result<Record, AppError> {
        self.context.progress.step(&operation.title);
        self.leave_start().await?;
        let at = self.context.timestamp();
        let mut record = self.run.operation(row_number(number), &operation.object, &operation.hash(), &at);
        record.statements_done = begun.map(row_number);
        record.before = begun.and(self.at.as_ref()).map(ToString::to_string);
        self.ledger.insert(self.connected.driver.as_mut(), &record).await?;
        reach("intended", number);
        Ok(record)
    }

    /// From the first operation on the run is at work.
    async fn leave_start(&mut self) -> Result<(), AppError> {
        if self.run.run.phase == Phase::Start {
            self.run.run.phase = Phase::Work;
            self.ledger.update_run(self.connected.driver.as_mut(), &self.run.run).await?;
        }
        Ok(())
    }

    async fn finish_operation(&mut self, record: Record, state: State, error: Option<String>) -> Result<(), AppError> {
        let record = Record { state, error, finished_at: Some(self.context.timestamp()), ..record };
        self.ledger.update(self.connected.driver.as_mut(), &record).await?;
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
        let driver = self.connected.driver.as_mut();
        self.ledger.update(driver, plan).await?;
        self.ledger.update_run(driver, run).await?;
        Ok(())
    }

    /// Looks at the schema, and remembers its fingerprint.
    async fn look(&mut self) -> Result<String, AppError> {
        let now = Fingerprint::of(&live(self.context, self.connected.driver.as_mut()).await?);
        let text = now.to_string();
        self.at = Some(now);
        Ok(text)
    }

    /// Inside the transaction nobody else changes the schema any more: what was seen before it must still be true.
    async fn still_at_start(&mut self) -> Result<(), AppError> {
        let Some(before) = &self.start.schema else { return Ok(()) };
        let now = live(self.context, self.connected.driver.as_mut()).await?;
        let (before, now) = (object_fingerprints(before), object_fingerprints(&now));
        let addresses: BTreeSet<&ObjectId> = before.keys().chain(now.keys()).collect();
        let differing: Vec<String> = addresses
            .into_iter()
            .filter(|id| before.get(*id) != now.get(*id))
            .map(|id| format!("{id} was changed by another session a moment ago"))
            .collect();
        if differing.is_empty() { Ok(()) } else { Err(AppError::NotTheStart { differing }) }
    }
}

fn row_number(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
