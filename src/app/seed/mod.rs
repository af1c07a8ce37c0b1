//! `seed`: synthetic rows for the tables of a schema.

mod deferral;
mod estimate;
mod file;
mod journal;
mod load;
mod pace;
mod parquet;
mod recorded;
mod rows;
mod target;
mod text;
mod text_cache;
mod truncate;
mod update;
mod verify;
mod wanted;

use super::source::{Side, Source, Target, connect};
use super::{AppError, Context, ModelChoice, ModelReport};
use crate::dialect::{self, DialectKind};
use crate::driver::{BulkTarget, Driver, Server};
use crate::model::{QualifiedName, Schema};
use crate::seed::{Compiled, SeedPlan, Wanted, compile, profile};
use crate::sql::Syntax;
use crate::store;
use deferral::Deferral;
use estimate::estimate;
use journal::{Journal, begin_where};
use load::Load;
pub use pace::Pace;
use recorded::recorded;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use target::Live;
pub use text::show_text_prompts;
use truncate::truncate;
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

/// One of several parts of the work, all of the same size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    pub number: u64,
    pub of: u64,
}

impl Shard {
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// This part of some rows.
    pub fn part(self, rows: &std::ops::Range<u64>) -> std::ops::Range<u64> {
        let count = u128::from(rows.end - rows.start);
        // The product of two 64-bit numbers divided by one of them fits again.
        let bound = |part: u64| rows.start + (count * u128::from(part) / u128::from(self.of)) as u64;
        bound(self.number - 1)..bound(self.number)
    }
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

/// What `seed --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SeedReport {
    pub outcome: SeedOutcome,
    pub seed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<Server>,
    /// The file of `--init-profile`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<PathBuf>,
    /// In loading order.
    pub tables: Vec<SeededTable>,
    pub rows: u64,
    pub notes: Vec<String>,
    /// Wall time of the load, in milliseconds.
    pub elapsed_ms: u64,
    /// With `--dry-run`, about how long a load would take, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_ms: Option<u64>,
    /// The language model that wrote texts, where one was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelReport>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeedOutcome {
    Seeded,
    /// `--to`
    Written,
    /// `--init-profile`
    ProfileWritten,
    /// `--dry-run`
    WouldSeed,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SeededTable {
    pub table: String,
    pub rows: u64,
    /// Rows that were there before.
    pub before: u64,
    /// Rows that were changed after they were loaded, with a pace that has updates.
    pub updated: u64,
    /// About as many as text files of these rows would have.
    pub bytes: u64,
    pub elapsed_ms: u64,
}

/// Seeds a database, or writes files; `out` takes what goes to the standard output.
pub async fn seed(
    context: &Context,
    request: &SeedRequest,
    out: &mut (dyn Write + Send),
) -> Result<SeedReport, AppError> {
    let side = Side::open(context, &request.schema).await?;
    let dialect = dialect::of(side.dialect.unwrap_or(DialectKind::Postgres));
    let mut asked = asked(context, request, &side.schema)?;
    if let Some(path) = &request.init_profile {
        let compiled = compile(&side.schema, dialect.capabilities().syntax, &asked.wanted);
        return write_profile(context, path, request, &asked.wanted, compiled.map_err(AppError::Unsupported)?);
    }
    let mut model = None;
    if !request.dry_run {
        let resolved =
            text::resolve(context, &request.model, (&side.schema, dialect.as_ref()), &mut asked.wanted).await?;
        asked.key += &resolved.hash;
        model = resolved.model;
    }
    if let Some(files) = &request.to {
        let compiled = compile(&side.schema, dialect.capabilities().syntax, &asked.wanted);
        let Compiled { plan, notes, .. } = compiled.map_err(AppError::Unsupported)?;
        let mut report = SeedReport { model, ..report(request, &plan, notes, &asked.wanted) };
        if request.dry_run {
            estimate(&plan, request.jobs, &mut report);
        } else {
            file::write(context, request, files, (&side.schema, dialect.as_ref(), Arc::new(plan)), &mut report, out)?;
        }
        return Ok(report);
    }
    let database = context.needed_database(&request.database)?;
    if database.settings.read_only {
        return Err(AppError::Refused {
            reason: "the environment is read only".into(),
            help: "take `read_only` out of its section in dbx.toml, or name another one".into(),
            risks: Vec::new(),
        });
    }
    let mut driver = connect(&database.url).await?;
    // Parts of the work run side by side.
    let locks = request.shard == Shard::WHOLE && !request.dry_run;
    if locks && !driver.lock(database.lock_timeout()).await? {
        return Err(AppError::Busy { holder: driver.lock_holder().await.unwrap_or_default() });
    }
    let seeding = Seeding { context, request, schema: &side.schema, syntax: dialect.capabilities().syntax, model };
    let seeded = seeding.run(driver.as_mut(), &mut asked).await;
    if locks {
        // The session's end frees the lock too; an error here must not hide the result.
        let _ = driver.unlock().await;
    }
    seeded
}

/// Rows for a live database.
struct Seeding<'a> {
    context: &'a Context,
    request: &'a SeedRequest,
    schema: &'a Schema,
    /// Of the checks.
    syntax: Syntax,
    /// The one that wrote texts.
    model: Option<ModelReport>,
}

