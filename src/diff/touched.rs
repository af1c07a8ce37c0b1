//! What a list of changes touches, by address: two people who touch the same object get in each other's way.

use crate::model::{Change, ObjectId, ObjectKind, TableChange};
use std::collections::BTreeSet;

/// Addresses of all objects and members that the changes are about, old names and new.
pub fn touched(changes: &[Change]) -> BTreeSet<ObjectId> {
    let mut touched = BTreeSet::new();
    for change in changes {
        match change {
            Change::AlterTable { table, changes } => {
                touched.extend(changes.iter().flat_map(|change| members(table, change)))
            }
            Change::Rename(ids) => touched.extend([ids.from.clone(), ids.to.clone()]),
            Change::Create(_) | Change::Drop(_) | Change::Alter(_) | Change::Comment { .. } => {
                touched.insert(change.object());
            }
        }
    }
    touched
}

/// The object that stands for itself: of a member, its table.
pub fn whole(id: &ObjectId) -> ObjectId {
    id.parent_table().unwrap_or_else(|| id.clone())
}

/// An address of each side where both touch the same object: the same address if there is one.
pub fn overlap<'a>(one: &'a BTreeSet<ObjectId>, other: &'a BTreeSet<ObjectId>) -> Option<(&'a ObjectId, &'a ObjectId)> {
    if let Some(id) = one.intersection(other).next() {
        return Some((id, id));
    }
    one.iter().find_map(|id| other.iter().find(|it| whole(it) == whole(id)).map(|it| (id, it)))
}

fn members(table: &ObjectId, change: &TableChange) -> Vec<ObjectId> {
    let member = |kind, name: &crate::model::Name| vec![table.member(kind, name)];
    match change {
        TableChange::AddColumn(column) | TableChange::DropColumn(column) => member(ObjectKind::Column, &column.name),
        TableChange::RenameColumn(names) => {
            vec![table.member(ObjectKind::Column, &names.from), table.member(ObjectKind::Column, &names.to)]
        }
        TableChange::AlterColumn { columns, .. } => member(ObjectKind::Column, &columns.to.name),
        TableChange::AddConstraint(constraint) | TableChange::DropConstraint(constraint) => {
            member(ObjectKind::Constraint, constraint.name())
        }
        TableChange::RenameConstraint(constraints) | TableChange::AlterConstraint(constraints) => {
            member(ObjectKind::Constraint, constraints.to.name())
        }
        TableChange::AddIndex(index) | TableChange::DropIndex(index) => member(ObjectKind::Index, &index.name),
        TableChange::RenameIndex(names) => member(ObjectKind::Index, &names.to),
        TableChange::AlterIndex(indexes) => member(ObjectKind::Index, &indexes.to.name),
        TableChange::Comment { kind, name, .. } => member(*kind, name),
        TableChange::Options(_) | TableChange::Partitioning(_) | TableChange::PartitionOf(_) => vec![table.clone()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::QualifiedName;

    fn column(table: &str, name: &str) -> ObjectId {
        ObjectId::column(&QualifiedName::bare(table), &name.into())
    }

    #[test]
    fn two_columns_of_one_table_are_one_object() {
        let one = BTreeSet::from([column("users", "a"), column("users", "c")]);
        let other = BTreeSet::from([column("users", "b")]);
        assert_eq!(overlap(&one, &other), Some((&column("users", "a"), &column("users", "b"))));
        let same = BTreeSet::from([column("users", "c"), column("a", "a")]);
        assert_eq!(overlap(&one, &same), Some((&column("users", "c"), &column("users", "c"))));
        let dropped = BTreeSet::from([ObjectId::table(&QualifiedName::bare("users"))]);
        assert!(overlap(&one, &dropped).is_some() && overlap(&dropped, &other).is_some());
    }

    #[test]
    fn other_tables_are_other_objects() {
        let one = BTreeSet::from([column("users", "a")]);
        assert_eq!(overlap(&one, &BTreeSet::from([column("orders", "a")])), None);
        assert_eq!(overlap(&one, &BTreeSet::new()), None);
    }
}
