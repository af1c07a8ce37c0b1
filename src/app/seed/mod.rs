//! `seed`: synthetic rows for the tables of a schema.

mod deferral;
mod estimate;
mod file;
mod journal;
mod load;
mod pace;
mod parquet;
mod recorded;
mod report;
mod rows;
mod shard;
mod target;
mod text;
mod text_cache;
mod truncate;
mod update;
mod verify;
mod wanted;

use super::context::Database;
use super::source::{Side, Source, Target, connect};
use super::{AppError, Context, ModelChoice, ModelReport};
use crate::dialect::{self, Dialect, DialectKind};
use crate::driver::{BulkTarget, Driver};
use crate::model::Schema;
use crate::seed::{Compiled, Wanted, compile, profile};
use crate::store;
use deferral::Deferral;
use estimate::estimate;
use journal::{Journal, begin_where};
use load::Load;
pub use pace::Pace;
use recorded::{ended_early, recorded};
use report::report;
pub use report::{SeedOutcome, SeedReport, SeededTable};
pub use shard::Shard;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use target::Live;
use text::Resolved;
pub use text::show_text_prompts;
use truncate::{truncate, would_truncate};
pub(super) use wanted::load_profile;
use wanted::{Asked, asked};

#[derive(Clone, Debug)]
pub struct SeedRequest {
    pub schema: Source,
    pub database: Target,
    /// What the rows are to look like; inferred where it says nothing.
    pub profile: Option<PathBuf>,
    /// Write the profile that was inferred into this new file, and load nothing.
    pub init_profile: Option<PathBuf>,
    /// Those that are set are stronger than the profile.
    pub seed: Option<u64>,
    /// Rows of the largest tables.
    pub rows: Option<u64>,
    /// All volumes times this.
    pub scale: Option<f64>,
    pub locale: Option<String>,
    /// Threads that make rows.
    pub jobs: usize,
    /// Rows made at once.
    pub batch_size: usize,
    /// Rows of a transaction: what is lost at most where a run is killed.
    pub commit_every: u64,
    pub shard: Shard,
    /// Rows little by little instead of as fast as can be.
    pub pace: Option<Pace>,
    /// Files instead of a database.
    pub to: Option<Files>,
    /// Empty the tables first, and those that refer to them.
    pub truncate: bool,
    pub dry_run: bool,
    /// Who writes the texts that a profile wants of a language model, where none are kept.
    pub model: ModelChoice,
    /// Answers every question with yes.
    pub yes: bool,
}

/// Where rows are written.
#[derive(Clone, Debug)]
pub struct Files {
    pub format: FileFormat,
    /// `None` is the standard output.
    pub folder: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    Csv,
    Parquet,
    Sql,
}

impl FileFormat {
    pub const ALL: [Self; 3] = [Self::Csv, Self::Parquet, Self::Sql];

    /// The word for it, which is also the extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Sql => "sql",
        }
    }
}

/// Seeds a database, or writes files; `out` takes what goes to the standard output.
pub async fn seed(
    context: &Context,
    request: &SeedRequest,
    out: &mut (dyn Write + Send),
) -> Result<SeedReport, AppError> {
    let side = Side::open(context, &request.schema).await?;
    let dialect = dialect::of(side.dialect.unwrap_or(DialectKind::Postgres));
    let schema = (&side.schema, dialect.as_ref());
    let mut asked = asked(context, request, &side.schema)?;
    if let Some(path) = &request.init_profile {
        let compiled = compile(&side.schema, dialect.capabilities().syntax, &asked.wanted);
        return write_profile(context, path, request, &asked.wanted, compiled.map_err(AppError::Unsupported)?);
    }
    // Before a model is asked: its answers cost.
    let destination = Destination::of(context, request)?;
    let mut texts = Resolved::default();
    if !request.dry_run {
        let written = text::resolve(context, &request.model, schema, &mut asked.wanted, &mut texts).await;
        if let Err(error) = written {
            return Err(destination.billed(context, &texts, error).await);
        }
        asked.key += &texts.hash;
    }
    match &destination {
        Destination::Files(files) => write_files(context, request, files, schema, (&asked, texts), out),
        Destination::Database(database) => {
            let mut seeding = Seeding { context, request, schema, model: texts.model.clone(), is_recorded: false };
            match seeding.under_lock(database, &mut asked).await {
                Err(error) if !seeding.is_recorded => Err(destination.billed(context, &texts, error).await),
                seeded => seeded,
            }
        }
    }
}

/// Where rows go.
enum Destination<'r> {
    Files(&'r Files),
    Database(Box<Database>),
}

impl<'r> Destination<'r> {
    /// # Errors
    ///
    /// A database that is not named, or is not to be written to.
    fn of(context: &Context, request: &'r SeedRequest) -> Result<Self, AppError> {
        if let Some(files) = &request.to {
            return Ok(Self::Files(files));
        }
        let database = context.needed_database(&request.database)?;
        if database.settings.read_only {
            return Err(AppError::Refused {
                reason: "the environment is read only".into(),
                help: "take `read_only` out of its section in dbx.toml, or name another one".into(),
                risks: Vec::new(),
            });
        }
        Ok(Self::Database(Box::new(database)))
    }

