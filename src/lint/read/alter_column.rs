//! ALTER COLUMN, MODIFY and CHANGE.

use super::{column, if_exists};
use crate::lint::names::ReadNames;
use crate::lint::statement::{Action, ColumnAction};
use crate::model::IdentityMode;
use crate::sql::{Cursor, ReadError};

/// Behind the column's name.
pub(super) fn action(cursor: &mut Cursor<'_>) -> Result<ColumnAction, ReadError> {
    if cursor.take(&["SET", "DATA", "TYPE"]) || cursor.take(&["TYPE"]) {
        let data_type = column::data_type(cursor);
        let collation = if cursor.take(&["COLLATE"]) { Some(cursor.qualified_name()?.name.to_string()) } else { None };
        let using = if cursor.take(&["USING"]) {
            let first = cursor.position();
            cursor.skip_until(|lexeme| lexeme.is_symbol(","));
            Some(cursor.slice(first, cursor.position()).to_owned())
        } else {
            None
        };
        return Ok(ColumnAction::Type { data_type, collation, using });
    }
    if cursor.take(&["SET", "DEFAULT"]) {
        return Ok(ColumnAction::SetDefault(column::expression(cursor)));
    }
    let plain: [(&[&str], ColumnAction); 5] = [
        (&["DROP", "DEFAULT"], ColumnAction::DropDefault),
        (&["SET", "NOT", "NULL"], ColumnAction::SetNotNull),
        (&["DROP", "NOT", "NULL"], ColumnAction::DropNotNull),
        (&["DROP", "IDENTITY"], ColumnAction::DropIdentity),
        (&["DROP", "EXPRESSION"], ColumnAction::DropExpression),
    ];
    if let Some((_, action)) = plain.into_iter().find(|(words, _)| cursor.take(words)) {
        if_exists(cursor);
        return Ok(action);
    }
    if cursor.take(&["ADD", "GENERATED"]) {
        let always = cursor.take(&["ALWAYS"]);
        cursor.skip_until(|lexeme| lexeme.is_symbol(","));
        let mode = if always { IdentityMode::Always } else { IdentityMode::ByDefault };
        return Ok(ColumnAction::AddIdentity(mode));
    }
    if cursor.take(&["SET", "STATISTICS"]) {
        cursor.skip_until(|lexeme| lexeme.is_symbol(","));
        return Ok(ColumnAction::Statistics);
    }
    if cursor.take(&["SET", "STORAGE"]) {
        cursor.name()?;
        return Ok(ColumnAction::Storage);
    }
    if cursor.take(&["SET", "COMPRESSION"]) {
        cursor.name()?;
        return Ok(ColumnAction::Compression);
    }
    if cursor.take(&["SET", "GENERATED"]) || cursor.take(&["RESTART"]) {
        cursor.skip_until(|lexeme| lexeme.is_symbol(","));
        return Ok(ColumnAction::AddIdentity(IdentityMode::ByDefault));
    }
    if cursor.take_any(&["SET", "RESET"]).is_some() {
        cursor.parenthesized()?;
        return Ok(ColumnAction::Parameters);
    }
    Err(cursor.unexpected("what to do with the column"))
}

/// MODIFY has been gone over, CHANGE not yet.
pub(super) fn redefined(cursor: &mut Cursor<'_>) -> Result<Action, ReadError> {
    let changes = cursor.take(&["CHANGE"]);
    cursor.take(&["COLUMN"]);
    if_exists(cursor);
    let old = if changes { Some(cursor.name()?) } else { None };
    let column = column::read(cursor)?;
    let name = old.or_else(|| column.name.clone()).ok_or_else(|| cursor.unexpected("a column"))?;
    Ok(Action::RedefineColumn { name, column })
}
