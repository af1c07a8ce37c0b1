//! A proposal, and how the prompt was read.

use super::count;
use super::style::{bold, dim, good, safe, warn};
use crate::app::{DesignReport, ListedTemplate};
use crate::design::{Style, TableState};
use std::fmt::Write as _;

pub(in crate::cli) fn proposal(report: &DesignReport) -> String {
    let mut text = String::new();
    let style = match report.style {
        Style::Star => "star schema",
        Style::Normalized => "normalized schema",
    };
    let from =
        if report.templates.is_empty() { String::new() } else { format!(", from {}", report.templates.join(" and ")) };
    let _ = writeln!(text, "{} {style} {}{from}", bold("design"), safe(&report.warehouse));
    text += &report.model.as_ref().map(super::model::spent).unwrap_or_default();
    for note in report.model.iter().flat_map(|model| &model.notes) {
        let _ = writeln!(text, "  {}", dim(&safe(note)));
    }
    for understood in &report.understood {
        let _ = writeln!(text, "  {} {} {}", safe(&understood.words), dim("→"), safe(&understood.meaning));
    }
    for assumed in &report.assumed {
        let _ = writeln!(text, "{}: {}", warn("assumed"), safe(assumed));
    }
    for words in &report.not_understood {
        let _ = writeln!(text, "{}: {}", warn("not understood"), safe(words));
    }
    for repair in &report.review {
        let _ = writeln!(text, "{} {} {} {}", bold("review"), repair.code, safe(&repair.object), safe(&repair.message));
    }
    for warning in &report.warnings {
        let _ = writeln!(text, "{} {} {}", warn("warning"), warning.code, safe(&warning.message));
    }
    text += &differences(report);
    let verdict = if report.unchanged { dim("unchanged") } else { good("wrote") };
    let (tables, columns) = (count(report.tables, "table"), count(report.columns, "column"));
    let _ = writeln!(
        text,
        "{verdict} {}: {tables}, {columns}; diagram in {}",
        report.out.display(),
        report.diagram.display()
    );
    if let Some(kept) = &report.kept {
        let _ = writeln!(text, "what it was before is in {}", kept.display());
    }
    let out = crate::store::shell_quoted(&report.out.display().to_string());
    let _ = writeln!(
        text,
        "next: dbx plan --target {out} --current empty --dialect postgres, or dbx design --refine {out} \"…\""
    );
    text
}

/// What the agreed schema has otherwise.
fn differences(report: &DesignReport) -> String {
    let mut text = String::new();
    let Some(differences) = &report.differences else { return text };
    if differences.is_empty() {
        return format!("{}\n", dim("the same tables as schema_specs/current.yml"));
    }
    let _ = writeln!(text, "{}", bold("against schema_specs/current.yml"));
    for difference in differences {
        let state = match difference.state {
            TableState::New => good("new"),
            TableState::Changed => warn("changed"),
            TableState::NotProposed => warn("not proposed"),
        };
        let _ = writeln!(text, "  {} {state}", safe(&difference.table));
        for column in &difference.columns {
            let _ = writeln!(text, "    {}", safe(column));
        }
    }
    text
}

pub(in crate::cli) fn templates(templates: &[ListedTemplate]) -> String {
    let mut text = String::new();
    for template in templates {
        let own = if template.own { " (of this project)" } else { "" };
        let _ = writeln!(
            text,
            "{:<14} {}{own}: {}",
            template.name,
            safe(&template.title),
            dim(&safe(&template.tables.join(", ")))
        );
    }
    text
}
