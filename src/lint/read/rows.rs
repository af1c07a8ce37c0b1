//! INSERT, UPDATE, DELETE, MERGE, SELECT and COPY: whose rows, and by which condition.

use crate::lint::names::ReadNames;
use crate::lint::statement::{Rows, Statement};
use crate::model::{Name, RowVerb};
use crate::sql::{Cursor, Lexeme, ReadError};

pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Statement, ReadError> {
    let text = cursor.rest().to_owned();
    skip_with(cursor)?;
    let mut rows = Rows {
        verb: RowVerb::Select,
        target: None,
        assigned: Vec::new(),
        condition: None,
        text,
        source: None,
        replaces: false,
    };
    if cursor.sees_any(&["INSERT", "REPLACE"]) {
        insert(cursor, &mut rows)?;
        return Ok(Statement::Rows(rows));
    }
    if cursor.take(&["LOAD"]) {
        rows.verb = RowVerb::Insert;
        while !cursor.is_done() && !cursor.take(&["TABLE"]) {
            cursor.advance();
        }
        rows.target = Some(cursor.qualified_name()?);
        return Ok(Statement::Rows(rows));
    }
    if cursor.take(&["UPDATE"]) {
        rows.verb = RowVerb::Update;
        cursor.take_any(&["LOW_PRIORITY", "IGNORE", "ONLY"]);
        if cursor.take(&["OR"]) {
            cursor.advance();
        }
        rows.target = Some(cursor.qualified_name()?);
        cursor.skip_until(|lexeme| lexeme.is_word("SET"));
        cursor.require(&["SET"])?;
        rows.assigned = assigned(cursor);
    } else if cursor.take(&["DELETE"]) {
        rows.verb = RowVerb::Delete;
        cursor.take_any(&["LOW_PRIORITY", "QUICK", "IGNORE"]);
        if !cursor.take(&["FROM"]) {
            // MySQL: DELETE t FROM t JOIN u …
            cursor.skip_until(|lexeme| lexeme.is_word("FROM"));
            cursor.require(&["FROM"])?;
        }
        cursor.take(&["ONLY"]);
        rows.target = Some(cursor.qualified_name()?);
    } else if cursor.take(&["MERGE"]) {
        rows.verb = RowVerb::Merge;
        cursor.take(&["INTO"]);
        cursor.take(&["ONLY"]);
        rows.target = Some(cursor.qualified_name()?);
        cursor.skip_until(|lexeme| lexeme.is_word("ON"));
        cursor.take(&["ON"]);
        let first = cursor.position();
        cursor.skip_until(|lexeme| lexeme.is_word("WHEN"));
        rows.condition = Some(cursor.slice(first, cursor.position()).to_owned());
        return Ok(Statement::Rows(rows));
    } else if cursor.take(&["COPY"]) {
        return copy(cursor, rows);
    } else {
        return Ok(select(cursor, rows));
    }
    rows.condition = condition(cursor);
    Ok(Statement::Rows(rows))
}

/// `INSERT INTO t (a, b) VALUES …`, and what else rows are added by.
fn insert(cursor: &mut Cursor<'_>, rows: &mut Rows) -> Result<(), ReadError> {
    rows.verb = RowVerb::Insert;
    rows.replaces = cursor.take_any(&["INSERT", "REPLACE"]) == Some("REPLACE");
    cursor.take_any(&["LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE"]);
    if cursor.take(&["OR"]) {
        rows.replaces |= cursor.take(&["REPLACE"]);
        cursor.take_any(&["ROLLBACK", "ABORT", "FAIL", "IGNORE"]);
    }
    cursor.take(&["INTO"]);
    rows.target = Some(cursor.qualified_name()?);
    cursor.skip_until(|lexeme| SOURCES.iter().any(|word| lexeme.is_word(word)));
    let first = cursor.position();
    while !cursor.is_done() && !cursor.sees(&["ON", "CONFLICT"]) && !cursor.sees(&["ON", "DUPLICATE"]) {
        cursor.advance();
    }
    rows.source = Some(cursor.slice(first, cursor.position()).to_owned());
    rows.replaces |= cursor.rest_lexemes().iter().any(|lexeme| lexeme.is_word("UPDATE"));
    Ok(())
}

