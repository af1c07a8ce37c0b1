//! Views and materialized views.

use super::catalog::{Catalog, ViewColumnRow, ViewRow};
use super::storage::{access_method, parameters, with_toast};
use super::unmanaged::Blocked;
use super::{index, qualified};
use crate::model::{IndexStorage, MaterializedView, Name, Object, SqlText, View};
use std::collections::BTreeMap;

pub(super) fn views(catalog: &Catalog, blocked: &Blocked, stays: impl Fn(i64) -> bool) -> Vec<Object> {
    let mut columns: BTreeMap<i64, Vec<&ViewColumnRow>> = BTreeMap::new();
    for row in &catalog.view_columns {
        columns.entry(row.relation).or_default().push(row);
    }
    let view = |row: &ViewRow| {
        let columns = columns.get(&row.oid).map(Vec::as_slice).unwrap_or_default();
        if row.is_materialized { materialized_view(row, columns, catalog, blocked) } else { plain_view(row, columns) }
    };
    catalog.views.iter().filter(|row| stays(row.oid)).map(view).collect()
}

fn plain_view(row: &ViewRow, columns: &[&ViewColumnRow]) -> Object {
    let default =
        |column: &&ViewColumnRow| Some((Name::from(column.name.as_str()), SqlText::new(column.default.clone()?)));
    Object::View(View {
        name: qualified(&row.namespace, &row.name),
        columns: Vec::new(),
        query: query(row),
        options: parameters(&row.options),
        column_comments: comments(columns),
        column_defaults: columns.iter().filter_map(default).collect(),
        comment: row.comment.clone(),
    })
}

fn materialized_view(row: &ViewRow, columns: &[&ViewColumnRow], catalog: &Catalog, blocked: &Blocked) -> Object {
    let own = || catalog.indexes.iter().filter(|it| it.relation == row.oid && !blocked.contains("pg_class", it.oid));
    let indexes: BTreeMap<_, _> = own().map(|it| (it.name.as_str().into(), index::index(it))).collect();
    Object::MaterializedView(MaterializedView {
        name: qualified(&row.namespace, &row.name),
        query: query(row),
        indexes,
        storage: IndexStorage {
            parameters: with_toast(&row.options, &row.toast_options),
            tablespace: row.tablespace.as_deref().map(Name::from),
        },
        access_method: access_method(row.access_method.as_deref()),
        clustered_on: own().find(|it| it.is_clustered).map(|it| it.name.as_str().into()),
        column_comments: comments(columns),
        comment: row.comment.clone(),
    })
}

fn comments(columns: &[&ViewColumnRow]) -> BTreeMap<Name, String> {
    columns.iter().filter_map(|column| Some((column.name.as_str().into(), column.comment.clone()?))).collect()
}

/// The server puts a space in front and a semicolon behind.
fn query(row: &ViewRow) -> SqlText {
    SqlText::new(row.query.trim().trim_end_matches(';').trim_end())
}
