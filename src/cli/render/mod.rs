//! Reports as text for a person.

pub(super) mod apply;
pub(super) mod approve;
mod bar;
pub(super) mod ci;
pub(super) mod demo;
pub(super) mod design;
mod diagnostic;
pub(super) mod drift;
pub(super) mod export;
pub(super) mod guard;
pub(super) mod impact;
pub(super) mod inspect;
pub(super) mod lint;
pub(super) mod model;
pub(super) mod orchestrate;
pub(super) mod plan;
pub(super) mod profile;
pub(super) mod proposal;
pub(super) mod report;
pub(super) mod restore;
pub(super) mod rollback;
pub(super) mod seed;
pub(super) mod status;
mod style;
pub(super) mod suggest;
mod table;
pub(super) mod verify;

pub(super) use diagnostic::diagnostics;

use super::commands::Pages;
use super::error::{CommandError, Kind};
use crate::app::{DiagramReport, Explanation, InitReport, ValidateReport};
use std::fmt::Write as _;
pub(super) use style::safe;
use style::{bold, dim, good, warn};

/// An error, with what it points at and what to type next.
pub(super) fn error(error: &CommandError) -> String {
    let mut text = diagnostics(&error.details.diagnostics, &error.details.sources);
    text += &impact::risks(error.details.risks.iter());
    let word = match error.kind {
        Kind::Refused => warn("refused"),
        Kind::Error | Kind::Usage | Kind::Interrupted | Kind::ClosedPipe => style::bad("error"),
        Kind::Bug => style::bad("bug"),
    };
    let message = error.message.strip_prefix("refused: ").unwrap_or(&error.message);
    let _ = writeln!(text, "{word}: {}", safe(message));
    if let Some(statement) = &error.details.statement {
        let _ = writeln!(text, "{}", indented(&dim(&safe(statement))));
    }
    for hint in error.hints.iter().filter(|hint| !hint.is_empty()) {
        let _ = writeln!(text, "{}: {}", bold("help"), safe(hint));
    }
    text
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

pub(super) fn notes(notes: &[String]) -> String {
    notes.iter().map(|note| format!("{}: {}\n", bold("note"), safe(note))).collect()
}

pub(super) fn validate(report: &ValidateReport) -> String {
    let verdict = if report.valid { good("valid") } else { style::bad("not valid") };
    format!(
        "{verdict}: {}, {}; {}, {}\n",
        count(report.tables, "table"),
        count(report.columns, "column"),
        count(report.errors, "error"),
        count(report.warnings, "warning"),
    )
}

/// `1 table`, `2 tables`
pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

pub(super) fn init(report: &InitReport) -> String {
    let mut text = String::new();
    for path in &report.made {
        let _ = writeln!(text, "{} {}", good("made"), path.display());
    }
    for path in &report.kept {
        let _ = writeln!(text, "{} {}", dim("kept"), path.display());
    }
    text + "next: dbx validate schema_specs/current.yml, then dbx plan --target schema_specs/current.yml --name create\n"
}

/// A man page, or where they are.
pub(super) fn man(pages: &Pages) -> String {
    let paths = pages.written.iter().map(|path| format!("{} {}\n", good("wrote"), path.display()));
    pages.page.clone().unwrap_or_default() + &paths.collect::<String>()
}

/// What happened to the file, if there is one.
pub(super) fn diagram(report: &DiagramReport, is_check: bool) -> String {
    let Some(out) = &report.out else { return String::new() };
    let verdict = match (report.differs, is_check) {
        (true, true) => warn("out of date"),
        (true, false) => good("wrote"),
        (false, _) => good("up to date"),
    };
    let (tables, keys) = (count(report.tables, "table"), count(report.foreign_keys, "foreign key"));
    format!("{verdict} {}: {tables}, {keys}\n", out.display())
}

/// One rule in full, or all of them in a line each.
pub(super) fn explain(explanations: &[Explanation], whole: bool) -> String {
    let mut text = String::new();
    for it in explanations {
        if whole {
            let _ = writeln!(
                text,
                "{} {}\n\n{}\n\n{}\n\n{}: {}\n{}: {}",
                bold(&it.code),
                it.name,
                it.summary,
                it.docs,
                bold("safer"),
                it.safer,
                bold("engines"),
                it.engines
            );
        } else {
            let _ = writeln!(text, "{}  {:<26} {}", bold(&it.code), it.name, it.summary);
        }
    }
    text
}
