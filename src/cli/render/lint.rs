//! Findings of `lint`, with the lines they are about.

use super::impact::level;
use super::style::{bold, dim, good, safe};
use super::{count, notes};
use crate::app::{FindingReport, LintReport, LintedFile, StatementReport};
use crate::diagnostic::LineIndex;
use crate::model::Level;
use std::fmt::Write as _;

pub(in crate::cli) fn human(report: &LintReport) -> String {
    let mut text = notes(&report.notes);
    for file in &report.files {
        let lines = LineIndex::of(&file.text);
        for finding in &file.findings {
            text += &one(file, &lines, finding);
        }
    }
    let statements = report.files.iter().map(|file| file.statements.len()).sum();
    let findings: Vec<&FindingReport> = report.files.iter().flat_map(|file| &file.findings).collect();
    let at = |level: Level| findings.iter().filter(|finding| finding.level == level).count();
    let levels: Vec<String> = [Level::Critical, Level::High, Level::Medium, Level::Low]
        .into_iter()
        .filter(|level| at(*level) > 0)
        .map(|it| format!("{} {}", at(it), level(it)))
        .collect();
    let levels = if levels.is_empty() { good("no findings") } else { levels.join(", ") };
    let _ = writeln!(text, "{}: {levels}", count(statements, "statement"));
    text
}

fn one(file: &LintedFile, lines: &LineIndex, finding: &FindingReport) -> String {
    let mut text = String::new();
    let place = format!("{}:{}:{}", file.path.display(), finding.line, finding.column);
    let _ = writeln!(text, "{} {} {}", level(finding.level), bold(&finding.code), safe(&finding.message));
    let _ = writeln!(text, "  {} {}", dim("-->"), safe(&place));
    if let Some(line) = lines.line(&file.text, finding.line) {
        let _ = writeln!(text, "   {} {}", dim("|"), safe(line.trim_end()));
    }
    let statement = finding.statement.and_then(|number| file.statements.get(number - 1));
    for table in statement.map(locks).unwrap_or_default() {
        let _ = writeln!(text, "   {} {}", dim("|"), dim(&safe(&table)));
    }
    if finding.level >= Level::Medium && !finding.help.is_empty() {
        let _ = writeln!(text, "   {} {}", dim("="), safe(&finding.help));
    }
    text
}

/// `table:public.users: access exclusive, rewritten`
fn locks(statement: &StatementReport) -> Vec<String> {
    let worked = statement.tables.iter().filter(|table| table.rewrites || table.scans);
    worked
        .map(|table| {
            let work = if table.rewrites { "rewritten" } else { "read" };
            let lock = table.engine_lock.as_deref().unwrap_or(table.lock.as_str());
            let time = table.estimated_ms.map_or_else(String::new, |time| format!(", about {time} ms"));
            format!("{}: {lock}, {work}{time}", table.object)
        })
        .collect()
}
