//! Risks and costs.

use super::style::{bad, bold, dim, good, safe, warn};
use super::table::Table;
use super::{count, notes};
use crate::app::{Certainty, ChangedObject, ChangedTable, DependentObject, ImpactSummary, OffendingRows};
use crate::impact::{ImpactReport, RiskReport, Verification, VerificationResult};
use crate::model::Level;
use std::fmt::Write as _;

pub(super) fn level(level: Level) -> String {
    let word = level.as_str();
    match level {
        Level::Low => dim(word),
        Level::Medium => warn(word),
        Level::High | Level::Critical => bad(word),
    }
}

/// One risk a line, with what to do about the worse ones.
pub(in crate::cli) fn risks<'a>(risks: impl Iterator<Item = &'a RiskReport>) -> String {
    let mut text = String::new();
    for risk in risks {
        let _ = writeln!(text, "{} {} {}", level(risk.level), bold(&risk.code), safe(&risk.message));
        if risk.level >= Level::High {
            let _ = writeln!(text, "     {}", dim(&safe(&risk.help)));
        }
    }
    text
}

/// The operations of a plan with their locks.
pub(super) fn operations(report: &ImpactReport) -> String {
    let mut table = Table::new(&["#", "operation", "lock", "rows", "risk"]);
    for operation in &report.operations {
        let work = match (operation.rewrites, operation.scans) {
            (true, _) => "rewritten",
            (false, true) => "read",
            (false, false) => "",
        };
        let worst = operation.risks.iter().map(|risk| risk.level).max();
        table.row([
            operation.number.to_string(),
            operation.title.clone(),
            operation.lock.as_str().to_owned(),
            work.to_owned(),
            worst.map_or("", Level::as_str).to_owned(),
        ]);
    }
    table.text()
}

/// Where a plan was proven.
pub(super) fn verified(verification: &Verification) -> String {
    let Verification { server, version, result, way_back } = verification;
    let result = match result {
        VerificationResult::Equal => "the plan leads to the target",
    };
    let back = if *way_back { ", and its way back to the start" } else { "" };
    format!("{} {} {}: {result}{back}\n", good("verified on"), safe(server), safe(version))
}

/// Rows that a plan would fail on, each with a query that shows them.
pub(super) fn offending(rows: &[OffendingRows]) -> String {
    let mut text = String::new();
    for OffendingRows { table, problem, rows, query } in rows {
        let _ = writeln!(text, "{} {} of {}: they {}", warn("in the way:"), rows, safe(table), safe(problem));
        if let Some(query) = query {
            let _ = writeln!(text, "     {}", dim(&safe(query)));
        }
    }
    text
}

/// What stands on what changes, as a tree.
fn dependents(changed: &[ChangedObject]) -> String {
    let mut text = String::new();
    for object in changed {
        let _ = writeln!(text, "{} {}", bold(&safe(&object.object)), warn("is used by"));
        branch(&mut text, &object.dependents, 1);
    }
    text
}

fn branch(text: &mut String, dependents: &[DependentObject], depth: usize) {
    for it in dependents {
        let possible = match it.certainty {
            Certainty::Certain => String::new(),
            Certainty::Possible => dim(" (possible: its text mentions the name)"),
        };
        let _ = writeln!(text, "{}{}{possible}", "  ".repeat(depth), safe(&it.object));
        branch(text, &it.dependents, depth + 1);
    }
}

/// The rows of the tables that change, where somebody counted.
fn tables(changed: &[ChangedTable]) -> String {
    let counted = changed.iter().filter_map(|it| Some((it, it.rows?)));
    let told: Vec<String> = counted.map(|(it, rows)| format!("{} has {rows}", safe(&it.table))).collect();
    if told.is_empty() { String::new() } else { format!("{}\n", told.join("; ")) }
}

pub(in crate::cli) fn summary(summary: &ImpactSummary, counts_only: bool) -> String {
    let report = &summary.report;
    let mut text = notes(&summary.notes);
    if report.operations.is_empty() {
        return text + &format!("{}: nothing differs\n", good("no impact"));
    }
    if !counts_only {
        text += &operations(report);
        text += &risks(report.risks().into_iter());
        text += &offending(&summary.offending);
        text += &dependents(&summary.dependents);
    }
    text += &tables(&summary.tables);
    let levels: Vec<String> = summary
        .levels
        .iter()
        .filter(|entry| entry.risks > 0)
        .map(|entry| format!("{} {}", entry.risks, level(entry.level)))
        .collect();
    let levels = if levels.is_empty() { good("no risks") } else { levels.join(", ") };
    let _ = writeln!(
        text,
        "{}: {levels}; {} block readers, {} block writers, {} rewrite a table",
        count(report.operations.len(), "operation"),
        summary.blocks_reads,
        summary.blocks_writes,
        summary.rewrites
    );
    text
}
