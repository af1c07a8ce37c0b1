//! The index that MySQL makes for a foreign key that has none: named like the key, over its columns. It comes and goes by itself and is no
//! difference.

use crate::model::{Constraint, ForeignKey, Index, IndexKey, IndexStorage, Name, Pair, Table, Written};
use std::collections::BTreeMap;

/// The index that stands below the foreign key because nothing else does.
pub(super) fn index_of(key: &ForeignKey, table: &Table) -> Option<Index> {
    (!is_covered(key, table)).then(|| Index {
        name: key.name.clone(),
        unique: false,
        method: None,
        keys: key.columns.iter().map(|name| IndexKey::on_column(name.clone())).collect(),
        include: Vec::new(),
        predicate: None,
        nulls_not_distinct: false,
        storage: IndexStorage::default(),
        statistics: BTreeMap::new(),
        hidden: false,
        comment: None,
        written: Written::default(),
    })
}

/// The index over just the foreign key's columns that stays on both sides and is not named like the key: perhaps one that MariaDB made for
/// a key without a name, and would take away for another one.
pub(super) fn replaceable<'a>(key: &ForeignKey, tables: Pair<&'a Table>) -> Option<&'a Index> {
    let over_columns = |table: &'a Table| {
        let is_over = |index: &&Index| {
            let columns = index.keys.iter().map(IndexKey::column);
            !index.unique && index.method.is_none() && columns.eq(key.columns.iter().map(Some))
        };
        table.indexes.values().find(is_over)
    };
    let indexes = tables.map(over_columns);
    indexes.to.filter(|to| indexes.from == Some(*to) && to.name != key.name)
}

/// Whether the index is just what MySQL would make for a foreign key of the table.
pub(super) fn is_implied(index: &Index, table: &Table) -> bool {
    let mut others = table.clone();
    others.indexes.remove(&index.name);
    table.foreign_keys().any(|key| index_of(key, &others).is_some_and(|implied| implied == *index))
}

/// Whether a key or index of the table starts with the foreign key's columns.
fn is_covered(key: &ForeignKey, table: &Table) -> bool {
    let by_constraint = table.constraints.values().any(|constraint| match constraint {
        Constraint::PrimaryKey(other) => starts_with(&other.columns, &key.columns),
        Constraint::Unique(other) => starts_with(&other.columns, &key.columns),
        Constraint::Check(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => false,
    });
    by_constraint || table.indexes.values().any(|index| starts_index(index, &key.columns))
}

fn starts_with(columns: &[Name], wanted: &[Name]) -> bool {
    columns.starts_with(wanted)
}

fn starts_index(index: &Index, wanted: &[Name]) -> bool {
    let plain = index.keys.iter().map_while(|key| key.column().filter(|_| key.prefix.is_none()));
    let is_tree = index.method.as_ref().is_none_or(|method| method.as_str() == "btree");
    is_tree && !index.hidden && plain.take(wanted.len()).eq(wanted.iter())
}
