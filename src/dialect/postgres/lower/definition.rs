//! Objects that are kept by their whole definition.

use super::{again, column_of};
use crate::dialect::Unsupported;
use crate::dialect::postgres::in_place;
use crate::dialect::postgres::wrapper::Wrapper;
use crate::model::{Column, Definition, DefinitionKind, Object, ObjectId, Pair, Schema, Step};

/// In place where only the moment at which it fires differs, or where there is a CREATE OR REPLACE.
pub(super) fn alter(
    objects: Pair<&Object>,
    definitions: Pair<&Definition>,
    schemas: Pair<&Schema>,
) -> Result<Vec<Step>, Unsupported> {
    let same = !definitions.map(|it| (&it.definition, &it.table)).differs();
    if same || is_alterable(definitions) || in_place::alteration(definitions).is_some() {
        Ok(vec![Step::Alter(objects.map(Clone::clone))])
    } else if is_replaceable(definitions.to.kind) {
        Ok(vec![Step::Replace(objects.map(Clone::clone))])
    } else if let Some(column) = column_in_use(definitions.to, schemas) {
        let message = format!("it cannot be made anew while {column} is of it");
        Err(Unsupported::new(
            objects.to.id(),
            message,
            "make a new one under another name, move to it, and drop the old one",
        ))
    } else {
        Ok(again(objects))
    }
}

/// A column that is of this range or in the order of this collation, before and after.
fn column_in_use(definition: &Definition, schemas: Pair<&Schema>) -> Option<ObjectId> {
    let is_of = |column: &Column| column.data_type.named() == Some(&definition.name);
    let is_ordered_by = |column: &Column| {
        column.collation.as_ref().is_some_and(|it| {
            it.name == definition.name.name && (it.namespace.is_none() || it.namespace == definition.name.namespace)
        })
    };
    let uses = |column: &Column| {
        definition.kind == DefinitionKind::Range && is_of(column)
            || definition.kind == DefinitionKind::Collation && is_ordered_by(column)
    };
    column_of(schemas, uses)
}

/// Foreign-data wrappers change by ALTER, so that the servers on them stay.
fn is_alterable(definitions: Pair<&Definition>) -> bool {
    let parts = definitions.map(|it| Wrapper::parse(it.definition.as_str()));
    definitions.to.kind == DefinitionKind::ForeignDataWrapper && parts.from.is_some() && parts.to.is_some()
}

/// Kinds with a CREATE OR REPLACE.
fn is_replaceable(kind: DefinitionKind) -> bool {
    matches!(kind, DefinitionKind::Rule | DefinitionKind::Language)
}