/// The words that the rows of an INSERT start with.
const SOURCES: [&str; 7] = ["VALUES", "VALUE", "SELECT", "WITH", "TABLE", "SET", "DEFAULT"];

/// `WITH name AS (…), …` in front of the statement itself.
fn skip_with(cursor: &mut Cursor<'_>) -> Result<(), ReadError> {
    if !cursor.take(&["WITH"]) {
        return Ok(());
    }
    cursor.take(&["RECURSIVE"]);
    loop {
        cursor.name()?;
        if cursor.sees_symbol("(") {
            cursor.parenthesized()?;
        }
        cursor.require(&["AS"])?;
        cursor.take(&["NOT"]);
        cursor.take(&["MATERIALIZED"]);
        cursor.parenthesized()?;
        if !cursor.take_symbol(",") {
            return Ok(());
        }
    }
}

/// The columns on the left of `=` in SET.
fn assigned(cursor: &mut Cursor<'_>) -> Vec<Name> {
    let mut columns = Vec::new();
    loop {
        if cursor.sees_symbol("(") {
            columns.extend(cursor.name_list().unwrap_or_default());
        } else if let Ok(name) = cursor.qualified_name() {
            columns.push(name.name);
        }
        cursor.skip_until(|lexeme| {
            lexeme.is_symbol(",")
                || ["WHERE", "FROM", "RETURNING", "ORDER", "LIMIT"].iter().any(|it| lexeme.is_word(it))
        });
        if !cursor.take_symbol(",") {
            return columns;
        }
    }
}

/// What stands behind WHERE.
fn condition(cursor: &mut Cursor<'_>) -> Option<String> {
    cursor.skip_until(|lexeme| lexeme.is_word("WHERE"));
    if !cursor.take(&["WHERE"]) {
        return None;
    }
    let first = cursor.position();
    const BEHIND: [&str; 9] = ["GROUP", "HAVING", "ORDER", "LIMIT", "FOR", "RETURNING", "WINDOW", "FETCH", "UNION"];
    cursor.skip_until(|lexeme| BEHIND.iter().any(|word| lexeme.is_word(word)));
    Some(cursor.slice(first, cursor.position()).to_owned())
}

fn copy(cursor: &mut Cursor<'_>, mut rows: Rows) -> Result<Statement, ReadError> {
    if cursor.sees_symbol("(") {
        return Ok(Statement::Rows(rows));
    }
    rows.target = Some(cursor.qualified_name()?);
    if cursor.sees_symbol("(") {
        cursor.parenthesized()?;
    }
    if cursor.take(&["FROM"]) {
        rows.verb = RowVerb::Insert;
    }
    Ok(Statement::Rows(rows))
}

/// The first relation of a query is its target, so that its condition can be looked at.
fn select(cursor: &mut Cursor<'_>, mut rows: Rows) -> Statement {
    let is_locking = |pair: &[Lexeme<'_>]| {
        pair[0].is_word("FOR") && ["UPDATE", "SHARE", "NO", "KEY"].iter().any(|word| pair[1].is_word(word))
    };
    if cursor.rest_lexemes().windows(2).any(is_locking) {
        rows.verb = RowVerb::SelectForUpdate;
    }
    cursor.skip_until(|lexeme| lexeme.is_word("FROM") || lexeme.is_word("INTO"));
    if cursor.take(&["INTO"]) {
        return Statement::Opaque("SELECT INTO".into());
    }
    if cursor.take(&["FROM"]) && !cursor.sees_symbol("(") {
        cursor.take(&["ONLY"]);
        rows.target = cursor.qualified_name().ok();
    }
    rows.condition = condition(cursor);
    Statement::Rows(rows)
}
