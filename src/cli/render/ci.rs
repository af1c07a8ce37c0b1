//! What `dbx ci` found, in short: the whole of it is in the folder.

use super::impact::level;
use super::proposal::conflicts;
use super::style::{bad, bold, dim, good, safe, warn};
use super::{count, notes};
use crate::ci::{Finding, Report, SpecChange, SpecStatus, Verdict, Weight};
use std::fmt::Write as _;
use std::path::Path;

pub(in crate::cli) fn summary(report: &Report, out: &Path) -> String {
    let mut text = notes(&report.notes);
    for spec in &report.specs {
        text += &one(spec);
    }
    for finding in &report.findings {
        text += &place(finding);
    }
    text += &conflicts(&report.conflicts);
    let verdict = match report.verdict {
        Verdict::Passed => good("passed"),
        Verdict::Differs => warn("differs"),
        Verdict::Refused => bad("refused"),
        Verdict::Invalid => bad("not valid"),
    };
    let _ = writeln!(text, "{verdict}: {}", safe(&report.reason));
    let _ = writeln!(
        text,
        "{} {} in {}",
        good("wrote"),
        count(report.files.len(), "file"),
        dim(&out.display().to_string())
    );
    text
}

fn one(spec: &SpecChange) -> String {
    let status = match spec.status {
        SpecStatus::Added => "added",
        SpecStatus::Changed => "changed",
        SpecStatus::Deleted => "deleted",
    };
    let head = format!("{} {status} {}", bold(&safe(&spec.name)), dim(&safe(&spec.path.display().to_string())));
    let Some(plan) = &spec.plan else {
        return format!("{head}: {}\n", safe(spec.problem.as_deref().unwrap_or("nothing is planned")));
    };
    let mut text = format!("{head}: {}\n", count(plan.operations.len(), "operation"));
    for it in &plan.operations {
        let _ = writeln!(
            text,
            "  {} {} {}",
            dim(&it.number.to_string()),
            safe(&it.title),
            it.level.map_or_else(String::new, level)
        );
    }
    text
}

/// `high D102 schema_specs/current.yml:9:11: drops column:…`
fn place(finding: &Finding) -> String {
    let weight = finding.level.map_or_else(|| weight(finding.weight), level);
    let place = &finding.place;
    let place = format!("{}:{}:{}", place.file.display(), place.line, place.column);
    format!("{weight} {} {}: {}\n", bold(&safe(&finding.code)), dim(&safe(&place)), safe(&finding.message))
}

fn weight(weight: Weight) -> String {
    match weight {
        Weight::Note => dim("note"),
        Weight::Warning => warn("warning"),
        Weight::Error => bad("error"),
    }
}
