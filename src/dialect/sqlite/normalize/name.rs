//! Names. SQLite has one namespace (`main`), and compares names without letter case, so that every mention of a table or column is brought
//! to the spelling of its definition.

use super::Report;
use crate::dialect::spelling;
use crate::model::{Constraint, Name, Object, ObjectId, QualifiedName, Schema};
use std::collections::BTreeMap;

/// The name of a SQLite file's own namespace.
pub(super) fn is_main(name: &Name) -> bool {
    name.as_str().eq_ignore_ascii_case("main")
}

/// Takes `main.` from the object's name and from every table it names; any other namespace is unsupported.
pub(super) fn without_namespace(mut object: Object, report: &mut Report) -> Object {
    let id = object.id();
    match &mut object {
        Object::Table(table) => {
            strip(&mut table.name, &id, report);
            for constraint in table.constraints.values_mut() {
                if let Constraint::ForeignKey(key) = constraint {
                    strip(&mut key.references, &id, report);
                }
            }
            if let Some(partition) = &mut table.partition_of {
                strip(&mut partition.parent, &id, report);
            }
        }
        Object::View(view) => strip(&mut view.name, &id, report),
        Object::Trigger(trigger) => strip(&mut trigger.table, &id, report),
        Object::Enum(enum_type) => strip(&mut enum_type.name, &id, report),
        Object::Domain(domain) => strip(&mut domain.name, &id, report),
        // Not had by SQLite at all, and reported as such.
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Sequence(_)
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
        | Object::DefaultPrivileges(_) => {}
    }
    object
}

fn strip(name: &mut QualifiedName, object: &ObjectId, report: &mut Report) {
    if let Some(namespace) = name.namespace.take()
        && !is_main(&namespace)
    {
        report.unsupported(
            object.clone(),
            format!("SQLite has no namespaces, and `{namespace}.{}` is in one", name.name),
            "write the name without the namespace",
        );
    }
}

/// Brings mentions to the spelling of the definitions, and reports index names that are used twice: SQLite has one set of names for the indexes of
/// all tables.
pub(super) fn resolve(schema: &mut Schema, report: &mut Report) {
    spelling::resolve(schema);
    let mut indexes: BTreeMap<String, ObjectId> = BTreeMap::new();
    for table in schema.tables() {
        for index in table.indexes.values() {
            let id = table.id();
            if let Some(other) = indexes.insert(spelling::folded(&index.name), id.clone()) {
                let message = format!("an index of {other} is called `{}` too", index.name);
                report.unsupported(id, message, "rename one: indexes of all tables share their names in SQLite");
            }
        }
    }
}
