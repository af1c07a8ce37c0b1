//! What came back, and what could.

use super::style::{bold, dim, good, safe};
use super::{count, notes};
use crate::app::{BackupsReport, RestoreOutcome, RestoreReport, RestoredTable};
use std::fmt::Write as _;

pub(in crate::cli) fn report(report: &RestoreReport) -> String {
    let mut text = notes(&report.notes);
    for title in &report.structure {
        let _ = writeln!(text, "{} {}", good("done"), safe(title));
    }
    for it in &report.tables {
        let _ = writeln!(text, "{} {}: {}", good("restored"), bold(&safe(&it.table)), rows(it));
    }
    let taken = format!("taken at {} before {}", report.taken_at, report.migration);
    let _ = writeln!(text, "{}: every row equals the backup {}", good("verified"), dim(&safe(&taken)));
    text
}

/// One paragraph for each backup, with the command that brings it back.
pub(in crate::cli) fn list(report: &BackupsReport) -> String {
    let mut text = String::new();
    for it in &report.backups {
        let ran = match it.applied {
            Some(true) => " (applied)",
            Some(false) => " (was not applied)",
            None => "",
        };
        let before = format!("taken at {} before {}{ran}", it.taken_at, it.migration);
        let _ = writeln!(text, "{} {}", bold(&safe(&it.summary.path.display().to_string())), safe(&before));
        for (table, rows) in &it.summary.tables {
            let _ = writeln!(text, "  {}: {}", safe(table), count_rows(*rows));
        }
        let _ = writeln!(text, "  {}", safe(&it.summary.restore));
    }
    let _ = writeln!(text, "{}", count(report.backups.len(), "backup"));
    text
}

fn rows(it: &RestoredTable) -> String {
    let mut text = match it.outcome {
        RestoreOutcome::Filled => count_rows(it.rows),
        RestoreOutcome::PutBack if it.columns.is_empty() => format!("{} by key", count_rows(it.rows)),
        RestoreOutcome::PutBack => format!("{} in {}", safe(&it.columns.join(", ")), count_rows(it.rows)),
        RestoreOutcome::LeftAlone => "its rows were not lost, and stay as they are".to_owned(),
        RestoreOutcome::AlreadyThere => "it was there already".to_owned(),
    };
    if it.newer > 0 {
        let _ = write!(text, "; {} newer than the backup stay as they are", count_rows(it.newer));
    }
    if it.deleted > 0 {
        let _ = write!(text, "; {} of the backup are not in the table any more", count_rows(it.deleted));
    }
    text
}

fn count_rows(rows: u64) -> String {
    usize::try_from(rows).map_or_else(|_| format!("{rows} rows"), |rows| count(rows, "row"))
}
