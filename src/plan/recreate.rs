//! What has to make way: where views bind their columns when they are made, a view over something that changes is dropped before and made again after.

use super::names::{Names, is_relation};
use crate::dialect::{Dialect, ViewBinding};
use crate::model::{Change, Object, ObjectId, Pair, Schema, SqlText, Table, TableChange};
use std::collections::BTreeSet;

/// Adds a drop and a create for every view that stays the same but stands on something that cannot change under it, and for the
/// triggers on such a view.
pub(super) fn expand(dialect: &dyn Dialect, changes: &mut Vec<Change>, schemas: Pair<&Schema>) {
    if dialect.capabilities().view_binding == ViewBinding::OnUse {
        return;
    }
    let names = Names::of(dialect, schemas.from);
    let mut moved: BTreeSet<ObjectId> = changes.iter().filter_map(moves).collect();
    moved.extend(changes.iter().flat_map(|change| tables_of_shrinking_enum(change, schemas.from)));
    // Views over views over …: until nothing new is found.
    loop {
        let stands_on = |object: &&Object| depends_on(&names, object).iter().any(|id| moved.contains(id));
        let found: Vec<Object> = schemas
            .from
            .objects
            .values()
            .filter(|object| !moved.contains(&object.id()))
            .filter(stands_on)
            .cloned()
            .collect();
        if found.is_empty() {
            return;
        }
        for object in found {
            moved.insert(object.id());
            recreate(changes, &object, schemas.to);
        }
    }
}

/// The object that a change takes away or alters in a way that no view over it survives.
fn moves(change: &Change) -> Option<ObjectId> {
    match change {
        Change::Drop(object) => is_relation(&object.id()).then(|| object.id()),
        Change::Alter(objects) => {
            matches!(objects.to, Object::View(_) | Object::MaterializedView(_)).then(|| objects.to.id())
        }
        Change::AlterTable { table, changes } => changes.iter().any(unsettles).then(|| table.clone()),
        Change::Create(_) | Change::Rename(_) | Change::Comment { .. } => None,
    }
}

/// Tables whose columns are cast to a new type because an enum loses a value or changes their order.
fn tables_of_shrinking_enum(change: &Change, from: &Schema) -> Vec<ObjectId> {
    let Change::Alter(Pair { from: Object::Enum(old), to: Object::Enum(new) }) = change else { return Vec::new() };
    let mut kept = new.values.iter();
    // Values that are only added leave the old ones in their order.
    if old.values.iter().all(|value| kept.any(|other| other == value)) {
        return Vec::new();
    }
    let uses = |table: &&Table| table.columns.values().any(|column| column.data_type.named() == Some(&old.name));
    from.tables().filter(uses).map(Table::id).collect()
}

fn unsettles(change: &TableChange) -> bool {
    use crate::model::ColumnAspect::{Collation, Generated, Type};
    match change {
        TableChange::DropColumn(_) => true,
        TableChange::AlterColumn { aspect, .. } => matches!(aspect, Type | Collation | Generated),
        TableChange::AddColumn(_)
        | TableChange::RenameColumn(_)
        | TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint(_)
        | TableChange::AlterConstraint(_)
        | TableChange::AddIndex(_)
        | TableChange::DropIndex(_)
        | TableChange::RenameIndex(_)
        | TableChange::AlterIndex(_)
        | TableChange::Comment { .. }
        | TableChange::Options(_)
        | TableChange::Partitioning(_)
        | TableChange::PartitionOf(_) => false,
    }
}

/// What a view, or a trigger on a view, stands on.
fn depends_on(names: &Names, object: &Object) -> BTreeSet<ObjectId> {
    let of = |query: &SqlText| names.mentioned(query).into_iter().filter(is_relation).collect();
    match object {
        Object::View(view) => of(&view.query),
        Object::MaterializedView(view) => of(&view.query),
        Object::Trigger(trigger) => {
            let view = crate::model::ObjectKind::View;
            BTreeSet::from([ObjectId::of(view, &trigger.table)])
        }
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::Table(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => BTreeSet::new(),
    }
}

/// Replaces whatever was planned for the object by a drop, and a create of what it shall be.
fn recreate(changes: &mut Vec<Change>, object: &Object, to: &Schema) {
    let id = object.id();
    changes.retain(|change| change.object() != id);
    changes.push(Change::Drop(object.clone()));
    if let Some(wanted) = to.objects.get(&id) {
        changes.push(Change::Create(wanted.clone()));
    }
}
