//! S110 scan-table: Every row is read while writers are locked out.

use crate::impact::level;
use crate::impact::rule::{Meta, Rule, Subject, answer, risk, rows_words};
use crate::model::{Facts, ObjectId, Probe, Risk};

pub(super) struct Scan;

static META: Meta = Meta {
    code: "S110",
    name: "scan-table",
    summary: "Every row is read while writers are locked out.",
    docs: "Building an index and checking a new constraint read the whole table and keep writers (or everybody) waiting. Low for an empty table, medium below 10,000 rows or where nobody could look, high from there on.",
    safer: "On PostgreSQL build indexes CONCURRENTLY and add constraints NOT VALID first; elsewhere do it when nobody writes.",
};

impl Rule for Scan {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, subject: &Subject<'_>) -> Vec<Probe> {
        scanned(subject).and_then(|table| subject.rows(&table)).into_iter().collect()
    }

    fn judge(&self, subject: &Subject<'_>, facts: &Facts) -> Vec<Risk> {
        let Some(table) = scanned(subject) else { return Vec::new() };
        let rows = answer(facts, subject.rows(&table));
        let message = format!(
            "reads every row of {table} ({}) under the lock `{}`",
            rows_words(rows),
            subject.operation.lock.as_str()
        );
        vec![risk(&META, level::holds_up(rows), table, message, rows)]
    }
}

/// The table that the operation reads from end to end without rewriting it, if it is there already and others are kept out.
fn scanned(subject: &Subject<'_>) -> Option<ObjectId> {
    let (table, _) = subject.step().table_changes()?;
    let operation = subject.operation;
    let told = operation.scans && !operation.rewrites && operation.lock.blocks_writes();
    (told && subject.live.table(&table).is_some()).then_some(table)
}
