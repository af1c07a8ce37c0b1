//! Rows at a rate, for demonstrations and load tests: tables that nothing refers to fill little by little, what they refer to comes first.

use super::load::Load;
use super::{SeedReport, milliseconds};
use crate::app::AppError;
use crate::driver::BulkLoader;
use crate::model::{QualifiedName, Schema, Table};
use crate::seed::{Wanted, WantedRows};
use std::time::{Duration, Instant};

/// How fast, and for how long.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Rows a second, of all tables that fill together.
    pub rate: f64,
    pub duration: Duration,
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
    /// Splits the rows of the whole time evenly among the tables that fill.
    pub fn divide(self, schema: &Schema, wanted: &mut Wanted) {
        let leaves = leaves(schema);
        let rows = (self.rate * self.duration.as_secs_f64() / leaves.len().max(1) as f64).ceil() as u64;
        for table in leaves {
            let own = wanted.tables.entry(table.name.clone()).or_default();
            (own.rows, own.scales) = (Some(WantedRows::Exactly(rows)), false);
        }
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
        let mut left: Vec<_> = filling.iter().map(|at| (*at, self.left(*at))).collect();
        let wholes: Vec<u64> =
            left.iter().map(|(at, _)| self.plan.tables[*at].rows.end - self.plan.tables[*at].rows.start).collect();
        let first: Vec<u64> = left.iter().map(|(_, rows)| rows.start).collect();
        while left.iter().any(|(_, rows)| !rows.is_empty()) {
            for (place, (at, rows)) in left.iter_mut().enumerate() {
                let end = (first[place] + pace.due(wholes[place], started.elapsed())).min(rows.end);
                if end > rows.start {
                    self.chunk(loader, *at, rows.start..end).await?;
                    rows.start = end;
                }
                report.tables[*at].elapsed_ms = milliseconds(started);
            }
            tokio::time::sleep(TICK).await;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_due_little_by_little_and_all_at_the_end() {
        let pace = Pace { rate: 10.0, duration: Duration::from_secs(10) };
        let due = [0, 1, 5, 10, 60].map(|seconds| pace.due(100, Duration::from_secs(seconds)));
        assert_eq!(due, [0, 10, 50, 100, 100]);
    }
}
