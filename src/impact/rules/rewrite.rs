//! R106 rewrite-table: Every row is written again while others are locked out.

use crate::impact::level;
use crate::impact::rule::{Meta, Rule, Subject, answer, risk, rows_words};
use crate::model::{Facts, ObjectId, Probe, Risk, Step};

pub(super) struct Rewrite;

static META: Meta = Meta {
    code: "R106",
    name: "rewrite-table",
    summary: "Every row is written again while others are locked out.",
    docs: "The time grows with the table, and a lock that stops readers or writers is held all the while. Low for an empty table, medium below 10,000 rows or where nobody could look, high from there on.",
    safer: "Do it when nobody needs the table, or add a new column, fill it in batches and swap.",
};

impl Rule for Rewrite {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, subject: &Subject<'_>) -> Vec<Probe> {
        rewritten(subject).and_then(|table| subject.rows(&table)).into_iter().collect()
    }

    fn judge(&self, subject: &Subject<'_>, facts: &Facts) -> Vec<Risk> {
        let Some(table) = rewritten(subject) else { return Vec::new() };
        let rows = answer(facts, subject.rows(&table));
        let message = format!(
            "writes every row of {table} again ({}) under the lock `{}`",
            rows_words(rows),
            subject.operation.lock.as_str()
        );
        vec![risk(&META, level::holds_up(rows), table, message, rows)]
    }
}

/// The table that the operation rewrites, if it is there already.
fn rewritten(subject: &Subject<'_>) -> Option<ObjectId> {
    match subject.step() {
        Step::Create(_) | Step::Drop(_) => None,
        step => {
            let table = step.table_changes().map(|(table, _)| table).filter(|_| subject.operation.rewrites)?;
            subject.live.table(&table).is_some().then_some(table)
        }
    }
}
