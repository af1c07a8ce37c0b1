//! CREATE INDEX, and the indexes among the members of MySQL's tables.

use super::if_not_exists;
use crate::lint::names::ReadNames;
use crate::lint::statement::{CreateIndex, Statement};
use crate::model::{Index, IndexKey, IndexStorage, IndexTerm, Name, SqlText};
use crate::sql::Syntax;
use crate::sql::{Cursor, ReadError};
use std::collections::BTreeMap;

/// Behind INDEX.
pub(super) fn create(cursor: &mut Cursor<'_>, unique: bool, kind: Option<&str>) -> Result<Statement, ReadError> {
    let concurrently = cursor.take(&["CONCURRENTLY"]);
    let if_not_exists = if_not_exists(cursor);
    // PostgreSQL and SQLite put ON behind the name, and PostgreSQL does without one.
    let name = if cursor.sees(&["ON"]) { None } else { Some(cursor.qualified_name()?.name) };
    let mut method = method(cursor)?;
    cursor.require(&["ON"])?;
    let only = cursor.take(&["ONLY"]);
    let table = cursor.qualified_name()?;
    if let Some(written) = self::method(cursor)? {
        method = Some(written);
    }
    let mut index = new(name.clone().unwrap_or_else(|| Name::from("")), unique);
    index.method = kind.map(Name::from).or(method);
    index.keys = keys(cursor)?;
    tail(cursor, &mut index)?;
    if index.name.as_str().is_empty() {
        let columns: Vec<&Name> = index.keys.iter().filter_map(IndexKey::column).collect();
        index.name = crate::model::generated_name(&table.name, &columns, "idx");
    }
    let named = name.is_some();
    Ok(Statement::CreateIndex(CreateIndex { table, index, named, only, concurrently, if_not_exists }))
}

fn new(name: Name, unique: bool) -> Index {
    Index {
        name,
        unique,
        method: None,
        keys: Vec::new(),
        include: Vec::new(),
        predicate: None,
        nulls_not_distinct: false,
        storage: IndexStorage::default(),
        statistics: BTreeMap::new(),
        hidden: false,
        written: Default::default(),
        comment: None,
    }
}

fn method(cursor: &mut Cursor<'_>) -> Result<Option<Name>, ReadError> {
    if !cursor.take(&["USING"]) {
        return Ok(None);
    }
    let method = cursor.name()?.as_str().to_ascii_lowercase();
    Ok(Some(Name::new(method)).filter(|method| method.as_str() != "btree"))
}

fn keys(cursor: &mut Cursor<'_>) -> Result<Vec<IndexKey>, ReadError> {
    cursor.require_symbol("(")?;
    let mut keys = Vec::new();
    loop {
        let first = cursor.position();
        cursor.skip_until(|lexeme| lexeme.is_symbol(","));
        keys.push(key(cursor, first)?);
        if !cursor.take_symbol(",") {
            cursor.require_symbol(")")?;
            return Ok(keys);
        }
    }
}

/// A column, or an expression in parentheses or with a call in it.
fn key(cursor: &mut Cursor<'_>, first: usize) -> Result<IndexKey, ReadError> {
    let behind = cursor.position();
    let text = cursor.slice(first, behind).to_owned();
    cursor.go_back(first);
    let name = cursor.name().ok();
    let prefix = if cursor.syntax == Syntax::Mysql && name.is_some() && cursor.sees_symbol("(") {
        cursor.parenthesized().ok().and_then(|length| length.trim().parse().ok())
    } else {
        None
    };
    let is_call = cursor.sees_symbol("(") && cursor.position() < behind;
    let rest = cursor.slice(cursor.position(), behind).to_ascii_uppercase();
    cursor.go_back(behind);
    let mut key = match name {
        Some(name) if !is_call && !rest.contains("::") => IndexKey::on_column(name),
        _ if text.is_empty() => return Err(cursor.unexpected("a column")),
        _ => IndexKey { term: IndexTerm::Expression(SqlText::new(text)), ..IndexKey::on_column("") },
    };
    key.descending = rest.split_whitespace().any(|word| word == "DESC");
    key.prefix = prefix;
    Ok(key)
}

fn tail(cursor: &mut Cursor<'_>, index: &mut Index) -> Result<(), ReadError> {
    while !cursor.is_done() && !cursor.sees_symbol(",") && !cursor.sees_symbol(")") {
        if cursor.take(&["INCLUDE"]) {
            index.include = cursor.name_list()?;
        } else if cursor.take(&["NULLS", "NOT", "DISTINCT"]) {
            index.nulls_not_distinct = true;
        } else if cursor.take(&["NULLS", "DISTINCT"]) {
        } else if cursor.take(&["WITH"]) {
            if cursor.take(&["PARSER"]) {
                cursor.name()?;
            } else {
                cursor.parenthesized()?;
            }
        } else if cursor.take(&["TABLESPACE"]) {
            index.storage.tablespace = Some(cursor.name()?);
        } else if cursor.take(&["WHERE"]) {
            index.predicate = Some(SqlText::new(cursor.rest()));
            while cursor.advance().is_some() {}
        } else if cursor.take_any(&["IGNORED", "INVISIBLE"]).is_some() {
            index.hidden = true;
        } else if cursor.take(&["NOT", "IGNORED"]) || cursor.take(&["VISIBLE"]) {
        } else if let Some(written) = method(cursor)? {
            index.method = Some(written);
        } else if cursor.take_any(&["COMMENT", "KEY_BLOCK_SIZE", "ALGORITHM", "LOCK", "WAIT"]).is_some() {
            cursor.take_symbol("=");
            cursor.advance();
        } else if cursor.take_any(&["NOWAIT", "BTREE"]).is_none() {
            return Err(cursor.unexpected("the end of an index"));
        }
    }
    Ok(())
}

/// Whether an index of MySQL begins here, among columns or behind ADD.
pub(super) fn starts_member(cursor: &Cursor<'_>) -> bool {
    cursor.syntax == Syntax::Mysql && cursor.sees_any(&["INDEX", "KEY", "FULLTEXT", "SPATIAL"])
}

/// `[FULLTEXT | SPATIAL] {INDEX | KEY} [name] [USING …] (columns)`.
pub(super) fn member(cursor: &mut Cursor<'_>) -> Result<Index, ReadError> {
    let kind = cursor.take_any(&["FULLTEXT", "SPATIAL"]).map(str::to_ascii_lowercase);
    cursor.take_any(&["INDEX", "KEY"]);
    if_not_exists(cursor);
    let name = if cursor.sees_symbol("(") || cursor.sees(&["USING"]) { None } else { Some(cursor.name()?) };
    let method = method(cursor)?;
    let mut index = new(name.clone().unwrap_or_else(|| Name::from("")), false);
    index.keys = keys(cursor)?;
    index.method = kind.as_deref().map(Name::from).or(method);
    tail(cursor, &mut index)?;
    if name.is_none() {
        index.name =
            index.keys.first().and_then(IndexKey::column).cloned().unwrap_or_else(|| Name::from("functional_index"));
    }
    Ok(index)
}
