//! What an apply did.

use super::impact::{risks, verified};
use super::style::{bold, dim, good, safe, warn};
use super::{count, notes};
use crate::app::{ApplyOutcome, ApplyReport, BackupSummary};
use std::fmt::Write as _;

pub(in crate::cli) fn report(report: &ApplyReport) -> String {
    let mut text = notes(&report.notes);
    let proven = report.proven.as_ref().map_or_else(String::new, verified);
    match report.outcome {
        ApplyOutcome::NothingToDo => {
            let _ = writeln!(text, "{}: this was applied already", good("nothing to do"));
        }
        ApplyOutcome::WrittenDown => {
            let what = report
                .run
                .map_or_else(|| "would be written down".to_owned(), |run| format!("written down as run {run}"));
            let _ = writeln!(text, "{}: {what}; nothing was run", good("baseline"));
        }
        ApplyOutcome::WouldApply => {
            for operation in &report.operations {
                let _ = writeln!(text, "{}", dim(&format!("-- {} {}", operation.number, safe(&operation.title))));
                for statement in &operation.statements {
                    let _ = writeln!(text, "{};", safe(statement));
                }
            }
            text += &risks(report.risks.iter());
            text += &proven;
            let _ = writeln!(
                text,
                "{}: {} would run; nothing was changed",
                bold("dry run"),
                count(report.operations.len(), "operation")
            );
        }
        ApplyOutcome::Applied => {
            text += &proven;
            if let Some(before) = report.resumes {
                let _ = writeln!(text, "{}: on from where run {before} was cut off", bold("resumed"));
            }
            text += &report.backup.as_ref().map_or_else(String::new, saved);
            for operation in &report.operations {
                let _ = writeln!(text, "{} {} {}", good("done"), operation.number, safe(&operation.title));
            }
            let run = report.run.map_or_else(String::new, |run| format!(" as run {run}"));
            let _ = writeln!(
                text,
                "{}: {}{run} on {} in {} ms",
                good("applied"),
                count(report.operations.len(), "operation"),
                safe(&report.server.database),
                report.elapsed_ms
            );
            if !report.approvers.is_empty() {
                let _ = writeln!(text, "approved by {}", safe(&report.approvers.join(", ")));
            }
            match report.verified {
                Some(true) => text += &format!("{}: the schema is the one the plan leads to\n", good("verified")),
                Some(false) => {
                    text += &format!("{}: the schema is not exactly the one the plan leads to\n", warn("not verified"))
                }
                None => {}
            }
        }
    }
    text
}

/// What was saved, and how it comes back.
fn saved(backup: &BackupSummary) -> String {
    let rows: u64 = backup.tables.iter().map(|(_, rows)| rows).sum();
    let tables = count(backup.tables.len(), "table");
    let path = safe(&backup.path.display().to_string());
    let mut text = format!("{}: {tables}, {rows} rows, {} bytes in {path}\n", good("backup"), backup.bytes);
    text += &notes(&backup.notes);
    let _ = writeln!(text, "to restore: {}", safe(&backup.restore));
    text
}
