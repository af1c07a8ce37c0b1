//! The report as a Markdown page: the comment of a pull request, the summary of a job, `report.md`.

use super::escape::{block, code, text};
use super::finding::{Finding, Weight};
use super::report::{
    Conflict, Migration, MigrationKind, OperationLine, Planned, Report, SpecChange, SpecStatus, Verdict,
};
use crate::model::Level;
use std::path::Path;

/// First line of a comment, by which the next run finds it.
pub const MARKER: &str = "<!-- dbx:ci -->";

/// GitHub takes comments of 65,536 characters. Counted in bytes here, and with room for what whoever posts it adds.
pub const COMMENT_LIMIT: usize = 64_000;

/// Longer tables are for a file, not for a comment.
const MOST_ROWS: usize = 60;

/// In characters. Longer messages are cut, so that their rows stay readable.
const LONGEST_CELL: usize = 240;

/// Room that is kept for lines that say what was left out, in bytes.
const REMARK: usize = 1_500;

/// The page. With a limit in bytes it is never longer: rows of tables, operations, SQL and diagrams come as far as there is room, in this order,
/// and what was left out is said.
pub fn page(report: &Report, limit: Option<usize>) -> String {
    let footer = footer(report);
    let limit = limit.map(|limit| limit.saturating_sub(footer.len() + REMARK));
    let mut page = Page { text: String::new(), limit };
    page.push(&format!("{MARKER}\n## {}\n\n{}\n\n", headline(report), text(&shortened(&report.reason))));
    page.table(SPECS, report.specs.iter().map(spec_row));
    page.table(FINDINGS, report.findings.iter().map(finding_row));
    page.table(CONFLICTS, report.conflicts.iter().map(conflict_row));
    page.table(MIGRATIONS, report.migrations.iter().map(migration_row));
    page.table("", report.notes.iter().map(|note| format!("- {}\n", text(&shortened(note)))));
    let plans =
        report.specs.iter().filter_map(|spec| Some((spec, spec.plan.as_ref().filter(|plan| !plan.is_empty())?)));
    let left_out = plans.filter(|(spec, plan)| !page.plan(spec, plan)).count();
    if left_out > 0 {
        page.push(&format!("{left_out} plans have no room here: they are in `migration.sql`, each in its folder.\n\n"));
    }
    page.push(&footer);
    page.text
}

/// A page that grows until it is full.
struct Page {
    text: String,
    limit: Option<usize>,
}

impl Page {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Bytes that may still come.
    fn room(&self) -> usize {
        self.limit.map_or(usize::MAX, |limit| limit.saturating_sub(self.text.len()))
    }

    /// The rows under their header, as far as there is room.
    fn table(&mut self, header: &str, rows: impl ExactSizeIterator<Item = String>) {
        let all = rows.len();
        if all == 0 {
            return;
        }
        let most = self.limit.map_or(usize::MAX, |_| MOST_ROWS);
        let mut table = header.to_owned();
        let mut shown = 0;
        for row in rows.take(most) {
            if table.len() + row.len() + REMARK > self.room() {
                break;
            }
            table += &row;
            shown += 1;
        }
        if shown > 0 {
            self.push(&table);
        }
        if shown < all {
            self.push(&format!("\n{} more rows are in `report.md`.\n", all - shown));
        }
        self.push("\n");
    }

    /// Operations, SQL and diagram of a plan, as far as there is room; nothing, and `false`, where there is not enough for the first.
    fn plan(&mut self, spec: &SpecChange, plan: &Planned) -> bool {
        let name = shortened(&spec.name);
        let operations = folded(&format!("Operations of {name}"), &operations(&plan.operations));
        if operations.len() + REMARK > self.room() {
            return false;
        }
        self.push(&operations);
        let sql = fitting(&plan.sql, self.room().saturating_sub(REMARK));
        let cut = plan.sql.lines().count() - sql.lines().count();
        let rest = if cut == 0 { String::new() } else { format!("\n{cut} more lines are in `migration.sql`.\n") };
        self.push(&folded(&format!("SQL of {name}"), &(block("sql", sql) + &rest)));
        let diagram = folded(&format!("Diagram of {name}"), &block("mermaid", &plan.diagram));
        if plan.diagram.is_empty() {
            return true;
        }
        if diagram.len() + REMARK <= self.room() {
            self.push(&diagram);
        } else if REMARK <= self.room() {
            self.push("The diagram has no room here: it is in `diagram.svg`.\n\n");
        }
        true
    }
}

/// As many whole lines from the start as there is room for.
fn fitting(sql: &str, room: usize) -> &str {
    // What is no ASCII may be written as an escape of ten bytes: `\u{10ffff}`.
    let cost = |c: char| if c.is_ascii() && !c.is_control() || c == '\n' { 1 } else { 10 };
    let (mut end, mut spent) = (0, 0);
    for line in sql.split_inclusive('\n') {
        spent += line.chars().map(cost).sum::<usize>();
        if spent > room {
            break;
        }
        end += line.len();
    }
    &sql[..end]
}

