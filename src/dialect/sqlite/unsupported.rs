//! What SQLite does not have, in words.

use crate::dialect::Unsupported;
use crate::model::{Object, ObjectId, ObjectKind};

const WITHOUT_DIALECT: &str = "leave it out of a spec that is meant for SQLite";

/// An object of a kind that SQLite does not have.
pub(super) fn object(object: &Object) -> Unsupported {
    kind(object.id())
}

pub(super) fn kind(id: ObjectId) -> Unsupported {
    let (message, help) = match id.kind {
        ObjectKind::Namespace => ("SQLite has no namespaces", "write the names without one"),
        ObjectKind::Extension => ("SQLite has no extensions that live in the database", WITHOUT_DIALECT),
        ObjectKind::Enum => ("SQLite has no enums", "dbx writes them as a check: this should not be asked for"),
        ObjectKind::Domain => {
            ("SQLite has no domains", "dbx writes them into the columns: this should not be asked for")
        }
        ObjectKind::Sequence => ("SQLite has no sequences", "use an identity column as the primary key"),
        ObjectKind::Function => ("SQLite has no functions of its own making", WITHOUT_DIALECT),
        ObjectKind::MaterializedView => {
            ("SQLite has no materialized views", "use a view, or a table that triggers keep up")
        }
        ObjectKind::Table
        | ObjectKind::Column
        | ObjectKind::Constraint
        | ObjectKind::Index
        | ObjectKind::View
        | ObjectKind::Trigger
        | ObjectKind::Role
        | ObjectKind::Composite
        | ObjectKind::Policy
        | ObjectKind::Publication
        | ObjectKind::Server
        | ObjectKind::UserMapping
        | ObjectKind::Definition(_)
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges => ("SQLite cannot do this", WITHOUT_DIALECT),
    };
    Unsupported::new(id, message, help)
}
