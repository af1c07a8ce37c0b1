//! What points to something that is not there.

use dbx::dialect::{Dialect, ViewBinding};
use dbx::model::*;
use dbx::sql::mentions;
use std::collections::BTreeSet;

/// Every reference of the schema that leads nowhere. `relations` are the names that queries may mean.
pub fn dangling(dialect: &dyn Dialect, schema: &Schema, relations: &BTreeSet<String>) -> Vec<String> {
    let binds = dialect.capabilities().view_binding == ViewBinding::OnCreate;
    let mut found = Vec::new();
    for table in schema.tables() {
        found.extend(members(table));
        // An engine that looks up names when they are used also takes a foreign key before its table.
        if binds {
            found.extend(foreign_keys(table, schema));
        }
    }
    for object in schema.of_kind(ObjectKind::View) {
        if let Object::View(view) = object
            && binds
        {
            found.extend(missing_tables(dialect, view, schema, relations));
        }
    }
    found
}

/// Columns of keys and indexes.
fn members(table: &Table) -> Vec<String> {
    let of_constraints = table.constraints.values().flat_map(Constraint::columns);
    let of_indexes = table.indexes.values().flat_map(|index| index.keys.iter().filter_map(IndexKey::column));
    of_constraints
        .chain(of_indexes)
        .filter(|name| !table.columns.contains_key(*name))
        .map(|name| format!("{} has a key or an index on {name}", table.name))
        .collect()
}

fn foreign_keys(table: &Table, schema: &Schema) -> Vec<String> {
    let leads_nowhere = |key: &&ForeignKey| {
        schema
            .table(&key.references)
            .is_none_or(|other| !key.referenced_columns.iter().all(|name| other.columns.contains_key(name)))
    };
    table
        .foreign_keys()
        .filter(leads_nowhere)
        .map(|key| format!("{} references {}", table.name, key.references))
        .collect()
}

fn missing_tables(dialect: &dyn Dialect, view: &View, schema: &Schema, relations: &BTreeSet<String>) -> Vec<String> {
    mentions(dialect.capabilities().syntax, view.query.as_str())
        .into_iter()
        .filter_map(|chain| chain.last().cloned())
        .filter(|name| relations.contains(name) && !schema.tables().any(|table| table.name.name.as_str() == name))
        .map(|name| format!("{} reads {name}", view.name))
        .collect()
}
