//! `apply`: a plan is run, under the gate, the lock and the ledger.

use super::compare::compare_with;
use super::context::Database;
use super::plan::{draft, sidecar_path};
use super::source::{Side, Source, Target, connect};
use super::{AppError, Context};
use crate::dialect::Dialect;
use crate::driver::{Driver, DriverError, LockTimeout, Server};
use crate::gate::{self, Policy, Verdict};
use crate::impact::{ImpactReport, RiskReport, judge_statement};
use crate::ledger::{Ledger, NewRun, State};
use crate::model::{Fingerprint, Level, Schema, Statement, object_fingerprints};
use crate::plan::{Script, ScriptOperation};
use crate::store;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::time::Duration;

#[derive(Clone, Debug)]
pub struct ApplyRequest {
    pub what: Applied,
    pub database: Target,
    pub allow_breaking: bool,
    /// Everything but running it.
    pub dry_run: bool,
    /// Answers every question with yes.
    pub yes: bool,
    pub lock_timeout: Option<Duration>,
}

/// What is applied.
#[derive(Clone, Debug)]
pub enum Applied {
    /// A plan file, or SQL written by hand.
    File(PathBuf),
    /// Whatever leads to this schema.
    Target(Source),
}

/// What `apply --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ApplyReport {
    pub outcome: ApplyOutcome,
    pub server: Server,
    /// Hash of the plan.
    pub plan: String,
    /// Number of the run in the ledger, where something was run.
    pub run: Option<i64>,
    pub operations: Vec<AppliedOperation>,
    pub risks: Vec<RiskReport>,
    /// Whether the schema afterwards is the one the plan leads to; nothing for SQL written by hand.
    pub verified: Option<bool>,
    pub notes: Vec<String>,
    /// Wall time of the statements, in milliseconds.
    pub elapsed_ms: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApplyOutcome {
    Applied,
    /// The database is at the target already.
    NothingToDo,
    /// `--dry-run`: it would have run.
    WouldApply,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AppliedOperation {
    pub number: usize,
    pub object: String,
    pub title: String,
    pub statements: Vec<String>,
}

/// A plan on its way into a database.
struct Candidate {
    script: Script,
    file: String,
    level: Option<Level>,
    risks: Vec<RiskReport>,
    /// Hashes of the objects it starts from, where the sidecar has them.
    start: Option<ImpactReport>,
    notes: Vec<String>,
}

pub async fn apply(context: &Context, request: &ApplyRequest) -> Result<ApplyReport, AppError> {
    let database = context.needed_database(&request.database)?;
    let mut driver = connect(&database.url).await?;
    let timeout = request.lock_timeout.unwrap_or(database.lock_timeout());
    driver.set_lock_timeout(LockTimeout(timeout)).await?;
    if !request.dry_run && !driver.lock(timeout.max(MINIMUM_WAIT)).await? {
        return Err(AppError::Busy);
    }
    let (mut driver, result) = under_lock(context, request, &database, driver).await;
    if let Some(driver) = &mut driver
        && !request.dry_run
    {
        // The session's end frees the lock too; an error here must not hide the result.
        let _ = driver.unlock().await;
    }
    result
}

/// Another apply that is short is worth waiting for.
const MINIMUM_WAIT: Duration = Duration::from_secs(10);

/// Gives the connection back, where there is one left, so that the lock can be freed.
async fn under_lock(
    context: &Context,
    request: &ApplyRequest,
    database: &Database,
    mut driver: Box<dyn Driver>,
) -> (Option<Box<dyn Driver>>, Result<ApplyReport, AppError>) {
    let candidate = match &request.what {
        Applied::File(path) => candidate_from_file(&context.folder.join(path), driver.dialect().as_ref()),
        Applied::Target(source) => match candidate_from_target(context, driver, source).await {
            Ok((connection, candidate)) => {
                driver = connection;
                Ok(candidate)
            }
            Err(error) => return (None, Err(error)),
        },
    };
    let result = match candidate {
        Ok(candidate) => run_candidate(context, request, database, driver.as_mut(), candidate).await,
        Err(error) => Err(error),
    };
    (Some(driver), result)
}

async fn candidate_from_target(
    context: &Context,
    driver: Box<dyn Driver>,
    target: &Source,
) -> Result<(Box<dyn Driver>, Candidate), AppError> {
    let current = Side::live(context, driver).await?;
    let mut comparison = compare_with(context, current, target, None).await?;
    let draft = draft(context, &mut comparison).await?;
    let driver =
        comparison.driver.take().ok_or_else(|| AppError::Bug("the connection got lost in a comparison".into()))?;
    let candidate = Candidate {
        file: match target {
            Source::Spec(path) => path.display().to_string(),
            Source::Database(url) => url.to_string(),
            Source::Empty => "empty".into(),
        },
        level: draft.impact.level,
        risks: draft.impact.risks().into_iter().cloned().collect(),
        script: draft.script,
        start: Some(draft.impact),
        notes: super::plan::notes(&comparison),
    };
    Ok((driver, candidate))
}

/// Reads the plan file. A sidecar that is missing or does not fit opens no gate: the SQL itself is judged then.
fn candidate_from_file(path: &Path, dialect: &dyn Dialect) -> Result<Candidate, AppError> {
    let text = store::read(path)?;
    let syntax = dialect.capabilities().syntax;
    let script = Script::parse(&text, syntax).map_err(|source| AppError::Script { path: path.to_owned(), source })?;
    if let Some(header) = &script.header
        && header.dialect != dialect.kind()
    {
        return Err(AppError::Usage(format!(
            "{} is a plan for {}, the database is {}",
            path.display(),
            header.dialect,
            dialect.kind()
        )));
    }
    let file = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let sidecar = sidecar_path(path);
    let mut notes = Vec::new();
    if let Some(json) = store::read_if_there(&sidecar)? {
        match ImpactReport::read(&json, &script.hash, script.operations.len()) {
            Ok(report) => {
                let risks = report.risks().into_iter().cloned().collect();
                return Ok(Candidate { script, file, level: report.level, risks, start: Some(report), notes });
            }
            Err(error) => {
                notes.push(format!("{} does not count: {error}; the SQL itself is judged", sidecar.display()))
            }
        }
    } else {
        notes.push("there is no impact file beside the plan; the SQL itself is judged".into());
    }
    let risks = judge_script(&script, dialect);
    refuse_transaction_control(&risks)?;
    Ok(Candidate { level: risks.iter().map(|risk| risk.level).max(), script, file, risks, start: None, notes })
}

fn judge_script(script: &Script, dialect: &dyn Dialect) -> Vec<RiskReport> {
    let syntax = dialect.capabilities().syntax;
    let statements =
        script.operations.iter().flat_map(|operation| operation.statements.iter().map(move |it| (operation, it)));
    let mut risks: Vec<RiskReport> = statements
        .map(|(operation, statement)| {
            let impact = judge_statement(syntax, &statement.sql);
            RiskReport {
                code: impact.code.to_owned(),
                level: impact.level,
                object: operation.object.clone(),
                message: format!("{}: {}", impact.message, operation.title),
                help: "make the plan with --impact-meta, so that it is judged by what it changes".into(),
                rows: None,
            }
        })
        .filter(|risk| risk.level > Level::Low)
        .collect();
    risks.sort_by_key(|risk| std::cmp::Reverse(risk.level));
    risks
}

/// COMMIT in the middle would leave half a migration behind. No flag makes that right.
fn refuse_transaction_control(risks: &[RiskReport]) -> Result<(), AppError> {
    match risks.iter().find(|risk| risk.code == "T105") {
        None => Ok(()),
        Some(risk) => Err(AppError::Refused {
            reason: risk.message.clone(),
            help: "take BEGIN, COMMIT and the like out of the file: dbx runs it in a transaction of its own".into(),
            risks: vec![risk.clone()],
        }),
    }
}

async fn run_candidate(
    context: &Context,
    request: &ApplyRequest,
    database: &Database,
    driver: &mut dyn Driver,
    candidate: Candidate,
) -> Result<ApplyReport, AppError> {
    let ledger = Ledger::of(driver, &context.scope());
    let mut report = ApplyReport {
        outcome: ApplyOutcome::NothingToDo,
        server: driver.server().clone(),
        plan: candidate.script.hash.clone(),
        run: None,
        operations: candidate.script.operations.iter().enumerate().map(applied_operation).collect(),
        risks: candidate.risks.clone(),
        verified: None,
        notes: candidate.notes.clone(),
        elapsed_ms: 0,
    };
    let last_run = ledger.records(driver).await?.last().map_or(0, |record| record.run);
    if candidate.script.operations.is_empty() || is_done(context, driver, &ledger, &candidate).await? {
        report.operations.clear();
        return Ok(report);
    }
    pass_gate(context, request, database, &candidate)?;
    if request.dry_run {
        report.outcome = ApplyOutcome::WouldApply;
        return Ok(report);
    }
    let started = std::time::Instant::now();
    let run = execute(context, driver, &ledger, &candidate, last_run).await?;
    report.elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    report.run = run;
    if run.is_none() {
        // Somebody else applied the same plan while this one waited its turn.
        report.operations.clear();
        return Ok(report);
    }
    report.outcome = ApplyOutcome::Applied;
    if let Some(header) = &candidate.script.header {
        let verified = Fingerprint::of(&live(context, driver).await?) == header.to;
        report.verified = Some(verified);
        if !verified {
            report
                .notes
                .push("the schema is not exactly the one the plan leads to: look at it with `dbx drift`".into());
        }
    }
    Ok(report)
}

fn applied_operation((at, operation): (usize, &ScriptOperation)) -> AppliedOperation {
    AppliedOperation {
        number: at + 1,
        object: operation.object.clone(),
        title: operation.title.clone(),
        statements: operation.statements.iter().map(|statement| statement.sql.clone()).collect(),
    }
}

async fn live(context: &Context, driver: &mut dyn Driver) -> Result<Schema, DriverError> {
    let schema = driver.inspect(&context.scope()).await?;
    Ok(driver.dialect().normalize(schema).schema)
}

/// Whether the plan has nothing left to do here. Refuses a database that is neither its start nor its end.
async fn is_done(
    context: &Context,
    driver: &mut dyn Driver,
    ledger: &Ledger,
    candidate: &Candidate,
) -> Result<bool, AppError> {
    let Some(header) = &candidate.script.header else {
        let records = ledger.records(driver).await?;
        return Ok(records.iter().any(|record| {
            record.operation == 0 && record.state == State::Done && record.plan == candidate.script.hash
        }));
    };
    let schema = live(context, driver).await?;
    let fingerprint = Fingerprint::of(&schema);
    if fingerprint == header.to {
        return Ok(true);
    }
    if fingerprint == header.from {
        return Ok(false);
    }
    Err(AppError::NotTheStart { differing: differing(&schema, candidate.start.as_ref()) })
}

/// The objects by which the database differs from the start of the plan.
fn differing(schema: &Schema, start: Option<&ImpactReport>) -> Vec<String> {
    let Some(start) = start else { return vec!["its fingerprint is another one".into()] };
    let now: std::collections::BTreeMap<String, String> =
        object_fingerprints(schema).into_iter().map(|(id, hash)| (id.to_string(), hash)).collect();
    let mut differing = Vec::new();
    for (address, hash) in &start.objects {
        match now.get(address) {
            None => differing.push(format!("{address} is gone")),
            Some(other) if other != hash => differing.push(format!("{address} is different")),
            Some(_) => {}
        }
    }
    differing.extend(
        now.keys().filter(|address| !start.objects.contains_key(*address)).map(|address| format!("{address} is new")),
    );
    differing
}

fn pass_gate(
    context: &Context,
    request: &ApplyRequest,
    database: &Database,
    candidate: &Candidate,
) -> Result<(), AppError> {
    let policy = Policy {
        allow_breaking: request.allow_breaking,
        read_only: database.settings.read_only,
        role: database.settings.role,
        approved: database.settings.approvals.contains(&candidate.script.hash),
    };
    let refused = |reason: String, help: String| AppError::Refused { reason, help, risks: candidate.risks.clone() };
    if let Verdict::Refused { reason, help } = gate::judge(candidate.level, policy) {
        return Err(refused(reason, help));
    }
    let asks = candidate.level.is_some_and(|level| level >= gate::BREAKING) && !request.yes && !request.dry_run;
    let question = format!(
        "{} operations with risks up to {} on {}: go on?",
        candidate.script.operations.len(),
        level_word(candidate.level),
        database.url
    );
    if asks && !context.progress.confirm(&question) {
        return Err(refused("nobody said yes".into(), "answer the question, or add --yes".into()));
    }
    Ok(())
}

fn level_word(level: Option<Level>) -> &'static str {
    level.map_or("none", Level::as_str)
}

