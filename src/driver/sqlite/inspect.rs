//! The catalog as a schema.

use super::catalog::{Catalog, CatalogObject, VirtualKind};
use super::session::Session;
use super::unmanaged::unmanaged;
use super::{index, table, virtual_table};
use crate::dialect::Dialect;
use crate::driver::{DriverError, Scope};
use crate::model::{
    Constraint, Firing, Name, Object, ObjectId, ObjectKind, Parameters, QualifiedName, Schema, SqlText, Trigger, View,
};
use crate::sql::sqlite::read_create_view;
use std::collections::{BTreeMap, BTreeSet};

pub(super) async fn inspect(
    session: &mut Session,
    dialect: &dyn Dialect,
    scope: &Scope,
) -> Result<Schema, DriverError> {
    let catalog = Catalog::read(session).await?;
    let mut schema = Schema::default();
    let shown: Vec<&CatalogObject> =
        catalog.objects.iter().filter(|object| !scope.hides(&Name::new(object.table.as_str()))).collect();
    let of_kind = |kind: &str| shown.iter().copied().filter(move |object| object.kind == kind).collect::<Vec<_>>();
    for object in of_kind("table") {
        add_table(&mut schema, object, &catalog, dialect);
    }
    for object in of_kind("index") {
        add_index(&mut schema, object, &catalog);
    }
    for object in of_kind("view") {
        add_view(&mut schema, object);
    }
    for object in of_kind("trigger") {
        add_trigger(&mut schema, object);
    }
    fill_references(&mut schema);
    Ok(schema)
}

fn add_table(schema: &mut Schema, object: &CatalogObject, catalog: &Catalog, dialect: &dyn Dialect) {
    match catalog.virtual_tables.get(&object.name) {
        Some(VirtualKind::Shadow) => return,
        Some(VirtualKind::Virtual) => {
            match virtual_table::read(object) {
                Some(definition) => {
                    schema.insert(Object::Definition(definition));
                }
                None => {
                    schema.unmanaged.insert(unmanaged(format!("virtual_table:{}", object.name), &object.sql));
                }
            }
            return;
        }
        None if catalog.unknown_shadows.iter().any(|prefix| object.name.starts_with(prefix)) => {
            schema.unmanaged.insert(unmanaged(table_id(&object.name), &object.sql));
            return;
        }
        None => {}
    }
    let columns = catalog.columns.get(&object.name).map_or(&[][..], Vec::as_slice);
    match table::read(object, columns, dialect) {
        Some(read) => {
            schema.unmanaged.extend(read.unmanaged);
            schema.insert(Object::Table(Box::new(read.table)));
        }
        None => {
            schema.unmanaged.insert(unmanaged(table_id(&object.name), &object.sql));
        }
    }
}

fn table_id(name: &str) -> ObjectId {
    ObjectId::table(&QualifiedName::bare(name))
}

fn add_index(schema: &mut Schema, object: &CatalogObject, catalog: &Catalog) {
    let id = table_id(&object.table);
    // An index of a table that could not be read goes with it.
    let Some(Object::Table(table)) = schema.objects.get_mut(&id) else { return };
    let columns = catalog.index_columns.get(&object.name).map_or(&[][..], Vec::as_slice);
    match index::read(object, columns) {
        Some(index) => table.add_index(index),
        None => {
            let id = id.member(ObjectKind::Index, &Name::new(object.name.as_str()));
            schema.unmanaged.insert(unmanaged(id, &object.sql));
        }
    }
}

fn add_view(schema: &mut Schema, object: &CatalogObject) {
    let name = QualifiedName::bare(object.name.as_str());
    match read_create_view(&object.sql) {
        Ok(read) => {
            schema.insert(Object::View(View {
                name,
                columns: read.columns.into_iter().map(Name::new).collect(),
                query: SqlText::new(read.query),
                options: Parameters::default(),
                column_comments: BTreeMap::new(),
                column_defaults: BTreeMap::new(),
                comment: None,
            }));
        }
        Err(_) => {
            schema.unmanaged.insert(unmanaged(ObjectId::of(ObjectKind::View, &name), &object.sql));
        }
    }
}

fn add_trigger(schema: &mut Schema, object: &CatalogObject) {
    let trigger = Trigger {
        table: QualifiedName::bare(object.table.as_str()),
        name: Name::new(object.name.as_str()),
        definition: SqlText::new(object.sql.as_str()),
        settings: BTreeMap::new(),
        firing: Firing::default(),
        comment: None,
    };
    let view = ObjectId::of(ObjectKind::View, &trigger.table);
    if schema.objects.contains_key(&table_id(&object.table)) || schema.objects.contains_key(&view) {
        schema.insert(Object::Trigger(trigger));
    } else {
        schema.unmanaged.insert(unmanaged(trigger.id(), &object.sql));
    }
}

/// A foreign key that leaves the columns to its parent's primary key gets them written out, where there is such a parent.
fn fill_references(schema: &mut Schema) {
    let keys: BTreeMap<String, Vec<Name>> = schema
        .tables()
        .filter_map(|table| Some((folded(&table.name.name), table.primary_key()?.columns.clone())))
        .collect();
    let tables: BTreeSet<ObjectId> = schema.tables().map(crate::model::Table::id).collect();
    for id in tables {
        let Some(Object::Table(table)) = schema.objects.get_mut(&id) else { continue };
        for constraint in table.constraints.values_mut() {
            if let Constraint::ForeignKey(key) = constraint
                && key.referenced_columns.is_empty()
                && let Some(columns) = keys.get(&folded(&key.references.name))
                && columns.len() == key.columns.len()
            {
                key.referenced_columns.clone_from(columns);
            }
        }
    }
}

fn folded(name: &Name) -> String {
    name.as_str().to_ascii_lowercase()
}