fn headline(report: &Report) -> &'static str {
    match report.verdict {
        Verdict::Passed | Verdict::Differs if report.specs.is_empty() && report.migrations.is_empty() => {
            "Schema: nothing changes"
        }
        Verdict::Passed => "Schema change: nothing stands in the way",
        Verdict::Differs => "Schema change: the schemas differ",
        Verdict::Refused => "Schema change: refused",
        Verdict::Invalid => "Schema change: a spec is not valid",
    }
}

const SPECS: &str = "| spec | change | operations | highest risk | stop readers | stop writers | rewrite a table |\n|---|---|--:|---|--:|--:|--:|\n";

fn spec_row(spec: &SpecChange) -> String {
    let (name, status) = (code(&shortened(&spec.name)), status(spec.status));
    let Some(plan) = &spec.plan else {
        let problem = spec.problem.as_deref().unwrap_or("nothing is planned");
        return format!("| {name} | {status}: {} | | | | | |\n", text(&shortened(problem)));
    };
    let count = |test: fn(&OperationLine) -> bool| plan.operations.iter().filter(|it| test(it)).count();
    format!(
        "| {name} | {status} | {} | {} | {} | {} | {} |\n",
        plan.operations.len(),
        level(plan.level),
        count(|it| it.blocks_reads),
        count(|it| it.blocks_writes),
        count(|it| it.rewrites)
    )
}

fn status(status: SpecStatus) -> &'static str {
    match status {
        SpecStatus::Added => "added",
        SpecStatus::Changed => "changed",
        SpecStatus::Deleted => "deleted",
    }
}

const FINDINGS: &str = "### Risks\n\n| level | rule | where | what |\n|---|---|---|---|\n";

fn finding_row(finding: &Finding) -> String {
    let weight = finding.level.map_or_else(|| weight(finding.weight), level_word);
    let help = if finding.help.is_empty() { String::new() } else { format!("<br>{}", text(&shortened(&finding.help))) };
    let message = text(&shortened(&finding.message));
    format!(
        "| {weight} | {} | {} | {message}{help} |\n",
        code(&finding.code),
        place(&finding.place.file, finding.place.line)
    )
}

fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Note => "note",
        Weight::Warning => "warning",
        Weight::Error => "**error**",
    }
}

fn place(file: &Path, line: usize) -> String {
    code(&format!("{}:{line}", shortened(&file.display().to_string())))
}

const CONFLICTS: &str = "### Proposals in conflict\n\n| proposal | touches | proposal | touches |\n|---|---|---|---|\n";

fn conflict_row(Conflict { proposals: [a, b], addresses: [of_a, of_b] }: &Conflict) -> String {
    let [a, of_a, b, of_b] = [a, of_a, b, of_b].map(|it| code(&shortened(it)));
    format!("| {a} | {of_a} | {b} | {of_b} |\n")
}

const MIGRATIONS: &str = "### SQL files\n\n| file | what | highest risk |\n|---|---|---|\n";

fn migration_row(migration: &Migration) -> String {
    let kind = match migration.kind {
        MigrationKind::Plan => "plan, with its impact file",
        MigrationKind::ByHand => "judged by its statements",
        MigrationKind::WayBack => "way back, not judged",
        MigrationKind::Deleted => "deleted",
    };
    let file = code(&shortened(&migration.path.display().to_string()));
    format!("| {file} | {kind} | {} |\n", level(migration.level))
}

fn operations(operations: &[OperationLine]) -> String {
    let header = "| # | operation | lock | risk |\n|--:|---|---|---|\n";
    let row = |it: &OperationLine| {
        format!("| {} | {} | {} | {} |\n", it.number, text(&it.title), text(&it.lock), level(it.level))
    };
    header.to_owned() + &operations.iter().map(row).collect::<String>()
}

fn footer(report: &Report) -> String {
    let short = |id: &str| code(id.get(..10).unwrap_or(id));
    let allowed = match report.fail_on {
        Some(level) => format!("refused from {level} on"),
        None => "risks were allowed".into(),
    };
    format!("<sub>{} · {} to {} · {allowed}</sub>\n", text(&report.tool), short(&report.base), short(&report.head))
}

/// Closed until somebody opens it. Markdown inside HTML needs empty lines around it.
fn folded(title: &str, body: &str) -> String {
    let title = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('@', "@\u{200b}");
    format!("<details><summary>{title}</summary>\n\n{body}\n</details>\n\n")
}

fn level(level: Option<Level>) -> &'static str {
    level.map_or("none", level_word)
}

fn level_word(level: Level) -> &'static str {
    match level {
        Level::Low => "low",
        Level::Medium => "medium",
        Level::High => "**high**",
        Level::Critical => "**critical**",
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST_CELL {
        return text.to_owned();
    }
    text.chars().take(LONGEST_CELL - 1).chain(['…']).collect()
}
