//! Indexes.

use super::super::text;
use super::column::collation;
use super::{Report, written};
use crate::model::{Index, IndexKey, IndexStorage, IndexTerm, NullsOrder, ObjectKind, Table};

/// The index in SQLite's form; none where SQLite has no such thing.
pub(super) fn normalize(mut index: Index, table: &Table, report: &mut Report) -> Option<Index> {
    index.comment = None;
    if index.storage != IndexStorage::default() || !index.statistics.is_empty() {
        let id = table.id().member(ObjectKind::Index, &index.name);
        report.note(id, "how PostgreSQL keeps the index means nothing on SQLite and is left out");
        index.storage = IndexStorage::default();
        index.statistics.clear();
    }
    index.method = index.method.take().filter(|method| !method.as_str().eq_ignore_ascii_case("btree"));
    index.keys.iter_mut().for_each(|key| normalize_key(key, table));
    index.predicate = index.predicate.as_ref().map(text::as_written);
    if let Some(message) = unsupported(&index) {
        let id = table.id().member(ObjectKind::Index, &index.name);
        report.unsupported(id, message, "leave it out of a spec that is meant for SQLite");
        return None;
    }
    written::index(&mut index, table, report);
    Some(index)
}

fn normalize_key(key: &mut IndexKey, table: &Table) {
    if let IndexTerm::Expression(expression) = &key.term {
        key.term = IndexTerm::Expression(text::as_written(expression));
    }
    let own = key.column().and_then(|name| table.columns.get(name)).and_then(|column| column.collation.as_ref());
    let own = own.map(|name| name.name.to_string());
    key.collation = match key.collation.take() {
        Some(written) if collation(&written) == own => None,
        // On a column with a collation of its own, BINARY says something.
        Some(written) => Some(collation(&written).unwrap_or_else(|| "BINARY".to_owned())),
        None => None,
    };
    let usual = if key.descending { NullsOrder::Last } else { NullsOrder::First };
    key.nulls = key.nulls.filter(|nulls| *nulls != usual);
}

fn unsupported(index: &Index) -> Option<&'static str> {
    if index.method.is_some() {
        Some("SQLite has one kind of index, a B-tree")
    } else if !index.include.is_empty() {
        Some("SQLite's indexes include no other columns")
    } else if index.nulls_not_distinct {
        Some("NULLs are always distinct in SQLite")
    } else if index.hidden {
        Some("SQLite has no hidden indexes")
    } else if index.keys.iter().any(|key| key.prefix.is_some()) {
        Some("SQLite's indexes have no prefix lengths: index substr(column, 1, n) instead")
    } else if index.keys.iter().any(|key| key.opclass.is_some()) {
        Some("SQLite has no operator classes")
    } else if index.keys.iter().any(|key| key.nulls.is_some()) {
        Some("SQLite sorts NULLs before everything else in an index")
    } else {
        None
    }
}
