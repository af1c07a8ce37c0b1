//! The demo's story.

use super::style::{bold, dim, good, warn};
use super::{apply, count, diagnostics, drift, inspect, plan, table, validate};
use crate::app::{DemoEvent, DemoReport};
use std::time::Duration;

pub(in crate::cli) fn event(event: &DemoEvent<'_>) -> String {
    match event {
        DemoEvent::Chapter(title) => format!("\n{}\n", bold(&format!("# {title}"))),
        DemoEvent::Command(command) => format!("\n{} {}\n", good("$"), bold(command)),
        DemoEvent::Validated(report) => diagnostics(&report.diagnostics, &report.sources) + &validate(report),
        DemoEvent::Planned(report) => dim(&report.sql) + &plan::summary(report),
        DemoEvent::Applied(report) => apply::report(report),
        DemoEvent::Refused(error) => {
            let mut text = match error {
                crate::app::AppError::Refused { risks, .. } => super::impact::risks(risks.iter()),
                _ => String::new(),
            };
            let message = error.to_string();
            text +=
                &format!("{}: {} {}\n", warn("refused"), message.trim_start_matches("refused: "), dim("(exit code 4)"));
            text + &error.hints().iter().map(|hint| format!("{}: {hint}\n", bold("help"))).collect::<String>()
        }
        DemoEvent::Inspected(report) => inspect::summary(report),
        DemoEvent::Drift(report) => drift::summary(report),
        DemoEvent::SpecChange(lines) => lines.iter().map(|line| changed(line) + "\n").collect(),
        DemoEvent::Rows(rows) => table::rows(rows),
    }
}

fn changed(line: &str) -> String {
    match line.chars().next() {
        Some('+') => good(line),
        Some('-') => warn(line),
        _ => line.to_owned(),
    }
}

pub(in crate::cli) fn end(report: &DemoReport, elapsed: Duration) -> String {
    let rows = usize::try_from(report.rows_kept).unwrap_or_default();
    let place = report.folder.as_ref().map_or_else(
        || "nothing is left behind; `dbx demo --keep FOLDER` keeps the files, `dbx init` starts a project".to_owned(),
        |folder| format!("the files are in {}", folder.display()),
    );
    format!("\n{}: {} kept, {:.2} s in all; {place}\n", good("done"), count(rows, "row"), elapsed.as_secs_f64())
}
