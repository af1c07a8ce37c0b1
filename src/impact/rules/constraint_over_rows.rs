//! What V101, V103 and V104 have in common: a constraint is put on rows that are there already.

use crate::impact::rule::{Meta, Subject, answer, risk, rows_words};
use crate::model::{
    Constraint, ConstraintKind, Facts, ForeignKey, Level, ObjectKind, Pair, Probe, Risk, RowCount, TableChange,
};

/// What has to be known: how many rows there are.
pub(super) fn probes(subject: &Subject<'_>, kinds: &[ConstraintKind]) -> Vec<Probe> {
    let is_meant = |change: &TableChange| added(change).is_some_and(|it| kinds.contains(&it.kind()));
    let meant = subject.table_changes().filter(|(_, change)| is_meant(change));
    meant.filter_map(|(table, _)| subject.rows(&table)).collect()
}

/// Low for an empty table, medium otherwise.
pub(super) fn judge(meta: &'static Meta, subject: &Subject<'_>, facts: &Facts, kinds: &[ConstraintKind]) -> Vec<Risk> {
    let mut risks = Vec::new();
    for (table, change) in subject.table_changes() {
        let Some(constraint) = added(change).filter(|it| kinds.contains(&it.kind())) else { continue };
        if subject.live.table(&table).is_none() {
            continue;
        }
        let rows = answer(facts, subject.rows(&table));
        let level = match rows {
            Some(RowCount { rows: 0, at_least: false, .. }) => Level::Low,
            None | Some(_) => Level::Medium,
        };
        let object = table.member(ObjectKind::Constraint, constraint.name());
        let message = format!("adds the {} {object} to a table with {}", constraint.kind().as_str(), rows_words(rows));
        risks.push(risk(meta, level, object, message, rows));
    }
    risks
}

/// The constraint that rows are put to now.
fn added(change: &TableChange) -> Option<&Constraint> {
    let constraint = match change {
        TableChange::AddConstraint(constraint) => constraint,
        TableChange::AlterConstraint(constraints) if asks_the_same(constraints.as_ref()) => return None,
        TableChange::AlterConstraint(constraints) => &constraints.to,
        _ => return None,
    };
    let deferred = match constraint {
        Constraint::Check(check) => check.not_valid,
        Constraint::ForeignKey(key) => key.not_valid,
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclude(_) => false,
    };
    (!deferred).then_some(constraint)
}

/// Whether rows that were fine stay so: another moment of the check, or an index that is kept otherwise.
fn asks_the_same(constraints: Pair<&Constraint>) -> bool {
    match (constraints.from, constraints.to) {
        (Constraint::ForeignKey(from), Constraint::ForeignKey(to)) => {
            let moved = ForeignKey { deferrable: to.deferrable, comment: to.comment.clone(), ..from.clone() };
            moved == *to
        }
        (from, to) => {
            let mut kept_alike = from.clone();
            *kept_alike.comment_mut() = to.comment().cloned();
            if let (Some(storage), Some(wanted)) = (kept_alike.storage_mut(), to.storage()) {
                storage.clone_from(wanted);
            }
            kept_alike == *to
        }
    }
}
