//! `guard`: whether a statement only reads.

use super::guarded_reader::{GuardedReader, Passed, names};
use super::source::Target;
use super::{AppError, Context};
use crate::diagnostic::{LineIndex, Place};
use crate::dialect::{self, DialectKind};
use crate::driver::Server;
use crate::guard::{self as judge, Kind, MentionKind, Reason, Refusal};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Clone, Debug)]
pub struct GuardRequest {
    pub sql: String,
    /// The engine, where no database is named.
    pub dialect: Option<DialectKind>,
    pub database: Target,
}

/// What `guard --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GuardReport {
    pub allowed: bool,
    pub dialect: DialectKind,
    /// The database that was asked, if any was.
    pub server: Option<Server>,
    /// `query`, `explain` or `show`, where it is allowed.
    pub kind: Option<&'static str>,
    pub reason: Option<Reason>,
    pub message: Option<String>,
    /// Where in the statement the objection is.
    pub position: Option<Position>,
    pub help: Option<String>,
    /// Tables and functions the statement names, where it is allowed.
    pub tables: Vec<String>,
    pub functions: Vec<String>,
    /// What the engine expects the statement to cost.
    pub cost: Option<f64>,
    pub notes: Vec<String>,
    #[serde(skip)]
    pub sql: String,
}

/// A place in a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// Byte offset.
    pub start: usize,
    /// Byte offset behind the last byte.
    pub end: usize,
}

pub async fn guard(context: &Context, request: &GuardRequest) -> Result<GuardReport, AppError> {
    let is_named = request.database.url.is_some() || request.database.env.is_some();
    match request.dialect {
        Some(kind) if !is_named => Ok(report(kind, None, &request.sql, offline(kind, &request.sql))),
        wanted => {
            let mut reader = GuardedReader::open(context, &request.database).await?;
            let kind = reader.kind();
            if let Some(wanted) = wanted.filter(|wanted| *wanted != kind) {
                return Err(AppError::Usage(format!("the database is {kind}, and --dialect says {wanted}")));
            }
            let verdict = reader.check(&request.sql).await?;
            Ok(report(kind, Some(reader.server().clone()), &request.sql, verdict))
        }
    }
}

/// By the text alone.
fn offline(kind: DialectKind, sql: &str) -> Result<Passed, Refusal> {
    let syntax = dialect::of(kind).capabilities().syntax;
    let reading = judge::read(syntax, sql)?;
    judge::judge(syntax, &reading, None)?;
    Ok(Passed {
        kind: reading.kind,
        tables: names(&reading, MentionKind::Relation),
        functions: names(&reading, MentionKind::Function),
        cost: None,
        notes: vec!["no database was asked: what views do is not known".to_owned()],
    })
}

fn report(dialect: DialectKind, server: Option<Server>, sql: &str, verdict: Result<Passed, Refusal>) -> GuardReport {
    let blank = GuardReport {
        allowed: false,
        dialect,
        server,
        kind: None,
        reason: None,
        message: None,
        position: None,
        help: None,
        tables: Vec::new(),
        functions: Vec::new(),
        cost: None,
        notes: Vec::new(),
        sql: sql.to_owned(),
    };
    match verdict {
        Ok(Passed { kind, tables, functions, cost, notes }) => {
            GuardReport { allowed: true, kind: Some(word(kind)), tables, functions, cost, notes, ..blank }
        }
        Err(Refusal { reason, message, place, help }) => {
            let position = place.map(|place| position(sql, place.start, place.end));
            GuardReport { reason: Some(reason), message: Some(message), position, help, ..blank }
        }
    }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Query => "query",
        Kind::Explain => "explain",
        Kind::Show => "show",
    }
}

fn position(sql: &str, start: usize, end: usize) -> Position {
    let lines = LineIndex::of(sql);
    let Place { line, column, offset: start } = lines.place(start);
    Position { line, column, start, end: lines.place(end).offset.max(start) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_line_and_column() {
        let sql = "SELECT 1,\n  'ü', pg_sleep(5)";
        let report = report(DialectKind::Postgres, None, sql, offline(DialectKind::Postgres, sql));
        let position = report.position.unwrap();
        assert_eq!((report.allowed, position.line, position.column), (false, 2, 8));
        assert_eq!(&sql[position.start..position.end], "pg_sleep");
    }
}
