//! What differs between two schemas. Knows no engine: both sides went through the same `Dialect::normalize`.

mod by_key;
mod table;
mod touched;

pub use touched::{overlap, touched, whole};

use crate::model::{Change, ColumnAspect, MaterializedView, Object, ObjectId, Pair, Schema, Table, TableChange};
use by_key::{Side, by_key};
use std::collections::BTreeMap;

/// The changes that lead from one schema to the other, in the order of addresses. Renames are not detected here: `from` carries
/// the new names already (`plan::rename`).
pub fn diff(schemas: Pair<&Schema>) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut tables: BTreeMap<ObjectId, Vec<TableChange>> = BTreeMap::new();
    for side in by_key(&schemas.from.objects, &schemas.to.objects) {
        match side {
            // Other databases of the server may use it.
            Side::From(Object::Role(_)) => {}
            Side::From(object) => changes.push(Change::Drop(object.clone())),
            Side::To(object) => changes.push(Change::Create(object.clone())),
            Side::Both(objects) if !objects.differs() => {}
            Side::Both(objects) => {
                changes.extend(comment_change(objects));
                match members(objects) {
                    Some(members) => {
                        tables.insert(objects.to.id(), members);
                        changes.extend(beside_indexes(objects));
                    }
                    None if objects.from.without_comment() != objects.to.without_comment() => {
                        changes.push(Change::Alter(Pair::new(objects.from.clone(), objects.to.clone())));
                    }
                    None => {}
                }
            }
        }
    }
    inherit_from_parents(schemas.to, &mut tables);
    changes.extend(
        tables
            .into_iter()
            .filter(|(_, changes)| !changes.is_empty())
            .map(|(table, changes)| Change::AlterTable { table, changes }),
    );
    changes
}

fn comment_change(objects: Pair<&Object>) -> Option<Change> {
    let comments = objects.map(|object| object.comment().cloned());
    comments.differs().then(|| Change::Comment { object: objects.to.clone(), comments })
}

/// The differences inside, for objects that have members; `None` for those that are compared as a whole.
fn members(objects: Pair<&Object>) -> Option<Vec<TableChange>> {
    match (objects.from, objects.to) {
        (Object::Table(from), Object::Table(to)) => Some(table::diff(Pair::new(from, to))),
        (Object::MaterializedView(from), Object::MaterializedView(to)) if from.query == to.query => {
            Some(table::diff_indexes(Pair::new(&from.indexes, &to.indexes)))
        }
        _ => None,
    }
}

/// What else differs of a materialized view with the same query.
fn beside_indexes(objects: Pair<&Object>) -> Option<Change> {
    let plain = |object: &Object| match object {
        Object::MaterializedView(view) => {
            Some(MaterializedView { indexes: BTreeMap::new(), comment: None, ..view.clone() })
        }
        _ => None,
    };
    objects.map(plain).differs().then(|| Change::Alter(objects.map(Object::clone)))
}

/// A partition gets the columns of its parent, and what happens to them, by itself.
fn inherit_from_parents(to: &Schema, tables: &mut BTreeMap<ObjectId, Vec<TableChange>>) {
    let partitions: Vec<(ObjectId, ObjectId)> = tables
        .keys()
        .filter_map(|id| match to.objects.get(id) {
            Some(Object::Table(table)) => Some((id.clone(), parent(table)?)),
            _ => None,
        })
        .collect();
    let whole = tables.clone();
    for (partition, parent) in partitions {
        let inherited = whole.get(&parent).map(Vec::as_slice).unwrap_or_default();
        if let Some(changes) = tables.get_mut(&partition) {
            changes.retain(|change| !is_inherited(change) || !inherited.contains(change));
        }
    }
}

fn parent(table: &Table) -> Option<ObjectId> {
    table.partition_of.as_ref().map(|partition| ObjectId::table(&partition.parent))
}

fn is_inherited(change: &TableChange) -> bool {
    match change {
        TableChange::AddColumn(_)
        | TableChange::DropColumn(_)
        | TableChange::RenameColumn(_)
        | TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint(_)
        | TableChange::AlterConstraint(_) => true,
        // Each table keeps its values in its own way.
        TableChange::AlterColumn { aspect, .. } => *aspect != ColumnAspect::Storage,
        TableChange::AddIndex(_)
        | TableChange::DropIndex(_)
        | TableChange::RenameIndex(_)
        | TableChange::AlterIndex(_)
        | TableChange::Comment { .. }
        | TableChange::Options(_)
        | TableChange::Partitioning(_)
        | TableChange::PartitionOf(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Column, DataType, Index, IndexKey, QualifiedName};

    fn users(columns: &[(&str, DataType)]) -> Table {
        let mut table = Table::new(QualifiedName::bare("users"));
        for (name, data_type) in columns {
            table.add_column(Column::new(*name, data_type.clone()));
        }
        table
    }

    fn schema(table: Table) -> Schema {
        let mut schema = Schema::default();
        schema.insert(Object::Table(Box::new(table)));
        schema
    }

    #[test]
    fn equal_schemas_have_no_changes_and_column_order_is_none() {
        let from = schema(users(&[("id", DataType::Int), ("email", DataType::Text)]));
        let to = schema(users(&[("email", DataType::Text), ("id", DataType::Int)]));
        assert_eq!(diff(Pair::new(&from, &to)), []);
    }

    #[test]
    fn columns_are_added_dropped_and_altered_by_aspect() {
        let from = schema(users(&[("id", DataType::Int), ("old", DataType::Text)]));
        let to = schema(users(&[("id", DataType::BigInt), ("new", DataType::Text)]));
        let changes = diff(Pair::new(&from, &to));
        let [Change::AlterTable { changes, .. }] = &changes[..] else { panic!("{changes:?}") };
        assert_eq!(changes.len(), 3, "{changes:?}");
        assert!(changes.iter().any(
            |change| matches!(change, TableChange::AlterColumn { aspect: ColumnAspect::Type, columns } if columns.to.name.as_str() == "id")
        ));
    }

    #[test]
    fn the_same_index_under_another_name_is_a_rename() {
        let index = |name: &str| Index {
            storage: Default::default(),
            statistics: Default::default(),
            hidden: false,
            written: Default::default(),
            name: name.into(),
            unique: false,
            method: None,
            keys: vec![IndexKey::on_column("id")],
            include: Vec::new(),
            predicate: None,
            nulls_not_distinct: false,
            comment: None,
        };
        let with = |name: &str| {
            let mut table = users(&[("id", DataType::Int)]);
            table.add_index(index(name));
            schema(table)
        };
        let changes = diff(Pair::new(&with("a"), &with("b")));
        let [Change::AlterTable { changes, .. }] = &changes[..] else { panic!("{changes:?}") };
        assert_eq!(changes[..], [TableChange::RenameIndex(Pair::new("a".into(), "b".into()))]);
    }
}
