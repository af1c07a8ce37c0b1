//! COMMENT ON.

use super::{beside, definition, keyword, object, path};
use crate::dialect::postgres::quote;
use crate::model::{Domain, Name, Object, ObjectId, ObjectKind, Statement, Table};

/// `COMMENT ON TABLE public.users IS '…'`; without a text the comment goes.
pub(super) fn on(subject: &str, text: Option<&str>) -> Statement {
    let text = text.filter(|text| !text.is_empty()).map_or("NULL".to_owned(), quote::literal);
    Statement::new(format!("COMMENT ON {subject} IS {text}"))
}

/// What stands behind COMMENT ON for an object.
pub(super) fn subject(of: &Object) -> String {
    match of {
        Object::Definition(it) => definition::subject(it),
        Object::Function(it) => object::function_signature(it),
        Object::Trigger(it) => {
            format!("TRIGGER {} ON {}", quote::identifier(&it.name), quote::qualified(&it.table))
        }
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Table(_)
        | Object::View(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => {
            let id = of.id();
            format!("{} {}", keyword(id.kind), path(&id))
        }
    }
}

/// What stands behind COMMENT ON for a member of a table.
pub(super) fn member(table: &ObjectId, kind: ObjectKind, name: &Name) -> String {
    match kind {
        ObjectKind::Column => format!("COLUMN {}.{}", path(table), quote::identifier(name)),
        ObjectKind::Index => format!("INDEX {}", beside(table, name)),
        ObjectKind::Constraint
        | ObjectKind::Trigger
        | ObjectKind::Namespace
        | ObjectKind::Extension
        | ObjectKind::Enum
        | ObjectKind::Domain
        | ObjectKind::Sequence
        | ObjectKind::Function
        | ObjectKind::Table
        | ObjectKind::View
        | ObjectKind::MaterializedView
        | ObjectKind::Role
        | ObjectKind::Composite
        | ObjectKind::Policy
        | ObjectKind::Publication
        | ObjectKind::Server
        | ObjectKind::UserMapping
        | ObjectKind::Definition(_)
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges => format!("{} {} ON {}", keyword(kind), quote::identifier(name), path(table)),
    }
}

/// Every comment of a table and of what is in it.
pub(super) fn of_table(table: &Table) -> Vec<Statement> {
    let id = table.id();
    let own = table.comment.as_ref().map(|text| on(&format!("TABLE {}", path(&id)), Some(text)));
    let columns = table.columns.values().map(|it| (ObjectKind::Column, &it.name, it.comment.as_ref()));
    let constraints = table.constraints.values().map(|it| (ObjectKind::Constraint, it.name(), it.comment()));
    let members = columns
        .chain(constraints)
        .filter_map(|(kind, name, comment)| comment.map(|text| on(&member(&id, kind, name), Some(text))));
    own.into_iter().chain(members).collect()
}

/// The comments of a domain's checks.
pub(super) fn of_checks(domain: &Domain) -> Vec<Statement> {
    let spelled = quote::qualified(&domain.name);
    domain
        .checks
        .values()
        .filter_map(|check| {
            let subject = format!("CONSTRAINT {} ON DOMAIN {spelled}", quote::identifier(&check.name));
            Some(on(&subject, Some(check.comment.as_ref()?)))
        })
        .collect()
}
