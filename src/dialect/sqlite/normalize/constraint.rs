//! Constraints.

use super::super::{key, text};
use super::Report;
use crate::model::{Constraint, Deferrable, ForeignKey, MatchKind, Name, ObjectId, ObjectKind};

/// The constraint in SQLite's form; none where SQLite has no such thing.
pub(super) fn normalize(mut constraint: Constraint, table: &ObjectId, report: &mut Report) -> Option<Constraint> {
    *constraint.comment_mut() = None;
    let id = table.member(ObjectKind::Constraint, constraint.name());
    if let Some(message) = unsupported(&constraint) {
        report.unsupported(id, message, "leave it out of a spec that is meant for SQLite");
        return None;
    }
    let columns: Vec<Name> = constraint.columns().into_iter().cloned().collect();
    if let Some(storage) = constraint.storage_mut() {
        match key::normalize(storage, &columns) {
            Ok(true) => {
                report.note(id.clone(), "how PostgreSQL keeps the index means nothing on SQLite and is left out")
            }
            Ok(false) => {}
            Err(reason) => {
                report.unsupported(id.clone(), reason, "write keys as SQLite has them behind PRIMARY KEY or UNIQUE")
            }
        }
    }
    match &mut constraint {
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclude(_) => {}
        Constraint::Check(check) => {
            check.expression = text::expression(&check.expression);
            check.no_inherit = false;
            if std::mem::take(&mut check.not_valid) {
                report.note(id, "SQLite checks the rows that are there: it has no NOT VALID");
            }
        }
        Constraint::ForeignKey(key) => {
            if std::mem::take(&mut key.not_valid) {
                report.note(id, "dbx checks the rows that are there: SQLite has no NOT VALID");
            }
        }
    }
    Some(constraint)
}

fn unsupported(constraint: &Constraint) -> Option<&'static str> {
    const INCLUDE: &str = "SQLite's indexes include no other columns";
    const DEFERRABLE: &str = "SQLite can defer foreign keys alone";
    match constraint {
        Constraint::PrimaryKey(key) if !key.include.is_empty() => Some(INCLUDE),
        Constraint::PrimaryKey(key) if key.deferrable != Deferrable::No => Some(DEFERRABLE),
        Constraint::Unique(key) if !key.include.is_empty() => Some(INCLUDE),
        Constraint::Unique(key) if key.deferrable != Deferrable::No => Some(DEFERRABLE),
        Constraint::Unique(key) if key.nulls_not_distinct => Some("NULLs are always distinct in SQLite"),
        Constraint::ForeignKey(ForeignKey { match_kind: MatchKind::Full, .. }) => {
            Some("SQLite reads MATCH FULL and does MATCH SIMPLE")
        }
        Constraint::ForeignKey(key) if !key.on_delete_columns.is_empty() => {
            Some("SQLite sets all columns of the key, or none")
        }
        Constraint::Exclude(_) => Some("SQLite has no exclusion constraints"),
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Check(_) | Constraint::ForeignKey(_) => None,
    }
}
