//! `apply`: a plan is run, under the gate, the lock and the ledger.

pub(super) mod candidate;
mod execution;
mod start;

use super::context::Database;
use super::source::{Source, Target, connect};
use super::{AppError, Context};
use crate::app::approval::{self, Approvals, Asked, approval_path};
use crate::app::backup::{BackupChoice, BackupSummary, Task, is_due};
use crate::app::plan::{COUNT_LIMIT, COUNT_TIMEOUT, approach};
use crate::driver::{Driver, LockTimeout, Server};
use crate::gate::{self, Policy, Verdict};
use crate::impact::{RiskReport, Verification, recheck};
use crate::ledger::{Ledger, Phase};
use crate::model::{Level, Schema};
use crate::plan::ScriptOperation;
use candidate::Candidate;
use execution::{Executed, Seen, execute, finished_runs};
use schemars::JsonSchema;
use serde::Serialize;
use start::{Standing, is_at_target, standing};
use std::path::PathBuf;
use std::time::Duration;

#[derive(Clone, Debug)]
pub struct ApplyRequest {
    pub what: Applied,
    pub database: Target,
    /// A database in which dbx may build things to see how the server spells them.
    pub scratch: Option<String>,
    pub allow_breaking: bool,
    pub safeguards: Safeguards,
    /// Everything but running it.
    pub dry_run: bool,
    /// Answers every question with yes.
    pub yes: bool,
    pub lock_timeout: Option<Duration>,
}

/// What has to be there before a plan runs, beyond what its environment asks for.
#[derive(Clone, Debug, Default)]
pub struct Safeguards {
    /// Run nothing that nobody approved.
    pub require_approval: bool,
    pub backup: BackupChoice,
    /// The folder of backups; `backups` without it.
    pub backup_folder: Option<PathBuf>,
}

