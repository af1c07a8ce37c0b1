//! Constraints.

use super::{in_default, index, storage, text, trim_comment};
use crate::model::{
    Check, Constraint, Exclude, ExcludeElement, ForeignKey, Name, Object, ObjectId, QualifiedName, Schema, Table,
};
use std::collections::BTreeMap;

pub(super) fn constraint(mut constraint: Constraint) -> Constraint {
    trim_comment(constraint.comment_mut());
    if let Some(kept) = constraint.storage_mut() {
        *kept = storage::index_storage(std::mem::take(kept));
    }
    match constraint {
        Constraint::Check(it) => Constraint::Check(check(it)),
        Constraint::ForeignKey(it) => {
            Constraint::ForeignKey(ForeignKey { references: in_default(it.references), ..it })
        }
        Constraint::Exclude(it) => Constraint::Exclude(exclude(it)),
        Constraint::PrimaryKey(it) => Constraint::PrimaryKey(it),
        Constraint::Unique(it) => Constraint::Unique(it),
    }
}

pub(super) fn check(check: Check) -> Check {
    Check { expression: text::expression(check.expression), ..check }
}

fn exclude(exclude: Exclude) -> Exclude {
    let element = |element: ExcludeElement| ExcludeElement {
        key: index::key(element.key),
        operator: element.operator.trim().to_owned(),
    };
    Exclude {
        elements: exclude.elements.into_iter().map(element).collect(),
        predicate: exclude.predicate.map(text::expression),
        ..exclude
    }
}

/// A foreign key that names no columns means the primary key it points to.
pub(super) fn fill_references(schema: &mut Schema) {
    let keys: BTreeMap<QualifiedName, Vec<Name>> =
        schema.tables().filter_map(|table| Some((table.name.clone(), table.primary_key()?.columns.clone()))).collect();
    for table in tables_mut(schema) {
        for constraint in table.constraints.values_mut() {
            if let Constraint::ForeignKey(key) = constraint
                && key.referenced_columns.is_empty()
                && let Some(columns) = keys.get(&key.references)
            {
                key.referenced_columns.clone_from(columns);
            }
        }
    }
}

fn tables_mut(schema: &mut Schema) -> impl Iterator<Item = &mut Table> {
    schema.objects.iter_mut().filter_map(|(_, object): (&ObjectId, _)| match object {
        Object::Table(table) => Some(table.as_mut()),
        _ => None,
    })
}
