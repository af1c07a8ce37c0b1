//! Publications.

use super::catalog::Catalog;
use super::qualified;
use super::unmanaged::{self, Blocked};
use crate::model::{Name, Object, Publication, PublishedTable, SqlText, Unmanaged};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
pub(super) struct PublicationRow {
    pub oid: i64,
    pub name: String,
    pub all_tables: bool,
    pub inserts: bool,
    pub updates: bool,
    pub deletes: bool,
    pub truncates: bool,
    pub via_root: bool,
    /// `pg_publication.pubgencols`.
    pub generated_columns: Option<String>,
    pub tables: Vec<PublishedTableRow>,
    pub namespaces: Vec<String>,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct PublishedTableRow {
    pub relation: i64,
    pub namespace: String,
    pub name: String,
    pub columns: Option<Vec<String>>,
    pub predicate: Option<String>,
}

/// Publications; one with a table that cannot be made again is left alone as a whole. dbx's own tables are not told.
pub(super) fn publications(
    catalog: &Catalog,
    blocked: &Blocked,
    is_own: impl Fn(i64) -> bool,
) -> (Vec<Object>, Vec<Unmanaged>) {
    let mut managed = Vec::new();
    let mut left_alone = Vec::new();
    for row in &catalog.publications {
        let object = Object::Publication(publication(row, &is_own));
        let is_blocked = row.tables.iter().any(|table| blocked.contains("pg_class", table.relation));
        if is_blocked || blocked.contains("pg_publication", row.oid) {
            left_alone.push(unmanaged::left_alone(&object));
        } else {
            managed.push(object);
        }
    }
    (managed, left_alone)
}

fn publication(row: &PublicationRow, is_own: impl Fn(i64) -> bool) -> Publication {
    let tables = row.tables.iter().filter(|table| !is_own(table.relation));
    Publication {
        name: row.name.as_str().into(),
        all_tables: row.all_tables,
        tables: tables.map(|table| (qualified(&table.namespace, &table.name), published(table))).collect(),
        namespaces: row.namespaces.iter().map(|name| Name::from(name.as_str())).collect(),
        options: options(row),
        comment: row.comment.clone(),
    }
}

fn published(row: &PublishedTableRow) -> PublishedTable {
    PublishedTable {
        columns: row.columns.iter().flatten().map(|name| Name::from(name.as_str())).collect(),
        predicate: row.predicate.as_deref().map(SqlText::new),
    }
}

/// As WITH takes them; `Dialect::normalize` leaves out what is so by itself.
fn options(row: &PublicationRow) -> BTreeMap<String, String> {
    let actions =
        [("insert", row.inserts), ("update", row.updates), ("delete", row.deletes), ("truncate", row.truncates)];
    let published: Vec<&str> = actions.into_iter().filter_map(|(action, is_sent)| is_sent.then_some(action)).collect();
    let generated = row.generated_columns.as_deref().map(|letter| if letter == "s" { "stored" } else { "none" });
    [
        Some(("publish", published.join(", "))),
        Some(("publish_via_partition_root", row.via_root.to_string())),
        generated.map(|word| ("publish_generated_columns", word.to_owned())),
    ]
    .into_iter()
    .flatten()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}
