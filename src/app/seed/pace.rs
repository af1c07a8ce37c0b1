//! Rows at a rate, for demonstrations and load tests: tables that nothing refers to fill little by little, what they refer to comes first.

use super::load::Load;
use super::update::Updates;
use super::{SeedReport, milliseconds};
use crate::app::AppError;
use crate::driver::BulkLoader;
use crate::model::{QualifiedName, Schema, Table};
use crate::seed::{Wanted, WantedRows};
use std::ops::Range;
use std::time::{Duration, Instant};

/// How fast, and for how long.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Rows a second, of all tables that fill together.
    pub rate: f64,
    pub duration: Duration,
    /// Which share of these are updates of rows that are there; below 1.
    pub updates: f64,
}

/// Time from one transaction of a table to its next.
const TICK: Duration = Duration::from_millis(100);

/// The tables that fill at the rate: none refers to them.
fn leaves(schema: &Schema) -> Vec<&Table> {
    let is_referred_to = |name: &QualifiedName| {
        schema.tables().any(|other| other.name != *name && other.foreign_keys().any(|key| key.references == *name))
    };
    schema.tables().filter(|table| table.partition_of.is_none() && !is_referred_to(&table.name)).collect()
}

impl Pace {
    /// Splits the new rows of the whole time evenly among the tables that fill.
    pub fn divide(self, schema: &Schema, wanted: &mut Wanted) {
        let leaves = leaves(schema);
        let rows = self.rate * (1.0 - self.updates) * self.duration.as_secs_f64() / leaves.len().max(1) as f64;
        for table in leaves {
            let own = wanted.tables.entry(table.name.clone()).or_default();
            (own.rows, own.scales) = (Some(WantedRows::Exactly(rows.ceil() as u64)), false);
        }
    }

    /// How many updates come with so many new rows.
    fn updates_beside(self, rows: u64) -> u64 {
        (rows as f64 * self.updates / (1.0 - self.updates)).round() as u64
    }

    /// Rows of a table that are due after so much of the time.
    fn due(self, rows: u64, elapsed: Duration) -> u64 {
        let part = (elapsed.as_secs_f64() / self.duration.as_secs_f64()).min(1.0);
        (rows as f64 * part) as u64
    }
}

impl Load<'_> {
    /// Everything else at once, then these tables tick by tick. A run that was interrupted goes on at the same rate.
    pub(super) async fn at_pace(
        &self,
        pace: Pace,
        loader: &mut dyn BulkLoader,
        report: &mut SeedReport,
    ) -> Result<(), AppError> {
        let names: Vec<&QualifiedName> = leaves(self.schema).iter().map(|table| &table.name).collect();
        let is_leaf = |at: &usize| names.contains(&&self.plan.tables[*at].name);
        let (filling, others): (Vec<usize>, Vec<usize>) = (0..self.targets.len()).partition(is_leaf);
        for at in others {
            self.table(loader, at, report).await?;
        }
        let started = Instant::now();
        let mut filling: Vec<Filling> =
            filling.into_iter().map(|at| Filling::of(self, pace, report.seed, at)).collect();
        self.note_what_stays(pace, &filling, report);
        loop {
            // Before the work: what is due when the time is over is done in this round.
            let elapsed = started.elapsed();
            for it in &mut filling {
                let part = it.due(pace, elapsed);
                self.tick(loader, it, part, report).await?;
                report.tables[it.at].elapsed_ms = milliseconds(started);
            }
            if filling.iter().all(Filling::is_done) {
                return Ok(());
            }
            tokio::time::sleep(TICK).await;
        }
    }

    /// Rows and updates of a table that are due.
    async fn tick(
        &self,
        loader: &mut dyn BulkLoader,
        it: &mut Filling,
        due: Due,
        report: &mut SeedReport,
    ) -> Result<(), AppError> {
        let end = due.rows.min(it.left.end);
        if end > it.left.start {
            self.chunk(loader, it.at, it.left.start..end).await?;
            it.left.start = end;
        }
        if let Some(updates) = &it.updates {
            let there = self.plan.tables[it.at].rows.start..it.left.start;
            let numbers = it.updates_done..due.updates.max(it.updates_done);
            it.updates_done = numbers.end;
            report.tables[it.at].updated += updates.run(self, loader, numbers, there).await?;
        }
        Ok(())
    }

    fn note_what_stays(&self, pace: Pace, filling: &[Filling], report: &mut SeedReport) {
        for it in filling.iter().filter(|it| pace.updates > 0.0 && it.updates.is_none()) {
            let table = &self.plan.tables[it.at].name;
            report
                .notes
                .push(format!("{table} is not updated: no key tells its rows apart, or it has nothing but keys"));
        }
    }
}

/// A table that fills.
struct Filling {
    /// Its place in the plan.
    at: usize,
    /// The first row of this run.
    first: u64,
    /// Rows that are not there yet.
    left: Range<u64>,
    rows: u64,
    updates: Option<Updates>,
    updates_in_all: u64,
    updates_done: u64,
}

/// How far a table is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Due {
    /// The row behind the last.
    rows: u64,
    updates: u64,
}

impl Filling {
    fn of(load: &Load<'_>, pace: Pace, seed: u64, at: usize) -> Self {
        let (left, planned) = (load.left(at), &load.plan.tables[at].rows);
        let rows = planned.end - planned.start;
        let updates = if pace.updates > 0.0 { Updates::of(load, seed, at) } else { None };
        let updates_in_all = if updates.is_some() { pace.updates_beside(rows) } else { 0 };
        Self { at, first: left.start, left, rows, updates, updates_in_all, updates_done: 0 }
    }

    fn due(&self, pace: Pace, elapsed: Duration) -> Due {
        Due { rows: self.first + pace.due(self.rows, elapsed), updates: pace.due(self.updates_in_all, elapsed) }
    }

    fn is_done(&self) -> bool {
        self.left.is_empty() && self.updates_done >= self.updates_in_all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_due_little_by_little_and_all_at_the_end() {
        let pace = Pace { rate: 10.0, duration: Duration::from_secs(10), updates: 0.25 };
        let due = [0, 1, 5, 10, 60].map(|seconds| pace.due(100, Duration::from_secs(seconds)));
        assert_eq!(due, [0, 10, 50, 100, 100]);
        assert_eq!(pace.updates_beside(75), 25);
    }
}
