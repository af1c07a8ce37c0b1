//! D101 drop-table: A table goes, and its rows with it.

use crate::impact::level;
use crate::impact::rule::{Meta, Rule, Subject, answer, risk, rows_words};
use crate::model::{Facts, Object, Probe, Risk, Step};

pub(super) struct DropTable;

static META: Meta = Meta {
    code: "D101",
    name: "drop-table",
    engines: "all",
    summary: "A table goes, and its rows with it.",
    docs: "The rows cannot be brought back without a backup. High where rows are there or nobody could look, critical from 10,000 rows on, medium for an empty table. Also known as D108, a drop of what still has rows.",
    safer: "Rename the table first and drop it when nothing has missed it for a while; take a backup before.",
};

impl Rule for DropTable {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, subject: &Subject<'_>) -> Vec<Probe> {
        match subject.step {
            Some(Step::Drop(object)) if holds_rows(object) => subject.rows(&object.id()).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn judge(&self, subject: &Subject<'_>, facts: &Facts) -> Vec<Risk> {
        let Some(Step::Drop(object)) = subject.step else { return Vec::new() };
        if !holds_rows(object) {
            return Vec::new();
        }
        let rows = answer(facts, subject.rows(&object.id()));
        let message = format!("drops {} with {}", object.id(), rows_words(rows, facts));
        let level = level::by_name(level::loses(rows), &object.id());
        vec![risk(&META, level, object.id(), message, rows)]
    }
}

/// Tables, also those whose rows a module of SQLite keeps.
fn holds_rows(object: &Object) -> bool {
    matches!(object, Object::Table(_)) || matches!(object, Object::Definition(it) if it.kind.holds_rows())
}
