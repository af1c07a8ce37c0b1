//! Reads one statement. The statements of three engines are much alike, so there is one reader; what only one of them has is told by
//! its keywords.
//!
//! A statement that starts with words that mean nothing here, or goes on in a way that is not known, is an error with its place:
//! nothing is passed over in silence.

mod alter;
mod alter_column;
mod alter_object;
mod column;
mod constraint;
mod create;
mod drop;
mod index;
mod object;
mod rows;
mod table;
mod utility;

use super::statement::{Statement, Transaction};
use crate::lint::names::ReadNames;
use crate::model::QualifiedName;
use crate::sql::Syntax;
use crate::sql::{Cursor, ReadError};

/// Reads a statement without its closing semicolon.
pub(super) fn read(syntax: Syntax, sql: &str) -> Result<Statement, ReadError> {
    let cursor = &mut Cursor::open(syntax, sql)?;
    let word = cursor.peek().map(|lexeme| lexeme.text.to_ascii_uppercase()).unwrap_or_default();
    match word.as_str() {
        "CREATE" => create::read(cursor),
        "ALTER" => alter::read(cursor),
        "DROP" => drop::read(cursor),
        "TRUNCATE" | "VACUUM" | "ANALYZE" | "ANALYSE" | "CLUSTER" | "OPTIMIZE" | "REINDEX" | "REFRESH" | "LOCK"
        | "GRANT" | "REVOKE" | "COMMENT" | "RENAME" | "CHECK" | "REPAIR" | "UNLOCK" | "FLUSH" => utility::read(cursor),
        "SELECT" | "INSERT" | "UPDATE" | "DELETE" | "MERGE" | "REPLACE" | "WITH" | "VALUES" | "TABLE" | "COPY"
        | "(" | "LOAD" => rows::read(cursor),
        "SET" | "PRAGMA" | "RESET" => setting(cursor),
        "BEGIN" | "START" | "COMMIT" | "END" | "ROLLBACK" | "ABORT" | "SAVEPOINT" | "RELEASE" | "PREPARE" => {
            transaction(cursor)
        }
        "DO" | "CALL" | "EXECUTE" => Ok(Statement::Opaque(word)),
        "EXPLAIN" | "SHOW" | "DESCRIBE" | "DESC" => Ok(Statement::Query(sql.to_owned())),
        "NOTIFY" | "LISTEN" | "UNLISTEN" | "CHECKPOINT" | "DEALLOCATE" => Ok(Statement::Nothing),
        "USE" => Ok(Statement::Unweighed("moves to another database".into())),
        "DISCARD" | "SECURITY" | "REASSIGN" => Ok(Statement::Unweighed(format!("is a {word} statement"))),
        _ => Err(cursor.unexpected("a statement that dbx knows")),
    }
}

fn transaction(cursor: &mut Cursor<'_>) -> Result<Statement, ReadError> {
    let word =
        cursor.take_any(&["BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE"]);
    match word {
        Some("BEGIN" | "START") => Ok(Statement::Transaction(Transaction::Begin)),
        Some("COMMIT" | "END") => Ok(Statement::Transaction(Transaction::Commit)),
        Some("ROLLBACK") if cursor.sees(&["TO"]) => Ok(Statement::Transaction(Transaction::Savepoint)),
        Some("ROLLBACK" | "ABORT") => Ok(Statement::Transaction(Transaction::Rollback)),
        Some("PREPARE") if cursor.sees(&["TRANSACTION"]) => Ok(Statement::Transaction(Transaction::Commit)),
        Some("PREPARE") => Ok(Statement::Opaque("PREPARE".into())),
        Some(_) => Ok(Statement::Transaction(Transaction::Savepoint)),
        None => Err(cursor.unexpected("a statement of a transaction")),
    }
}

/// `SET [SESSION | LOCAL] name = value`, `SET TIME ZONE 'UTC'`, `RESET name`, `PRAGMA name = value`.
fn setting(cursor: &mut Cursor<'_>) -> Result<Statement, ReadError> {
    if cursor.sees(&["PRAGMA"]) && cursor.rest_lexemes().iter().all(|it| !it.is_symbol("=")) {
        return Ok(Statement::Query(cursor.rest().to_owned()));
    }
    cursor.advance();
    if cursor.take_any(&["SESSION", "LOCAL", "GLOBAL", "PERSIST"]).is_some_and(|it| it == "GLOBAL" || it == "PERSIST") {
        return Ok(Statement::Unweighed("sets a variable of the whole server".into()));
    }
    if cursor.sees(&["TRANSACTION"]) {
        return Ok(Statement::Transaction(Transaction::Begin));
    }
    let name = if cursor.take(&["TIME", "ZONE"]) {
        "timezone".to_owned()
    } else {
        cursor.take_symbol("@@");
        let name = cursor.qualified_name().or_else(|error| {
            // MySQL's own variables: @x, @@session.x
            let word = cursor.advance().ok_or(error)?;
            Ok::<_, ReadError>(QualifiedName::bare(word.text.trim_start_matches('@')))
        })?;
        name.name.as_str().to_ascii_lowercase()
    };
    if !cursor.take_symbol("=") && !cursor.take_symbol(":=") {
        cursor.take(&["TO"]);
    }
    let value = cursor.rest().trim_matches(|c| c == '(' || c == ')').trim().trim_matches('\'').to_owned();
    Ok(Statement::Setting { name, value })
}

/// `IF EXISTS`.
fn if_exists(cursor: &mut Cursor<'_>) -> bool {
    cursor.take(&["IF", "EXISTS"])
}

/// `IF NOT EXISTS`.
fn if_not_exists(cursor: &mut Cursor<'_>) -> bool {
    cursor.take(&["IF", "NOT", "EXISTS"])
}

/// CASCADE; RESTRICT is gone over.
fn cascade(cursor: &mut Cursor<'_>) -> bool {
    cursor.take_any(&["CASCADE", "RESTRICT"]) == Some("CASCADE")
}
