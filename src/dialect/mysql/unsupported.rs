//! What MySQL does not have, in words.

use crate::dialect::Unsupported;
use crate::model::{Object, ObjectId, ObjectKind};

pub(super) const LEAVE_OUT: &str = "leave it out of a spec that is meant for MySQL";

/// An object of a kind that MySQL does not have.
pub(super) fn object(object: &Object) -> Unsupported {
    kind(object.id())
}

pub(super) fn kind(id: ObjectId) -> Unsupported {
    let (message, help) = match id.kind {
        ObjectKind::Namespace => {
            ("MySQL's namespaces are databases, and a spec is about one", "write names without one")
        }
        ObjectKind::Extension => ("MySQL has no extensions", LEAVE_OUT),
        ObjectKind::Enum => {
            ("MySQL's enums are types of columns", "dbx writes them there: this should not be asked for")
        }
        ObjectKind::Domain => {
            ("MySQL has no domains", "dbx writes them into the columns: this should not be asked for")
        }
        ObjectKind::Sequence => ("MySQL has no sequences", "use an identity column, or MariaDB"),
        ObjectKind::MaterializedView => {
            ("MySQL has no materialized views", "use a view, or a table that triggers or events keep up")
        }
        ObjectKind::Role | ObjectKind::Owner | ObjectKind::Grant | ObjectKind::DefaultPrivileges => {
            ("accounts and their rights belong to the server, not to a database", LEAVE_OUT)
        }
        ObjectKind::Composite
        | ObjectKind::Policy
        | ObjectKind::Publication
        | ObjectKind::Server
        | ObjectKind::UserMapping
        | ObjectKind::Definition(_) => ("MySQL has nothing of this kind", LEAVE_OUT),
        ObjectKind::Function
        | ObjectKind::Table
        | ObjectKind::Column
        | ObjectKind::Constraint
        | ObjectKind::Index
        | ObjectKind::View
        | ObjectKind::Trigger => ("MySQL cannot do this", LEAVE_OUT),
    };
    Unsupported::new(id, message, help)
}

/// What no caller asks for.
pub(super) fn bug(id: ObjectId) -> Unsupported {
    Unsupported::new(id, "this is no step that dbx takes on MySQL", "this is an error of dbx: please report it")
}
