//! What is said about an answer, and about why there is none.

use super::Choice;
use super::OrchestrateReport;
use super::choose::Answer;
use crate::app::guarded_reader::Answered;
use crate::ask::{Reading, Understanding};
use crate::driver::Cap;

/// Readings that are shown where none is answered.
const MOST_CHOICES: usize = 3;

pub(super) fn explain(report: &mut OrchestrateReport, answer: Answer) {
    report.answered = true;
    report.reading = Some(answer.proposal.meaning);
    report.confidence = answer.proposal.confidence;
    report.reasoning = answer.proposal.remarks;
    report.raw_sql = Some(answer.proposal.sql.clone());
    report.sql = Some(answer.proposal.sql);
    report.follow_ups = answer.proposal.follow_ups;
    report.cost = answer.cost;
    report.choices = answer.others;
    if let Some(answered) = answer.answered {
        rows(report, answered);
    }
}

/// The rows, and what to know about them.
pub(super) fn rows(report: &mut OrchestrateReport, answered: Answered) {
    report.capped = answered.capped;
    report.columns = answered.rows.columns;
    report.rows = answered.rows.rows;
    report.row_count = report.rows.len();
    report.checks.extend(answered.passed.notes);
    match report.capped {
        Some(Cap::Rows) => report
            .checks
            .push(format!("there are more than the {} rows shown: ask for more with --rows", report.row_count)),
        Some(Cap::Bytes) => report.checks.push("the answer was cut: its values are too large together".into()),
        None if report.rows.is_empty() => report.checks.push("no row meets the conditions".into()),
        None => {}
    }
}

pub(super) fn refuse(report: &mut OrchestrateReport, understanding: &Understanding, reasons: Vec<String>) {
    report.errors = reasons;
    report.choices = understanding.readings.iter().take(MOST_CHOICES).map(choice).collect();
    report.confidence = understanding.readings.first().map_or(0.0, |it| it.confidence);
    if !understanding.unknown.is_empty() {
        let words = understanding.unknown.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        report.errors.push(format!("nothing in the schema or among the values that were looked at is called {words}"));
    }
    let remarks = understanding.readings.first().map(|it| it.remarks.clone()).unwrap_or_default();
    report.errors.extend(remarks.into_iter().map(|remark| format!("not clear: {remark}")));
    if report.errors.is_empty() {
        report.errors.push("no table or column of this database was found in the question".into());
    }
}

fn choice(reading: &Reading) -> Choice {
    Choice { reading: reading.meaning.clone(), sql: reading.sql.clone(), confidence: reading.confidence }
}
