//! What everything that was found comes to.

use super::CiRequest;
use super::examined::Examined;
use super::history::History;
use super::migration::Edited;
use crate::app::Context;
use crate::ci::{Conflict, Finding, Report, Verdict, Weight};
use crate::model::Level;
use std::cmp::Reverse;

pub(super) fn report(
    context: &Context,
    request: &CiRequest,
    history: &History,
    found: &[Examined],
    edited: Edited,
    conflicts: Vec<Conflict>,
) -> Report {
    let of_specs = found.iter().flat_map(|it| it.findings.iter().cloned());
    let mut findings: Vec<Finding> = of_specs.chain(edited.findings).collect();
    findings.sort_by(|a, b| {
        let order = |it: &Finding| (Reverse(it.weight), Reverse(it.level));
        order(a).cmp(&order(b)).then_with(|| a.place.cmp(&b.place)).then_with(|| a.code.cmp(&b.code))
    });
    findings.dedup();
    let mut notes = history.notes.clone();
    notes.extend(found.iter().flat_map(|it| &it.notes).cloned().chain(edited.notes));
    let mut seen = std::collections::BTreeSet::new();
    notes.retain(|note| seen.insert(note.clone()));
    let fail_on = (!request.allow_breaking).then_some(request.fail_on);
    let (verdict, reason) = judge(request, fail_on, found, &findings, &conflicts, edited.migrations.len());
    Report {
        version: 1,
        tool: context.tool.clone(),
        verdict,
        reason,
        base: history.snapshots.from.id().to_owned(),
        head: history.snapshots.to.id().to_owned(),
        level: findings.iter().filter_map(|finding| finding.level).max(),
        fail_on,
        specs: found.iter().map(|it| it.change.clone()).collect(),
        migrations: edited.migrations,
        conflicts,
        findings,
        notes,
        files: Vec::new(),
    }
}

/// The first of these that holds: a spec is wrong; something cannot be done, or is in conflict, or is too dangerous; something differs.
fn judge(
    request: &CiRequest,
    fail_on: Option<Level>,
    found: &[Examined],
    findings: &[Finding],
    conflicts: &[Conflict],
    migrations: usize,
) -> (Verdict, String) {
    let invalid: Vec<&Examined> = found.iter().filter(|it| it.errors > 0).collect();
    if let Some(first) = invalid.first() {
        let errors: usize = invalid.iter().map(|it| it.errors).sum();
        let what = first.findings.iter().find(|it| it.weight == Weight::Error && it.level.is_none());
        let what = what.map_or_else(String::new, |it| format!("; the first is: {}", it.message));
        return (
            Verdict::Invalid,
            format!("{} is not valid: {}{what}", first.change.path.display(), count(errors, "error")),
        );
    }
    let impossible = findings.iter().find(|it| it.level.is_none() && it.weight == Weight::Error);
    let dangerous = findings.iter().find(|it| fail_on.is_some_and(|level| it.level.is_some_and(|it| it >= level)));
    let mut reasons = Vec::new();
    reasons.extend(impossible.map(|it| format!("it cannot be planned: {}", it.message)));
    reasons.extend(
        conflicts
            .first()
            .map(|it| format!("the proposals {} and {} touch the same object", it.proposals[0], it.proposals[1])),
    );
    reasons.extend(dangerous.map(|it| {
        let level = it.level.map_or("high", Level::as_str);
        format!("there is a {level} risk: {} {}", it.code, it.message)
    }));
    if !reasons.is_empty() {
        return (Verdict::Refused, reasons.join("; "));
    }
    let operations: usize =
        found.iter().filter_map(|it| it.change.plan.as_ref()).map(|plan| plan.operations.len()).sum();
    let level = findings.iter().filter_map(|it| it.level).max().map_or("none", Level::as_str);
    let reason = match (operations, migrations) {
        (0, 0) => return (Verdict::Passed, "no schema changes".to_owned()),
        (0, _) => return (Verdict::Passed, format!("{}, highest risk {level}", count(migrations, "SQL file"))),
        (_, _) => format!("{}, highest risk {level}", count(operations, "operation")),
    };
    (if request.check { Verdict::Differs } else { Verdict::Passed }, reason)
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
