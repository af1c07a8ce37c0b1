//! What a seeding did.

use super::style::{bold, good, safe};
use super::table::Table;
use super::{count, notes};
use crate::app::{SeedOutcome, SeedReport};
use indicatif::{HumanBytes, HumanDuration};
use std::fmt::Write as _;
use std::time::Duration;

pub(in crate::cli) fn report(report: &SeedReport) -> String {
    let mut text = notes(&report.notes);
    let is_dry = report.outcome == SeedOutcome::WouldSeed;
    let mut table = Table::new(&["table", "rows", "before", if is_dry { "bytes" } else { "ms" }]);
    for it in &report.tables {
        let last = match report.outcome {
            SeedOutcome::Seeded | SeedOutcome::Written => it.elapsed_ms.to_string(),
            SeedOutcome::WouldSeed => it.bytes.to_string(),
            SeedOutcome::ProfileWritten | SeedOutcome::AlreadySeeded => String::new(),
        };
        table.row([it.table.clone(), it.rows.to_string(), it.before.to_string(), last]);
    }
    text += &table.text();
    let updated: u64 = report.tables.iter().map(|table| table.updated).sum();
    if updated > 0 {
        let _ = writeln!(
            text,
            "{} changed after they were there",
            count(usize::try_from(updated).unwrap_or(usize::MAX), "row")
        );
    }
    let rows = usize::try_from(report.rows).unwrap_or(usize::MAX);
    let database = report.server.as_ref().map_or_else(String::new, |server| format!(" in {}", safe(&server.database)));
    text += &report.model.as_ref().map_or_else(String::new, super::model::spent);
    let _ = match report.outcome {
        SeedOutcome::Seeded => writeln!(
            text,
            "{}: {} in {}{database} with seed {} in {} ms",
            good("seeded"),
            count(rows, "row"),
            count(report.tables.len(), "table"),
            report.seed,
            report.elapsed_ms
        ),
        SeedOutcome::AlreadySeeded => writeln!(
            text,
            "{}: these {} of {} with seed {} are{database} already; nothing was loaded",
            good("nothing to do"),
            count(rows, "row"),
            count(report.tables.len(), "table"),
            report.seed
        ),
        SeedOutcome::Written => writeln!(
            text,
            "{}: {} of {} with seed {} in {} ms",
            good("written"),
            count(rows, "row"),
            count(report.tables.len(), "table"),
            report.seed,
            report.elapsed_ms
        ),
        SeedOutcome::ProfileWritten => writeln!(
            text,
            "{}: {}, which makes these {}",
            good("written"),
            report.profile.as_deref().map_or_else(String::new, |path| safe(&path.display().to_string())),
            count(rows, "row")
        ),
        SeedOutcome::WouldSeed => writeln!(
            text,
            "{}: {} in {} would be made, about {}{}; nothing was loaded",
            bold("dry run"),
            count(rows, "row"),
            count(report.tables.len(), "table"),
            HumanBytes(report.tables.iter().map(|table| table.bytes).sum()),
            report.estimated_ms.map_or_else(String::new, |time| {
                format!(" in about {}", HumanDuration(Duration::from_millis(time)))
            })
        ),
    };
    text
}
