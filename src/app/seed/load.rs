//! The load: table after table, in chunks of rows that are each a transaction.

use super::deferral::{Deferral, MANY_ROWS};
use super::journal::{Journal, Standings};
use super::rows::{Counted, Rows};
use super::target::Live;
use super::verify::verify;
use super::{SeedReport, SeedRequest, Shard, milliseconds};
use crate::app::interrupt::Interrupt;
use crate::app::{AppError, Context, Kept};
use crate::driver::{BulkLoader, BulkTarget, Driver, DriverError, ErrorKind};
use crate::model::Schema;
use crate::seed::SeedPlan;
use std::ops::Range;
use std::sync::Arc;

/// Everything that a load goes by.
pub(super) struct Load<'a> {
    pub context: &'a Context,
    pub request: &'a SeedRequest,
    /// What is seeded.
    pub schema: &'a Schema,
    pub live: &'a Live,
    pub plan: Arc<SeedPlan>,
    pub targets: &'a [BulkTarget],
    /// Where the run is kept, and how far it is already.
    pub journal: (&'a Journal, Standings),
}

impl Load<'_> {
    pub async fn run(&self, driver: &mut dyn Driver, report: &mut SeedReport) -> Result<(), AppError> {
        let mut loader = driver.bulk_loader().await?;
        let deferral = Deferral::of(self.context, self.live);
        let is_whole = self.request.shard == Shard::WHOLE;
        if is_whole {
            // At a rate nothing is to be won by taking indexes off.
            let most_rows = if self.request.pace.is_some() { u64::MAX } else { MANY_ROWS };
            let plan = (&*self.plan, self.targets);
            deferral.defer((&mut *driver, loader.as_mut()), self.live, plan, most_rows).await?;
        } else if loader.skip_foreign_keys().await? {
            report.notes.push("foreign keys were not checked: parents may be in another shard".into());
        }
        let refuses_orphans = loader.deferrable().foreign_keys;
        let loaded = self.until_interrupted(loader.as_mut(), report).await;
        // Without its session the server takes back what was not committed.
        drop(loader);
        self.context.progress.finish();
        // Also after an error, as far as the rows that are there let it: the next run tries again.
        let restored = deferral.restore(driver).await;
        loaded?;
        restored?;
        // An engine that refuses rows without their parents has looked at all of them by now.
        if is_whole && !refuses_orphans {
            verify(driver, self.live, (&self.plan, self.targets)).await?;
        }
        self.journal.0.finish(driver).await
    }

    /// Loads until somebody wants the program to end. What is in the works is given up; the same command goes on behind what was committed.
    async fn until_interrupted(&self, loader: &mut dyn BulkLoader, report: &mut SeedReport) -> Result<(), AppError> {
        let mut interrupt = Interrupt::listen()?;
        tokio::select! {
            biased;
            () = interrupt.next() => Err(AppError::Stopped { at: None, kept: Kept::Chunks }),
            loaded = self.tables(loader, report) => loaded,
        }
    }

    async fn tables(&self, loader: &mut dyn BulkLoader, report: &mut SeedReport) -> Result<(), AppError> {
        let left = |at| {
            let rows = self.left(at);
            (self.plan.tables[at].name.to_string(), rows.end - rows.start)
        };
        let left: Vec<(String, u64)> = (0..self.targets.len()).map(left).collect();
        self.context.progress.start_rows("seeding", &left);
        if let Some(pace) = self.request.pace {
            return self.at_pace(pace, loader, report).await;
        }
        for at in 0..self.targets.len() {
            self.table(loader, at, report).await?;
        }
        Ok(())
    }

    /// All rows of a table that are left, in chunks.
    pub async fn table(&self, loader: &mut dyn BulkLoader, at: usize, report: &mut SeedReport) -> Result<(), AppError> {
        let started = std::time::Instant::now();
        let mut rows = self.left(at);
        while !rows.is_empty() {
            let end = rows.start.saturating_add(self.request.commit_every).min(rows.end);
            self.chunk(loader, at, rows.start..end).await?;
            rows.start = end;
        }
        report.tables[at].elapsed_ms = milliseconds(started);
        Ok(())
    }

    /// The rows of a table that are not there yet.
    pub fn left(&self, at: usize) -> Range<u64> {
        let rows = self.part(at);
        rows.start + self.loaded(at).min(rows.end - rows.start)..rows.end
    }

    /// The rows of a table that are this run's to load.
    fn part(&self, at: usize) -> Range<u64> {
        self.request.shard.part(&self.plan.tables[at].rows)
    }

    /// Rows of a table that an interrupted run has loaded.
    fn loaded(&self, at: usize) -> u64 {
        let name = self.plan.tables[at].name.to_string();
        self.journal.1.get(&name).map_or(0, |standing| standing.loaded)
    }

    /// Some rows of a table, in a transaction of their own.
    pub async fn chunk(&self, loader: &mut dyn BulkLoader, at: usize, rows: Range<u64>) -> Result<(), AppError> {
        let failed = |error| match error {
            AppError::Driver(source) => AppError::Load { table: self.targets[at].table.to_string(), source },
            other => other,
        };
        loader.begin().await?;
        let loaded = self.load(loader, at, rows).await;
        if let Err(error) = loaded {
            // The first error is the one to tell.
            let _ = loader.rollback().await;
            return Err(failed(error));
        }
        loader.commit().await.map_err(|error| failed(error.into()))
    }

    /// Whether nobody has put rows into a table before these. At a rate others are to see it all the time, and shards come side by side.
    fn is_first_of_all(&self, at: usize, rows: &Range<u64>) -> bool {
        rows.start == 0 && self.part(at) == self.plan.tables[at].rows && self.request.pace.is_none()
    }

    async fn load(&self, loader: &mut dyn BulkLoader, at: usize, rows: Range<u64>) -> Result<(), AppError> {
        let planned = &self.plan.tables[at];
        let loaded = rows.end - self.part(at).start;
        let progress = self.context.progress.as_ref();
        if self.is_first_of_all(at, &rows) {
            loader.claim(&self.targets[at].table).await?;
        }
        let due = rows.end - rows.start;
        let rows = Rows::new(&self.plan, at, rows, self.request.batch_size, self.request.jobs);
        let mut batches = Counted { rows, progress, table: planned.name.to_string() };
        let taken = loader.load(&self.targets[at], &mut batches).await?;
        if taken != due {
            let message = format!("the database took {taken} of {due} rows: a trigger or a rule may leave rows out");
            return Err(DriverError::new(ErrorKind::Integrity, message).into());
        }
        self.journal.0.advance(loader, &planned.name, loaded).await
    }
}
