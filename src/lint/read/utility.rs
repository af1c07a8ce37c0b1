//! Statements that change no schema.

use super::{cascade, object};
use crate::lint::names::ReadNames;
use crate::lint::statement::{Action, AlterTable, ReindexTarget, Statement};
use crate::model::{LockMode, ObjectKind, QualifiedName};
use crate::sql::Syntax;
use crate::sql::{Cursor, ReadError};

pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Statement, ReadError> {
    match cursor.advance().map(|lexeme| lexeme.text.to_ascii_uppercase()).as_deref() {
        Some("TRUNCATE") => truncate(cursor),
        Some("VACUUM") => vacuum(cursor),
        Some("ANALYZE")
            if cursor.syntax == Syntax::Mysql && !cursor.rest_lexemes().iter().any(|it| it.is_word("TABLE")) =>
        {
            // It runs what stands behind it, and tells how that went.
            Ok(Statement::Opaque("ANALYZE".into()))
        }
        Some("ANALYZE" | "ANALYSE") => {
            cursor.take_any(&["VERBOSE", "LOCAL", "NO_WRITE_TO_BINLOG"]);
            cursor.take(&["TABLE"]);
            if cursor.sees_symbol("(") {
                cursor.parenthesized()?;
            }
            Ok(Statement::Analyze(tables(cursor)?))
        }
        Some("CLUSTER") => cluster(cursor),
        Some("OPTIMIZE") => {
            cursor.take_any(&["LOCAL", "NO_WRITE_TO_BINLOG"]);
            cursor.require(&["TABLE"])?;
            Ok(Statement::Reorganize(tables(cursor)?))
        }
        Some("REINDEX") => reindex(cursor),
        Some("REFRESH") => {
            cursor.require(&["MATERIALIZED", "VIEW"])?;
            let concurrently = cursor.take(&["CONCURRENTLY"]);
            let view = cursor.qualified_name()?;
            let fills = !cursor.take(&["WITH", "NO", "DATA"]);
            cursor.take(&["WITH", "DATA"]);
            Ok(Statement::Refresh { view, concurrently, fills })
        }
        Some("LOCK") => lock(cursor),
        Some("GRANT") => grant(cursor),
        Some("COMMENT") => comment(cursor),
        Some("RENAME") => rename(cursor),
        // CHECK TABLE reads.
        Some("CHECK") => Ok(Statement::Nothing),
        Some("REVOKE") => Ok(Statement::Grant { to_public: false, on: granted_on(cursor) }),
        Some(word) => Ok(Statement::Unweighed(format!("is a {word} statement"))),
        None => Err(cursor.unexpected("a statement")),
    }
}

/// None means all tables of the database.
fn tables(cursor: &mut Cursor<'_>) -> Result<Vec<QualifiedName>, ReadError> {
    let mut names = Vec::new();
    while !cursor.is_done() {
        cursor.take(&["ONLY"]);
        names.push(cursor.qualified_name()?);
        // Columns, and options of MySQL behind the last name.
        cursor.skip_until(|lexeme| lexeme.is_symbol(","));
        if !cursor.take_symbol(",") {
            break;
        }
    }
    Ok(names)
}

fn truncate(cursor: &mut Cursor<'_>) -> Result<Statement, ReadError> {
    cursor.take(&["TABLE"]);
    let mut only = cursor.take(&["ONLY"]);
    let mut tables = vec![cursor.qualified_name()?];
    cursor.take_symbol("*");
    while cursor.take_symbol(",") {
        only &= cursor.take(&["ONLY"]);
        tables.push(cursor.qualified_name()?);
        cursor.take_symbol("*");
    }
    if !cursor.take(&["RESTART", "IDENTITY"]) {
        cursor.take(&["CONTINUE", "IDENTITY"]);
    }
    Ok(Statement::Truncate { tables, cascade: cascade(cursor), only })
}

fn vacuum(cursor: &mut Cursor<'_>) -> Result<Statement, ReadError> {
    let mut full = cursor.syntax == Syntax::Sqlite;
    if cursor.sees_symbol("(") {
        let options = cursor.parenthesized()?.to_ascii_uppercase();
        full |= options.split(',').any(|option| {
            let mut words = option.split_whitespace();
            words.next() == Some("FULL") && !matches!(words.next(), Some("FALSE" | "OFF" | "0"))
        });
    }
    while let Some(word) = cursor.take_any(&["FULL", "FREEZE", "VERBOSE", "ANALYZE", "ANALYSE"]) {
        full |= word == "FULL";
    }
    if cursor.syntax == Syntax::Sqlite && cursor.rest_lexemes().iter().any(|it| it.is_word("INTO")) {
        return Ok(Statement::Unweighed("writes a file".into()));
    }
    let tables = if cursor.syntax == Syntax::Sqlite { Vec::new() } else { tables(cursor)? };
    Ok(Statement::Vacuum { tables, full })
}

fn cluster(cursor: &mut Cursor<'_>) -> Result<Statement, ReadError> {
    if cursor.sees_symbol("(") {
        cursor.parenthesized()?;
    }
    cursor.take(&["VERBOSE"]);
    if cursor.is_done() {
        return Ok(Statement::Reorganize(Vec::new()));
    }
    let first = cursor.qualified_name()?;
    // The old form names the index first: CLUSTER index ON table.
    let table = if cursor.take(&["ON"]) { cursor.qualified_name()? } else { first };
    Ok(Statement::Reorganize(vec![table]))
}

