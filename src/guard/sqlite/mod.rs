//! SQLite: the tree of sqlite3-parser, which is generated from SQLite's own grammar.

mod expression;
mod pragma;
mod query;
mod walk;

use super::judge::Standing;
use super::list::List;
use super::reading::{Kind, MentionKind, Name, Reading};
use super::refusal::{Reason, Refusal};
use bumpalo::Bump;
use fallible_iterator::FallibleIterator as _;
use sqlite3_parser::ast::{Cmd, Stmt};
use sqlite3_parser::lexer::sql::{Error, Parser};
use std::sync::LazyLock;
use walk::Walk;

pub use pragma::is_readable as is_readable_pragma;

static FUNCTIONS: LazyLock<List> = LazyLock::new(|| List::of(&[include_str!("functions.txt")]));
static TABLE_FUNCTIONS: LazyLock<List> = LazyLock::new(|| List::of(&[include_str!("table_functions.txt")]));
static RELATIONS: LazyLock<List> = LazyLock::new(|| List::of(&[include_str!("relations.txt")]));

/// Whether a function that SQLite brings along computes and does nothing else. The name is in any letter case.
pub fn is_safe_function(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    FUNCTIONS.holds(&name) || TABLE_FUNCTIONS.holds(&name)
}

pub(super) fn read(sql: &str) -> Result<Reading, Refusal> {
    let memory = Bump::new();
    let mut parser = Parser::new(&memory, sql.as_bytes());
    let first = parser.next().map_err(|error| unreadable(sql, &error))?;
    let Some(command) = first else { return Err(Refusal::new(Reason::Empty, "there is no statement")) };
    let end = offset(sql, parser.position().line, parser.position().column);
    match parser.next() {
        Ok(None) => {}
        // What follows does not have to parse to be too much.
        Ok(Some(_)) | Err(_) => {
            let refusal = Refusal::new(Reason::SeveralStatements, "there is more than one statement").at(end, 1);
            return Err(refusal.help("ask one question at a time"));
        }
    }
    let mut walk = Walk::over(sql)?;
    let kind = command_kind(&command, &mut walk)?;
    Ok(walk.mentions.into_reading(kind))
}

fn command_kind(command: &Cmd<'_>, walk: &mut Walk<'_>) -> Result<Kind, Refusal> {
    match command {
        Cmd::Stmt(Stmt::Select(select)) => query::select(select, walk).map(|()| Kind::Query),
        Cmd::Stmt(Stmt::Pragma(name, body)) => pragma::check(name, body.as_ref(), walk).map(|()| Kind::Show),
        Cmd::Explain(Stmt::Select(select)) | Cmd::ExplainQueryPlan(Stmt::Select(select)) => {
            query::select(select, walk).map(|()| Kind::Explain)
        }
        // A listing of what would be done; nothing is. Other statements act while they are prepared.
        Cmd::Explain(Stmt::Insert { .. } | Stmt::Update { .. } | Stmt::Delete { .. })
        | Cmd::ExplainQueryPlan(Stmt::Insert { .. } | Stmt::Update { .. } | Stmt::Delete { .. }) => Ok(Kind::Explain),
        Cmd::Stmt(_) | Cmd::Explain(_) | Cmd::ExplainQueryPlan(_) => {
            Err(Refusal::statement(&walk.first_word(), walk.everything()))
        }
    }
}

pub(super) fn standing(kind: MentionKind, name: &Name) -> Standing {
    match kind {
        MentionKind::Function if is_safe_function(&name.name) => Standing::Harmless,
        MentionKind::Function => Standing::Unknown,
        MentionKind::Relation => relation(&name.name),
        MentionKind::Type | MentionKind::Operator | MentionKind::Cast | MentionKind::Field => Standing::Harmless,
    }
}

fn relation(name: &str) -> Standing {
    let harmless = |yes: bool| if yes { Standing::Harmless } else { Standing::NotListed };
    // A pragma can be read like a table, without parentheses too; so can what dbstat and its like show of the file.
    let is_engines = name.starts_with("sqlite_") || name.starts_with("pragma_");
    if is_engines { harmless(RELATIONS.holds(name) || TABLE_FUNCTIONS.holds(name)) } else { Standing::Unknown }
}

fn unreadable(sql: &str, error: &Error) -> Refusal {
    let (message, position) = match error {
        Error::ParserError(error, position) => (error.to_string(), position),
        Error::UnrecognizedToken(position) => ("a character that belongs to no token".to_owned(), position),
        Error::UnterminatedLiteral(position) => ("a quote that is not closed".to_owned(), position),
        Error::UnterminatedBracket(position) => ("a `[` that is not closed".to_owned(), position),
        Error::UnterminatedBlockComment(position) => ("a comment that is not closed".to_owned(), position),
        Error::BadVariableName(position) => ("a parameter without a name".to_owned(), position),
        Error::BadNumber(position) | Error::MalformedHexInteger(position) => {
            ("a number that is none".to_owned(), position)
        }
        Error::ExpectedEqualsSign(position) => ("a `!` without `=`".to_owned(), position),
        Error::MalformedBlobLiteral(position) => ("bytes that are not hexadecimal".to_owned(), position),
        other => (other.to_string(), &None),
    };
    let refusal = Refusal::new(Reason::Unreadable, format!("it does not parse: {message}"));
    match position {
        Some(position) => refusal.at(offset(sql, position.line, position.column), 1),
        None => refusal,
    }
}

/// Byte offset of a line and column (both from 1; columns in bytes).
fn offset(sql: &str, line: usize, column: usize) -> usize {
    let start: usize = sql.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (start + column.saturating_sub(1)).min(sql.len())
}
