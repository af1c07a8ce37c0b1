//! Steps as SQL, in one style: keywords in upper case, names in backticks, one column or clause per line.
//!
//! Every statement stands alone: MySQL ends a transaction with each change of a schema.

mod alter_table;
mod code;
mod column;
mod constraint;
mod index;
mod option;
mod sequence;
mod session;
mod table;

use super::features::Features;
use super::{quote, unsupported};
use crate::dialect::Unsupported;
use crate::model::{Object, ObjectId, ObjectKind, Pair, Statement, Step};

/// The statements of a step, in the order in which they run.
pub(super) fn step(step: &Step, features: &Features) -> Result<Vec<Statement>, Unsupported> {
    let sql = match step {
        Step::Create(object) => create(object, features)?,
        Step::Drop(object) => drop(object)?,
        Step::Rename(ids) => rename(ids)?,
        Step::Alter(objects) => alter(objects.as_ref())?,
        Step::Replace(objects) => replace(&objects.to)?,
        Step::Comment { object, comments } => {
            let comment = quote::text(comments.to.as_deref().unwrap_or_default());
            format!("ALTER TABLE {} COMMENT = {comment}", path(&object.id()))
        }
        Step::AlterTable { table, change } => alter_table::foreign_key(table, change)?,
        Step::AlterTogether(alteration) => {
            let statements = alter_table::together(alteration, features)?;
            return Ok(statements.into_iter().map(Statement::outside_transaction).collect());
        }
        Step::Rebuild(_)
        | Step::Backfill(_)
        | Step::AddEnumValue { .. }
        | Step::RenameEnumValue { .. }
        | Step::SwapEnum { .. }
        | Step::Owner { .. }
        | Step::Privileges { .. } => {
            return Err(unsupported::bug(step.object()));
        }
    };
    let statements = match step {
        Step::Create(object) | Step::Replace(Pair { to: object, .. }) => session::under_settings_of(object, sql),
        _ => vec![sql],
    };
    Ok(statements.into_iter().map(Statement::outside_transaction).collect())
}

fn create(object: &Object, features: &Features) -> Result<String, Unsupported> {
    match object {
        Object::Table(table) => table::create(table, features),
        Object::View(view) => Ok(code::create_view(view, false)),
        Object::Function(function) => Ok(function.definition.as_str().to_owned()),
        Object::Trigger(trigger) => Ok(trigger.definition.as_str().to_owned()),
        Object::Definition(event) => Ok(event.definition.as_str().to_owned()),
        Object::Sequence(sequence) => Ok(sequence::create(sequence)),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => Err(unsupported::object(object)),
    }
}

fn drop(object: &Object) -> Result<String, Unsupported> {
    match object {
        Object::Table(it) => Ok(format!("DROP TABLE {}", quote::qualified(&it.name))),
        Object::View(it) => Ok(format!("DROP VIEW {}", quote::qualified(&it.name))),
        Object::Function(it) => Ok(format!("DROP {} {}", it.kind.as_sql(), quote::qualified(&it.name))),
        Object::Trigger(it) => Ok(format!("DROP TRIGGER {}", quote::identifier(&it.name))),
        Object::Definition(it) => Ok(format!("DROP EVENT {}", quote::qualified(&it.name))),
        Object::Sequence(it) => Ok(format!("DROP SEQUENCE {}", quote::qualified(&it.name))),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => Err(unsupported::object(object)),
    }
}

/// One statement for tables, views and sequences; the only definitions here are events.
fn rename(ids: &Pair<ObjectId>) -> Result<String, Unsupported> {
    match ids.to.kind {
        ObjectKind::Table | ObjectKind::View | ObjectKind::Sequence => {
            Ok(format!("RENAME TABLE {} TO {}", path(&ids.from), path(&ids.to)))
        }
        ObjectKind::Definition(_) => Ok(format!("ALTER EVENT {} RENAME TO {}", path(&ids.from), path(&ids.to))),
        ObjectKind::Namespace
        | ObjectKind::Extension
        | ObjectKind::Enum
        | ObjectKind::Domain
        | ObjectKind::Function
        | ObjectKind::Column
        | ObjectKind::Constraint
        | ObjectKind::Index
        | ObjectKind::MaterializedView
        | ObjectKind::Trigger
        | ObjectKind::Role
        | ObjectKind::Composite
        | ObjectKind::Policy
        | ObjectKind::Publication
        | ObjectKind::Server
        | ObjectKind::UserMapping
        | ObjectKind::EnumValue
        | ObjectKind::Attribute
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges => Err(unsupported::kind(ids.to.clone())),
    }
}

fn alter(objects: Pair<&Object>) -> Result<String, Unsupported> {
    match (objects.from, objects.to) {
        (Object::Sequence(from), Object::Sequence(to)) => Ok(sequence::alter(Pair::new(from, to))),
        (_, to) => Err(unsupported::object(to)),
    }
}

fn replace(object: &Object) -> Result<String, Unsupported> {
    match object {
        Object::View(view) => Ok(code::create_view(view, true)),
        Object::Function(it) => Ok(code::or_replace(&it.definition)),
        Object::Trigger(it) => Ok(code::or_replace(&it.definition)),
        Object::Definition(it) => Ok(code::or_replace(&it.definition)),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Table(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => Err(unsupported::object(object)),
    }
}

/// The name of a table, view or sequence.
fn path(id: &ObjectId) -> String {
    quote::identifier(id.name())
}
