//! DROP, with what goes along.

use super::create::{default_partitions, definition, triggered};
use super::{columns_of, dependents, only};
use crate::model::{
    Cause, DataType, Effect, Extension, LockMode, Manner, Name, Namespace, Object, ObjectId, QualifiedName, Reason,
    Scene, Table, Touch,
};

pub(super) fn drop(object: &Object, manner: &Manner, scene: Scene<'_>) -> Effect {
    match object {
        Object::Table(it) => table(it, manner, scene),
        Object::View(_) | Object::MaterializedView(_) => view(object, manner, scene),
        Object::Trigger(it) => {
            let table = triggered(it, scene);
            let reason = Reason::new(Cause::TriggerDefinition, it.id(), format!("drops trigger {}", it.name));
            let mut effect = only(&table, LockMode::AccessExclusive);
            effect.because(reason.on(&table));
            effect
        }
        Object::Policy(it) => {
            let table = ObjectId::table(&it.table);
            let reason = Reason::new(Cause::RowSecurity, it.id(), format!("drops policy {}", it.name));
            let mut effect = only(&table, LockMode::AccessExclusive);
            effect.because(reason.on(&table));
            effect
        }
        Object::Definition(it) => match &it.table {
            Some(table) => only(&ObjectId::table(table), definition(it.kind)),
            None => Effect::default(),
        },
        Object::Function(it) if manner.cascade => dependents::of_function(&it.name, scene),
        Object::Enum(it) => typed(&it.name, manner, scene),
        Object::Domain(it) => typed(&it.name, manner, scene),
        Object::Composite(it) => typed(&it.name, manner, scene),
        Object::Extension(it) if manner.cascade => extension(it, scene),
        Object::Namespace(it) if manner.cascade => namespace(it, manner, scene),
        Object::Sequence(it) => {
            let mut effect = only(&object.id(), LockMode::AccessExclusive);
            if manner.cascade {
                effect.and(dependents::of_sequence(&it.name, scene));
            }
            effect
        }
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Function(_)
        | Object::Role(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => Effect::default(),
    }
}

/// Its foreign keys have triggers on the tables they refer to; its partitions go with it; a partition is taken out of its parent.
fn table(gone: &Table, manner: &Manner, scene: Scene<'_>) -> Effect {
    let id = gone.id();
    let mut effect = only(&id, LockMode::AccessExclusive);
    for key in gone.foreign_keys().filter(|key| key.references != gone.name) {
        let parent = ObjectId::table(&key.references);
        effect.touch(Touch::lock(parent.clone(), LockMode::AccessExclusive));
        let detail = format!("drops {}, which has a foreign key to {}", gone.name, key.references);
        effect.because(Reason::new(Cause::DropReferencingTable, id.clone(), detail).on(&parent));
    }
    if let Some(place) = &gone.partition_of {
        effect.touch(Touch::lock(ObjectId::table(&place.parent), LockMode::AccessExclusive));
        for sibling in default_partitions(&place.parent, scene) {
            effect.touch(Touch::lock(sibling.id(), LockMode::AccessExclusive));
        }
    }
    for part in scene.relatives.descendants(scene.schema, &gone.name) {
        effect.touch(Touch::lock(part.id(), LockMode::AccessExclusive));
    }
    if manner.cascade {
        for (child, key) in scene.relatives.referencing(scene.schema, &gone.name) {
            effect.touch(Touch::lock(child.id(), LockMode::AccessExclusive));
            let object = child.id().member(crate::model::ObjectKind::Constraint, &key.name);
            let detail = format!("takes foreign key {} of {} along", key.name, child.name);
            effect.because(Reason::new(Cause::DependentsDropped, object, detail).on(&child.id()));
        }
        effect.and(dependents::views(&id, scene));
    }
    effect
}

fn view(gone: &Object, manner: &Manner, scene: Scene<'_>) -> Effect {
    let id = gone.id();
    let mut effect = only(&id, LockMode::AccessExclusive);
    if manner.cascade {
        effect.and(dependents::views(&id, scene));
    }
    effect
}

/// CASCADE drops the columns of a type, not only the type.
fn typed(name: &QualifiedName, manner: &Manner, scene: Scene<'_>) -> Effect {
    let mut effect = Effect::default();
    if manner.cascade {
        columns_of(name, scene).for_each(|(table, column)| drop_column(&mut effect, table, column));
    }
    effect
}

fn drop_column(effect: &mut Effect, table: &Table, column: &Name) {
    let id = table.id();
    effect.touch(Touch::lock(id.clone(), LockMode::AccessExclusive));
    let object = ObjectId::column(&table.name, column);
    let detail = format!("drops column {column} of {} with its values", table.name);
    effect.because(Reason::new(Cause::DropTypeCascade, object, detail).on(&id).of_columns([column]));
}

/// Types that well-known extensions bring. The catalog's list of an extension's members is no part of a schema.
const TYPES_OF_EXTENSIONS: &[(&str, &[&str])] = &[
    ("citext", &["citext"]),
    ("cube", &["cube"]),
    ("hstore", &["hstore"]),
    ("intarray", &["query_int"]),
    ("isn", &["ean13", "isbn", "isbn13", "ismn", "ismn13", "issn", "issn13", "upc"]),
    ("ltree", &["ltree", "lquery", "ltxtquery"]),
    ("pg_trgm", &["gtrgm"]),
    ("postgis", &["geometry", "geography", "box2d", "box3d", "raster"]),
    ("seg", &["seg"]),
    ("vector", &["vector", "halfvec", "sparsevec"]),
];

fn extension(it: &Extension, scene: Scene<'_>) -> Effect {
    let mut effect = Effect::default();
    let known = TYPES_OF_EXTENSIONS.iter().find(|(name, _)| *name == it.name.as_str());
    let types = known.map_or(&[][..], |(_, types)| types);
    for table in scene.schema.tables() {
        for column in table.columns.values().filter(|column| is_one_of(&column.data_type, types)) {
            drop_column(&mut effect, table, &column.name);
        }
    }
    effect
}

fn is_one_of(data_type: &DataType, types: &[&str]) -> bool {
    let written = match data_type {
        DataType::Named(name) => name.name.as_str(),
        DataType::Native(native) => native.as_str(),
        DataType::Array(element) => return is_one_of(element, types),
        _ => return false,
    };
    let word = written.split('(').next().unwrap_or(written);
    types.contains(&word.rsplit('.').next().unwrap_or(word))
}

fn namespace(it: &Namespace, manner: &Manner, scene: Scene<'_>) -> Effect {
    let mut effect = Effect::default();
    for (id, object) in &scene.schema.objects {
        let is_inside = id.path.len() > 1 && id.path[0] == it.name;
        let is_relation =
            matches!(object, Object::Table(_) | Object::View(_) | Object::MaterializedView(_) | Object::Sequence(_));
        if is_inside && is_relation {
            effect.and(drop(object, manner, scene));
            if matches!(object, Object::Table(_)) {
                let detail = format!("drops {id} along with schema {}", it.name);
                effect.because(Reason::new(Cause::DropSchema, id.clone(), detail).on(id));
            }
        }
    }
    effect
}
