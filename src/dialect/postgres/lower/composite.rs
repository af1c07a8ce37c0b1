//! Composite types.

use crate::dialect::Unsupported;
use crate::dialect::postgres::render::retyped;
use crate::model::{Column, Composite, DataType, Object, ObjectId, ObjectKind, Pair, QualifiedName, Schema, Step};

/// Attributes come, go and change in place. The type of one cannot change under a table that keeps rows of it.
pub(super) fn alter(
    objects: Pair<&Object>,
    composites: Pair<&Composite>,
    schemas: Pair<&Schema>,
) -> Result<Vec<Step>, Unsupported> {
    if let Some(attribute) = retyped(composites).next()
        && let Some(column) = column_in_use(composites.to, schemas)
    {
        let id = objects.to.id().member(ObjectKind::Attribute, &attribute.name);
        let message = format!("PostgreSQL changes no type inside of a composite type that {column} stores");
        return Err(Unsupported::new(id, message, "add an attribute of the new type, fill it, and drop the old one"));
    }
    Ok(vec![Step::Alter(objects.map(Clone::clone))])
}

/// A column that holds the type before and after.
fn column_in_use(composite: &Composite, schemas: Pair<&Schema>) -> Option<ObjectId> {
    let uses = |data_type: &DataType| data_type.named() == Some(&composite.name);
    let mut columns = schemas
        .from
        .tables()
        .flat_map(|table| table.columns.values().map(move |column| (&table.name, column)))
        .filter(|(_, column)| uses(&column.data_type));
    let stays = |(table, column): &(&QualifiedName, &Column)| {
        schemas.to.table(table).and_then(|it| it.columns.get(&column.name)).is_some_and(|it| uses(&it.data_type))
    };
    columns.find(stays).map(|(table, column)| ObjectId::column(table, &column.name))
}
