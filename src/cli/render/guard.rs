//! The word of the guard.

use super::style::{bold, dim, good, safe, warn};
use crate::app::{GuardReport, Position};
use std::fmt::Write as _;

/// Longest part of a line that is shown, in characters.
const WIDEST: usize = 100;

pub(in crate::cli) fn verdict(report: &GuardReport) -> String {
    let mut text = String::new();
    match &report.message {
        None => {
            let _ = writeln!(text, "{}: it only reads", good("allowed"));
            for (what, names) in [("tables", &report.tables), ("functions", &report.functions)] {
                if !names.is_empty() {
                    let _ = writeln!(text, "  {what}: {}", safe(&names.join(", ")));
                }
            }
            if let Some(cost) = report.cost {
                let _ = writeln!(text, "  cost: {cost:.0}");
            }
        }
        Some(message) => {
            let _ = writeln!(text, "{}: {}", warn("refused"), safe(message));
            if let Some(position) = report.position {
                text += &excerpt(&report.sql, position);
            }
            if let Some(help) = &report.help {
                let _ = writeln!(text, "{}: {}", bold("help"), safe(help));
            }
        }
    }
    text + &super::notes(&report.notes)
}

/// The line, and a mark under the place.
fn excerpt(sql: &str, position: Position) -> String {
    let line = sql.lines().nth(position.line - 1).unwrap_or_default();
    let skipped = (position.column - 1).saturating_sub(WIDEST / 2);
    let shown: String = line.chars().skip(skipped).take(WIDEST).collect();
    let length =
        sql.get(position.start..position.end).map_or(1, |part| part.lines().next().unwrap_or_default().chars().count());
    let room = shown.chars().count().saturating_sub(position.column - 1 - skipped).max(1);
    let mark = "^".repeat(length.clamp(1, room));
    let indent = " ".repeat(position.column - 1 - skipped);
    let place = format!("{}:{}", position.line, position.column);
    format!("  {} {}\n  {} {indent}{}\n", dim(&place), safe(&shown), " ".repeat(place.len()), warn(&mark))
}
