//! `rollback`: migrations are taken back, the newest first, each by its stored way back, and what that cannot bring back by a backup.

use super::apply::{Applied, ApplyReport, ApplyRequest, BACKUPS, Conduct, Safeguards, apply};
use super::history::{Migration, down_name, in_force};
use super::restore::{RestoreReport, RestoreRequest, restore, series};
use super::source::{Target, connect};
use super::{AppError, Context};
use crate::backup::Archive;
use crate::ledger::Ledger;
use crate::plan::Script;
use crate::sql::Syntax;
use crate::store;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

#[derive(Clone, Debug)]
pub struct RollbackRequest {
    pub how_far: HowFar,
    /// The folder of migrations.
    pub migrations: PathBuf,
    pub database: Target,
    pub allow_breaking: bool,
    pub safeguards: Safeguards,
    /// Bring back structure alone where there is no backup.
    pub without_data: bool,
    pub dry_run: bool,
    pub yes: bool,
    pub lock_timeout: Option<Duration>,
    pub conduct: Conduct,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HowFar {
    /// So many migrations.
    Steps(usize),
    /// Everything that was applied after this one, named by its run, its file or how that begins.
    To(String),
}

impl HowFar {
    /// What is left when so many have come to their end: whoever runs a command again that was cut off means the same migrations.
    fn less(&self, finished: usize) -> Self {
        match self {
            Self::Steps(steps) => Self::Steps(steps.saturating_sub(finished)),
            Self::To(name) => Self::To(name.clone()),
        }
    }
}

/// What `rollback --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RollbackReport {
    /// Newest first.
    pub migrations: Vec<RolledBack>,
    pub notes: Vec<String>,
}

/// One migration that was taken back.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RolledBack {
    /// The run that had applied it; nothing where an earlier rollback had come past it.
    pub run: Option<i64>,
    pub migration: String,
    /// How the way back went; nothing where an earlier rollback had come past it, too.
    pub way_back: Option<ApplyReport>,
    /// What came back from a backup.
    pub restored: Option<RestoreReport>,
}

/// A migration with what takes it back.
struct Step {
    migration: Migration,
    down: PathBuf,
    /// Newest first.
    backups: Vec<Archive>,
}

pub async fn rollback(context: &Context, request: &RollbackRequest) -> Result<RollbackReport, AppError> {
    let mut report = RollbackReport { migrations: Vec::new(), notes: Vec::new() };
    let archives = archives(context, request)?;
    let (applied, database) = applied(context, request).await?;
    if !request.dry_run {
        finish_interrupted(context, request, &archives, &applied, &database, &mut report).await?;
    }
    let migrations = chosen(&applied, &request.how_far.less(report.migrations.len()))?;
    // All of them are looked at before the first one is touched.
    let steps = migrations
        .into_iter()
        .rev()
        .map(|migration| step(context, request, &archives, migration, &database))
        .collect::<Result<Vec<_>, _>>()?;
    for step in &steps {
        let rolled_back = take_back(context, request, step).await?;
        report.migrations.push(rolled_back);
        if request.dry_run && steps.len() > 1 {
            let rest: Vec<&str> = steps[1..].iter().map(|step| step.migration.file.as_str()).collect();
            report.notes.push(format!("after it would go back: {}", rest.join(", ")));
            break;
        }
    }
    Ok(report)
}

fn archives(context: &Context, request: &RollbackRequest) -> Result<Vec<Archive>, AppError> {
    let folder = request.safeguards.backup_folder.clone().unwrap_or_else(|| PathBuf::from(BACKUPS));
    Ok(Archive::list(&context.folder.join(folder))?)
}

/// What is in force, and the name of the database.
async fn applied(context: &Context, request: &RollbackRequest) -> Result<(Vec<Migration>, String), AppError> {
    let database = context.needed_database(&request.database)?;
    let mut driver = connect(&database.url).await?;
    let ledger = Ledger::of(driver.as_ref(), &context.scope());
    let records = ledger.records(driver.as_mut()).await?;
    Ok((in_force(&records), driver.server().database.clone()))
}

fn chosen(applied: &[Migration], how_far: &HowFar) -> Result<Vec<Migration>, AppError> {
    let from = match how_far {
        HowFar::Steps(steps) => applied.len().checked_sub(*steps).ok_or_else(|| {
            AppError::Usage(format!(
                "there are {} migrations to take back, not {steps}: see `dbx status`",
                applied.len()
            ))
        })?,
        HowFar::To(name) => {
            let at = applied.iter().rposition(|migration| migration.is_called(name)).ok_or_else(|| {
                AppError::Usage(format!("no migration that is in force is called `{name}`: see `dbx status`"))
            })?;
            at + 1
        }
    };
    Ok(applied[from..].to_vec())
}

fn step(
    context: &Context,
    request: &RollbackRequest,
    archives: &[Archive],
    migration: Migration,
    database: &str,
) -> Result<Step, AppError> {
    let folder = context.folder.join(&request.migrations);
    let down = folder.join(down_name(&migration.file));
    let refused = |reason: String, help: &str| AppError::Refused { reason, help: help.to_owned(), risks: Vec::new() };
    let Some(text) = store::read_if_there(&down)? else {
        return Err(refused(
            format!("run {} ({}) has no way back: there is no {}", migration.run, migration.file, down.display()),
            "name the folder with --migrations; or plan the way to the schema you want with `dbx plan --target`",
        ));
    };
    fits(&down, &text, &migration)?;
    unchanged(&folder.join(&migration.file), &migration)?;
    let backups: Vec<Archive> = series(archives, &migration.plan, database).into_iter().cloned().collect();
    let lost: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("-- note: ")).collect();
    if !lost.is_empty() && backups.is_empty() && !request.without_data {
        return Err(refused(
            format!(
                "{} cannot be taken back with its data, and there is no backup: {}",
                migration.file,
                lost.join("; ")
            ),
            "name the folder of backups with --backup-folder; or bring back the structure alone with --without-data",
        ));
    }
    Ok(Step { migration, down, backups })
}

