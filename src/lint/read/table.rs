//! CREATE TABLE.

use super::{column, constraint, if_not_exists, index};
use crate::lint::names::ReadNames;
use crate::lint::statement::{Bound, CreateTable, Statement};
use crate::sql::{Cursor, ReadError};

/// Behind CREATE and its options, at the name.
pub(super) fn read(cursor: &mut Cursor<'_>, mut table: CreateTable) -> Result<Statement, ReadError> {
    table.if_not_exists = if_not_exists(cursor);
    table.name = Some(cursor.qualified_name()?);
    if cursor.take(&["LIKE"]) {
        table.like = Some(cursor.qualified_name()?);
        return Ok(Statement::CreateTable(table));
    }
    if cursor.take(&["PARTITION", "OF"]) {
        let parent = cursor.qualified_name()?;
        if cursor.sees_symbol("(") {
            cursor.parenthesized()?;
        }
        table.partition_of = Some((parent, bound(cursor)?));
    } else if cursor.take(&["OF"]) {
        cursor.qualified_name()?;
        if cursor.sees_symbol("(") {
            cursor.parenthesized()?;
        }
    } else if cursor.sees_symbol("(") && !query_follows(cursor) {
        members(cursor, &mut table)?;
    }
    options(cursor, &mut table)?;
    if cursor.is_done() { Ok(Statement::CreateTable(table)) } else { Err(cursor.unexpected("the end")) }
}

fn query_follows(cursor: &Cursor<'_>) -> bool {
    cursor.ahead(1).is_some_and(|lexeme| lexeme.is_word("SELECT") || lexeme.is_word("WITH"))
}

fn members(cursor: &mut Cursor<'_>, table: &mut CreateTable) -> Result<(), ReadError> {
    cursor.require_symbol("(")?;
    loop {
        if cursor.take(&["LIKE"]) {
            table.like = Some(cursor.qualified_name()?);
            cursor.skip_until(|lexeme| lexeme.is_symbol(","));
        } else if constraint::starts_table_constraint(cursor) {
            table.constraints.push(constraint::of_table(cursor)?);
        } else if index::starts_member(cursor) {
            table.indexes.push(index::member(cursor)?);
        } else if !cursor.sees_symbol(")") {
            table.columns.push(column::read(cursor)?);
        }
        if !cursor.take_symbol(",") {
            return cursor.require_symbol(")");
        }
    }
}

/// `FOR VALUES …` or `DEFAULT`.
pub(super) fn bound(cursor: &mut Cursor<'_>) -> Result<Bound, ReadError> {
    if cursor.take(&["DEFAULT"]) {
        return Ok(Bound::Default);
    }
    cursor.require(&["FOR", "VALUES"])?;
    let first = cursor.position();
    while cursor.peek().is_some() && !cursor.sees(&["PARTITION", "BY"]) {
        cursor.advance();
    }
    Ok(Bound::Values(cursor.slice(first, cursor.position()).to_owned()))
}

fn options(cursor: &mut Cursor<'_>, table: &mut CreateTable) -> Result<(), ReadError> {
    while !cursor.is_done() {
        if cursor.take(&["INHERITS"]) {
            cursor.require_symbol("(")?;
            table.inherits = cursor.qualified_names()?;
            cursor.require_symbol(")")?;
        } else if cursor.take(&["PARTITION", "BY"]) {
            partition_by(cursor, table)?;
        } else if cursor.take(&["WITHOUT", "ROWID"]) {
            table.without_rowid = true;
        } else if cursor.take(&["STRICT"]) {
            table.strict = true;
        } else if cursor.take(&["WITH", "NO", "DATA"]) || cursor.take(&["WITH", "DATA"]) || cursor.take_symbol(",") {
        } else if cursor.take(&["WITH"]) || cursor.take(&["USING"]) || cursor.take(&["TABLESPACE"]) {
            skip_value(cursor)?;
        } else if cursor.take(&["ON", "COMMIT"]) {
            cursor.skip_until(|lexeme| lexeme.is_word("AS") || lexeme.is_word("TABLESPACE"));
        } else if cursor.take(&["WITHOUT", "OIDS"]) {
        } else if cursor.sees_any(&["AS", "SELECT", "IGNORE", "REPLACE", "TABLE", "VALUES", "EXECUTE"])
            || cursor.sees_symbol("(")
        {
            cursor.take(&["AS"]);
            table.query = Some(cursor.rest().to_owned());
            while cursor.advance().is_some() {}
        } else {
            let option = option(cursor)?;
            table.options.push(option);
        }
    }
    Ok(())
}

fn skip_value(cursor: &mut Cursor<'_>) -> Result<(), ReadError> {
    if cursor.sees_symbol("(") { cursor.parenthesized().map(|_| ()) } else { cursor.name().map(|_| ()) }
}

fn partition_by(cursor: &mut Cursor<'_>, table: &mut CreateTable) -> Result<(), ReadError> {
    let start = cursor.position();
    cursor.take(&["LINEAR"]);
    let strategy = cursor.name()?.to_string().to_uppercase();
    cursor.take(&["COLUMNS"]);
    let keys = cursor.name_list().unwrap_or_default();
    if cursor.syntax == crate::sql::Syntax::Mysql {
        while cursor.advance().is_some() {}
        let text = cursor.slice(start, cursor.position());
        table.options.push(("partition_by".into(), text.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    table.partition_by = Some((strategy, keys));
    Ok(())
}

/// An option of MySQL: `ENGINE = InnoDB`, `DEFAULT CHARSET utf8mb4`. The name in lower case, spaces as underscores.
pub(super) fn option(cursor: &mut Cursor<'_>) -> Result<(String, String), ReadError> {
    cursor.take(&["DEFAULT"]);
    let mut name = if cursor.take(&["CHARACTER", "SET"]) { "charset".to_owned() } else { cursor.name()?.to_string() };
    if matches!(name.to_ascii_lowercase().as_str(), "data" | "index") && cursor.take(&["DIRECTORY"]) {
        name.push_str("_directory");
    }
    cursor.take_symbol("=");
    let value = cursor.advance().ok_or_else(|| cursor.unexpected("a value"))?;
    Ok((name.to_ascii_lowercase(), value.text.trim_matches(['\'', '"', '`']).to_owned()))
}