    /// The error that ended a run before its first row, after what a model took until then was written down; files have no ledger.
    async fn billed(&self, context: &Context, texts: &Resolved, error: AppError) -> AppError {
        let (Self::Database(database), Some(model)) = (self, &texts.model) else { return error };
        match ended_early(context, database, &model.spent, &error).await {
            Ok(()) => error,
            Err(other) => {
                let note = format!("the tokens of this run are not in the ledger: {other}");
                AppError::Noted { source: Box::new(error), note }
            }
        }
    }
}

fn write_files(
    context: &Context,
    request: &SeedRequest,
    files: &Files,
    (schema, dialect): (&Schema, &dyn Dialect),
    (asked, texts): (&Asked, Resolved),
    out: &mut (dyn Write + Send),
) -> Result<SeedReport, AppError> {
    let compiled = compile(schema, dialect.capabilities().syntax, &asked.wanted);
    let Compiled { plan, notes, .. } = compiled.map_err(AppError::Unsupported)?;
    let mut report = SeedReport { model: texts.model, ..report(request, &plan, notes, &asked.wanted) };
    if request.dry_run {
        estimate(&plan, request.jobs, &mut report);
    } else {
        file::write(context, request, files, (schema, dialect, Arc::new(plan)), &mut report, out)?;
    }
    Ok(report)
}

/// Rows for a live database.
struct Seeding<'a> {
    context: &'a Context,
    request: &'a SeedRequest,
    /// With the dialect of its checks.
    schema: (&'a Schema, &'a dyn Dialect),
    /// The one that wrote texts.
    model: Option<ModelReport>,
    /// Whether the run has its row in the ledger, which tells what the model took.
    is_recorded: bool,
}

impl Seeding<'_> {
    async fn under_lock(&mut self, database: &Database, asked: &mut Asked) -> Result<SeedReport, AppError> {
        let mut driver = connect(&database.url).await?;
        // Parts of the work run side by side.
        let locks = self.request.shard == Shard::WHOLE && !self.request.dry_run;
        if locks && !driver.lock(database.lock_timeout()).await? {
            return Err(AppError::Busy { holder: driver.lock_holder().await.unwrap_or_default() });
        }
        let seeded = self.run(driver.as_mut(), asked).await;
        if locks {
            // The session's end frees the lock too; an error here must not hide the result.
            let _ = driver.unlock().await;
        }
        seeded
    }

    async fn run(&mut self, driver: &mut dyn Driver, asked: &mut Asked) -> Result<SeedReport, AppError> {
        let (request, (schema, dialect)) = (self.request, self.schema);
        let Asked { wanted, key } = asked;
        let mut live = Live::inspect(self.context, driver).await?;
        let is_whole = request.shard == Shard::WHOLE;
        let journal = Journal::of(self.context, &live, schema, (key, request.shard));
        let unfinished = journal.unfinished(driver).await?;
        match &unfinished {
            Some(standings) => begin_where(standings, schema, wanted),
            None if is_whole && !request.truncate => live.count(driver, schema, wanted).await?,
            None => {}
        }
        let compiled = compile(schema, dialect.capabilities().syntax, wanted).map_err(AppError::Unsupported)?;
        let Compiled { plan, notes, .. } = compiled;
        let mut report = report(request, &plan, notes, wanted);
        report.server = Some(driver.server().clone());
        report.model.clone_from(&self.model);
        let targets = live.targets(&plan)?;
        if unfinished.is_some() {
            report.notes.push("the same command was interrupted: going on from there".into());
        }
        if request.dry_run {
            if request.truncate && unfinished.is_none() {
                report.notes.extend(would_truncate(driver, &live, &targets).await?);
            }
            estimate(&plan, request.jobs, &mut report);
            return Ok(report);
        }
        if unfinished.is_none() && self.clear(driver, &live, &targets).await? {
            live = Live::inspect(self.context, driver).await?;
        }
        let started = std::time::Instant::now();
        let standings = match unfinished {
            Some(standings) => standings,
            None => journal.start(driver, &plan).await?,
        };
        let journal = (&journal, standings);
        let plan = Arc::new(plan);
        let load = Load { context: self.context, request, schema, live: &live, plan, targets: &targets, journal };
        self.is_recorded = true;
        recorded(&load, driver, &mut report).await?;
        report.elapsed_ms = milliseconds(started);
        report.outcome = SeedOutcome::Seeded;
        Ok(report)
    }

    /// What comes before the first row of a new run: empty tables where they are wanted, and constraints that another run has left off put
    /// back. Whether the schema is another one then.
    async fn clear(&self, driver: &mut dyn Driver, live: &Live, targets: &[BulkTarget]) -> Result<bool, AppError> {
        if self.request.truncate {
            truncate(self.context, driver, live, targets, self.request.yes).await?;
        }
        Ok(Deferral::of(self.context, live).restore(driver).await? > 0)
    }
}

fn milliseconds(since: std::time::Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// The profile that makes the rows of this plan.
fn write_profile(
    context: &Context,
    path: &Path,
    request: &SeedRequest,
    wanted: &Wanted,
    compiled: Compiled,
) -> Result<SeedReport, AppError> {
    let Compiled { plan, described, notes, .. } = compiled;
    let file = context.folder.join(path);
    if let Some(folder) = file.parent() {
        store::make_folder(folder)?;
    }
    store::write_new(&file, &profile::write(wanted, &described))?;
    let report = report(request, &plan, notes, wanted);
    Ok(SeedReport { outcome: SeedOutcome::ProfileWritten, profile: Some(path.to_owned()), ..report })
}
