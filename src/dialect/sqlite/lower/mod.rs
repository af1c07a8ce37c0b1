//! What SQLite does about a change.

mod in_place;
mod table;

use super::unsupported;
use crate::dialect::Unsupported;
use crate::model::{
    Change, Name, Object, ObjectId, ObjectKind, Pair, QualifiedName, Schema, Step, Table, TableChange, Trigger,
};

pub(super) fn lower(change: &Change, schemas: Pair<&Schema>) -> Result<Vec<Step>, Unsupported> {
    match change {
        Change::Create(object) => create(object),
        Change::Drop(object) => drop(object),
        Change::Rename(ids) => rename(ids, schemas),
        Change::Alter(objects) => alter(objects, schemas),
        Change::AlterTable { table, changes } => table::lower(table, changes, schemas),
        // Comments are not kept.
        Change::Comment { .. } => Ok(Vec::new()),
    }
}

fn create(object: &Object) -> Result<Vec<Step>, Unsupported> {
    match object {
        Object::Table(table) => Ok(create_table(table)),
        Object::View(_) | Object::Trigger(_) | Object::Definition(_) => Ok(vec![Step::Create(object.clone())]),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => Err(unsupported::object(object)),
    }
}

/// The table with its constraints, then its indexes. Foreign keys may name tables that are yet to come.
fn create_table(table: &Table) -> Vec<Step> {
    let mut bare = table.clone();
    let indexes = std::mem::take(&mut bare.indexes);
    let id = bare.id();
    let add = |index| Step::AlterTable { table: id.clone(), change: TableChange::AddIndex(index) };
    std::iter::once(Step::Create(Object::Table(Box::new(bare)))).chain(indexes.into_values().map(add)).collect()
}

fn drop(object: &Object) -> Result<Vec<Step>, Unsupported> {
    match object {
        Object::Table(_) | Object::View(_) | Object::Trigger(_) | Object::Definition(_) => {
            Ok(vec![Step::Drop(object.clone())])
        }
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => Err(unsupported::object(object)),
    }
}

/// Tables can be renamed, virtual ones too. Views cannot: they hold no rows, and are made again.
fn rename(ids: &Pair<ObjectId>, schemas: Pair<&Schema>) -> Result<Vec<Step>, Unsupported> {
    match (ids.to.kind, schemas.to.objects.get(&ids.to)) {
        (ObjectKind::Table | ObjectKind::Definition(_), _) => Ok(vec![Step::Rename(ids.clone())]),
        (_, Some(renamed @ Object::View(_))) => {
            let mut steps = vec![Step::Drop(called(renamed, ids.from.name())), Step::Create(renamed.clone())];
            steps.extend(triggers_on_view(renamed, schemas));
            Ok(steps)
        }
        (_, _) => Err(unsupported::kind(ids.to.clone())),
    }
}

/// The same view under another name.
fn called(object: &Object, name: &Name) -> Object {
    let mut object = object.clone();
    if let Object::View(view) = &mut object {
        view.name = QualifiedName::bare(name.clone());
    }
    object
}

fn alter(objects: &Pair<Object>, schemas: Pair<&Schema>) -> Result<Vec<Step>, Unsupported> {
    match &objects.to {
        Object::View(_) | Object::Trigger(_) => {
            let mut steps = vec![Step::Drop(objects.from.clone()), Step::Create(objects.to.clone())];
            steps.extend(triggers_on_view(&objects.to, schemas));
            Ok(steps)
        }
        // Its rows go along.
        Object::Definition(_) => Ok(vec![Step::Replace(objects.clone())]),
        Object::Table(_)
        | Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => Err(unsupported::object(&objects.to)),
    }
}

/// A view that is dropped takes its triggers along; those that stay are made again.
fn triggers_on_view(view: &Object, schemas: Pair<&Schema>) -> Vec<Step> {
    let Object::View(view) = view else { return Vec::new() };
    kept_triggers(&view.name, schemas).into_iter().map(|trigger| Step::Create(Object::Trigger(trigger))).collect()
}

/// Triggers on the table or view that are the same before and after.
fn kept_triggers(name: &QualifiedName, schemas: Pair<&Schema>) -> Vec<Trigger> {
    schemas
        .from
        .of_kind(ObjectKind::Trigger)
        .filter(|object| schemas.to.objects.get(&object.id()) == Some(object))
        .filter_map(|object| match object {
            Object::Trigger(trigger) if trigger.table == *name => Some(trigger.clone()),
            Object::Trigger(_)
            | Object::Namespace(_)
            | Object::Extension(_)
            | Object::Enum(_)
            | Object::Domain(_)
            | Object::Sequence(_)
            | Object::Function(_)
            | Object::Table(_)
            | Object::View(_)
            | Object::MaterializedView(_)
            | Object::Role(_)
            | Object::Composite(_)
            | Object::Policy(_)
            | Object::Publication(_)
            | Object::Server(_)
            | Object::UserMapping(_)
            | Object::Definition(_)
            | Object::Owner(_)
            | Object::Grant(_)
            | Object::DefaultPrivileges(_) => None,
        })
        .collect()
}
