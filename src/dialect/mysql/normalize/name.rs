//! Names without a namespace: those of MySQL are databases, and the database is the connection's.

use super::Findings;
use crate::model::{Constraint, Name, Object, ObjectId, QualifiedName, SqlText, Visitor};

/// The object with bare names; a namespace is unsupported.
pub(super) fn without_namespace(mut object: Object, findings: &mut Findings) -> Object {
    let id = object.id();
    match &mut object {
        Object::Table(table) => {
            strip(&mut table.name, &id, findings);
            for constraint in table.constraints.values_mut() {
                if let Constraint::ForeignKey(key) = constraint {
                    strip(&mut key.references, &id, findings);
                }
            }
            if let Some(partition) = &mut table.partition_of {
                strip(&mut partition.parent, &id, findings);
            }
        }
        Object::View(it) => strip(&mut it.name, &id, findings),
        Object::Function(it) => strip(&mut it.name, &id, findings),
        Object::Trigger(it) => strip(&mut it.table, &id, findings),
        Object::Enum(it) => strip(&mut it.name, &id, findings),
        Object::Domain(it) => strip(&mut it.name, &id, findings),
        Object::Sequence(it) => strip(&mut it.name, &id, findings),
        Object::Definition(it) => strip(&mut it.name, &id, findings),
        // Not had by MySQL at all, and reported as such.
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => {}
    }
    object
}

/// The object as a server keeps it that writes the names of tables and views in small letters.
pub(super) fn lowered(mut object: Object) -> Object {
    struct Lowered;
    impl Visitor for Lowered {
        fn name(&mut self, name: &mut QualifiedName) {
            name.name = name.name.as_str().to_lowercase().into();
        }
        fn namespace(&mut self, _: &mut Name) {}
        fn sql(&mut self, _: &mut SqlText) {}
    }
    match &object {
        Object::Table(_) | Object::View(_) | Object::Trigger(_) | Object::Sequence(_) => {}
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Function(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => return object,
    }
    object.visit(&mut Lowered);
    object
}

fn strip(name: &mut QualifiedName, object: &ObjectId, findings: &mut Findings) {
    if let Some(namespace) = name.namespace.take() {
        findings.refuse(
            object.clone(),
            format!("`{namespace}.{}` is in a namespace; MySQL's are databases, and a spec is about one", name.name),
            "write the name without the namespace",
        );
    }
}
