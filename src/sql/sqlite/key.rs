//! The columns of a primary key or unique constraint.

use crate::sql::{Cursor, ReadError, Syntax};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyColumn {
    pub name: String,
    pub collation: Option<String>,
    pub descending: bool,
}

impl KeyColumn {
    pub(super) fn plain(name: &str) -> Self {
        Self { name: name.to_owned(), collation: None, descending: false }
    }
}

/// `(a, b COLLATE NOCASE DESC)`, and whether AUTOINCREMENT stands before the closing parenthesis.
pub(super) fn read_keys(cursor: &mut Cursor<'_>) -> Result<(Vec<KeyColumn>, bool), ReadError> {
    cursor.require_symbol("(")?;
    let mut keys = vec![read_key(cursor)?];
    while cursor.take_symbol(",") {
        keys.push(read_key(cursor)?);
    }
    let autoincrement = cursor.take(&["AUTOINCREMENT"]);
    cursor.require_symbol(")")?;
    Ok((keys, autoincrement))
}

/// Keys without the parentheses around them.
pub fn read_key_columns(text: &str) -> Result<Vec<KeyColumn>, ReadError> {
    let cursor = &mut Cursor::open(Syntax::Sqlite, text)?;
    let mut keys = vec![read_key(cursor)?];
    while cursor.take_symbol(",") {
        keys.push(read_key(cursor)?);
    }
    cursor.require_end()?;
    Ok(keys)
}

fn read_key(cursor: &mut Cursor<'_>) -> Result<KeyColumn, ReadError> {
    let name = cursor.identifier()?;
    let collation = if cursor.take(&["COLLATE"]) { Some(cursor.identifier()?) } else { None };
    let descending = read_direction(cursor);
    Ok(KeyColumn { name, collation, descending })
}

/// ASC or DESC; whether it is DESC.
pub(super) fn read_direction(cursor: &mut Cursor<'_>) -> bool {
    let descending = cursor.take(&["DESC"]);
    if !descending {
        cursor.take(&["ASC"]);
    }
    descending
}
