//! B120 backfill-in-batches: Rows without a value in a column are filled, so many at a time.

use crate::impact::rule::{Meta, Rule, Subject, answer, risk, rows_words};
use crate::model::{Facts, Level, ObjectId, Probe, Risk, Step};

pub(super) struct Backfill;

static META: Meta = Meta {
    code: "B120",
    name: "backfill-in-batches",
    engines: "PostgreSQL",
    summary: "Rows without a value in a column are filled, so many at a time.",
    docs: "A plan in stages does this for a new column whose default is another value for each row. Rows are locked for as long as their batch takes, and every row is written once more, which replicas and VACUUM have to follow. Always low.",
    safer: "Nothing to do; choose a quiet time for a very large table.",
};

impl Rule for Backfill {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, subject: &Subject<'_>) -> Vec<Probe> {
        filled(subject).and_then(|(table, _)| subject.rows(table)).into_iter().collect()
    }

    fn judge(&self, subject: &Subject<'_>, facts: &Facts) -> Vec<Risk> {
        let Some((table, column)) = filled(subject) else { return Vec::new() };
        let rows = answer(facts, subject.rows(table));
        let message = format!("fills {column} in up to {}, in batches", rows_words(rows, facts));
        vec![risk(&META, Level::Low, column, message, rows)]
    }
}

/// The table and the column.
fn filled<'a>(subject: &Subject<'a>) -> Option<(&'a ObjectId, ObjectId)> {
    match subject.step? {
        step @ Step::Backfill(it) => Some((&it.table, step.object())),
        _ => None,
    }
}