/// What is applied.
#[derive(Clone, Debug)]
pub enum Applied {
    /// A plan file, or SQL written by hand.
    File(PathBuf),
    /// The way back of a plan that was applied.
    WayBack(PathBuf),
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
    /// Who approved the plan.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Option<Vec<String>>")]
    pub approvers: Vec<String>,
    /// What was saved before the plan ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backup: Option<BackupSummary>,
    /// Where the plan was proven before it was applied, as its sidecar says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proven: Option<Verification>,
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

pub async fn apply(context: &Context, request: &ApplyRequest) -> Result<ApplyReport, AppError> {
    let database = context.needed_database(&request.database)?;
    let mut driver = connect(&database.url).await?;
    let timeout = request.lock_timeout.unwrap_or(database.lock_timeout());
    driver.set_lock_timeout(LockTimeout(timeout)).await?;
    let wait = request.lock_timeout.unwrap_or(timeout.max(PATIENCE));
    if !request.dry_run && !driver.lock(wait).await? {
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

/// Another apply that is short is worth waiting for, where nobody said how long.
const PATIENCE: Duration = Duration::from_secs(10);

/// Gives the connection back, where there is one left, so that the lock can be freed.
async fn under_lock(
    context: &Context,
    request: &ApplyRequest,
    database: &Database,
    mut driver: Box<dyn Driver>,
) -> (Option<Box<dyn Driver>>, Result<ApplyReport, AppError>) {
    let candidate = match &request.what {
        Applied::File(path) => candidate::from_file(&context.folder.join(path), driver.dialect().as_ref()),
        Applied::WayBack(path) => candidate::from_file(&context.folder.join(path), driver.dialect().as_ref())
            .map(|candidate| Candidate { command: "rollback", ..candidate }),
        Applied::Target(source) => match from_target(context, request, driver, source).await {
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

async fn from_target(
    context: &Context,
    request: &ApplyRequest,
    driver: Box<dyn Driver>,
    target: &Source,
) -> Result<(Box<dyn Driver>, Candidate), AppError> {
    let scratch = context.scratch(request.scratch.as_deref(), &request.database)?;
    let approach = approach(context, None, &request.database)?;
    candidate::from_target(context, driver, target, scratch, approach).await
}

async fn run_candidate(
    context: &Context,
    request: &ApplyRequest,
    database: &Database,
    driver: &mut dyn Driver,
    mut candidate: Candidate,
) -> Result<ApplyReport, AppError> {
    let ledger = Ledger::of(driver, &context.scope());
    let mut report = ApplyReport {
        outcome: ApplyOutcome::NothingToDo,
        server: driver.server().clone(),
        plan: candidate.script.hash.clone(),
        run: None,
        operations: candidate.script.operations.iter().enumerate().map(applied_operation).collect(),
        risks: candidate.risks.clone(),
        approvers: Vec::new(),
        backup: None,
        proven: candidate.start.as_ref().and_then(|report| report.verified.clone()),
        verified: None,
        notes: candidate.notes.clone(),
        elapsed_ms: 0,
    };
    let done_before = finished_runs(&ledger.records(driver).await?, &candidate.script.hash);
    let start = match standing(context, driver, &ledger, &candidate).await? {
        Standing::Start(start) if !candidate.script.operations.is_empty() => start,
        Standing::Start(_) | Standing::Done => {
            report.operations.clear();
            return Ok(report);
        }
    };
    if let Some(live) = &start {
        count_again(driver, live, &mut candidate).await?;
        report.risks.clone_from(&candidate.risks);
    }
    let approvals = approvals_of(context, request, driver, &candidate).await?;
    pass_gate(context, request, database, &candidate, &approvals)?;
    report.approvers = approvals.approvers;
    report.notes.extend(approvals.void);
    if request.dry_run {
        report.outcome = ApplyOutcome::WouldApply;
        return Ok(report);
    }
    let started = std::time::Instant::now();
    let backup = backup_task(context, request, database, &candidate);
    let saves = backup.is_some();
    let seen = Seen { start, done_before: &done_before, backup };
    let executed = execute(context, driver, &ledger, &candidate, seen).await?;
    report.elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let Some(Executed { mut run, backup }) = executed else {
        // Somebody else applied the same plan while this one waited its turn.
        report.operations.clear();
        return Ok(report);
    };
    report.run = Some(run.run);
    report.backup = backup.map(|archive| BackupSummary::of(context, &archive, &request.database));
    if saves && report.backup.is_none() {
        report.notes.push("no backup was taken: the plan drops, narrows and rewrites nothing that is there".into());
    }
    report.outcome = ApplyOutcome::Applied;
    if let Some(header) = &candidate.script.header {
        let verified = is_at_target(context, driver, &candidate, &header.to).await?;
        report.verified = Some(verified);
        run.phase = Phase::Finished;
        ledger.update_run(driver, &run).await?;
        if !verified {
            report
                .notes
                .push("the schema is not exactly the one the plan leads to: look at it with `dbx drift`".into());
        }
    }
    Ok(report)
}

/// Counts the rows of risks that hang on them once more: the plan may be old, or made for another database.
async fn count_again(driver: &mut dyn Driver, live: &Schema, candidate: &mut Candidate) -> Result<(), AppError> {
    for risk in candidate.risks.iter_mut().filter(|risk| recheck::hangs_on_rows(risk)) {
        let rows = match recheck::question(risk, live) {
            Some(probe) => driver.answer(&probe, COUNT_LIMIT, COUNT_TIMEOUT).await?,
            None => None,
        };
        if rows != risk.rows {
            let now = rows.map_or_else(|| "an unknown number of rows".to_owned(), |rows| rows.to_string());
            risk.message = match risk.rows {
                Some(_) => format!("{} (when the plan was made; now {now})", risk.message),
                None => format!("{} ({now} now)", risk.message),
            };
            risk.rows = rows;
        }
        risk.level = recheck::level_now(risk, rows);
    }
    candidate.risks.sort_by_key(|risk| std::cmp::Reverse(risk.level));
    candidate.level = candidate.risks.iter().map(|risk| risk.level).max();
    Ok(())
}

fn applied_operation((at, operation): (usize, &ScriptOperation)) -> AppliedOperation {
    AppliedOperation {
        number: at + 1,
        object: operation.object.clone(),
        title: operation.title.clone(),
        statements: operation.statements.iter().map(|statement| statement.sql.clone()).collect(),
    }
}

/// The folder of backups is the project's, as that of migrations is.
pub(super) const BACKUPS: &str = "backups";

fn backup_task(context: &Context, request: &ApplyRequest, database: &Database, candidate: &Candidate) -> Option<Task> {
    let Safeguards { backup, backup_folder, .. } = &request.safeguards;
    let folder = backup_folder.clone().unwrap_or_else(|| PathBuf::from(BACKUPS));
    is_due(*backup, &database.settings, candidate.level).then(|| Task { folder: context.folder.join(folder) })
}

async fn approvals_of(
    context: &Context,
    request: &ApplyRequest,
    driver: &mut dyn Driver,
    candidate: &Candidate,
) -> Result<Approvals, AppError> {
    let file = match &request.what {
        Applied::File(path) | Applied::WayBack(path) => Some(approval_path(&context.folder.join(path))),
        Applied::Target(_) => None,
    };
    let asked = Asked { database: &request.database, file: file.as_deref(), candidate };
    approval::collect(context, driver, &asked).await
}

fn pass_gate(
    context: &Context,
    request: &ApplyRequest,
    database: &Database,
    candidate: &Candidate,
    approvals: &Approvals,
) -> Result<(), AppError> {
    let policy = Policy {
        allow_breaking: request.allow_breaking,
        read_only: database.settings.read_only,
        role: database.settings.role,
        needed: database.settings.approvals.needed().max(usize::from(request.safeguards.require_approval)),
        approvers: approvals.approvers.clone(),
    };
    let refused = |reason: String, help: String| AppError::Refused { reason, help, risks: candidate.risks.clone() };
    if let Verdict::Refused { reason, help } = gate::judge(candidate.level, &policy) {
        // Why the SQL was judged instead of the impact file is half of the reason then.
        let notes: String = candidate.notes.iter().chain(&approvals.void).map(|note| format!("; {note}")).collect();
        return Err(refused(reason + &notes, help));
    }
    let asks = candidate.level.is_some_and(|level| level >= gate::BREAKING) && !request.yes && !request.dry_run;
    let question = format!(
        "operations: {}, risks up to {}, on {}: go on?",
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
