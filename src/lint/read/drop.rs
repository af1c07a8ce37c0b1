//! DROP.

use super::{cascade, if_exists, object};
use crate::lint::names::ReadNames;
use crate::lint::statement::{Drop, Statement};
use crate::model::ObjectKind;
use crate::sql::{Cursor, ReadError};

pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Statement, ReadError> {
    cursor.require(&["DROP"])?;
    if cursor.take(&["OWNED"]) {
        return Ok(Statement::Opaque("DROP OWNED".into()));
    }
    cursor.take(&["TEMPORARY"]);
    if let Some(word) = cursor.take_any(&["TABLESPACE", "CONVERSION", "TRANSFORM", "ACCESS"]) {
        return Ok(Statement::Unweighed(format!("drops a {word}")));
    }
    let kind = object::kind(cursor).ok_or_else(|| cursor.unexpected("a kind of object"))?;
    let concurrently = cursor.take(&["CONCURRENTLY"]);
    let if_exists = if_exists(cursor);
    let mut names = vec![object::name(cursor, kind)?];
    while cursor.take_symbol(",") {
        names.push(object::name(cursor, kind)?);
    }
    let on = if cursor.take(&["ON"]) { Some(cursor.qualified_name()?) } else { None };
    // `DROP OPERATOR CLASS c USING btree`, and MySQL's ALGORITHM and LOCK behind an index.
    let has_tail = matches!(kind, ObjectKind::Definition(_) | ObjectKind::Index | ObjectKind::UserMapping);
    let cascade = cascade(cursor);
    if has_tail {
        while cursor.advance().is_some() {}
    }
    if cursor.is_done() {
        Ok(Statement::Drop(Drop { kind, names, on, if_exists, cascade, concurrently }))
    } else {
        Err(cursor.unexpected("the end"))
    }
}
