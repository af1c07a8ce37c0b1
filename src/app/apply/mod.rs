//! `apply`: a plan is run, under the gate, the lock and the ledger.

mod baseline;
pub(super) mod candidate;
mod commit;
mod connection;
mod execution;
pub(super) mod judgement;
mod order;
mod patience;
mod recount;
mod resume;
mod saving;
mod start;
mod verification;

use super::context::Database;
use super::source::{Source, Target, live};
use super::{AppError, Context};
use crate::app::approval::{self, Approvals, Asked, approval_path};
use crate::app::backup::{BackupChoice, BackupSummary, Task, is_due};
use crate::app::plan::approach;
use crate::app::promotion;
use crate::app::restore::{RestoreReport, RestoreRequest};
use crate::driver::{Driver, Server};
use crate::gate::{self, Policy, Verdict};
use crate::impact::{RiskReport, Verification};
use crate::ledger::{Ledger, Record};
use crate::model::Level;
use crate::plan::ScriptOperation;
use crate::store;
use candidate::Candidate;
use connection::Connected;
use execution::{Executed, Start, execute};
use schemars::JsonSchema;
use serde::Serialize;
use start::{Standing, standing};
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
    pub conduct: Conduct,
}

/// How a run treats others, and what it finds of itself.
#[derive(Clone, Debug, Default)]
pub struct Conduct {
    /// How long another apply is waited for.
    pub wait: Option<Duration>,
    /// How often what did not get a lock is tried again.
    pub lock_retries: Option<u32>,
    /// How long a statement may run.
    pub statement_timeout: Option<Duration>,
    /// Go on with a run that was cut off, and begin none.
    pub resume: bool,
    /// Write the plan down as applied, and run nothing.
    pub baseline: bool,
    /// Files of SQL by hand may come in any order.
    pub allow_out_of_order: bool,
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
    /// The way back of a plan that was applied, and the backups with what it cannot bring back by itself, newest first.
    WayBack { file: PathBuf, backups: Vec<PathBuf> },
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
    /// The run that was cut off and that this one went on from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<i64>")]
    pub resumes: Option<i64>,
    /// What was run, or would be.
    pub operations: Vec<AppliedOperation>,
    pub risks: Vec<RiskReport>,
    /// Who approved the plan.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Option<Vec<String>>")]
    pub approvers: Vec<String>,
    /// What was saved before the plan ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backup: Option<BackupSummary>,
    /// What a way back brought along from a backup, in its own transaction.
    #[serde(skip)]
    pub(in crate::app) restored: Option<RestoreReport>,
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
    /// `--baseline`: it was written down as applied.
    WrittenDown,
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
    let mut connected = Connected::open(&database, request).await?;
    if !request.dry_run {
        connected.lock().await?;
    }
    let (connected, result) = under_lock(context, request, &database, connected).await;
    let is_let_go = matches!(result, Err(AppError::Stopped { at: None, .. } | AppError::StoppedUnverified { .. }));
    if let Some(mut connected) = connected
        && !request.dry_run
        && !is_let_go
    {
        // The session's end frees the lock too; an error here must not hide the result.
        let _ = connected.driver.unlock().await;
    }
    result
}

/// Gives the connection back, where there is one left, so that the lock can be freed.
async fn under_lock(
    context: &Context,
    request: &ApplyRequest,
    database: &Database,
    mut connected: Connected,
) -> (Option<Connected>, Result<ApplyReport, AppError>) {
    let ledger = Ledger::of(connected.driver.as_ref(), &context.scope());
    if !request.dry_run
        && let Err(error) = connected.settle(context, &ledger).await
    {
        return (Some(connected), Err(error));
    }
    let candidate = match &request.what {
        Applied::File(path) => candidate::from_file(&context.folder.join(path), connected.driver.dialect().as_ref()),
        Applied::WayBack { file, .. } => {
            candidate::from_file(&context.folder.join(file), connected.driver.dialect().as_ref())
                .map(|candidate| Candidate { command: "rollback", ..candidate })
        }
        Applied::Target(source) => match from_target(context, request, connected, source).await {
            Ok((connection, candidate)) => {
                connected = connection;
                Ok(candidate)
            }
            Err(error) => return (None, Err(error)),
        },
    };
    let result = match candidate {
        Ok(candidate) => run_candidate(context, request, database, &ledger, &mut connected, candidate).await,
        Err(error) => Err(error),
    };
    (Some(connected), result)
}

async fn from_target(
    context: &Context,
    request: &ApplyRequest,
    connected: Connected,
    target: &Source,
) -> Result<(Connected, Candidate), AppError> {
    let scratch = context.scratch(request.scratch.as_deref(), &request.database)?;
    let approach = approach(context, None, &request.database)?;
    connected.lend(async |driver| candidate::from_target(context, driver, target, scratch, approach).await).await
}

