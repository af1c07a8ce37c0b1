//! The transaction of a migration, and the proof that it lost no rows.
//!
//! A table is rebuilt by dropping it. With `foreign_keys` on, that deletes the rows that refer to it (ON DELETE CASCADE), and
//! `foreign_key_check` finds nothing wrong afterwards. So they are off, from before the transaction (inside it the pragma does nothing), and what
//! they would have guarded is checked by hand: violations that were not there before, and rows of rebuilt tables and of those
//! that refer to them.

use super::effect::Effects;
use super::error::is_plain;
use super::session::Session;
use crate::driver::{DriverError, ErrorKind};
use crate::model::{Name, Statement, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What was so before the first statement.
pub(super) struct Migration {
    effects: Effects,
    violations: Violations,
    /// Rows of the tables that must keep them, by the tables' names before.
    rows: BTreeMap<String, u64>,
}

/// How often each way of breaking a foreign key occurs.
type Violations = BTreeMap<Violation, usize>;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Violation {
    /// In lower case, as it was called before the migration.
    table: String,
    rowid: Option<i64>,
    problem: String,
}

impl Migration {
    /// Turns foreign keys off and opens the transaction.
    pub async fn begin(session: &mut Session, statements: &[Statement]) -> Result<Self, DriverError> {
        session.run("PRAGMA foreign_keys = OFF").await?;
        let opened = match session.run("BEGIN IMMEDIATE").await {
            Ok(()) => Self::look(session, statements).await,
            Err(error) => Err(error),
        };
        if opened.is_err() {
            roll_back(session).await?;
        }
        opened
    }

    async fn look(session: &mut Session, statements: &[Statement]) -> Result<Self, DriverError> {
        let effects = Effects::of(statements);
        let violations = violations(session, &Effects::default()).await?;
        let mut rows = BTreeMap::new();
        for table in affected(session, &effects).await? {
            let count = count(session, &table).await?;
            rows.insert(table, count);
        }
        Ok(Self { effects, violations, rows })
    }

    /// Commits if all rows are where they should be, and otherwise rolls back.
    pub async fn commit(self, session: &mut Session) -> Result<(), DriverError> {
        let done = match self.check(session).await {
            Ok(()) => session.run("COMMIT").await,
            Err(error) => Err(error),
        };
        match done {
            Ok(()) => session.restore().await,
            Err(error) => {
                roll_back(session).await?;
                Err(error)
            }
        }
    }

    async fn check(&self, session: &mut Session) -> Result<(), DriverError> {
        for (violation, times) in violations(session, &self.effects).await? {
            if self.violations.get(&violation).is_none_or(|before| *before < times) {
                return Err(broken(&violation));
            }
        }
        for (origin, before) in &self.rows {
            let Some(name) = self.effects.name_after(origin) else { continue };
            let after = count(session, &name).await?;
            // A way back brings rows of a backup along.
            if after < *before {
                let message = format!("table {name} had {before} rows before the migration and {after} after it");
                return Err(DriverError::new(ErrorKind::Integrity, message));
            }
        }
        Ok(())
    }
}

/// Leaves the transaction, if SQLite has not done so by itself (as it may when the disk is full), and restores the session.
pub(super) async fn roll_back(session: &mut Session) -> Result<(), DriverError> {
    match session.run("ROLLBACK").await {
        Err(error) if !is_plain(&error) => Err(error),
        // The plain error is that there is no transaction.
        Ok(()) | Err(_) => session.restore().await,
    }
}

fn broken(violation: &Violation) -> DriverError {
    let row = violation.rowid.map_or_else(|| "a row".to_owned(), |rowid| format!("row {rowid}"));
    let message = format!("a foreign key is broken: {row} of {} {}", violation.table, violation.problem);
    DriverError::new(ErrorKind::Integrity, message)
}

/// All rows that refer to nothing. A foreign key that cannot be checked, since its parent has no such key, is one violation.
async fn violations(session: &mut Session, effects: &Effects) -> Result<Violations, DriverError> {
    let mut found = Violations::new();
    for child in references(session).await?.into_iter().map(|(child, _)| child).collect::<BTreeSet<_>>() {
        let table = effects.origin(&child);
        let sql = "SELECT rowid, parent FROM pragma_foreign_key_check(?1)";
        let rows = match session.query(sql, &[Value::Text(child.clone())]).await {
            Ok(rows) => rows.rows,
            // Without rows there is nothing that such a key could break.
            Err(error) if is_plain(&error) && count(session, &child).await? == 0 => continue,
            Err(error) if is_plain(&error) => {
                let problem = "refers to columns that are no key of their table".to_owned();
                *found.entry(Violation { table, rowid: None, problem }).or_default() += 1;
                continue;
            }
            Err(error) => return Err(error),
        };
        for row in rows {
            let parent = row.get(1).and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
            let problem = format!("refers to a row of {} that is not there", effects.origin(&parent));
            let rowid = row.first().and_then(Value::as_i64);
            *found.entry(Violation { table: table.clone(), rowid, problem }).or_default() += 1;
        }
    }
    Ok(found)
}

/// Tables that are dropped, and those that refer to one of them, directly or through others; not those that the migration writes to itself.
async fn affected(session: &mut Session, effects: &Effects) -> Result<BTreeSet<String>, DriverError> {
    let references = references(session).await?;
    let existing = tables(session).await?;
    let mut affected: BTreeSet<String> = effects.dropped.intersection(&existing).cloned().collect();
    loop {
        let before = affected.len();
        for (child, parent) in &references {
            if affected.contains(parent) {
                affected.insert(child.clone());
            }
        }
        if affected.len() == before {
            return Ok(affected.difference(&effects.written).cloned().collect());
        }
    }
}

async fn tables(session: &mut Session) -> Result<BTreeSet<String>, DriverError> {
    let rows = session.query("SELECT lower(name) FROM sqlite_schema WHERE type = 'table'", &[]).await?;
    Ok(rows.rows.iter().filter_map(|row| row.first()?.as_str().map(str::to_owned)).collect())
}

/// Pairs of child and parent, in lower case.
async fn references(session: &mut Session) -> Result<Vec<(String, String)>, DriverError> {
    let rows = session.query(include_str!("queries/references.sql"), &[]).await?;
    let lower = |value: &Value| value.as_str().unwrap_or_default().to_ascii_lowercase();
    Ok(rows.rows.iter().filter_map(|row| Some((lower(row.first()?), lower(row.get(1)?)))).collect())
}

async fn count(session: &mut Session, table: &str) -> Result<u64, DriverError> {
    session.count(&format!("SELECT count(*) FROM {}", quoted(table)), &[]).await
}

fn quoted(table: &str) -> String {
    use crate::dialect::{Dialect as _, Sqlite};
    Sqlite::new().quote(&Name::new(table))
}
