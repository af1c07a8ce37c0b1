//! Which relations a view reads, and which views read a relation: as the catalog knows it, or by the names in the query where nobody asked
//! a catalog.

use crate::model::{Name, Object, ObjectId, ObjectKind, QualifiedName, Schema};
use crate::sql::{Syntax, mentions};
use std::collections::BTreeSet;

/// The tables, views and materialized views that the object's query reads.
pub fn read_by(object: &Object, schema: &Schema) -> Vec<ObjectId> {
    if let Some(used) = schema.dependencies.of(&object.id()).filter(|used| !used.is_empty()) {
        let relations: BTreeSet<ObjectId> = used.iter().filter_map(|id| relation_of(id, schema)).collect();
        return relations.into_iter().filter(|id| *id != object.id()).collect();
    }
    let (own, query) = match object {
        Object::View(it) => (&it.name, &it.query),
        Object::MaterializedView(it) => (&it.name, &it.query),
        _ => return Vec::new(),
    };
    let mentioned = mentions(Syntax::Postgres, query.as_str());
    let is_read = |name: &QualifiedName| {
        let path: Vec<String> = name.path().iter().map(Name::to_string).collect();
        mentioned.contains(&path) || mentioned.contains(&path[path.len() - 1..])
    };
    relations(schema).filter(|(name, _)| *name != own && is_read(name)).map(|(_, id)| id).collect()
}

/// The views that read the relation, directly or through other views; with `column`, those that use it.
pub fn views_over(relation: &ObjectId, column: Option<&Name>, schema: &Schema) -> Vec<ObjectId> {
    let mut found: Vec<ObjectId> = Vec::new();
    let mut open = vec![(relation.clone(), column.cloned())];
    while let Some((used, column)) = open.pop() {
        for object in schema.objects.values().filter(|object| is_view(object)) {
            let id = object.id();
            if id != used && !found.contains(&id) && reads(object, &used, column.as_ref(), schema) {
                found.push(id.clone());
                open.push((id, None));
            }
        }
    }
    found
}

fn is_view(object: &Object) -> bool {
    matches!(object, Object::View(_) | Object::MaterializedView(_))
}

fn reads(view: &Object, relation: &ObjectId, column: Option<&Name>, schema: &Schema) -> bool {
    let known = schema.dependencies.of(&view.id()).filter(|used| !used.is_empty());
    match (known, column) {
        (Some(used), Some(column)) => used.contains(&relation.member(ObjectKind::Column, column)),
        (Some(_), None) => read_by(view, schema).contains(relation),
        (None, None) => read_by(view, schema).contains(relation),
        (None, Some(column)) => {
            let query = match view {
                Object::View(it) => &it.query,
                Object::MaterializedView(it) => &it.query,
                _ => return false,
            };
            let mentioned = mentions(Syntax::Postgres, query.as_str());
            read_by(view, schema).contains(relation) && mentioned.contains(&vec![column.to_string()])
        }
    }
}

/// The relation that an address is of: itself, or that of a column.
fn relation_of(id: &ObjectId, schema: &Schema) -> Option<ObjectId> {
    match id.kind {
        ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView => Some(id.clone()),
        ObjectKind::Column => {
            let path = &id.path[..id.path.len().checked_sub(1)?];
            [ObjectKind::Table, ObjectKind::View, ObjectKind::MaterializedView]
                .into_iter()
                .map(|kind| ObjectId::new(kind, path.to_vec()))
                .find(|id| schema.objects.contains_key(id))
        }
        _ => None,
    }
}

fn relations(schema: &Schema) -> impl Iterator<Item = (&QualifiedName, ObjectId)> {
    schema.objects.iter().filter_map(|(id, object)| match object {
        Object::Table(it) => Some((&it.name, id.clone())),
        Object::View(it) => Some((&it.name, id.clone())),
        Object::MaterializedView(it) => Some((&it.name, id.clone())),
        _ => None,
    })
}
