//! Rows for a live database: what is there is looked at first, then they are loaded.

use super::deferral::Deferral;
use super::estimate::estimate;
use super::journal::{Begun, Journal, Standings, begin_where, is_complete};
use super::load::Load;
use super::recorded::recorded;
use super::report::report;
use super::target::Live;
use super::truncate::{truncate, would_truncate};
use super::wanted::Asked;
use super::{SeedOutcome, SeedReport, SeedRequest, Shard, milliseconds};
use crate::app::context::Database;
use crate::app::source::connect;
use crate::app::{AppError, Context, ModelReport};
use crate::dialect::Dialect;
use crate::driver::{BulkTarget, Driver};
use crate::model::Schema;
use crate::seed::{Compiled, SeedPlan, compile};
use std::sync::Arc;

/// The seeding of one database.
pub(super) struct Seeding<'a> {
    context: &'a Context,
    request: &'a SeedRequest,
    /// With the dialect of its checks.
    schema: (&'a Schema, &'a dyn Dialect),
    /// The one that wrote texts.
    model: Option<ModelReport>,
    is_recorded: bool,
}

/// What is to be done in the database.
enum Prepared {
    /// Nothing: the report says why.
    Nothing(Box<SeedReport>),
    Load(Box<Beginning>),
}

/// A load whose beginning is noted.
struct Beginning {
    live: Live,
    plan: SeedPlan,
    targets: Vec<BulkTarget>,
    journal: (Journal, Standings),
    report: SeedReport,
}

impl<'a> Seeding<'a> {
    pub fn new(
        context: &'a Context,
        request: &'a SeedRequest,
        schema: (&'a Schema, &'a dyn Dialect),
        model: Option<ModelReport>,
    ) -> Self {
        Self { context, request, schema, model, is_recorded: false }
    }

    /// Whether the run has its row in the ledger, which tells what the model took.
    pub fn is_recorded(&self) -> bool {
        self.is_recorded
    }

    pub async fn under_lock(&mut self, database: &Database, asked: &mut Asked) -> Result<SeedReport, AppError> {
        let mut driver = connect(&database.url).await?;
        let mut is_locked = !self.request.dry_run;
        if is_locked && !driver.lock(database.lock_timeout()).await? {
            return Err(AppError::Busy { holder: driver.lock_holder().await.unwrap_or_default() });
        }
        let prepared = self.prepare(driver.as_mut(), asked).await;
        if is_locked && self.request.shard != Shard::WHOLE {
            // Parts of the work run side by side once each has noted that it began.
            driver.unlock().await?;
            is_locked = false;
        }
        let seeded = match prepared {
            Ok(Prepared::Nothing(report)) => Ok(*report),
            Ok(Prepared::Load(beginning)) => self.load(driver.as_mut(), *beginning).await,
            Err(error) => Err(error),
        };
        if is_locked {
            // The session's end frees the lock too; an error here must not hide the result.
            let _ = driver.unlock().await;
        }
        seeded
    }

    async fn prepare(&mut self, driver: &mut dyn Driver, asked: &mut Asked) -> Result<Prepared, AppError> {
        let (request, (schema, dialect)) = (self.request, self.schema);
        let Asked { wanted, key } = asked;
        let mut live = Live::inspect(self.context, driver).await?;
        let is_whole = request.shard == Shard::WHOLE;
        let journal = Journal::of(self.context, &live, schema, (key, request.shard));
        let mut begun = journal.begun(driver, &live, schema).await?;
        match &begun.own {
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
        if !is_whole && request.truncate {
            begun = Begun::default();
        }
        match &begun.own {
            Some(standings) if !is_whole && is_complete(standings, &plan, request.shard) => {
                report.outcome = SeedOutcome::AlreadySeeded;
                return Ok(Prepared::Nothing(Box::new(report)));
            }
            Some(_) => report.notes.push("the same command was interrupted: going on from there".into()),
            None if !is_whole && !begun.by_any && !request.truncate => refuse_rows(driver, &live, &targets).await?,
            None => {}
        }
        if request.dry_run {
            if request.truncate && begun.own.is_none() {
                report.notes.extend(would_truncate(driver, &live, &targets).await?);
            }
            estimate(&plan, request.jobs, &mut report);
            return Ok(Prepared::Nothing(Box::new(report)));
        }
        if begun.own.is_none() && self.clear(driver, &live, &targets).await? {
            live = Live::inspect(self.context, driver).await?;
        }
        journal.resume(driver, &begun).await?;
        let standings = match begun.own {
            Some(standings) => standings,
            None => journal.start(driver, &plan, !begun.by_any).await?,
        };
        let journal = (journal, standings);
        Ok(Prepared::Load(Box::new(Beginning { live, plan, targets, journal, report })))
    }

    /// What comes before the first row of a new run: empty tables where they are wanted, and constraints that another run has left off put
    /// back. Whether the schema is another one then.
    async fn clear(&self, driver: &mut dyn Driver, live: &Live, targets: &[BulkTarget]) -> Result<bool, AppError> {
        if self.request.truncate {
            truncate(self.context, driver, live, targets, self.request.yes).await?;
        }
        Ok(Deferral::of(self.context, live).restore(driver).await? > 0)
    }

    async fn load(&mut self, driver: &mut dyn Driver, beginning: Beginning) -> Result<SeedReport, AppError> {
        let Beginning { live, plan, targets, journal: (journal, standings), mut report } = beginning;
        let started = std::time::Instant::now();
        let load = Load {
            context: self.context,
            request: self.request,
            schema: self.schema.0,
            live: &live,
            plan: Arc::new(plan),
            targets: &targets,
            journal: (&journal, standings),
        };
        self.is_recorded = true;
        recorded(&load, driver, &mut report).await?;
        report.elapsed_ms = milliseconds(started);
        report.outcome = SeedOutcome::Seeded;
        Ok(report)
    }
}

/// # Errors
///
/// A table has rows, which a part of a load would not go on behind: it cannot tell them from those of other parts.
async fn refuse_rows(driver: &mut dyn Driver, live: &Live, targets: &[BulkTarget]) -> Result<(), AppError> {
    let mut filled = Vec::new();
    for target in targets {
        if live.has_rows(driver, &target.table).await? {
            filled.push(target.table.to_string());
        }
    }
    if filled.is_empty() {
        return Ok(());
    }
    Err(AppError::Refused {
        reason: format!("parts of a load go into empty tables, and there are rows in {}", filled.join(", ")),
        help: "empty the tables, or load all parts at once: without --shard, rows go on behind those that are there"
            .into(),
        risks: Vec::new(),
    })
}
