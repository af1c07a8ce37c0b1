//! Foreign keys, which hold the columns on both of their ends as they are, and stand on an index that comes and goes with them.

use crate::dialect::mysql::{data_type, implied, option};
use crate::model::{Alteration, Column, Constraint, ForeignKey, Index, Name, Pair, Schema, Step, Table, TableChange};
use std::collections::BTreeSet;

/// The key goes, with the index that was there for it alone.
pub(super) fn drop(key: &ForeignKey, tables: Pair<&Table>) -> Step {
    let mut changes = vec![TableChange::DropConstraint(Constraint::ForeignKey(key.clone()))];
    let is_needed = |index: &Index| {
        tables.to.foreign_keys().any(|other| implied::index_of(other, tables.to).as_ref() == Some(index))
            || tables.to.indexes.contains_key(&index.name)
    };
    let index = implied::index_of(key, tables.from).filter(|index| !is_needed(index));
    changes.extend(index.map(TableChange::DropIndex));
    Step::AlterTogether(Box::new(Alteration { tables: tables.map(Table::clone), changes }))
}

/// The key comes; together with the index over its columns that it might replace.
pub(super) fn add(key: &ForeignKey, tables: Pair<&Table>) -> Step {
    let change = TableChange::AddConstraint(Constraint::ForeignKey(key.clone()));
    if implied::replaceable(key, tables).is_none() {
        return add_to_new(key, tables.to);
    }
    Step::AlterTogether(Box::new(Alteration { tables: tables.map(Table::clone), changes: vec![change] }))
}

/// The key of a table that was made a moment ago.
pub(super) fn add_to_new(key: &ForeignKey, table: &Table) -> Step {
    Step::AlterTable { table: table.id(), change: TableChange::AddConstraint(Constraint::ForeignKey(key.clone())) }
}

/// Indexes below foreign keys that stay: one is due where another that did is dropped, and too much where another one comes.
pub(super) fn shifted_indexes(tables: Pair<&Table>) -> Vec<TableChange> {
    let stays = |key: &&ForeignKey| tables.from.foreign_keys().any(|other| other == *key);
    let mut changes = Vec::new();
    for key in tables.to.foreign_keys().filter(stays) {
        match (implied::index_of(key, tables.from), implied::index_of(key, tables.to)) {
            (None, Some(index)) => changes.push(TableChange::AddIndex(index)),
            (Some(index), None) => changes.push(TableChange::DropIndex(index)),
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
    changes
}

/// Foreign keys that stay the same, but have to step aside while the columns they hold change their type: this table's own, and those of
/// other tables that point to it. A key whose both ends change is this one's only where its own columns are.
pub(super) fn in_the_way(tables: Pair<&Table>, schemas: Pair<&Schema>) -> Vec<(Pair<Table>, ForeignKey)> {
    let changed = retyped(tables);
    if changed.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for other in schemas.from.tables() {
        let Some(after) = schemas.to.table(&other.name) else { continue };
        let both = Pair::new(other, after);
        for key in other.foreign_keys().filter(|key| after.foreign_keys().any(|stays| stays == *key)) {
            let is_own = other.name == tables.from.name;
            let held = if is_own { &key.columns } else { &key.referenced_columns };
            let points_here = is_own || key.references == tables.from.name;
            let is_told_by_owner = !is_own && key.columns.iter().any(|name| retyped(both).contains(name));
            if points_here && !is_told_by_owner && held.iter().any(|name| changed.contains(name)) {
                found.push((both.map(Table::clone), key.clone()));
            }
        }
    }
    found
}

/// Columns whose type or collation changes.
fn retyped(tables: Pair<&Table>) -> BTreeSet<Name> {
    let collations = tables.map(|table| table.options.parameters.get(option::COLLATION));
    let follows = |column: &Column| {
        collations.differs() && column.collation.is_none() && data_type::has_collation(&column.data_type)
    };
    let both = tables.to.columns.values().filter_map(|to| Some(Pair::new(tables.from.columns.get(&to.name)?, to)));
    both.filter(|columns| columns.map(|column| (&column.data_type, &column.collation)).differs() || follows(columns.to))
        .map(|columns| columns.to.name.clone())
        .collect()
}
