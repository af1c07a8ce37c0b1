//! From what differs to what PostgreSQL does about it.

mod access;
mod column;
mod composite;
mod definition;
mod descent;
mod detach;
mod drop;
mod enum_type;
mod foreign;
mod options;
mod policy;
mod publication;
mod table;
mod view;

use super::DEFAULT_NAMESPACE;
use super::normalize::STOCK_COMMENT;
use super::privilege::Version;
use crate::dialect::Unsupported;
use crate::model::{
    Change, Column, Domain, Function, MaterializedView, Object, ObjectId, ObjectKind, Pair, QualifiedName, Schema,
    Sequence, Step, Trigger,
};

/// The steps of a change, in an order in which they can run.
pub(super) fn change(change: &Change, schemas: Pair<&Schema>, version: Version) -> Result<Vec<Step>, Unsupported> {
    if let Some(steps) = access::change(change, schemas, version) {
        return steps;
    }
    match change {
        Change::Create(object) => Ok(create(object, schemas)),
        Change::Drop(object) => Ok(drop::object(object, schemas)),
        Change::Rename(ids) => Ok(vec![rename(ids)]),
        Change::Alter(objects) => alter(objects.as_ref(), schemas),
        Change::AlterTable { table, changes } => table::alter(table, changes, schemas),
        Change::Comment { object, comments } => {
            Ok(vec![Step::Comment { object: object.clone(), comments: comments.clone() }])
        }
    }
}

fn rename(ids: &Pair<ObjectId>) -> Step {
    match (ids.to.kind, &ids.to.path[..]) {
        (ObjectKind::EnumValue, [outer @ .., name, _]) => Step::RenameEnumValue {
            name: QualifiedName::new(outer.first().cloned(), name.clone()),
            values: ids.as_ref().map(|id| id.name().as_str().to_owned()),
        },
        _ => Step::Rename(ids.clone()),
    }
}

