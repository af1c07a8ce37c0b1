//! `seed`: synthetic rows for the tables of a schema.

mod load;
mod rows;
mod target;
mod verify;

use super::source::{Side, Source, Target, connect};
use super::{AppError, Context};
use crate::driver::{BulkTarget, Driver, Server};
use crate::model::QualifiedName;
use crate::seed::{Compiled, LOCALES, Locale, SeedPlan, TODAY, Wanted, compile};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;
use target::Live;

#[derive(Clone, Debug)]
pub struct SeedRequest {
    pub schema: Source,
    pub database: Target,
    pub seed: u64,
    /// Rows of the largest tables.
    pub rows: u64,
    pub locale: Option<String>,
    /// Threads that make rows.
    pub jobs: usize,
    /// Rows made at once.
    pub batch_size: usize,
    pub shard: Shard,
    pub dry_run: bool,
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

/// What `seed --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SeedReport {
    pub outcome: SeedOutcome,
    pub seed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<Server>,
    /// In loading order.
    pub tables: Vec<SeededTable>,
    pub rows: u64,
    pub notes: Vec<String>,
    /// Wall time of the load, in milliseconds.
    pub elapsed_ms: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeedOutcome {
    Seeded,
    /// `--dry-run`
    WouldSeed,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SeededTable {
    pub table: String,
    pub rows: u64,
    /// Rows that were there before.
    pub before: u64,
    pub elapsed_ms: u64,
}

/// Seeds a database.
pub async fn seed(context: &Context, request: &SeedRequest) -> Result<SeedReport, AppError> {
    let side = Side::open(context, &request.schema).await?;
    let mut wanted = wanted(request)?;
    let database = context.needed_database(&request.database)?;
    let mut driver = connect(&database.url).await?;
    if database.settings.read_only {
        return Err(AppError::Refused {
            reason: "the environment is read only".into(),
            help: "take `read_only` out of its section in dbx.toml, or name another one".into(),
            risks: Vec::new(),
        });
    }
    let live = Live::inspect(context, driver.as_mut()).await?;
    if request.shard == Shard::WHOLE {
        live.count(driver.as_mut(), &side.schema, &mut wanted).await?;
    }
    let Compiled { plan, notes } = compile(&side.schema, &wanted).map_err(AppError::Unsupported)?;
    let before = |name: &QualifiedName| wanted.tables.get(name).map_or(0, |table| table.first);
    let mut report = report(request, Some(driver.server().clone()), &plan, notes, &before);
    let targets = live.targets(&plan)?;
    if request.dry_run {
        return Ok(report);
    }
    load_all(context, request, driver.as_mut(), &live, Arc::new(plan), &targets, &mut report).await?;
    Ok(report)
}

async fn load_all(
    context: &Context,
    request: &SeedRequest,
    driver: &mut dyn Driver,
    live: &Live,
    plan: Arc<SeedPlan>,
    targets: &[BulkTarget],
    report: &mut SeedReport,
) -> Result<(), AppError> {
    let started = std::time::Instant::now();
    load::load(context, request, driver, live, &plan, targets, report).await?;
    report.elapsed_ms = milliseconds(started);
    report.outcome = SeedOutcome::Seeded;
    Ok(())
}

fn milliseconds(since: std::time::Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

fn wanted(request: &SeedRequest) -> Result<Wanted, AppError> {
    let locale = match &request.locale {
        None => &LOCALES[0],
        Some(name) => Locale::find(name).ok_or_else(|| {
            let known: Vec<&str> = LOCALES.iter().map(|locale| locale.name).collect();
            AppError::Usage(format!("there are no words for the locale `{name}`; known are {}", known.join(", ")))
        })?,
    };
    Ok(Wanted { seed: request.seed, rows: request.rows, locale, today: TODAY, ..Wanted::default() })
}

fn report(
    request: &SeedRequest,
    server: Option<Server>,
    plan: &SeedPlan,
    notes: Vec<String>,
    before: &dyn Fn(&QualifiedName) -> u64,
) -> SeedReport {
    let tables: Vec<SeededTable> = plan
        .tables
        .iter()
        .map(|table| {
            let part = request.shard.part(&table.rows);
            SeededTable {
                table: table.name.to_string(),
                rows: part.end - part.start,
                before: before(&table.name),
                elapsed_ms: 0,
            }
        })
        .collect();
    SeedReport {
        outcome: SeedOutcome::WouldSeed,
        seed: request.seed,
        server,
        rows: tables.iter().map(|table| table.rows).sum(),
        tables,
        notes,
        elapsed_ms: 0,
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