fn reindex(cursor: &mut Cursor<'_>) -> Result<Statement, ReadError> {
    let mut concurrently = false;
    if cursor.sees_symbol("(") {
        let options = cursor.parenthesized()?.to_ascii_uppercase();
        concurrently |= options.contains("CONCURRENTLY") && !options.contains("FALSE");
    }
    let kind = cursor.take_any(&["INDEX", "TABLE", "SCHEMA", "DATABASE", "SYSTEM"]);
    concurrently |= cursor.take(&["CONCURRENTLY"]);
    let target = match kind {
        Some("INDEX") => ReindexTarget::Index(cursor.qualified_name()?),
        Some("TABLE") => ReindexTarget::Table(cursor.qualified_name()?),
        Some(_) => ReindexTarget::Everything,
        None if cursor.is_done() => ReindexTarget::Everything,
        None => ReindexTarget::Any(cursor.qualified_name()?),
    };
    Ok(Statement::Reindex { target, concurrently })
}

fn lock(cursor: &mut Cursor<'_>) -> Result<Statement, ReadError> {
    cursor.take_any(&["TABLE", "TABLES"]);
    let mut only = cursor.take(&["ONLY"]);
    let mut names = vec![cursor.qualified_name()?];
    let mut mode = LockMode::AccessExclusive;
    loop {
        if cursor.take(&["READ"]) {
            mode = LockMode::Share;
            cursor.take(&["LOCAL"]);
        } else if cursor.take(&["WRITE"]) {
            mode = LockMode::AccessExclusive;
        }
        if !cursor.take_symbol(",") {
            break;
        }
        only &= cursor.take(&["ONLY"]);
        names.push(cursor.qualified_name()?);
    }
    if cursor.take(&["IN"]) {
        mode = lock_mode(cursor)?;
    }
    Ok(Statement::Lock { tables: names, mode, only })
}

/// `ACCESS EXCLUSIVE MODE`.
fn lock_mode(cursor: &mut Cursor<'_>) -> Result<LockMode, ReadError> {
    let modes: [(&[&str], LockMode); 8] = [
        (&["ACCESS", "SHARE"], LockMode::AccessShare),
        (&["ROW", "SHARE"], LockMode::RowShare),
        (&["ROW", "EXCLUSIVE"], LockMode::RowExclusive),
        (&["SHARE", "UPDATE", "EXCLUSIVE"], LockMode::ShareUpdateExclusive),
        (&["SHARE", "ROW", "EXCLUSIVE"], LockMode::ShareRowExclusive),
        (&["SHARE"], LockMode::Share),
        (&["EXCLUSIVE"], LockMode::Exclusive),
        (&["ACCESS", "EXCLUSIVE"], LockMode::AccessExclusive),
    ];
    let found = modes.into_iter().find(|(words, _)| cursor.take(words)).map(|(_, mode)| mode);
    found.ok_or_else(|| cursor.unexpected("a lock mode"))
}

fn grant(cursor: &mut Cursor<'_>) -> Result<Statement, ReadError> {
    let to_public = cursor.rest_lexemes().windows(2).any(|pair| pair[0].is_word("TO") && pair[1].is_word("PUBLIC"));
    Ok(Statement::Grant { to_public, on: granted_on(cursor) })
}

/// What stands behind ON; nothing where roles are granted to roles.
fn granted_on(cursor: &mut Cursor<'_>) -> Vec<QualifiedName> {
    let mut on = Vec::new();
    while !cursor.is_done() {
        if cursor.take(&["ON"]) {
            cursor.take(&["TABLE"]);
            on.extend(cursor.qualified_name().ok());
        } else {
            cursor.advance();
        }
    }
    on
}

fn comment(cursor: &mut Cursor<'_>) -> Result<Statement, ReadError> {
    cursor.require(&["ON"])?;
    let kind = object::kind(cursor).ok_or_else(|| cursor.unexpected("a kind of object"))?;
    let mut name = object::name(cursor, kind)?;
    let mut on = if cursor.take(&["ON"]) {
        cursor.take(&["DOMAIN"]);
        Some(cursor.qualified_name()?)
    } else {
        None
    };
    if kind == ObjectKind::Column {
        // table.column, or namespace.table.column: the reader of names keeps the last two.
        let table = name.namespace.take().ok_or_else(|| cursor.unexpected("a column of a table"))?;
        on = Some(QualifiedName::bare(table));
    }
    Ok(Statement::Comment { kind, on, name })
}

/// MySQL: `RENAME TABLE a TO b`. The first pair; more of them are read as statements of their own by nobody, so they are refused.
fn rename(cursor: &mut Cursor<'_>) -> Result<Statement, ReadError> {
    cursor.take_any(&["TABLE", "TABLES"]);
    let name = cursor.qualified_name()?;
    cursor.require(&["TO"])?;
    let at = cursor.peek().map_or(0, |lexeme| lexeme.start);
    let to = cursor.qualified_name()?;
    if !cursor.is_done() {
        return Err(cursor.unexpected("the end: rename one table per statement"));
    }
    Ok(Statement::AlterTable(AlterTable {
        kind: ObjectKind::Table,
        name,
        only: false,
        if_exists: false,
        actions: vec![(at, Action::RenameTo(to))],
        asks_for_algorithm: true,
    }))
}
