//! Constraints of columns and tables.

use crate::lint::names::ReadNames;
use crate::lint::statement::{ConstraintBody, ConstraintDefinition, Reference};
use crate::model::{Deferrable, Name, ReferentialAction};
use crate::sql::{Cursor, ReadError};

/// A constraint in a column's definition; `None` where none follows.
pub(super) fn of_column(
    cursor: &mut Cursor<'_>,
    column: Option<&Name>,
) -> Result<Option<ConstraintDefinition>, ReadError> {
    let position = cursor.position();
    let name = if cursor.take(&["CONSTRAINT"]) { Some(cursor.name()?) } else { None };
    let columns: Vec<Name> = column.cloned().into_iter().collect();
    let body = if cursor.take(&["PRIMARY", "KEY"]) {
        cursor.take_any(&["ASC", "DESC"]);
        ConstraintBody::PrimaryKey { columns, using_index: None }
    } else if cursor.take(&["UNIQUE"]) {
        cursor.take(&["KEY"]);
        let nulls_not_distinct = cursor.take(&["NULLS", "NOT", "DISTINCT"]);
        ConstraintBody::Unique { columns, using_index: None, nulls_not_distinct }
    } else if cursor.take(&["CHECK"]) {
        let text = cursor.parenthesized()?.to_owned();
        ConstraintBody::Check(text)
    } else if cursor.sees(&["REFERENCES"]) {
        ConstraintBody::ForeignKey { columns, reference: reference(cursor)? }
    } else {
        if name.is_some() {
            // The name of a constraint that is a property in the model: `CONSTRAINT c NOT NULL`.
            return Ok(None);
        }
        cursor.go_back(position);
        return Ok(None);
    };
    let mut constraint =
        ConstraintDefinition { name, body, not_valid: false, no_inherit: false, deferrable: Deferrable::No };
    attributes(cursor, &mut constraint);
    Ok(Some(constraint))
}

pub(super) fn starts_table_constraint(cursor: &Cursor<'_>) -> bool {
    cursor.sees(&["CONSTRAINT"])
        || cursor.sees(&["PRIMARY", "KEY"])
        || cursor.sees(&["FOREIGN", "KEY"])
        || cursor.sees_any(&["EXCLUDE"])
        || cursor.sees_any(&["UNIQUE", "CHECK"])
}

/// A constraint of a table, as in CREATE TABLE and behind ADD.
pub(super) fn of_table(cursor: &mut Cursor<'_>) -> Result<ConstraintDefinition, ReadError> {
    let mut name = None;
    if cursor.take(&["CONSTRAINT"]) {
        cursor.take(&["IF", "NOT", "EXISTS"]);
        let is_named = !cursor.sees_any(&["PRIMARY", "UNIQUE", "CHECK", "FOREIGN"]);
        name = if is_named { Some(cursor.name()?) } else { None };
    }
    let body = if cursor.take(&["PRIMARY", "KEY"]) {
        let using_index = using_index(cursor)?;
        index_type(cursor)?;
        let columns = if using_index.is_some() { Vec::new() } else { cursor.name_list()? };
        ConstraintBody::PrimaryKey { columns, using_index }
    } else if cursor.take(&["UNIQUE"]) {
        let nulls_not_distinct = cursor.take(&["NULLS", "NOT", "DISTINCT"]);
        cursor.take_any(&["KEY", "INDEX"]);
        let using_index = using_index(cursor)?;
        if using_index.is_none() && !cursor.sees_symbol("(") && !cursor.sees(&["USING"]) {
            // MySQL names a unique key behind the word.
            name = Some(cursor.name()?);
        }
        index_type(cursor)?;
        let columns = if using_index.is_some() { Vec::new() } else { cursor.name_list()? };
        ConstraintBody::Unique { columns, using_index, nulls_not_distinct }
    } else if cursor.take(&["CHECK"]) {
        ConstraintBody::Check(cursor.parenthesized()?.to_owned())
    } else if cursor.take(&["FOREIGN", "KEY"]) {
        cursor.take(&["IF", "NOT", "EXISTS"]);
        if !cursor.sees_symbol("(") {
            let index = cursor.name()?;
            name = name.or(Some(index));
        }
        let columns = cursor.name_list()?;
        ConstraintBody::ForeignKey { columns, reference: reference(cursor)? }
    } else if cursor.take(&["EXCLUDE"]) {
        index_type(cursor)?;
        ConstraintBody::Exclude { columns: cursor.name_list()? }
    } else {
        return Err(cursor.unexpected("a constraint"));
    };
    let mut constraint =
        ConstraintDefinition { name, body, not_valid: false, no_inherit: false, deferrable: Deferrable::No };
    attributes(cursor, &mut constraint);
    Ok(constraint)
}