/// A way back is one of this very migration: it leads from its end to its start.
fn fits(path: &Path, text: &str, migration: &Migration) -> Result<(), AppError> {
    // The syntax plays no part in reading a header.
    let script = Script::parse(text, Syntax::Postgres);
    let script = match script {
        Ok(script) => script,
        // Without a header the statements are read again, by the right syntax, when they run.
        Err(_) if !text.starts_with("-- dbx plan") => return Ok(()),
        Err(source) => return Err(AppError::Script { path: path.to_owned(), source }),
    };
    let Some(header) = script.header.filter(|_| !migration.to.is_empty()) else { return Ok(()) };
    if (header.from.as_str(), header.to.as_str()) == (migration.to.as_str(), migration.from.as_str()) {
        return Ok(());
    }
    Err(AppError::Refused {
        reason: format!("{} is not the way back of run {} ({})", path.display(), migration.run, migration.file),
        help: "it was planned for another schema; `dbx verify` shows which files are not those of the ledger".into(),
        risks: Vec::new(),
    })
}

/// A migration that was edited since says nothing about what its way back does.
fn unchanged(path: &Path, migration: &Migration) -> Result<(), AppError> {
    let Some(text) = store::read_if_there(path)? else { return Ok(()) };
    let found = match Script::parse(&text, Syntax::Postgres) {
        Ok(script) if script.header.is_some() => script.hash,
        Ok(_) | Err(_) => return Ok(()),
    };
    if found == migration.plan {
        return Ok(());
    }
    Err(AppError::Refused {
        reason: format!(
            "{} is not what run {} applied: its hash is {found}, that of the ledger {}",
            path.display(),
            migration.run,
            migration.plan
        ),
        help: "bring the file of that run back; `dbx verify` compares all of them".into(),
        risks: Vec::new(),
    })
}

async fn take_back(context: &Context, request: &RollbackRequest, step: &Step) -> Result<RolledBack, AppError> {
    if !request.dry_run {
        step.backups.iter().try_for_each(Archive::mark_pending)?;
    }
    let way_back = ApplyRequest {
        what: Applied::WayBack { file: step.down.clone(), backups: paths(&step.backups) },
        database: request.database.clone(),
        scratch: None,
        allow_breaking: request.allow_breaking,
        safeguards: request.safeguards.clone(),
        dry_run: request.dry_run,
        yes: request.yes,
        lock_timeout: request.lock_timeout,
        conduct: request.conduct.clone(),
    };
    let mut way_back = apply(context, &way_back).await?;
    let restored = match way_back.restored.take() {
        Some(restored) => {
            step.backups.iter().try_for_each(Archive::clear_pending)?;
            Some(restored)
        }
        None if request.dry_run => None,
        None => bring_back(context, request, &step.backups).await?,
    };
    let way_back = Some(way_back);
    let Migration { run, file, .. } = step.migration.clone();
    Ok(RolledBack { run: Some(run), migration: file, way_back, restored })
}

fn paths(backups: &[Archive]) -> Vec<PathBuf> {
    backups.iter().map(|backup| backup.path.clone()).collect()
}

/// What the migration lost, from its backups; `None` where there is none.
async fn bring_back(
    context: &Context,
    request: &RollbackRequest,
    backups: &[Archive],
) -> Result<Option<RestoreReport>, AppError> {
    let mut all: Option<RestoreReport> = None;
    for request in RestoreRequest::of_what_was_lost(&paths(backups), &request.database, request.lock_timeout) {
        let restored = restore(context, &request).await?;
        all = Some(match all {
            Some(before) => before.and(restored),
            None => restored,
        });
    }
    backups.iter().try_for_each(Archive::clear_pending)?;
    Ok(all)
}

/// A rollback that was cut off between the way back and the rows goes on with the rows.
async fn finish_interrupted(
    context: &Context,
    request: &RollbackRequest,
    archives: &[Archive],
    applied: &[Migration],
    database: &str,
    report: &mut RollbackReport,
) -> Result<(), AppError> {
    let is_pending = |it: &&Archive| it.is_pending() && it.manifest.origin.database == database;
    let pending: BTreeSet<&str> =
        archives.iter().filter(is_pending).map(|archive| archive.manifest.plan.as_str()).collect();
    for plan in pending {
        if applied.iter().any(|migration| migration.plan == plan) {
            continue;
        }
        let backups: Vec<Archive> = series(archives, plan, database).into_iter().cloned().collect();
        let Some(newest) = backups.first() else { continue };
        let restored = bring_back(context, request, &backups).await?;
        let migration = newest.manifest.migration.clone();
        report.notes.push(format!("the rollback of {migration} had not come to its end: its rows are back now"));
        report.migrations.push(RolledBack { run: None, migration, way_back: None, restored });
    }
    Ok(())
}
