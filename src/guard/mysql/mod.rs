//! MySQL and MariaDB: the tree of sqlparser, after a scan for what it reads differently from the servers.

mod expression;
mod query;
mod respell;
mod scan;
mod show;
mod statement;
mod system_time;
mod token;

use super::judge::Standing;
use super::list::List;
use super::reading::{MentionKind, Name, Reading};
use super::refusal::{Reason, Refusal};
use sqlparser::parser::ParserError;
use sqlparser::tokenizer::{Location, Span};
use std::ops::Range;
use std::sync::LazyLock;

static FUNCTIONS: LazyLock<List> = LazyLock::new(|| List::of(&[include_str!("functions.txt")]));
static INFORMATION_SCHEMA: LazyLock<List> = LazyLock::new(|| List::of(&[include_str!("information_schema.txt")]));

/// Databases of the server itself. Accounts and their passwords are in `mysql`.
const SERVER_SCHEMAS: [&str; 4] = ["mysql", "performance_schema", "sys", "ndbinfo"];

pub(super) fn read(sql: &str) -> Result<Reading, Refusal> {
    scan::check(sql)?;
    statement::read(sql)
}

pub(super) fn standing(kind: MentionKind, name: &Name) -> Standing {
    match kind {
        // A qualified name is a stored function, never the server's own.
        MentionKind::Function if name.schema.is_none() && FUNCTIONS.holds(&name.name) => Standing::Harmless,
        MentionKind::Function => Standing::Unknown,
        MentionKind::Relation => relation(name),
        MentionKind::Type | MentionKind::Operator | MentionKind::Cast | MentionKind::Field => Standing::Harmless,
    }
}

/// Names of databases are compared in lower case: whether the server tells cases apart depends on its files.
fn relation(name: &Name) -> Standing {
    let schema = name.schema.as_deref().map(str::to_lowercase);
    match schema.as_deref() {
        Some("information_schema") if INFORMATION_SCHEMA.holds(&name.name.to_lowercase()) => Standing::Harmless,
        Some("information_schema") => Standing::NotListed,
        Some(schema) if SERVER_SCHEMAS.contains(&schema) => Standing::NotListed,
        Some(_) | None => Standing::Unknown,
    }
}

/// Byte range of a place in sqlparser's terms: lines and columns from 1, columns in characters.
fn bytes(sql: &str, span: Span) -> Range<usize> {
    let start = offset(sql, span.start);
    start..offset(sql, span.end).max(start)
}

fn offset(sql: &str, location: Location) -> usize {
    let line = usize::try_from(location.line.saturating_sub(1)).unwrap_or(usize::MAX);
    let column = usize::try_from(location.column.saturating_sub(1)).unwrap_or(usize::MAX);
    let start: usize = sql.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = &sql[start..];
    start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
}

fn unreadable(error: &ParserError, place: Option<Range<usize>>) -> Refusal {
    let message = match error {
        ParserError::TokenizerError(message) | ParserError::ParserError(message) => message.as_str(),
        ParserError::RecursionLimitExceeded => "it is nested too deeply",
    };
    let refusal = Refusal::new(Reason::Unreadable, format!("it does not parse: {message}"));
    match place {
        Some(place) => refusal.over(place),
        None => refusal,
    }
}
