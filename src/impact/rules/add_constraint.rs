//! V101 may-fail-constraint: A constraint is put on rows that are there already.

use crate::impact::rule::{Meta, Rule, Subject, answer, risk, rows_words};
use crate::model::{Constraint, Facts, ForeignKey, Level, ObjectKind, Pair, Probe, Risk, TableChange};

pub(super) struct AddConstraint;

static META: Meta = Meta {
    code: "V101",
    name: "may-fail-constraint",
    summary: "A constraint is put on rows that are there already.",
    docs: "Rows that break the constraint make the statement fail. Low for an empty table or a constraint that is added NOT VALID, medium otherwise: whether rows break it is not looked at yet.",
    safer: "Select the rows that would break it first; on PostgreSQL add it NOT VALID and validate it later.",
};

impl Rule for AddConstraint {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, subject: &Subject<'_>) -> Vec<Probe> {
        let added = subject.table_changes().filter(|(_, change)| added(change).is_some());
        added.filter_map(|(table, _)| subject.rows(&table)).collect()
    }

    fn judge(&self, subject: &Subject<'_>, facts: &Facts) -> Vec<Risk> {
        let mut risks = Vec::new();
        for (table, change) in subject.table_changes() {
            let Some(constraint) = added(change) else { continue };
            if subject.live.table(&table).is_none() {
                continue;
            }
            let rows = answer(facts, subject.rows(&table));
            let level = match rows {
                Some(rows) if rows.is_zero() => Level::Low,
                None | Some(_) => Level::Medium,
            };
            let object = table.member(ObjectKind::Constraint, constraint.name());
            let message =
                format!("adds the {} {object} to a table with {}", constraint.kind().as_str(), rows_words(rows));
            risks.push(risk(&META, level, object, message, rows));
        }
        risks
    }
}

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
