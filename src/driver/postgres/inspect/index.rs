//! Indexes.

use super::catalog::{IndexKeyRow, IndexRow};
use super::storage::index_storage;
use crate::model::{Index, IndexKey, IndexTerm, Name, NullsOrder, SqlText, Written, generated_name};

pub(super) fn index(row: &IndexRow) -> Index {
    Index {
        name: row.name.as_str().into(),
        unique: row.is_unique,
        method: Some(row.method.as_str().into()),
        keys: row.keys.iter().map(key).collect(),
        include: row.include.iter().map(|column| column.as_str().into()).collect(),
        predicate: row.predicate.as_deref().map(SqlText::new),
        nulls_not_distinct: row.nulls_not_distinct,
        storage: index_storage(row),
        statistics: (1..).zip(&row.keys).filter_map(|(position, key)| Some((position, key.statistics?))).collect(),
        hidden: false,
        comment: row.comment.clone(),
        written: Written::default(),
    }
}

pub(super) fn key(row: &IndexKeyRow) -> IndexKey {
    let term = match (&row.column, &row.expression) {
        (Some(column), _) => IndexTerm::Column(column.as_str().into()),
        (None, expression) => IndexTerm::Expression(SqlText::new(expression.clone().unwrap_or_default())),
    };
    IndexKey {
        term,
        descending: row.descending,
        nulls: Some(if row.nulls_first { NullsOrder::First } else { NullsOrder::Last }),
        opclass: row.opclass.clone(),
        collation: row.collation.clone(),
        prefix: None,
    }
}

/// Whether the index of a partition is there only because its parent has one: attached, kept like that one, and named as the server
/// would. Attaching the partition makes it again.
pub(super) fn comes_from_parent(table: &Name, row: &IndexRow, parent: Option<&IndexRow>) -> bool {
    let is_marked = row.is_clustered || row.is_replica_identity || row.comment.is_some();
    let is_kept_alike = parent.is_some_and(|parent| index_storage(parent) == index_storage(row));
    if row.attached_to.is_none() || is_marked || !is_kept_alike {
        return false;
    }
    let columns: Vec<Name> =
        row.keys.iter().map(|key| &key.attribute).chain(&row.include).map(|it| it.as_str().into()).collect();
    let columns: Vec<&Name> = if row.is_primary { Vec::new() } else { columns.iter().collect() };
    let suffix = match (row.is_primary, row.backs_constraint, row.is_unique) {
        (true, _, _) => "pkey",
        (false, true, true) => "key",
        (false, true, false) => "excl",
        (false, false, _) => "idx",
    };
    // A name that was taken got a number.
    let numbers = std::iter::once(String::new()).chain((1..10).map(|number| number.to_string()));
    numbers.into_iter().any(|number| generated_name(table, &columns, &format!("{suffix}{number}")).as_str() == row.name)
}
