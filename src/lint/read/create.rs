//! CREATE.

use super::{index, object, table};
use crate::lint::statement::{CreateTable, Statement};
use crate::sql::{Cursor, ReadError};

pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Statement, ReadError> {
    cursor.require(&["CREATE"])?;
    let replaces = cursor.take(&["OR", "REPLACE"]);
    cursor.take_any(&["GLOBAL", "LOCAL"]);
    let mut unlogged = false;
    let mut temporary = false;
    loop {
        match cursor.take_any(&["TEMP", "TEMPORARY", "UNLOGGED", "RECURSIVE", "TRUSTED", "CONSTRAINT", "DEFAULT"]) {
            Some("TEMP" | "TEMPORARY") => temporary = true,
            Some("UNLOGGED") => unlogged = true,
            Some(_) => {}
            None => break,
        }
    }
    skip_definer(cursor)?;
    if cursor.take(&["VIRTUAL", "TABLE"]) {
        return Ok(Statement::Unweighed("makes a table whose rows a module keeps".into()));
    }
    if cursor.take(&["TABLE"]) {
        return table::read(cursor, CreateTable { replaces, temporary, unlogged, ..CreateTable::default() });
    }
    let unique = cursor.take(&["UNIQUE"]);
    let method = cursor.take_any(&["FULLTEXT", "SPATIAL"]).map(str::to_ascii_lowercase);
    if cursor.take(&["INDEX"]) {
        return index::create(cursor, unique, method.as_deref());
    }
    if let Some(word) = cursor.take_any(&["TABLESPACE", "CONVERSION", "TRANSFORM", "ACCESS", "SUBSCRIPTION"]) {
        return Ok(Statement::Unweighed(format!("makes a {word}")));
    }
    let kind = object::kind(cursor).ok_or_else(|| cursor.unexpected("a kind of object"))?;
    object::create(cursor, kind, replaces)
}

/// MySQL: `ALGORITHM = MERGE DEFINER = user@host SQL SECURITY INVOKER`.
fn skip_definer(cursor: &mut Cursor<'_>) -> Result<(), ReadError> {
    loop {
        if cursor.take_any(&["ALGORITHM", "DEFINER"]).is_some() {
            cursor.require_symbol("=")?;
            cursor.advance();
            // The host of `user`@`host`.
            while cursor.peek().is_some_and(|lexeme| lexeme.text.starts_with('@')) {
                let is_joined = cursor.peek().is_some_and(|lexeme| lexeme.text.len() > 1);
                cursor.advance();
                if !is_joined {
                    cursor.advance();
                }
            }
        } else if cursor.take(&["SQL", "SECURITY"]) {
            cursor.advance();
        } else {
            return Ok(());
        }
    }
}
