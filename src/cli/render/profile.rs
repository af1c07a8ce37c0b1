//! What was learned of a database, and what was not.

use super::style::{bold, dim, good, safe};
use super::{count, notes};
use crate::app::LearnReport;
use std::fmt::Write as _;

pub(in crate::cli) fn learned(report: &LearnReport) -> String {
    let mut text = String::new();
    for table in &report.tables {
        let _ = writeln!(
            text,
            "{}: {} rows; {} learned",
            bold(&safe(&table.table)),
            table.rows,
            count(table.learned.len(), "column")
        );
        for left_out in &table.left_out {
            let _ = writeln!(text, "  {} {}", safe(&left_out.column), dim(&safe(&left_out.reason)));
        }
    }
    text += &notes(&report.notes);
    if let Some(out) = &report.out {
        let _ = writeln!(text, "{} {}", good("wrote"), safe(&out.display().to_string()));
    }
    text
}
