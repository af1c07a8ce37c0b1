//! ALTER of what is no table.

use super::{constraint, if_exists, if_not_exists, object};
use crate::lint::names::ReadNames;
use crate::lint::statement::{AlterObject, ConstraintBody, ObjectChange, Statement};
use crate::model::{Name, ObjectKind};
use crate::sql::{Cursor, ReadError};

pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Statement, ReadError> {
    const BEYOND: [&str; 9] =
        ["SYSTEM", "DATABASE", "DEFAULT", "LARGE", "TABLESPACE", "CONVERSION", "TRANSFORM", "ACCESS", "INSTANCE"];
    if let Some(word) = cursor.take_any(&BEYOND) {
        return Ok(Statement::Unweighed(format!("is an ALTER {word}")));
    }
    let kind = object::kind(cursor).ok_or_else(|| cursor.unexpected("a kind of object"))?;
    if_exists(cursor);
    let name = object::name(cursor, kind)?;
    let on = if cursor.take(&["ON"]) { Some(cursor.qualified_name()?) } else { None };
    let change = change(cursor, kind)?;
    Ok(Statement::AlterObject(AlterObject { kind, name, on, change }))
}

fn change(cursor: &mut Cursor<'_>, kind: ObjectKind) -> Result<ObjectChange, ReadError> {
    if cursor.take(&["RENAME", "TO"]) {
        return Ok(ObjectChange::RenameTo(cursor.qualified_name()?.name));
    }
    if cursor.take(&["SET", "SCHEMA"]) {
        return Ok(ObjectChange::SetNamespace(cursor.name()?));
    }
    if cursor.take(&["OWNER", "TO"]) {
        return Ok(ObjectChange::Owner(cursor.name()?));
    }
    let specific = match kind {
        ObjectKind::Enum | ObjectKind::Composite => of_type(cursor)?,
        ObjectKind::Domain => of_domain(cursor)?,
        ObjectKind::Sequence => Some(if is_restart(cursor) { ObjectChange::Restart } else { ObjectChange::Other }),
        ObjectKind::Index => of_index(cursor)?,
        ObjectKind::Publication => of_publication(cursor),
        ObjectKind::MaterializedView
            if cursor.sees(&["RESET"])
                || cursor.sees(&["CLUSTER"])
                || cursor.sees(&["SET"])
                    && !cursor.sees(&["SET", "TABLESPACE"])
                    && !cursor.sees(&["SET", "ACCESS"]) =>
        {
            while cursor.advance().is_some() {}
            Some(ObjectChange::Parameters)
        }
        ObjectKind::MaterializedView if cursor.take(&["SET", "TABLESPACE"]) => {
            Some(ObjectChange::Tablespace(cursor.name()?))
        }
        _ => None,
    };
    if let Some(change) = specific {
        return Ok(change);
    }
    // Whatever else ALTER does to these kinds is a matter of the catalog.
    while cursor.advance().is_some() {}
    Ok(ObjectChange::Other)
}

fn of_publication(cursor: &mut Cursor<'_>) -> Option<ObjectChange> {
    cursor.take_any(&["ADD", "SET", "DROP"])?;
    let names_tables = cursor.take(&["TABLE"]);
    let rest = cursor.rest().to_owned();
    while cursor.advance().is_some() {}
    Some(if names_tables { ObjectChange::Tables(rest) } else { ObjectChange::Other })
}

fn is_restart(cursor: &Cursor<'_>) -> bool {
    cursor.rest_lexemes().iter().any(|lexeme| lexeme.is_word("RESTART"))
}

fn text(cursor: &mut Cursor<'_>) -> Result<String, ReadError> {
    let lexeme = cursor.advance().ok_or_else(|| cursor.unexpected("a string"))?;
    Ok(lexeme.text.trim_matches('\'').replace("''", "'"))
}

fn of_type(cursor: &mut Cursor<'_>) -> Result<Option<ObjectChange>, ReadError> {
    if cursor.take(&["ADD", "VALUE"]) {
        if_not_exists(cursor);
        let value = text(cursor)?;
        while cursor.advance().is_some() {}
        return Ok(Some(ObjectChange::AddValue(value)));
    }
    if cursor.take(&["RENAME", "VALUE"]) {
        let from = text(cursor)?;
        cursor.require(&["TO"])?;
        return Ok(Some(ObjectChange::RenameValue { from, to: text(cursor)? }));
    }
    Ok(None)
}

fn of_domain(cursor: &mut Cursor<'_>) -> Result<Option<ObjectChange>, ReadError> {
    if cursor.take(&["ADD"]) {
        let constraint = constraint::of_table(cursor)?;
        return match constraint.body {
            ConstraintBody::Check(expression) => {
                Ok(Some(ObjectChange::AddCheck { name: constraint.name, expression, not_valid: constraint.not_valid }))
            }
            ConstraintBody::PrimaryKey { .. }
            | ConstraintBody::Unique { .. }
            | ConstraintBody::ForeignKey { .. }
            | ConstraintBody::Exclude { .. } => Err(cursor.unexpected("CHECK")),
        };
    }
    if cursor.take(&["SET", "NOT", "NULL"]) {
        return Ok(Some(ObjectChange::SetNotNull(true)));
    }
    if cursor.take(&["DROP", "NOT", "NULL"]) {
        return Ok(Some(ObjectChange::SetNotNull(false)));
    }
    if cursor.take(&["VALIDATE", "CONSTRAINT"]) {
        return Ok(Some(ObjectChange::ValidateConstraint(cursor.name()?)));
    }
    if cursor.take(&["DROP", "CONSTRAINT"]) {
        if_exists(cursor);
        return Ok(Some(ObjectChange::DropConstraint(cursor.name()?)));
    }
    if cursor.take(&["SET", "DEFAULT"]) || cursor.take(&["DROP", "DEFAULT"]) {
        while cursor.advance().is_some() {}
        return Ok(Some(ObjectChange::Default));
    }
    Ok(None)
}

fn of_index(cursor: &mut Cursor<'_>) -> Result<Option<ObjectChange>, ReadError> {
    if cursor.take(&["SET", "TABLESPACE"]) {
        let name: Name = cursor.name()?;
        return Ok(Some(ObjectChange::Tablespace(name)));
    }
    if cursor.take(&["ATTACH", "PARTITION"]) {
        cursor.qualified_name()?;
        return Ok(Some(ObjectChange::AttachIndex));
    }
    if cursor.take_any(&["SET", "RESET"]).is_some() {
        cursor.parenthesized()?;
        return Ok(Some(ObjectChange::Parameters));
    }
    Ok(None)
}