impl Seeding<'_> {
    async fn run(&self, driver: &mut dyn Driver, asked: &mut Asked) -> Result<SeedReport, AppError> {
        let request = self.request;
        let Asked { wanted, key } = asked;
        let mut live = Live::inspect(self.context, driver).await?;
        let is_whole = request.shard == Shard::WHOLE;
        let journal = is_whole.then(|| Journal::of(self.context, &live, self.schema, key));
        let unfinished = match &journal {
            Some(journal) => journal.unfinished(driver).await?,
            None => None,
        };
        match &unfinished {
            Some(standings) => begin_where(standings, self.schema, wanted),
            None if is_whole && !request.truncate => live.count(driver, self.schema, wanted).await?,
            None => {}
        }
        let compiled = compile(self.schema, self.syntax, wanted).map_err(AppError::Unsupported)?;
        let Compiled { plan, notes, .. } = compiled;
        let mut report = report(request, &plan, notes, wanted);
        report.server = Some(driver.server().clone());
        report.model.clone_from(&self.model);
        let targets = live.targets(&plan)?;
        if unfinished.is_some() {
            report.notes.push("the same command was interrupted: going on from there".into());
        }
        if request.dry_run {
            estimate(&plan, request.jobs, &mut report);
            return Ok(report);
        }
        if unfinished.is_none() && self.clear(driver, &live, &targets).await? {
            live = Live::inspect(self.context, driver).await?;
        }
        let started = std::time::Instant::now();
        let journal = match (&journal, unfinished) {
            (Some(journal), Some(standings)) => Some((journal, standings)),
            (Some(journal), None) => Some((journal, journal.start(driver, &plan).await?)),
            (None, _) => None,
        };
        let plan = Arc::new(plan);
        let load =
            Load { context: self.context, request, schema: self.schema, live: &live, plan, targets: &targets, journal };
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

fn report(request: &SeedRequest, plan: &SeedPlan, notes: Vec<String>, wanted: &Wanted) -> SeedReport {
    let before = |name: &QualifiedName| wanted.tables.get(name).map_or(0, |table| table.first);
    let tables: Vec<SeededTable> = plan
        .tables
        .iter()
        .map(|table| {
            let part = request.shard.part(&table.rows);
            SeededTable {
                table: table.name.to_string(),
                rows: part.end - part.start,
                before: before(&table.name),
                updated: 0,
                bytes: 0,
                elapsed_ms: 0,
            }
        })
        .collect();
    SeedReport {
        outcome: SeedOutcome::WouldSeed,
        seed: wanted.seed,
        server: None,
        profile: None,
        rows: tables.iter().map(|table| table.rows).sum(),
        tables,
        notes,
        elapsed_ms: 0,
        estimated_ms: None,
        model: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_make_up_the_whole() {
        for of in 1..7 {
            let parts: Vec<_> = (1..=of).map(|number| Shard { number, of }.part(&(10..u64::MAX))).collect();
            assert_eq!((parts[0].start, parts[parts.len() - 1].end), (10, u64::MAX));
            assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start));
        }
    }
}
