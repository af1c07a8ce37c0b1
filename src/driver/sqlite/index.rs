//! An index from its text, checked against what SQLite says of it.

use super::catalog::CatalogObject;
use crate::model::{Index, IndexKey, IndexStorage, IndexTerm, Name, SqlText, Written};
use crate::sql::sqlite::{IndexedTerm, IndexedValue, read_create_index};
use std::collections::BTreeMap;

/// None where the text cannot be read, or reads otherwise than SQLite does. `columns` are its key columns; an expression has no name.
pub(super) fn read(object: &CatalogObject, columns: &[Option<String>]) -> Option<Index> {
    let read = read_create_index(&object.sql).ok()?;
    if read.terms.len() != columns.len() {
        return None;
    }
    let keys = read.terms.into_iter().zip(columns).map(|(term, column)| key(term, column.as_deref()));
    Some(Index {
        name: Name::new(object.name.as_str()),
        unique: read.unique,
        method: None,
        keys: keys.collect::<Option<_>>()?,
        include: Vec::new(),
        predicate: read.predicate.map(SqlText::new),
        nulls_not_distinct: false,
        storage: IndexStorage::default(),
        statistics: BTreeMap::new(),
        hidden: false,
        comment: None,
        written: Written(Some(object.sql.clone())),
    })
}

fn key(term: IndexedTerm, column: Option<&str>) -> Option<IndexKey> {
    let value = match (term.value, column) {
        (IndexedValue::Name(name), Some(column)) if name.eq_ignore_ascii_case(column) => {
            IndexTerm::Column(column.into())
        }
        // `(a)` in parentheses is the column all the same.
        (IndexedValue::Expression(_), Some(column)) => IndexTerm::Column(column.into()),
        (IndexedValue::Expression(text), None) => IndexTerm::Expression(SqlText::new(text)),
        // A name that is no column is a string to SQLite.
        (IndexedValue::Name(_), _) => return None,
    };
    Some(IndexKey {
        term: value,
        descending: term.descending,
        nulls: None,
        opclass: None,
        collation: term.collation,
        prefix: None,
    })
}
