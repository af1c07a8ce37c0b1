//! What does not fit.

use super::style::{bad, bold, dim, good, safe};
use super::{count, notes};
use crate::app::{Finding, Mismatch, VerifyReport};
use std::fmt::Write as _;

pub(in crate::cli) fn report(report: &VerifyReport) -> String {
    let mut text = notes(&report.notes);
    for Finding { what, on, message } in &report.findings {
        let _ = writeln!(text, "{} {}: {}", bad(word(*what)), bold(&safe(on)), safe(message));
    }
    if !report.pending.is_empty() {
        let _ = writeln!(text, "not applied yet: {}", dim(&safe(&report.pending.join(", "))));
    }
    let applied = count(report.applied.len(), "migration");
    if report.holds {
        let _ = writeln!(text, "{}: {applied}, ledger and schema agree", good("verified"));
    } else {
        let _ = writeln!(text, "{}: {}", bad("not verified"), count(report.findings.len(), "finding"));
    }
    text
}

fn word(what: Mismatch) -> &'static str {
    match what {
        Mismatch::Edited => "edited",
        Mismatch::Missing => "missing",
        Mismatch::OutOfOrder => "out of order",
        Mismatch::Ledger => "ledger",
        Mismatch::Unfinished => "unfinished",
        Mismatch::Gap => "gap",
        Mismatch::Drift => "drift",
    }
}
