//! Enums: values are added in place; anything else makes a new type.

use super::column::check_partition_key;
use crate::dialect::Unsupported;
use crate::model::{Column, DataType, EnumType, Pair, Place, QualifiedName, Schema, Step};

pub(super) fn alter(enums: Pair<&EnumType>, schemas: Pair<&Schema>) -> Result<Vec<Step>, Unsupported> {
    if enums.map(|it| &it.values).differs() {
        if is_subsequence(&enums.from.values, &enums.to.values) {
            return Ok(additions(enums));
        }
        let columns = columns(&enums.to.name, schemas);
        for (table, column) in &columns {
            check_partition_key(schemas.from.table(table), &column.name)?;
        }
        return Ok(vec![Step::SwapEnum { enums: enums.map(Clone::clone), columns }]);
    }
    Ok(Vec::new())
}

fn is_subsequence(few: &[String], many: &[String]) -> bool {
    let mut rest = many.iter();
    few.iter().all(|value| rest.any(|other| other == value))
}

/// From first to last, so that a new value can be put behind the one before it.
fn additions(enums: Pair<&EnumType>) -> Vec<Step> {
    let values = &enums.to.values;
    let added = (0..values.len()).filter(|at| !enums.from.values.contains(&values[*at]));
    added
        .map(|at| Step::AddEnumValue {
            name: enums.to.name.clone(),
            value: values[at].clone(),
            place: place(enums, at),
        })
        .collect()
}

/// Nowhere in particular is behind all others.
fn place(enums: Pair<&EnumType>, at: usize) -> Option<Place> {
    let values = &enums.to.values;
    let is_last = values[at..].iter().all(|value| !enums.from.values.contains(value));
    if is_last {
        return None;
    }
    match at.checked_sub(1) {
        Some(before) => Some(Place::After(values[before].clone())),
        None => enums.from.values.first().map(|first| Place::Before(first.clone())),
    }
}

/// Columns that use the type and will go on doing so, as they shall be. A partition follows its parent.
fn columns(name: &QualifiedName, schemas: Pair<&Schema>) -> Vec<(QualifiedName, Column)> {
    let uses = |column: &Column| match &column.data_type {
        DataType::Named(used) => used == name,
        DataType::Array(element) => element.named() == Some(name),
        _ => false,
    };
    let stays = |table: &QualifiedName, column: &Column| {
        schemas.from.table(table).and_then(|it| it.columns.get(&column.name)).is_some_and(uses)
    };
    schemas
        .to
        .tables()
        .filter(|table| table.partition_of.is_none())
        .flat_map(|table| table.columns.values().map(move |column| (&table.name, column)))
        .filter(|(table, column)| uses(column) && stays(table, column))
        .map(|(table, column)| (table.clone(), column.clone()))
        .collect()
}
