//! Plans.

use super::impact::{level, offending, operations, risks, verified};
use super::style::{bold, dim, good, safe, warn};
use super::{count, notes};
use crate::app::PlanReport;
use std::fmt::Write as _;

/// Everything but the SQL, which is in its file or on its own stream.
pub(in crate::cli) fn summary(report: &PlanReport) -> String {
    let mut text = notes(&report.notes);
    if !report.differs {
        return text + &format!("{}: nothing differs\n", good("nothing to do"));
    }
    text += &operations(&report.impact);
    text += &risks(report.impact.risks().into_iter());
    text += &offending(&report.offending);
    for lost in &report.way_back.lost {
        let _ = writeln!(text, "{} {}", warn("no way back:"), safe(lost));
    }
    let worst = report.impact.level.map_or_else(|| good("none"), level);
    let _ = writeln!(text, "{}, highest risk {worst}", bold(&count(report.impact.operations.len(), "operation")));
    text += &report.impact.verified.as_ref().map_or_else(String::new, verified);
    if let Some(files) = &report.files {
        let paths = std::iter::once(&files.sql).chain(&files.impact).chain(&files.down).chain(&files.down_impact);
        for path in paths {
            let _ = writeln!(text, "{} {}", good("wrote"), dim(&path.display().to_string()));
        }
    }
    text
}

/// What to say where the plan ends with exit code 4.
pub(in crate::cli) fn breaking(report: &PlanReport) -> String {
    let worst = report.impact.level.map_or_else(String::new, |level| level.to_string());
    format!("{}: the plan has a {worst} risk; add --allow-breaking where that is what you want\n", warn("breaking"))
}
