//! What went back.

use super::style::{bold, safe};
use super::{apply, notes, restore};
use crate::app::RollbackReport;
use std::fmt::Write as _;

pub(in crate::cli) fn report(report: &RollbackReport) -> String {
    let mut text = notes(&report.notes);
    if report.migrations.is_empty() {
        return text + "nothing to take back\n";
    }
    for it in &report.migrations {
        let _ = writeln!(text, "{}", bold(&safe(&it.migration)));
        text += &it.way_back.as_ref().map_or_else(String::new, apply::report);
        text += &it.restored.as_ref().map_or_else(String::new, restore::report);
    }
    text
}
