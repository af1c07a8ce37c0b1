//! `seed`: synthetic rows for the tables of a schema.

mod database;
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
use super::source::{Side, Source, Target};
use super::{AppError, Context, ModelChoice};
use crate::dialect::{self, Dialect, DialectKind};
use crate::model::Schema;
use crate::seed::{Compiled, Wanted, compile, profile};
use crate::store;
use database::Seeding;
use estimate::estimate;
pub use pace::Pace;
use recorded::ended_early;
use report::report;
pub use report::{SeedOutcome, SeedReport, SeededTable};
pub use shard::Shard;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use text::Resolved;
pub use text::show_text_prompts;
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
            let mut seeding = Seeding::new(context, request, schema, texts.model.clone());
            match seeding.under_lock(database, &mut asked).await {
                Err(error) if !seeding.is_recorded() => Err(destination.billed(context, &texts, error).await),
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
