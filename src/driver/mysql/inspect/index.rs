//! Indexes: of the primary key, of unique constraints, and by themselves.

use super::catalog::{Catalog, IndexKeyRow};
use super::column::expression_text;
use super::comment;
use super::shown_table::ShownTable;
use crate::dialect::Flavor;
use crate::model::{
    Constraint, Deferrable, Index, IndexKey, IndexStorage, IndexTerm, Name, NameOrigin, PrimaryKey, SqlText, Unique,
    Written, generated_name,
};
use std::collections::BTreeMap;

/// What an index is in the model.
pub(super) enum Found {
    Constraint(Constraint),
    Index(Index),
    /// Has something that the model has no place for.
    Peculiar,
}

/// `keys` are the rows of one index, and at least one.
pub(super) fn index(keys: &[&IndexKeyRow], shown: &ShownTable, catalog: &Catalog, flavor: Flavor) -> Option<Found> {
    let first = *keys.first()?;
    if shown.peculiar_indexes.contains(&first.index_name) {
        return Some(Found::Peculiar);
    }
    let mut index = Index {
        name: first.index_name.as_str().into(),
        unique: first.is_unique,
        method: method(first, shown),
        keys: keys.iter().map(|row| key(row, catalog, flavor)).collect(),
        include: Vec::new(),
        predicate: None,
        nulls_not_distinct: false,
        storage: IndexStorage::default(),
        statistics: BTreeMap::new(),
        hidden: first.is_hidden,
        comment: comment(&first.comment),
        written: Written::default(),
    };
    if first.index_name != PRIMARY {
        return Some(if is_plain_unique(&index) { unique(index) } else { Found::Index(index) });
    }
    let method = index.method.take();
    Some(if is_plain_unique(&index) { primary_key(&first.table_name, index, method) } else { Found::Peculiar })
}

/// The name of every primary key.
const PRIMARY: &str = "PRIMARY";

/// Whether it is what a unique constraint makes: whole columns, upwards.
fn is_plain_unique(index: &Index) -> bool {
    index.unique
        && !index.hidden
        && index.method.is_none()
        && index.keys.iter().all(|key| key.column().is_some() && key.prefix.is_none() && !key.descending)
}

fn columns(index: &Index) -> Vec<Name> {
    index.keys.iter().filter_map(IndexKey::column).cloned().collect()
}

fn unique(index: Index) -> Found {
    Found::Constraint(Constraint::Unique(Unique {
        columns: columns(&index),
        name: index.name,
        origin: NameOrigin::Written,
        include: Vec::new(),
        nulls_not_distinct: false,
        storage: IndexStorage::default(),
        deferrable: Deferrable::No,
        comment: index.comment,
    }))
}

/// The name it has everywhere says nothing, so it is called as one that nobody named.
fn primary_key(table: &str, index: Index, method: Option<Name>) -> Found {
    let parameters = method.map(|method| ("method", method.to_string())).into_iter().collect();
    Found::Constraint(Constraint::PrimaryKey(PrimaryKey {
        name: generated_name(&table.into(), &[], "pkey"),
        origin: NameOrigin::Generated,
        columns: columns(&index),
        include: Vec::new(),
        storage: IndexStorage { parameters, tablespace: None },
        deferrable: Deferrable::No,
        comment: index.comment,
    }))
}

/// FULLTEXT and SPATIAL always; of the others only what was asked for.
fn method(row: &IndexKeyRow, shown: &ShownTable) -> Option<Name> {
    match row.method.as_str() {
        "FULLTEXT" | "SPATIAL" => Some(Name::new(row.method.to_ascii_lowercase())),
        _ => shown.methods.get(&row.index_name).map(|method| Name::from(method.as_str())),
    }
}

fn key(row: &IndexKeyRow, catalog: &Catalog, flavor: Flavor) -> IndexKey {
    let term = match &row.column_name {
        Some(column) => IndexTerm::Column(column.as_str().into()),
        None => {
            let text = row.expression.as_deref().unwrap_or_default();
            IndexTerm::Expression(SqlText::new(expression_text(text, catalog, flavor).as_str()))
        }
    };
    IndexKey {
        term,
        // The catalog gives spatial keys the length of a box.
        prefix: row.prefix.filter(|_| row.method != "SPATIAL"),
        descending: row.descending,
        nulls: None,
        opclass: None,
        collation: None,
    }
}