fn create(object: &Object, schemas: Pair<&Schema>) -> Vec<Step> {
    match object {
        Object::Table(table) => table::create(table, schemas.to),
        Object::MaterializedView(view) => create_materialized_view(view),
        Object::Sequence(sequence) => create_sequence(sequence),
        Object::Namespace(namespace) if namespace.name.as_str() == DEFAULT_NAMESPACE => vec![default_namespace(object)],
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Function(_)
        | Object::View(_)
        | Object::Trigger(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => vec![Step::Create(object.clone())],
    }
}

/// The default namespace is always there; only its comment comes.
fn default_namespace(object: &Object) -> Step {
    let comments = Pair::new(Some(STOCK_COMMENT.to_owned()), object.comment().cloned());
    Step::Comment { object: object.clone(), comments }
}

fn create_materialized_view(view: &MaterializedView) -> Vec<Step> {
    let bare = MaterializedView { indexes: Default::default(), clustered_on: None, ..view.clone() };
    let id = ObjectId::of(ObjectKind::MaterializedView, &view.name);
    let indexes = view.indexes.values().map(|index| table::add_index(&id, index));
    let mut steps: Vec<Step> =
        [Step::Create(Object::MaterializedView(bare.clone()))].into_iter().chain(indexes).collect();
    if view.clustered_on.is_some() {
        steps.push(Step::Alter(Pair::new(&bare, view).map(|it| Object::MaterializedView(it.clone()))));
    }
    steps
}

/// The owner is a column whose default may need the sequence: sequence, table, and only then the ownership.
fn create_sequence(sequence: &Sequence) -> Vec<Step> {
    let unowned = Sequence { owned_by: None, ..sequence.clone() };
    let mut steps = vec![Step::Create(Object::Sequence(unowned.clone()))];
    if sequence.owned_by.is_some() {
        steps.push(Step::Alter(Pair::new(Object::Sequence(unowned), Object::Sequence(sequence.clone()))));
    }
    steps
}

fn alter(objects: Pair<&Object>, schemas: Pair<&Schema>) -> Result<Vec<Step>, Unsupported> {
    match (objects.from, objects.to) {
        (Object::Enum(from), Object::Enum(to)) => enum_type::alter(Pair::new(from, to), schemas),
        (Object::Composite(from), Object::Composite(to)) => composite::alter(objects, Pair::new(from, to), schemas),
        (Object::Domain(from), Object::Domain(to)) => alter_domain(objects, Pair::new(from, to), schemas),
        (Object::Function(from), Object::Function(to)) => Ok(alter_function(objects, Pair::new(from, to))),
        (Object::View(from), Object::View(to)) => Ok(view::alter(objects, Pair::new(from, to), schemas)),
        (Object::MaterializedView(from), Object::MaterializedView(to)) if from.query == to.query => {
            Ok(vec![Step::Alter(objects.map(Clone::clone))])
        }
        (Object::MaterializedView(_), Object::MaterializedView(to)) => {
            Ok([Step::Drop(objects.from.clone())].into_iter().chain(create_materialized_view(to)).collect())
        }
        (Object::Trigger(from), Object::Trigger(to)) => Ok(alter_trigger(objects, Pair::new(from, to))),
        (Object::Policy(from), Object::Policy(to)) => Ok(policy::alter(objects, Pair::new(from, to))),
        // It brings objects of its own, which some extensions cannot move.
        (Object::Extension(from), Object::Extension(_)) if from.is_fixed => Ok(again(objects)),
        (Object::Sequence(_), Object::Sequence(_)) | (Object::Extension(_), Object::Extension(_)) => {
            Ok(vec![Step::Alter(objects.map(Clone::clone))])
        }
        (Object::Namespace(_), Object::Namespace(to)) => {
            let comments = objects.map(|object| object.comment().cloned());
            Ok(vec![Step::Comment { object: Object::Namespace(to.clone()), comments }])
        }
        (Object::Publication(from), Object::Publication(to)) => Ok(publication::alter(objects, Pair::new(from, to))),
        (Object::Server(from), Object::Server(to)) => Ok(foreign::alter_server(objects, Pair::new(from, to))),
        (Object::UserMapping(_), Object::UserMapping(_)) => Ok(vec![Step::Alter(objects.map(Clone::clone))]),
        (Object::Definition(from), Object::Definition(to)) => definition::alter(objects, Pair::new(from, to), schemas),
        (_, to) => Err(not_in_place(to.id(), "an object cannot turn into one of another kind")),
    }
}

/// Dropped and made anew.
fn again(objects: Pair<&Object>) -> Vec<Step> {
    vec![Step::Drop(objects.from.clone()), Step::Create(objects.to.clone())]
}

/// The type below a domain cannot change under a table that keeps values of it.
fn alter_domain(
    objects: Pair<&Object>,
    domains: Pair<&Domain>,
    schemas: Pair<&Schema>,
) -> Result<Vec<Step>, Unsupported> {
    if !domains.map(|it| (&it.data_type, &it.collation)).differs() {
        return Ok(vec![Step::Alter(objects.map(Clone::clone))]);
    }
    match column_of(schemas, |it| it.data_type.named() == Some(&domains.to.name)) {
        Some(column) => {
            let message = format!("the type or collation below a domain cannot change while {column} is of it");
            Err(not_in_place(objects.to.id(), &message))
        }
        None => Ok(again(objects)),
    }
}

/// A column of a table for which the question is answered with yes, before and after.
fn column_of(schemas: Pair<&Schema>, is_meant: impl Fn(&Column) -> bool) -> Option<ObjectId> {
    let columns = schemas.from.tables().flat_map(|table| table.columns.values().map(move |it| (&table.name, it)));
    let mut meant = columns.filter(|(_, column)| is_meant(column));
    let stays = |(table, column): &(&QualifiedName, &Column)| {
        schemas.to.table(table).and_then(|it| it.columns.get(&column.name)).is_some_and(&is_meant)
    };
    meant.find(stays).map(|(table, column)| ObjectId::column(table, &column.name))
}

fn not_in_place(object: ObjectId, message: &str) -> Unsupported {
    Unsupported::new(object, message, "make a new one under another name, move to it, and drop the old one")
}

fn alter_function(objects: Pair<&Object>, functions: Pair<&Function>) -> Vec<Step> {
    if functions.map(|it| (it.kind, &it.returns)).differs() {
        again(objects)
    } else {
        vec![Step::Replace(objects.map(Clone::clone))]
    }
}

/// When a trigger fires changes in place; its definition does not.
fn alter_trigger(objects: Pair<&Object>, triggers: Pair<&Trigger>) -> Vec<Step> {
    if triggers.map(|it| &it.definition).differs() {
        again(objects)
    } else {
        vec![Step::Alter(objects.map(Clone::clone))]
    }
}

#[cfg(test)]
mod tests;
