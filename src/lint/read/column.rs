//! Definitions of columns.

use super::constraint;
use crate::lint::names::ReadNames;
use crate::lint::statement::ColumnDefinition;
use crate::model::IdentityMode;
use crate::sql::Lexeme;
use crate::sql::{Cursor, ReadError};

/// Words that end a type or a default: a clause of the column begins.
const CLAUSES: [&str; 30] = [
    "NOT",
    "NULL",
    "DEFAULT",
    "GENERATED",
    "AS",
    "CONSTRAINT",
    "PRIMARY",
    "UNIQUE",
    "CHECK",
    "REFERENCES",
    "COLLATE",
    "COMMENT",
    "AUTO_INCREMENT",
    "AUTOINCREMENT",
    "ON",
    "FIRST",
    "AFTER",
    "VIRTUAL",
    "STORED",
    "PERSISTENT",
    "INVISIBLE",
    "VISIBLE",
    "CHARSET",
    "USING",
    "STORAGE",
    "COMPRESSION",
    "DEFERRABLE",
    "INITIALLY",
    "KEY",
    "COMPRESSED",
];

fn starts_clause(lexeme: &Lexeme<'_>) -> bool {
    CLAUSES.iter().any(|word| lexeme.is_word(word))
}

/// `name type clauses`.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<ColumnDefinition, ReadError> {
    let at = cursor.peek().map_or(0, |lexeme| lexeme.start);
    let name = cursor.name()?;
    let data_type = data_type(cursor);
    let mut column = ColumnDefinition { name: Some(name), data_type, at, ..ColumnDefinition::default() };
    while clause(cursor, &mut column)? {}
    Ok(column)
}

/// Words, with what stands in parentheses behind them, up to a clause. Nothing where SQLite's column has none.
pub(super) fn data_type(cursor: &mut Cursor<'_>) -> String {
    let first = cursor.position();
    let mut depth = 0_usize;
    while let Some(lexeme) = cursor.peek() {
        let is_charset = cursor.sees(&["CHARACTER", "SET"]);
        let ends = lexeme.is_symbol(",") || lexeme.is_symbol(")") || lexeme.is_symbol(";");
        if depth == 0 && (ends || is_charset || starts_clause(lexeme)) {
            break;
        }
        depth += usize::from(lexeme.is_symbol("("));
        depth -= usize::from(lexeme.is_symbol(")"));
        cursor.advance();
    }
    cursor.slice(first, cursor.position()).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An expression that ends where the next clause begins. Its first token is never a clause: `DEFAULT NULL`.
pub(super) fn expression(cursor: &mut Cursor<'_>) -> String {
    let first = cursor.position();
    if cursor.sees_symbol("(") {
        // The parenthesis is balanced, so this cannot fail where the rest of the statement is whole.
        let _ = cursor.parenthesized();
    } else {
        cursor.advance();
    }
    cursor.skip_until(|lexeme| lexeme.is_symbol(",") || starts_clause(lexeme));
    cursor.slice(first, cursor.position()).to_owned()
}

/// One clause; false where none follows.
fn clause(cursor: &mut Cursor<'_>, column: &mut ColumnDefinition) -> Result<bool, ReadError> {
    if cursor.take(&["NOT", "NULL"]) {
        column.not_null = true;
    } else if cursor.take(&["NULL"]) {
    } else if cursor.take(&["DEFAULT"]) {
        column.default = Some(expression(cursor));
    } else if cursor.take(&["GENERATED", "ALWAYS", "AS", "IDENTITY"]) {
        identity(cursor, column, IdentityMode::Always)?;
    } else if cursor.take(&["GENERATED", "BY", "DEFAULT", "AS", "IDENTITY"])
        || cursor.take(&["GENERATED", "BY", "DEFAULT", "ON", "NULL", "AS", "IDENTITY"])
    {
        identity(cursor, column, IdentityMode::ByDefault)?;
    } else if cursor.take(&["GENERATED", "ALWAYS", "AS"]) || cursor.take(&["AS"]) {
        let text = cursor.parenthesized()?.to_owned();
        let kind = cursor.take_any(&["STORED", "PERSISTENT", "VIRTUAL"]);
        column.generated = Some((text, matches!(kind, Some("STORED" | "PERSISTENT"))));
    } else if cursor.take_any(&["AUTO_INCREMENT", "AUTOINCREMENT"]).is_some() {
        column.identity = Some(IdentityMode::ByDefault);
    } else if cursor.take(&["COLLATE"]) {
        column.collation = Some(cursor.qualified_name()?.name.to_string());
    } else if cursor.take(&["CHARACTER", "SET"]) || cursor.take(&["CHARSET"]) {
        column.charset = Some(cursor.name()?.to_string());
    } else if cursor.take(&["COMMENT"]) {
        cursor.advance();
    } else if cursor.take(&["ON", "UPDATE"]) {
        column.on_update = Some(expression(cursor));
    } else if cursor.take(&["ON", "CONFLICT"]) {
        cursor.advance();
    } else if cursor.take(&["INVISIBLE"]) {
        column.invisible = true;
    } else if cursor.take_any(&["VISIBLE", "COMPRESSED"]).is_some() {
    } else if cursor.take(&["FIRST"]) {
        column.placed = true;
    } else if cursor.take(&["AFTER"]) {
        column.after = Some(cursor.name()?);
        column.placed = true;
    } else if cursor.take_any(&["STORAGE", "COMPRESSION"]).is_some() {
        cursor.advance();
    } else if let Some(constraint) = constraint::of_column(cursor, column.name.as_ref())? {
        column.constraints.push(constraint);
    } else {
        return Ok(false);
    }
    Ok(true)
}

fn identity(cursor: &mut Cursor<'_>, column: &mut ColumnDefinition, mode: IdentityMode) -> Result<(), ReadError> {
    column.identity = Some(mode);
    column.not_null = true;
    if cursor.sees_symbol("(") {
        cursor.parenthesized()?;
    }
    Ok(())
}
