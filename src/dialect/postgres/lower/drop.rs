//! DROP, and what goes by itself with something else.

use crate::dialect::postgres::DEFAULT_NAMESPACE;
use crate::dialect::postgres::normalize::STOCK_COMMENT;
use crate::model::{
    Constraint, ForeignKey, Object, ObjectId, ObjectKind, Pair, QualifiedName, Schema, Step, Table, TableChange,
};
use std::collections::BTreeSet;

pub(super) fn object(object: &Object, schemas: Pair<&Schema>) -> Vec<Step> {
    let goes_alone = match object {
        Object::Namespace(namespace) if namespace.name.as_str() == DEFAULT_NAMESPACE => {
            return vec![stock_comment(object)];
        }
        Object::Table(table) => return drop_table(table, schemas),
        Object::Sequence(sequence) => sequence
            .owned_by
            .as_ref()
            .is_none_or(|(table, column)| schemas.to.table(table).is_some_and(|it| it.columns.contains_key(column))),
        Object::Trigger(trigger) => relation_stays(&trigger.table, schemas.to),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Function(_)
        | Object::View(_)
        | Object::MaterializedView(_) => true,
    };
    if goes_alone { vec![Step::Drop(object.clone())] } else { Vec::new() }
}

/// The default namespace is never dropped; it gets back the comment it was born with.
fn stock_comment(object: &Object) -> Step {
    let comments = Pair::new(object.comment().cloned(), Some(STOCK_COMMENT.to_owned()));
    Step::Comment { object: object.clone(), comments }
}

fn relation_stays(name: &QualifiedName, to: &Schema) -> bool {
    [ObjectKind::Table, ObjectKind::View].iter().any(|kind| to.objects.contains_key(&ObjectId::of(*kind, name)))
}

/// A partition goes with its parent. Tables that point at each other let go of each other first.
fn drop_table(table: &Table, schemas: Pair<&Schema>) -> Vec<Step> {
    let parent_goes = table
        .partition_of
        .as_ref()
        .is_some_and(|it| schemas.from.table(&it.parent).is_some() && schemas.to.table(&it.parent).is_none());
    if parent_goes {
        return Vec::new();
    }
    let releases = table.foreign_keys().filter(|key| is_in_ring(table, key, schemas)).map(|key| Step::AlterTable {
        table: table.id(),
        change: TableChange::DropConstraint(Constraint::ForeignKey(key.clone())),
    });
    releases.chain([Step::Drop(Object::Table(Box::new(table.clone())))]).collect()
}

/// Whether foreign keys lead from the referenced table back to this one, through tables that are all dropped.
fn is_in_ring(table: &Table, key: &ForeignKey, schemas: Pair<&Schema>) -> bool {
    if key.references == table.name {
        return false;
    }
    let mut seen = BTreeSet::new();
    let mut open = vec![&key.references];
    while let Some(name) = open.pop() {
        if name == &table.name {
            return true;
        }
        let is_dropped = schemas.to.table(name).is_none();
        if let (true, true, Some(next)) = (is_dropped, seen.insert(name), schemas.from.table(name)) {
            open.extend(next.foreign_keys().map(|key| &key.references));
        }
    }
    false
}
