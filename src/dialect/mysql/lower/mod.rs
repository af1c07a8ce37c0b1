//! What MySQL does about a change.

mod foreign_key;
mod grouping;
mod table;

use super::features::Features;
use super::unsupported;
use crate::dialect::Unsupported;
use crate::model::{Change, Object, ObjectId, ObjectKind, Pair, Schema, Step};

pub(super) fn lower(change: &Change, schemas: Pair<&Schema>, features: &Features) -> Result<Vec<Step>, Unsupported> {
    match change {
        Change::Create(object) => create(object),
        Change::Drop(object) => drop(object),
        Change::Rename(ids) => rename(ids),
        Change::Alter(objects) => alter(objects, features),
        Change::AlterTable { table, changes } => table::alter(table, changes, schemas, features),
        Change::Comment { object, comments } => comment(object, comments),
    }
}

fn create(object: &Object) -> Result<Vec<Step>, Unsupported> {
    match object {
        Object::Table(table) => Ok(table::create(table)),
        Object::View(_) | Object::Function(_) | Object::Trigger(_) | Object::Sequence(_) | Object::Definition(_) => {
            Ok(vec![Step::Create(object.clone())])
        }
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

fn drop(object: &Object) -> Result<Vec<Step>, Unsupported> {
    match object {
        Object::Table(_)
        | Object::View(_)
        | Object::Function(_)
        | Object::Trigger(_)
        | Object::Sequence(_)
        | Object::Definition(_) => Ok(vec![Step::Drop(object.clone())]),
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

fn rename(ids: &Pair<ObjectId>) -> Result<Vec<Step>, Unsupported> {
    match ids.to.kind {
        ObjectKind::Table | ObjectKind::View | ObjectKind::Sequence | ObjectKind::Definition(_) => {
            Ok(vec![Step::Rename(ids.clone())])
        }
        ObjectKind::Namespace
        | ObjectKind::Extension
        | ObjectKind::Enum
        | ObjectKind::Domain
        | ObjectKind::Function
        | ObjectKind::Trigger
        | ObjectKind::Column
        | ObjectKind::Constraint
        | ObjectKind::Index
        | ObjectKind::MaterializedView
        | ObjectKind::Role
        | ObjectKind::Composite
        | ObjectKind::Policy
        | ObjectKind::Publication
        | ObjectKind::Server
        | ObjectKind::UserMapping
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges
        | ObjectKind::EnumValue
        | ObjectKind::Attribute => Err(unsupported::kind(ids.to.clone())),
    }
}

fn alter(objects: &Pair<Object>, features: &Features) -> Result<Vec<Step>, Unsupported> {
    match &objects.to {
        Object::View(_) => Ok(vec![Step::Replace(objects.clone())]),
        Object::Function(_) | Object::Trigger(_) | Object::Definition(_) if features.or_replace => {
            Ok(vec![Step::Replace(objects.clone())])
        }
        Object::Function(_) | Object::Trigger(_) | Object::Definition(_) => {
            Ok(vec![Step::Drop(objects.from.clone()), Step::Create(objects.to.clone())])
        }
        Object::Sequence(_) => Ok(vec![Step::Alter(objects.clone())]),
        Object::Table(_)
        | Object::Namespace(_)
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
        | Object::DefaultPrivileges(_) => Err(unsupported::object(&objects.to)),
    }
}

fn comment(object: &Object, comments: &Pair<Option<String>>) -> Result<Vec<Step>, Unsupported> {
    match object {
        Object::Table(_) => Ok(vec![Step::Comment { object: object.clone(), comments: comments.clone() }]),
        Object::View(_)
        | Object::Function(_)
        | Object::Trigger(_)
        | Object::Sequence(_)
        | Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::MaterializedView(_)
        | Object::Definition(_)
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
