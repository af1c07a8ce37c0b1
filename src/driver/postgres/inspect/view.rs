//! Views and materialized views.

use super::catalog::{Catalog, ViewRow};
use super::unmanaged::Blocked;
use super::{index, qualified};
use crate::model::{IndexStorage, MaterializedView, Object, SqlText, View};
use std::collections::BTreeMap;

pub(super) fn views(catalog: &Catalog, blocked: &Blocked, stays: impl Fn(i64) -> bool) -> Vec<Object> {
    let view = |row: &ViewRow| {
        if row.is_materialized { materialized_view(row, catalog, blocked) } else { plain_view(row) }
    };
    catalog.views.iter().filter(|row| stays(row.oid)).map(view).collect()
}

fn plain_view(row: &ViewRow) -> Object {
    Object::View(View {
        name: qualified(&row.namespace, &row.name),
        columns: Vec::new(),
        query: query(row),
        options: row.options.clone(),
        column_comments: BTreeMap::new(),
        column_defaults: BTreeMap::new(),
        comment: row.comment.clone(),
    })
}

fn materialized_view(row: &ViewRow, catalog: &Catalog, blocked: &Blocked) -> Object {
    let indexes: BTreeMap<_, _> = catalog
        .indexes
        .iter()
        .filter(|it| it.relation == row.oid && !blocked.contains("pg_class", it.oid))
        .map(|it| (it.name.as_str().into(), index::index(it)))
        .collect();
    Object::MaterializedView(MaterializedView {
        name: qualified(&row.namespace, &row.name),
        query: query(row),
        indexes,
        storage: IndexStorage::default(),
        access_method: None,
        clustered_on: None,
        column_comments: BTreeMap::new(),
        comment: row.comment.clone(),
    })
}

/// The server puts a space in front and a semicolon behind.
fn query(row: &ViewRow) -> SqlText {
    SqlText::new(row.query.trim().trim_end_matches(';').trim_end())
}
