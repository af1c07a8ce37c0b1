//! How a live database differs from its spec.

use super::style::{bold, dim, good, safe, warn};
use super::{count, indented, notes};
use crate::app::{DriftReport, DriftState};
use std::fmt::Write as _;

/// One line per change that the database would need.
pub(in crate::cli) fn summary(report: &DriftReport) -> String {
    let mut text = notes(&report.notes);
    if !report.differs {
        return text + &format!("{}: the database is what the spec says\n", good("no drift"));
    }
    let changes = count(report.differences.len(), "change");
    let _ = writeln!(text, "{}: to be what the spec says, the database needs", warn(&changes));
    for difference in &report.differences {
        let _ = writeln!(text, "  {} {}", safe(&difference.title), dim(&safe(&difference.object)));
    }
    text
}

/// The summary, then every object with both sides.
pub(in crate::cli) fn full(report: &DriftReport) -> String {
    let mut text = summary(report);
    for object in &report.objects {
        let _ = writeln!(text, "\n{} {}", bold(&safe(&object.object)), warn(word(object.state)));
        for (side, spec) in [("in the database", &object.live), ("in the spec", &object.spec)] {
            if let Some(spec) = spec {
                let _ = writeln!(text, "  {}\n{}", dim(side), indented(&safe(spec.trim_end())));
            }
        }
    }
    text
}

fn word(state: DriftState) -> &'static str {
    match state {
        DriftState::Missing => "is missing in the database",
        DriftState::Unexpected => "is not in the spec",
        DriftState::Different => "is different",
    }
}
