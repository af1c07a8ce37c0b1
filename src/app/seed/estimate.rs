//! What a load would amount to: bytes by a sample of the rows, and time by how long that sample took.

use super::SeedReport;
use crate::seed::SeedPlan;
use crate::seed::encode::{CopyText, Encoder as _};
use std::time::Instant;

/// Rows of each table that are looked at.
const SAMPLE: u64 = 500;

/// What servers take in a second, about: PostgreSQL, MariaDB and SQLite on the machine of docs/benchmarks.md, all three with indexes.
const BYTES_A_SECOND: f64 = 30e6;

/// Fills in the bytes of each table and the time of all.
pub(super) fn estimate(plan: &SeedPlan, jobs: usize, report: &mut SeedReport) {
    let mut seconds = 0.0;
    for (at, (planned, table)) in plan.tables.iter().zip(&mut report.tables).enumerate() {
        let count = SAMPLE.min(planned.rows.end - planned.rows.start);
        if count == 0 {
            continue;
        }
        let started = Instant::now();
        let mut text = Vec::new();
        CopyText::POSTGRES.rows(&plan.batch(at, planned.rows.start..planned.rows.start + count), &mut text);
        let rows = table.rows as f64 / count as f64;
        let bytes = text.len() as f64 * rows;
        table.bytes = bytes as u64;
        seconds += started.elapsed().as_secs_f64() * rows / jobs.max(1) as f64 + bytes / BYTES_A_SECOND;
    }
    report.estimated_ms = Some((seconds * 1_000.0) as u64);
}
