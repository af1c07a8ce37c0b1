//! From what differs to what PostgreSQL does about it.

mod column;
mod definition;
mod drop;
mod enum_type;
mod table;
mod view;

use super::DEFAULT_NAMESPACE;
use super::normalize::STOCK_COMMENT;
use crate::dialect::Unsupported;
use crate::model::{Change, Domain, Function, MaterializedView, Object, ObjectId, Pair, Schema, Sequence, Step};

/// The steps of a change, in an order in which they can run.
pub(super) fn change(change: &Change, schemas: Pair<&Schema>) -> Result<Vec<Step>, Unsupported> {
    match change {
        Change::Create(object) => Ok(create(object, schemas)),
        Change::Drop(object) => Ok(drop::object(object, schemas)),
        Change::Rename(ids) => Ok(vec![Step::Rename(ids.clone())]),
        Change::Alter(objects) => alter(objects.as_ref(), schemas),
        Change::AlterTable { table, changes } => table::alter(table, changes, schemas),
        Change::Comment { object, comments } => {
            Ok(vec![Step::Comment { object: object.clone(), comments: comments.clone() }])
        }
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
    let bare = Object::MaterializedView(MaterializedView { indexes: Default::default(), ..view.clone() });
    let id = bare.id();
    [Step::Create(bare)].into_iter().chain(view.indexes.values().map(|index| table::add_index(&id, index))).collect()
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
        (Object::Domain(from), Object::Domain(to)) => alter_domain(objects, Pair::new(from, to)),
        (Object::Function(from), Object::Function(to)) => Ok(alter_function(objects, Pair::new(from, to))),
        (Object::View(from), Object::View(to)) => Ok(view::alter(objects, Pair::new(from, to), schemas)),
        (Object::MaterializedView(_), Object::MaterializedView(to)) => {
            Ok([Step::Drop(objects.from.clone())].into_iter().chain(create_materialized_view(to)).collect())
        }
        (Object::Trigger(_), Object::Trigger(_)) => Ok(again(objects)),
        (Object::Sequence(_), Object::Sequence(_)) | (Object::Extension(_), Object::Extension(_)) => {
            Ok(vec![Step::Alter(objects.map(Clone::clone))])
        }
        (Object::Namespace(_), Object::Namespace(to)) => {
            let comments = objects.map(|object| object.comment().cloned());
            Ok(vec![Step::Comment { object: Object::Namespace(to.clone()), comments }])
        }
        (Object::Definition(from), Object::Definition(to)) => Ok(definition::alter(objects, Pair::new(from, to))),
        (_, to) => Err(not_in_place(to.id(), "an object cannot turn into one of another kind")),
    }
}

/// Dropped and made anew.
fn again(objects: Pair<&Object>) -> Vec<Step> {
    vec![Step::Drop(objects.from.clone()), Step::Create(objects.to.clone())]
}

fn alter_domain(objects: Pair<&Object>, domains: Pair<&Domain>) -> Result<Vec<Step>, Unsupported> {
    if domains.map(|it| (&it.data_type, &it.collation)).differs() {
        return Err(not_in_place(objects.to.id(), "the type or collation below a domain cannot change"));
    }
    Ok(vec![Step::Alter(objects.map(Clone::clone))])
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

#[cfg(test)]
mod tests;
