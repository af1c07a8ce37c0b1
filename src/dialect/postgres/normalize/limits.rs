//! What no PostgreSQL database can hold.

use super::Findings;
use crate::dialect::postgres::{DEFAULT_NAMESPACE, MAX_IDENTIFIER_BYTES};
use crate::model::{Name, Object, ObjectId, ObjectKind, QualifiedName, Schema};

pub(super) fn check(schema: &Schema, findings: &mut Findings) {
    for (id, object) in &schema.objects {
        for name in names(object) {
            check_length(id, name, findings);
        }
        check_namespace(schema, id, object, findings);
    }
}

fn check_length(id: &ObjectId, name: &Name, findings: &mut Findings) {
    let bytes = name.as_str().len();
    if bytes > MAX_IDENTIFIER_BYTES {
        let message =
            format!("the name `{name}` has {bytes} bytes; PostgreSQL cuts names off at {MAX_IDENTIFIER_BYTES}");
        findings.refuse(id.clone(), message, "shorten it");
    }
}

/// Namespaces are made only where they are asked for.
fn check_namespace(schema: &Schema, id: &ObjectId, object: &Object, findings: &mut Findings) {
    let Some(namespace) = namespace(object) else { return };
    let declared = ObjectId::new(ObjectKind::Namespace, vec![namespace.clone()]);
    if namespace.as_str() != DEFAULT_NAMESPACE && !schema.objects.contains_key(&declared) {
        let message = format!("it is in the namespace `{namespace}`, which is not declared");
        findings.refuse(id.clone(), message, format!("list `{namespace}` under namespaces:"));
    }
}

fn namespace(object: &Object) -> Option<&Name> {
    qualified(object).and_then(|name| name.namespace.as_ref())
}

fn qualified(object: &Object) -> Option<&QualifiedName> {
    match object {
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => None,
        Object::Enum(it) => Some(&it.name),
        Object::Domain(it) => Some(&it.name),
        Object::Sequence(it) => Some(&it.name),
        Object::Function(it) => Some(&it.name),
        Object::Table(it) => Some(&it.name),
        Object::View(it) => Some(&it.name),
        Object::MaterializedView(it) => Some(&it.name),
        Object::Trigger(it) => Some(&it.table),
    }
}

/// Every name that an object brings along.
fn names(object: &Object) -> Vec<&Name> {
    let own = qualified(object).map(|name| &name.name);
    match object {
        Object::Namespace(it) => vec![&it.name],
        Object::Extension(it) => vec![&it.name],
        Object::Trigger(it) => vec![&it.name],
        Object::Table(it) => {
            own.into_iter().chain(it.columns.keys()).chain(it.constraints.keys()).chain(it.indexes.keys()).collect()
        }
        Object::MaterializedView(it) => own.into_iter().chain(it.indexes.keys()).collect(),
        Object::Domain(it) => own.into_iter().chain(it.checks.keys()).collect(),
        Object::Enum(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::View(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => own.into_iter().collect(),
    }
}
