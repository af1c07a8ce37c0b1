//! What stands on what, from `pg_depend`.

use super::catalog::Catalog;
use crate::driver::DriverError;
use crate::driver::postgres::error::driver_error;
use crate::model::{Dependencies, Name, Object, ObjectId, ObjectKind, Schema};
use sqlx::Row;
use sqlx::postgres::PgRow;
use std::collections::BTreeMap;

/// One side of an edge: a catalog's row, and the column that is meant of it.
pub(super) struct Place {
    class: String,
    oid: i64,
    attribute: Option<Name>,
}

/// The first stands on the second.
pub(super) struct Edge {
    user: Place,
    used: Place,
}

pub(super) const QUERY: &str = include_str!("../queries/dependencies.sql");

/// The rows of the query.
pub(super) fn edges(rows: &[PgRow]) -> Result<Vec<Edge>, DriverError> {
    let edge = |row: &PgRow| {
        let place = |first: usize| -> Result<Place, sqlx::Error> {
            let attribute: Option<&str> = row.try_get(first + 2)?;
            Ok(Place {
                class: row.try_get(first)?,
                // The query casts object identifiers to text; one that is no number matches nothing.
                oid: row.try_get::<&str, _>(first + 1)?.parse().unwrap_or_default(),
                attribute: attribute.map(Name::from),
            })
        };
        Ok(Edge { user: place(0)?, used: place(3)? })
    };
    rows.iter().map(edge).collect::<Result<_, sqlx::Error>>().map_err(driver_error)
}

/// The addresses of what the catalogs' rows are, by row identifier. Identifiers are unique within a catalog only.
#[derive(Default)]
pub(super) struct Addresses(BTreeMap<i64, Vec<(&'static str, ObjectId)>>);

impl Addresses {
    /// `class` is the catalog: `pg_class`, `pg_proc`.
    pub(super) fn insert(&mut self, class: &'static str, oid: i64, id: ObjectId) {
        self.0.entry(oid).or_default().push((class, id));
    }

    fn of(&self, place: &Place) -> Option<ObjectId> {
        let (_, id) = self.0.get(&place.oid)?.iter().find(|(class, _)| *class == place.class)?;
        let is_relation = matches!(id.kind, ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView);
        match &place.attribute {
            Some(name) if is_relation => Some(id.member(ObjectKind::Column, name)),
            // A column of an index or of a composite type is meant as the whole.
            Some(_) | None => Some(id.clone()),
        }
    }
}

/// Everything that was inspected is known, also where it stands on nothing.
pub(super) fn dependencies(edges: &[Edge], addresses: &Addresses, schema: &Schema) -> Dependencies {
    let mut dependencies = Dependencies::default();
    for (id, object) in &schema.objects {
        dependencies.know(id.clone());
        if let Object::Table(table) = object {
            table.columns.keys().for_each(|name| dependencies.know(id.member(ObjectKind::Column, name)));
            table.constraints.keys().for_each(|name| dependencies.know(id.member(ObjectKind::Constraint, name)));
            table.indexes.keys().for_each(|name| dependencies.know(id.member(ObjectKind::Index, name)));
        }
    }
    for edge in edges {
        if let (Some(user), Some(used)) = (addresses.of(&edge.user), addresses.of(&edge.used)) {
            dependencies.insert(user, used);
        }
    }
    dependencies
}

/// The addresses of the kinds whose rows the catalog has in common.
pub(super) fn addresses(catalog: &Catalog) -> Addresses {
    use super::qualified;
    let mut addresses = Addresses::default();
    let mut relations = BTreeMap::new();
    let mut relation = |addresses: &mut Addresses, kind: ObjectKind, oid: i64, namespace: &str, name: &str| {
        let id = ObjectId::of(kind, &qualified(namespace, name));
        relations.insert(oid, id.clone());
        addresses.insert("pg_class", oid, id);
    };
    for row in &catalog.tables {
        relation(&mut addresses, ObjectKind::Table, row.oid, &row.namespace, &row.name);
    }
    for row in &catalog.views {
        let kind = if row.is_materialized { ObjectKind::MaterializedView } else { ObjectKind::View };
        relation(&mut addresses, kind, row.oid, &row.namespace, &row.name);
    }
    for row in &catalog.sequences {
        relation(&mut addresses, ObjectKind::Sequence, row.oid, &row.namespace, &row.name);
    }
    for row in &catalog.enums {
        addresses.insert("pg_type", row.oid, ObjectId::of(ObjectKind::Enum, &qualified(&row.namespace, &row.name)));
    }
    for row in &catalog.domains {
        addresses.insert("pg_type", row.oid, ObjectId::of(ObjectKind::Domain, &qualified(&row.namespace, &row.name)));
    }
    for row in &catalog.composites {
        // The query shows a type with columns as the relation that holds them.
        let id = ObjectId::of(ObjectKind::Composite, &qualified(&row.namespace, &row.name));
        addresses.insert("pg_class", row.relation, id);
    }
    for (class, row, id) in catalog.definitions().into_iter().flat_map(super::definition::addresses) {
        addresses.insert(class, row, id);
    }
    for row in &catalog.functions {
        addresses.insert("pg_proc", row.oid, super::function(row).id());
    }
    for row in &catalog.indexes {
        if let Some(table) = relations.get(&row.relation) {
            let kind = if row.backs_constraint { ObjectKind::Constraint } else { ObjectKind::Index };
            addresses.insert("pg_class", row.oid, table.member(kind, &row.name.as_str().into()));
        }
    }
    for row in &catalog.constraints {
        if let Some(table) = relations.get(&row.relation) {
            addresses.insert("pg_constraint", row.oid, table.member(ObjectKind::Constraint, &row.name.as_str().into()));
        }
    }
    for row in &catalog.triggers {
        addresses.insert("pg_trigger", row.oid, super::trigger(row).id());
    }
    for row in &catalog.policies {
        addresses.insert("pg_policy", row.oid, super::policy::policy(row).id());
    }
    for row in &catalog.publications {
        let id = ObjectId::new(ObjectKind::Publication, vec![row.name.as_str().into()]);
        addresses.insert("pg_publication", row.oid, id);
    }
    for row in &catalog.servers {
        addresses.insert(
            "pg_foreign_server",
            row.oid,
            ObjectId::new(ObjectKind::Server, vec![row.name.as_str().into()]),
        );
    }
    addresses
}
