//! The answer to a question.

use super::style::{bold, dim, safe, warn};
use super::table;
use crate::app::OrchestrateReport;
use crate::model::Rows;
use std::fmt::Write as _;

/// The rows, or the SQL where nothing ran.
pub(in crate::cli) fn answer(report: &OrchestrateReport) -> String {
    if report.columns.is_empty() {
        return report.sql.as_ref().map(|sql| format!("{}\n", safe(sql))).unwrap_or_default();
    }
    table::rows(&Rows { columns: report.columns.clone(), rows: report.rows.clone() })
}

/// How the question was read, and what to know about the answer.
pub(in crate::cli) fn beside(report: &OrchestrateReport, is_brief: bool) -> String {
    let mut text = String::new();
    if !report.answered {
        let _ = writeln!(text, "{}", warn("not answered"));
        for error in &report.errors {
            let _ = writeln!(text, "  {}", safe(error));
        }
        return text + &choices(report, "perhaps meant") + &model(report);
    }
    if !is_brief {
        if let Some(reading) = &report.reading {
            let _ = writeln!(text, "{}: {}", bold("read as"), safe(reading));
        }
        for remark in &report.reasoning {
            let _ = writeln!(text, "  {}", dim(&safe(remark)));
        }
    }
    if let Some(sql) = report.sql.as_ref().filter(|_| !report.columns.is_empty()) {
        let _ = writeln!(text, "{}", dim(&safe(sql)));
    }
    text += &super::notes(&report.checks);
    text += &choices(report, "could also mean");
    text += &model(report);
    if !is_brief {
        for question in &report.follow_ups {
            let _ = writeln!(text, "{} {}", dim("next?"), safe(question));
        }
    }
    text
}

fn model(report: &OrchestrateReport) -> String {
    report.model.as_ref().map(super::model::spent).unwrap_or_default()
}

fn choices(report: &OrchestrateReport, title: &str) -> String {
    let mut text = String::new();
    for choice in &report.choices {
        let _ = writeln!(text, "{}: {}\n  {}", bold(title), safe(&choice.reading), dim(&safe(&choice.sql)));
    }
    text
}