fn using_index(cursor: &mut Cursor<'_>) -> Result<Option<Name>, ReadError> {
    if cursor.take(&["USING", "INDEX"]) && !cursor.sees(&["TABLESPACE"]) { cursor.name().map(Some) } else { Ok(None) }
}

/// `USING btree`.
fn index_type(cursor: &mut Cursor<'_>) -> Result<(), ReadError> {
    if cursor.take(&["USING"]) { cursor.name().map(|_| ()) } else { Ok(()) }
}

/// `REFERENCES table (columns) ON DELETE … ON UPDATE …`.
fn reference(cursor: &mut Cursor<'_>) -> Result<Reference, ReadError> {
    cursor.require(&["REFERENCES"])?;
    let table = cursor.qualified_name()?;
    let columns = if cursor.sees_symbol("(") { cursor.name_list()? } else { Vec::new() };
    let mut reference =
        Reference { table, columns, on_delete: ReferentialAction::NoAction, on_update: ReferentialAction::NoAction };
    loop {
        if cursor.take(&["ON", "DELETE"]) {
            reference.on_delete = action(cursor)?;
        } else if cursor.take(&["ON", "UPDATE"]) {
            reference.on_update = action(cursor)?;
        } else if cursor.take(&["MATCH"]) {
            cursor.advance();
        } else {
            return Ok(reference);
        }
    }
}

fn action(cursor: &mut Cursor<'_>) -> Result<ReferentialAction, ReadError> {
    let actions: [(&[&str], ReferentialAction); 5] = [
        (&["CASCADE"], ReferentialAction::Cascade),
        (&["RESTRICT"], ReferentialAction::Restrict),
        (&["NO", "ACTION"], ReferentialAction::NoAction),
        (&["SET", "NULL"], ReferentialAction::SetNull),
        (&["SET", "DEFAULT"], ReferentialAction::SetDefault),
    ];
    let found = actions.into_iter().find(|(words, _)| cursor.take(words)).map(|(_, action)| action);
    let found = found.ok_or_else(|| cursor.unexpected("what happens to rows that refer"))?;
    if cursor.sees_symbol("(") {
        cursor.parenthesized()?;
    }
    Ok(found)
}

/// NOT VALID, DEFERRABLE and the like, in any order.
fn attributes(cursor: &mut Cursor<'_>, constraint: &mut ConstraintDefinition) {
    loop {
        if cursor.take(&["NOT", "VALID"]) {
            constraint.not_valid = true;
        } else if cursor.take(&["NO", "INHERIT"]) {
            constraint.no_inherit = true;
        } else if cursor.take(&["NOT", "DEFERRABLE"]) {
        } else if cursor.take(&["DEFERRABLE"]) {
            constraint.deferrable = Deferrable::InitiallyImmediate;
        } else if cursor.take(&["INITIALLY", "DEFERRED"]) {
            constraint.deferrable = Deferrable::InitiallyDeferred;
        } else if cursor.take(&["INITIALLY", "IMMEDIATE"])
            || cursor.take(&["NOT", "ENFORCED"])
            || cursor.take(&["ENFORCED"])
        {
        } else if cursor.take(&["INCLUDE"]) || cursor.take(&["WITH"]) || cursor.take(&["WHERE"]) {
            if cursor.parenthesized().is_err() {
                return;
            }
        } else if cursor.take(&["USING", "INDEX", "TABLESPACE"])
            || cursor.take(&["USING"])
            || cursor.take(&["COMMENT"])
            || cursor.take(&["ON", "CONFLICT"])
        {
            cursor.advance();
        } else {
            return;
        }
    }
}
