//! DROP, and what goes by itself with something else.

use crate::dialect::postgres::DEFAULT_NAMESPACE;
use crate::dialect::postgres::normalize::STOCK_COMMENT;
use crate::model::{Object, Pair, Schema, Step, Table, TableChange};

/// What goes with a table or column of its own is left to the plan, which sees all steps.
pub(super) fn object(object: &Object, schemas: Pair<&Schema>) -> Vec<Step> {
    match object {
        Object::Namespace(namespace) if namespace.name.as_str() == DEFAULT_NAMESPACE => vec![stock_comment(object)],
        Object::Table(table) if goes_with_parent(table, schemas) => Vec::new(),
        Object::Table(table) => cut_loose(table, schemas).into_iter().chain([Step::Drop(object.clone())]).collect(),
        // It belongs to the whole server.
        Object::Role(_) => Vec::new(),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::View(_)
        | Object::MaterializedView(_)
        | Object::Trigger(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => vec![Step::Drop(object.clone())],
    }
}

/// The default namespace is never dropped; it gets back the comment it was born with.
fn stock_comment(object: &Object) -> Step {
    let comments = Pair::new(object.comment().cloned(), Some(STOCK_COMMENT.to_owned()));
    Step::Comment { object: object.clone(), comments }
}

/// DROP TABLE takes the partitions of a table along.
fn goes_with_parent(table: &Table, schemas: Pair<&Schema>) -> bool {
    let parent = table.partition_of.as_ref().map(|it| &it.parent);
    parent.is_some_and(|parent| schemas.from.table(parent).is_some() && schemas.to.table(parent).is_none())
}

/// Foreign keys to a partitioned table refer to each of its partitions, which cannot go before it is none any more.
fn cut_loose(table: &Table, schemas: Pair<&Schema>) -> Option<Step> {
    let place = table.partition_of.as_ref()?;
    let mut above = schemas.from.table(&place.parent);
    while let Some(parent) = above {
        if schemas.from.tables().flat_map(Table::foreign_keys).any(|key| key.references == parent.name) {
            let change = TableChange::PartitionOf(Pair::new(Some(place.clone()), None));
            return Some(Step::AlterTable { table: table.id(), change });
        }
        above = parent.partition_of.as_ref().and_then(|it| schemas.from.table(&it.parent));
    }
    None
}
