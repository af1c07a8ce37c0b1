//! Composite types.

use super::column_of;
use crate::dialect::Unsupported;
use crate::dialect::postgres::render::retyped;
use crate::model::{Composite, Object, ObjectKind, Pair, Schema, Step};

/// Attributes come, go and change in place. The type of one cannot change under a table that keeps rows of it.
pub(super) fn alter(
    objects: Pair<&Object>,
    composites: Pair<&Composite>,
    schemas: Pair<&Schema>,
) -> Result<Vec<Step>, Unsupported> {
    if let Some(attribute) = retyped(composites).next()
        && let Some(column) = column_of(schemas, |it| it.data_type.named() == Some(&composites.to.name))
    {
        let id = objects.to.id().member(ObjectKind::Attribute, &attribute.name);
        let message = format!("PostgreSQL changes no type inside of a composite type that {column} stores");
        return Err(Unsupported::new(id, message, "add an attribute of the new type, fill it, and drop the old one"));
    }
    Ok(vec![Step::Alter(objects.map(Clone::clone))])
}
