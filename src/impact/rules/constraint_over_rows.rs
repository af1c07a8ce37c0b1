//! What V101, V103 and V104 have in common: a constraint is put on rows that are there already.

use crate::impact::level;
use crate::impact::rule::{Meta, Subject, answer, risk, rows_words};
use crate::model::{
    Constraint, ConstraintKind, Facts, ForeignKey, IndexTerm, Level, Name, ObjectId, ObjectKind, Pair, Probe, Risk,
    TableChange, Unique,
};

/// What has to be known: how many rows there are, and how many of them break the constraint.
pub(super) fn probes(subject: &Subject<'_>, kinds: &[ConstraintKind]) -> Vec<Probe> {
    let mut probes = Vec::new();
    for (table, change) in subject.table_changes() {
        let Some(constraint) = added(change).filter(|it| kinds.contains(&it.kind())) else { continue };
        probes.extend(subject.rows(&table));
        probes.extend(offending(subject, &table, constraint));
    }
    probes
}

/// Low where no row breaks it or there is none, high where one does, medium where nobody could look.
pub(super) fn judge(meta: &'static Meta, subject: &Subject<'_>, facts: &Facts, kinds: &[ConstraintKind]) -> Vec<Risk> {
    let mut risks = Vec::new();
    for (table, change) in subject.table_changes() {
        let Some(constraint) = added(change).filter(|it| kinds.contains(&it.kind())) else { continue };
        if subject.live.table(&table).is_none() {
            continue;
        }
        let rows = answer(facts, subject.rows(&table));
        let broken = answer(facts, offending(subject, &table, constraint));
        let level = match (broken, rows) {
            (Some(broken), _) => level::may_fail(Some(broken)),
            (None, Some(rows)) if rows.is_zero() => Level::Low,
            (None, _) => Level::Medium,
        };
        let object = table.member(ObjectKind::Constraint, constraint.name());
        let mut message =
            format!("adds the {} {object} to a table with {}", constraint.kind().as_str(), rows_words(rows, facts));
        if let Some(broken) = broken {
            message.push_str(&format!("; {broken} would break it"));
        }
        risks.push(risk(meta, level, object, message, broken.or(rows)));
    }
    risks
}

/// The question how many rows break the constraint; nothing where no question can be put, as for exclusions.
fn offending(subject: &Subject<'_>, table: &ObjectId, constraint: &Constraint) -> Option<Probe> {
    let live = subject.live.table(table)?;
    let columns = |names: &[Name]| -> Option<Vec<Name>> {
        names.iter().map(|name| subject.live.column(&table.member(ObjectKind::Column, name))).collect()
    };
    let terms = |names: &[Name]| Some(columns(names)?.into_iter().map(IndexTerm::Column).collect::<Vec<_>>());
    match constraint {
        Constraint::PrimaryKey(key) => {
            Some(Probe::Duplicates { table: live, terms: terms(&key.columns)?, predicate: None, nulls_are_equal: true })
        }
        Constraint::Unique(Unique { columns, nulls_not_distinct, .. }) => Some(Probe::Duplicates {
            table: live,
            terms: terms(columns)?,
            predicate: None,
            nulls_are_equal: *nulls_not_distinct,
        }),
        Constraint::Check(check) => Some(Probe::Violations { table: live, check: check.expression.clone() }),
        Constraint::ForeignKey(key) => {
            let references = subject.live.table(&ObjectId::table(&key.references))?;
            let referenced_columns = key.referenced_columns.clone();
            let match_full = key.match_kind == crate::model::MatchKind::Full;
            let columns = columns(&key.columns)?;
            (!referenced_columns.is_empty()).then_some(Probe::Orphans {
                table: live,
                columns,
                references,
                referenced_columns,
                match_full,
            })
        }
        Constraint::Exclude(_) => None,
    }
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