async fn run_candidate(
    context: &Context,
    request: &ApplyRequest,
    database: &Database,
    ledger: &Ledger,
    connected: &mut Connected,
    mut candidate: Candidate,
) -> Result<ApplyReport, AppError> {
    let mut report = new_report(connected.driver.as_ref(), &candidate);
    if request.conduct.baseline {
        return write_down(context, request, ledger, connected, &candidate, report).await;
    }
    let driver = connected.driver.as_mut();
    refuse_damage(driver, ledger).await?;
    let records = ledger.records(driver).await?;
    check_order(context, request, &candidate, &records)?;
    let mut start = match standing(context, driver, &records, &candidate).await? {
        Standing::Start(start) if !candidate.script.operations.is_empty() => *start,
        Standing::Start(_) | Standing::Done => {
            report.operations.clear();
            return Ok(report);
        }
    };
    if request.conduct.resume && start.point.resumes.is_none() {
        return Err(nothing_to_resume(&candidate));
    }
    report.resumes = start.point.resumes;
    report.operations.drain(..start.point.operation.min(report.operations.len()));
    report.notes.extend(start.point.notes.iter().cloned());
    judge_again(context, driver, &mut candidate, &start).await?;
    report.risks.clone_from(&candidate.risks);
    promotion::check(context, request, database, &candidate).await?;
    let approvals = approvals_of(context, request, driver, &candidate).await?;
    pass_gate(context, request, database, &candidate, &approvals)?;
    report.approvers = approvals.approvers;
    report.notes.extend(approvals.void);
    if request.dry_run {
        report.outcome = ApplyOutcome::WouldApply;
        return Ok(report);
    }
    let started = std::time::Instant::now();
    start.backup = backup_task(context, request, database, &candidate);
    start.restores = restorations_of(request);
    let saves = start.backup.is_some();
    let Executed { run, backup, restored } = execute(context, connected, ledger, &candidate, start).await?;
    report.elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    report.run = Some(run.run);
    report.backup = backup.map(|archive| BackupSummary::of(context, &archive, &request.database));
    if saves && report.backup.is_none() {
        report.notes.push("no backup was taken: the plan drops, narrows and rewrites nothing that is there".into());
    }
    report.restored = restored;
    report.outcome = ApplyOutcome::Applied;
    verification::verify(context, connected, ledger, &candidate, run, &mut report).await?;
    Ok(report)
}

fn new_report(driver: &dyn Driver, candidate: &Candidate) -> ApplyReport {
    ApplyReport {
        outcome: ApplyOutcome::NothingToDo,
        server: driver.server().clone(),
        plan: candidate.script.hash.clone(),
        run: None,
        resumes: None,
        operations: candidate.script.operations.iter().enumerate().map(applied_operation).collect(),
        risks: candidate.risks.clone(),
        approvers: Vec::new(),
        backup: None,
        restored: None,
        proven: candidate.start.as_ref().and_then(|report| report.verified.clone()),
        verified: None,
        notes: candidate.notes.clone(),
        elapsed_ms: 0,
    }
}

async fn write_down(
    context: &Context,
    request: &ApplyRequest,
    ledger: &Ledger,
    connected: &mut Connected,
    candidate: &Candidate,
    mut report: ApplyReport,
) -> Result<ApplyReport, AppError> {
    report.outcome = ApplyOutcome::WrittenDown;
    if !request.dry_run {
        report.run = Some(baseline::baseline(context, connected, ledger, candidate).await?.run);
    }
    Ok(report)
}

/// What is decided by the ledger must not rest on rows that somebody made up.
async fn refuse_damage(driver: &mut dyn Driver, ledger: &Ledger) -> Result<(), AppError> {
    let damage = ledger.damage(driver).await?;
    if damage.is_empty() {
        return Ok(());
    }
    let damage: Vec<String> = damage.iter().map(ToString::to_string).collect();
    Err(AppError::Refused {
        reason: format!("somebody changed the ledger of this database by hand: {}", damage.join(", ")),
        help: "restore it; or, for a plan that is in the database, `dbx apply PLAN --baseline` takes the ledger as it is and adds the plan"
            .into(),
        risks: Vec::new(),
    })
}

fn check_order(
    context: &Context,
    request: &ApplyRequest,
    candidate: &Candidate,
    records: &[Record],
) -> Result<(), AppError> {
    let Applied::File(path) = &request.what else { return Ok(()) };
    let path = context.folder.join(path);
    let folder = path.parent().unwrap_or(&context.folder);
    let files = store::list(folder, &["sql"])?;
    let names = files.iter().filter_map(|file| Some(file.file_name()?.to_string_lossy().into_owned()));
    order::check(candidate, records, &names.collect::<Vec<_>>(), request.conduct.allow_out_of_order)
}

fn nothing_to_resume(candidate: &Candidate) -> AppError {
    AppError::Refused {
        reason: format!("no run of {} was cut off half-way: there is nothing to go on with", candidate.file),
        help: "without --resume it is run from its start; `dbx status` shows earlier runs".into(),
        risks: Vec::new(),
    }
}

/// The risks as the database is now: those of a sidecar are counted again; where none speaks for the SQL it is read against the live schema.
async fn judge_again(
    context: &Context,
    driver: &mut dyn Driver,
    candidate: &mut Candidate,
    start: &Start,
) -> Result<(), AppError> {
    if candidate.start.is_none() {
        let schema = match &start.schema {
            Some(schema) => schema.clone(),
            None => live(context, driver).await?,
        };
        return judgement::against(context, driver, candidate, schema, start.point.operation).await;
    }
    match &start.schema {
        Some(live) => recount::count_again(driver, live, candidate).await,
        None => Ok(()),
    }
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

/// A way back takes place of nothing but what its plan lost.
fn restorations_of(request: &ApplyRequest) -> Vec<RestoreRequest> {
    match &request.what {
        Applied::WayBack { backups, .. } => {
            RestoreRequest::of_what_was_lost(backups, &request.database, request.lock_timeout)
        }
        Applied::File(_) | Applied::Target(_) => Vec::new(),
    }
}

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
        Applied::File(path) | Applied::WayBack { file: path, .. } => Some(approval_path(&context.folder.join(path))),
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
