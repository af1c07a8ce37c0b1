//! Objects with one name for the whole database, in a rehearsal: scratch namespaces do not keep them apart from those that are there.

use super::rehearse::PREFIX;
use crate::model::{DefinitionKind, Name, Object, ObjectId, ObjectKind, Schema};

/// Takes out what is there already, and what nothing else stands on.
pub(super) fn keep_what_is_missing(moved: &mut Schema, from: &Schema) {
    moved.objects.retain(|id, _| !is_of_database(id.kind) || needs_making(id, from));
}

/// Kinds with one name for the whole database, which the scratch namespaces do not keep apart.
fn is_of_database(kind: ObjectKind) -> bool {
    match kind {
        ObjectKind::Server | ObjectKind::UserMapping => true,
        // A cast moves with its types.
        ObjectKind::Definition(kind) => {
            !kind.has_namespace()
                && !matches!(kind, DefinitionKind::Rule | DefinitionKind::Cast | DefinitionKind::VirtualTable)
        }
        // Publications step aside; the others have a namespace, belong to what has one, or are none of the database's.
        ObjectKind::Publication
        | ObjectKind::Role
        | ObjectKind::Namespace
        | ObjectKind::Extension
        | ObjectKind::Enum
        | ObjectKind::EnumValue
        | ObjectKind::Attribute
        | ObjectKind::Domain
        | ObjectKind::Composite
        | ObjectKind::Sequence
        | ObjectKind::Function
        | ObjectKind::Table
        | ObjectKind::Column
        | ObjectKind::Constraint
        | ObjectKind::Index
        | ObjectKind::View
        | ObjectKind::MaterializedView
        | ObjectKind::Trigger
        | ObjectKind::Policy
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges => false,
    }
}

/// Whether something else may stand on it that is not there yet: a foreign table on its server, a function on its language. What fires on
/// statements, and who one is elsewhere, is not tried out.
fn needs_making(id: &ObjectId, from: &Schema) -> bool {
    let is_tried = !matches!(id.kind, ObjectKind::UserMapping | ObjectKind::Definition(DefinitionKind::EventTrigger));
    is_tried && !from.objects.contains_key(id)
}

/// Publications under other names: the real ones may be there. Those without SQL have nothing to show.
pub(super) fn step_aside(moved: &mut Schema) {
    moved.objects.retain(|_, object| match object {
        Object::Publication(it) => it.tables.values().any(|table| table.predicate.is_some()),
        _ => true,
    });
    rename_publications(moved, |name| Some(Name::new(format!("{PREFIX}{name}"))));
}

/// Publications that were made for the trial, under their real names, and no others.
pub(super) fn bring_back(inspected: &mut Schema) {
    rename_publications(inspected, |name| name.as_str().strip_prefix(PREFIX).map(Name::from));
}

fn rename_publications(schema: &mut Schema, rename: impl Fn(&Name) -> Option<Name>) {
    let publications: Vec<Object> = schema.of_kind(ObjectKind::Publication).cloned().collect();
    for mut object in publications {
        schema.objects.remove(&object.id());
        if let Object::Publication(publication) = &mut object
            && let Some(name) = rename(&publication.name)
        {
            publication.name = name;
            schema.insert(object);
        }
    }
}
