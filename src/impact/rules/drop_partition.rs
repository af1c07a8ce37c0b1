//! D111 drop-partition: A partition goes or is emptied, and its rows with it.

use crate::impact::level;
use crate::impact::rule::{Meta, Rule, Subject, answer, risk, rows_words};
use crate::model::{Cause, Facts, Probe, Reason, Risk};

pub(super) struct DropPartition;

static META: Meta = Meta {
    code: "D111",
    name: "drop-partition",
    engines: "MySQL and MariaDB",
    summary: "A partition goes or is emptied, and its rows with it.",
    docs: "The server asks nothing and undoes nothing. The rows of the partitions that are named are counted: high where there are some or nobody could look, critical from 10,000 rows on, medium where they are empty. On PostgreSQL a partition is a table of its own, and D101 and D104 tell.",
    safer: "EXCHANGE PARTITION with an empty table keeps the rows in that table; drop it when nothing has missed it for a while.",
};

impl Rule for DropPartition {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, subject: &Subject<'_>) -> Vec<Probe> {
        lost(subject).filter_map(|reason| question(subject, reason)).collect()
    }

    fn judge(&self, subject: &Subject<'_>, facts: &Facts) -> Vec<Risk> {
        lost(subject)
            .map(|reason| {
                let rows = answer(facts, question(subject, reason));
                let level = level::by_name(level::loses(rows), &reason.object);
                let message = format!("{} with {}", reason.detail, rows_words(rows, facts));
                risk(&META, level, reason.object.clone(), message, rows)
            })
            .collect()
    }
}

fn lost<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = &'a Reason> {
    subject.effect.reasons.iter().filter(|reason| reason.cause == Cause::PartitionRowsLost)
}

/// Of the partitions that are named, or of the whole table where none is.
fn question(subject: &Subject<'_>, reason: &Reason) -> Option<Probe> {
    let table = subject.live.table(reason.table.as_ref()?)?;
    Some(match &reason.partitions[..] {
        [] => Probe::Rows { table },
        partitions => Probe::RowsOfPartitions { table, partitions: partitions.to_vec() },
    })
}