/// Runs the operations. `None` where another session applied the same plan meanwhile.
async fn execute(
    context: &Context,
    driver: &mut dyn Driver,
    ledger: &Ledger,
    candidate: &Candidate,
    last_run: i64,
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
    let mut execution = Execution { context, driver, ledger, run: &run, number, last_run, done: 0 };
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

/// One run in progress.
struct Execution<'a> {
    context: &'a Context,
    driver: &'a mut dyn Driver,
    ledger: &'a Ledger,
    run: &'a NewRun<'a>,
    number: i64,
    /// The last run in the ledger when the database was looked at.
    last_run: i64,
    /// Operations that are committed.
    done: usize,
}

impl Execution<'_> {
    /// False where the plan turned out to be applied already.
    async fn run_all(&mut self, candidate: &Candidate) -> Result<bool, AppError> {
        let operations: Vec<(usize, &ScriptOperation)> =
            candidate.script.operations.iter().enumerate().map(|(at, operation)| (at + 1, operation)).collect();
        let groups: Vec<&[(usize, &ScriptOperation)]> =
            operations.chunk_by(|(_, a), (_, b)| a.transactional() && b.transactional()).collect();
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
    async fn run_together(
        &mut self,
        group: &[(usize, &ScriptOperation)],
        last: bool,
        first: bool,
    ) -> Result<bool, AppError> {
        let statements: Vec<Statement> =
            group.iter().flat_map(|(_, operation)| operation.statements.iter().cloned()).collect();
        self.driver.begin(&statements).await?;
        if first && self.applied_meanwhile().await? {
            self.driver.rollback().await?;
            return Ok(false);
        }
        let result = self.run_in_transaction(group, last).await;
        match result {
            Ok(()) => self.driver.commit().await.map(|()| true).map_err(|source| AppError::Operation {
                number: group[0].0,
                title: format!("and the {} that follow, at the commit", group.len() - 1),
                statement: "COMMIT".into(),
                kept: self.done,
                source,
            }),
            Err(error) => {
                // The error that led here is the one to tell; a session that is gone has rolled back by itself.
                let _ = self.driver.rollback().await;
                Err(error)
            }
        }
    }

    async fn run_in_transaction(&mut self, group: &[(usize, &ScriptOperation)], last: bool) -> Result<(), AppError> {
        for (number, operation) in group {
            self.run_operation(*number, operation).await?;
        }
        if last {
            self.finish_run().await?;
        }
        Ok(())
    }

    async fn run_alone(&mut self, (number, operation): (usize, &ScriptOperation)) -> Result<(), AppError> {
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
            self.driver.run(&statement.sql).await.map_err(|source| AppError::Operation {
                number,
                title: operation.title.clone(),
                statement: statement.sql.clone(),
                kept: self.done,
                source,
            })?;
        }
        self.ledger.finish(self.driver, (self.number, row), State::Done, None, &self.context.timestamp()).await?;
        Ok(())
    }

    async fn finish_run(&mut self) -> Result<(), AppError> {
        self.ledger.finish(self.driver, (self.number, 0), State::Done, None, &self.context.timestamp()).await?;
        Ok(())
    }

    /// Where the engine's only lock is the transaction itself, two applies meet here: the second finds the first one's row.
    async fn applied_meanwhile(&mut self) -> Result<bool, AppError> {
        let records = self.ledger.records(self.driver).await?;
        Ok(records.iter().any(|record| {
            let since = record.run > self.last_run && record.run != self.number;
            since && record.operation == 0 && record.plan == self.run.plan && record.state == State::Done
        }))
    }
}

fn row_number(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
