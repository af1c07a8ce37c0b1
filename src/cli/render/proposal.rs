//! Proposals: made, and taken over.

use super::impact::risks;
use super::style::{bad, dim, good, safe, warn};
use crate::app::{AcceptReport, ProposeReport};
use crate::ci::Conflict;
use std::fmt::Write as _;

pub(in crate::cli) fn proposed(report: &ProposeReport) -> String {
    let mut text = touches(&report.touches) + &conflicts(&report.conflicts);
    let _ = writeln!(text, "{} {}", good("proposed"), safe(&report.path.display().to_string()));
    text + &format!(
        "next: commit it, and `dbx ci --base main` tells what it would do; `dbx accept {}` takes it over\n",
        safe(&report.name)
    )
}

pub(in crate::cli) fn accepted(report: &AcceptReport) -> String {
    let mut text = touches(&report.touches) + &conflicts(&report.conflicts);
    text += &risks(report.risks.iter());
    if !report.spliced {
        let _ = writeln!(
            text,
            "{} the text of the proposal took the place of the whole file, its comments too",
            warn("note:")
        );
    }
    let spec = safe(&report.spec.display().to_string());
    let _ = writeln!(text, "{} {} into {spec}", good("accepted"), safe(&report.name));
    for path in &report.removed {
        let _ = writeln!(text, "{} {}", dim("removed"), safe(&path.display().to_string()));
    }
    text
}

fn touches(addresses: &[String]) -> String {
    addresses.iter().map(|address| format!("touches {}\n", safe(address))).collect()
}

pub(super) fn conflicts(conflicts: &[Conflict]) -> String {
    let line = |Conflict { proposals: [one, other], addresses: [of_one, of_other] }: &Conflict| {
        let [one, other, of_one, of_other] = [one, other, of_one, of_other].map(|it| safe(it));
        format!("{} {one} touches {of_one}, and {other} touches {of_other}\n", bad("conflict"))
    };
    conflicts.iter().map(line).collect()
}
