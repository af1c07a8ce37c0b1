//! The ledger of a database.

use super::style::{bold, safe, warn};
use super::table::Table;
use crate::app::{LedgerRun, StatusReport};
use crate::ledger::State;
use std::fmt::Write as _;

pub(in crate::cli) fn report(report: &StatusReport) -> String {
    let server = &report.server;
    let mut text = format!("{} {} {}\n", server.product, server.version, bold(&safe(&server.database)));
    if report.runs.is_empty() && report.damage.is_empty() {
        return text + "nothing was applied here yet\n";
    }
    let mut table = Table::new(&["run", "state", "started", "operations", "file", "plan"]);
    report.runs.iter().for_each(|run| table.row(cells(run)));
    text += &table.text();
    for run in &report.runs {
        if let Some(error) = &run.run.error {
            let _ = writeln!(text, "run {}: {}", run.run.run, safe(error));
        }
        if let Some(before) = run.plan.as_ref().and_then(|plan| plan.resumes) {
            let _ = writeln!(text, "run {} went on from run {before}", run.run.run);
        }
    }
    for damage in &report.damage {
        let _ = writeln!(text, "{}: somebody changed the ledger: {}", warn("damaged"), safe(&damage.to_string()));
    }
    text
}

/// A command that runs no plan shows its own name in place of a file.
fn cells(run: &LedgerRun) -> [String; 6] {
    let applied = run.operations.iter().filter(|operation| operation.state == State::Done).count();
    let plan = run.plan.as_ref();
    [
        run.run.run.to_string(),
        run.run.status.as_str().to_owned(),
        run.run.started_at.clone(),
        applied.to_string(),
        plan.map_or_else(|| run.run.command.clone(), |plan| plan.file.clone()),
        plan.map_or_else(String::new, |plan| plan.plan.chars().take(12).collect()),
    ]
}
