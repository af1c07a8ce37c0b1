//! What was approved.

use super::impact::{level, risks};
use super::style::{dim, good, safe};
use super::{count, notes};
use crate::app::ApproveReport;
use std::fmt::Write as _;

pub(in crate::cli) fn report(report: &ApproveReport) -> String {
    let mut text = notes(&report.notes);
    for operation in &report.operations {
        let _ = writeln!(text, "  {}", safe(operation));
    }
    text += &risks(report.risks.iter());
    let worst = report.level.map_or_else(|| good("none"), level);
    let _ = writeln!(
        text,
        "{}: {}, highest risk {worst}, for {} by {} until {}{}",
        good("approved"),
        count(report.operations.len(), "operation"),
        safe(&report.subject.environment),
        safe(&report.approver),
        report.expires_at,
        if report.signed { ", signed" } else { "" }
    );
    if report.approvers.len() > 1 {
        let _ = writeln!(text, "approved so far by {}", safe(&report.approvers.join(", ")));
    }
    let _ = writeln!(text, "{} {}", good("wrote"), dim(&report.file.display().to_string()));
    text
}
