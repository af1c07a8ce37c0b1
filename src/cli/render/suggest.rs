//! Questions and their SQL.

use super::style::{bold, dim, safe};
use crate::app::SuggestReport;
use std::fmt::Write as _;

/// Questions as comments over their queries, so that the whole can be pasted into a client.
pub(in crate::cli) fn questions(report: &SuggestReport) -> String {
    let mut text = String::new();
    for (at, suggestion) in report.suggestions.iter().enumerate() {
        let _ = writeln!(text, "{} {}", dim(&format!("-- {}.", at + 1)), bold(&safe(&suggestion.question)));
        let _ = writeln!(text, "{};\n", safe(&suggestion.sql));
    }
    if report.suggestions.is_empty() {
        let _ = writeln!(text, "no question can be asked: no table has anything to measure or to count");
    }
    text + &super::notes(&report.notes)
}
