//! Rules about why a statement locks, reads or writes. The engine says why; such a rule adds the words and the level.

use super::level;
use super::rule::{Meta, Rule, Subject, answer, risk, rows_words};
use crate::model::{Cause, Effect, Facts, Level, Probe, Reason, Risk, RowCount, Touch};

/// One cause, with its documentation and the row of the table in [`level`] that it is judged by.
pub(super) struct CauseRule {
    pub meta: &'static Meta,
    pub cause: Cause,
    pub criterion: Criterion,
}

/// Which row of the table of levels is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Criterion {
    /// All rows are read or written, under a lock.
    HoldsUp,
    /// A lock for a moment.
    Brief,
    /// Data is lost.
    Loses,
    /// Some rows are changed or deleted, and nobody counted which.
    MayLose,
    /// What kept rows or callers apart does so no more.
    Unprotects,
    /// Callers see something else.
    Notices,
    /// A matter of design, or for the record.
    Behaves,
    /// The engine refuses the statement.
    Fails,
    /// Nobody can tell what it does.
    Unknown,
}

impl Rule for CauseRule {
    fn meta(&self) -> &'static Meta {
        self.meta
    }

    fn probes(&self, subject: &Subject<'_>) -> Vec<Probe> {
        probes(self.cause, self.criterion, subject)
    }

    fn judge(&self, subject: &Subject<'_>, facts: &Facts) -> Vec<Risk> {
        judge(self.meta, self.cause, self.criterion, subject, facts)
    }

    fn holds_up(&self) -> bool {
        self.criterion == Criterion::HoldsUp
    }
}

fn probes(cause: Cause, criterion: Criterion, subject: &Subject<'_>) -> Vec<Probe> {
    let hangs_on_rows =
        matches!(criterion, Criterion::HoldsUp | Criterion::Brief | Criterion::Loses | Criterion::MayLose);
    let about = subject.effect.reasons.iter().filter(|reason| reason.cause == cause && hangs_on_rows);
    about.filter_map(|reason| subject.rows(reason.table.as_ref()?)).collect()
}

/// The risks of one cause; also for rules that know more than one.
pub(super) fn judge(
    meta: &'static Meta,
    cause: Cause,
    criterion: Criterion,
    subject: &Subject<'_>,
    facts: &Facts,
) -> Vec<Risk> {
    let about = subject.effect.reasons.iter().filter(|reason| reason.cause == cause);
    about
        .map(|reason| {
            let rows = reason.table.as_ref().and_then(|table| answer(facts, subject.rows(table)));
            let touch = reason.table.as_ref().and_then(|table| subject.effect.of(table));
            let level = level_of(criterion, rows, touch, reason);
            let message =
                format!("{}{}", reason.detail, tail(criterion, &rows_words(rows, facts), touch, subject.effect));
            let rows = rows.filter(|_| matches!(criterion, Criterion::HoldsUp | Criterion::Loses | Criterion::MayLose));
            risk(meta, level, reason.object.clone(), message, rows)
        })
        .collect()
}

fn level_of(criterion: Criterion, rows: Option<RowCount>, touch: Option<&Touch>, reason: &Reason) -> Level {
    match criterion {
        Criterion::HoldsUp => {
            let lock = touch.map_or(crate::model::LockMode::None, |touch| touch.lock);
            level::holds_up(rows, lock)
        }
        Criterion::Brief => level::brief(rows, touch),
        Criterion::Loses => level::by_name(level::loses(rows), &reason.object),
        Criterion::MayLose => level::by_name(level::may_lose(rows), &reason.object),
        Criterion::Notices => Level::Medium,
        Criterion::Behaves => Level::Low,
        Criterion::Fails | Criterion::Unprotects | Criterion::Unknown => Level::High,
    }
}

/// What follows from it: how many rows, under which lock, and who waits.
/// `counted`: the rows of the table, in words.
fn tail(criterion: Criterion, counted: &str, touch: Option<&Touch>, effect: &Effect) -> String {
    match (criterion, touch) {
        (Criterion::HoldsUp, Some(touch)) => {
            let work = match (touch.rewrites, touch.scans) {
                (true, _) => "writes every row again",
                (false, true) => "reads every row",
                (false, false) => "takes its time",
            };
            format!(": {work} ({counted}) under {}{}", effect.lock_words(touch), waiting(touch))
        }
        (Criterion::Brief, Some(touch)) => {
            format!(", under {}{} for a moment", effect.lock_words(touch), waiting(touch))
        }
        (Criterion::Loses, _) => format!(" ({counted})"),
        (Criterion::MayLose, _) => format!("; the table has {counted}"),
        (
            Criterion::HoldsUp
            | Criterion::Brief
            | Criterion::Notices
            | Criterion::Behaves
            | Criterion::Fails
            | Criterion::Unprotects
            | Criterion::Unknown,
            _,
        ) => String::new(),
    }
}

fn waiting(touch: &Touch) -> &'static str {
    match (touch.lock.blocks_reads(), touch.lock.blocks_writes()) {
        (true, _) => ", which stops readers and writers",
        (false, true) => ", which stops writers",
        (false, false) => "",
    }
}
