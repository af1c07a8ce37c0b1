//! What is there and not modelled.

use super::catalog::{Catalog, UnmanagedRow};
use crate::driver::Scope;
use crate::model::{Name, Object, Schema, Unmanaged, object_fingerprints};
use std::collections::BTreeSet;

/// Objects that cannot be made again, by catalog and row.
#[derive(Default)]
pub(super) struct Blocked(BTreeSet<(String, i64)>);

impl Blocked {
    pub(super) fn contains(&self, class: &str, oid: i64) -> bool {
        self.0.contains(&(class.to_owned(), oid))
    }
}

pub(super) struct Unmodelled {
    pub blocked: Blocked,
    pub listed: BTreeSet<Unmanaged>,
}

/// Properties of what is unmanaged as a whole are not listed one by one.
pub(super) fn unmodelled(catalog: &Catalog, scope: &Scope) -> Unmodelled {
    let objects = &catalog.unmanaged_objects;
    let blocked = Blocked(objects.iter().map(|row| (row.class.clone(), row.oid)).collect());
    let properties = catalog
        .unmanaged_properties
        .iter()
        .chain(&catalog.unmanaged_grants)
        .filter(|row| !blocked.contains(&row.class, row.oid));
    let listed = objects.iter().chain(properties).filter(|row| !is_own(row, scope)).filter_map(unmanaged).collect();
    Unmodelled { listed, blocked }
}

fn is_own(row: &UnmanagedRow, scope: &Scope) -> bool {
    row.relation.as_deref().is_some_and(|relation| scope.hides(&Name::from(relation)))
}

fn unmanaged(row: &UnmanagedRow) -> Option<Unmanaged> {
    Some(Unmanaged { address: row.address.clone()?, fingerprint: row.fingerprint.clone() })
}

/// An object that could be modelled but not made, by its address.
pub(super) fn left_alone(object: &Object) -> Unmanaged {
    let mut alone = Schema::default();
    alone.insert(object.clone());
    Unmanaged { address: object.id().to_string(), fingerprint: object_fingerprints(&alone).into_values().next() }
}

/// What hangs on a relation that is not shown, such as one of an extension, is left alone with it.
pub(super) fn set_aside_orphans(schema: &mut Schema) {
    let is_orphan = |object: &Object| {
        // Owners and privileges are also those of what is no object by itself: identity sequences, the default namespace.
        if matches!(object, Object::Owner(_) | Object::Grant(_)) {
            return false;
        }
        let on = object.attached_to();
        !on.is_empty() && !on.iter().any(|id| schema.objects.contains_key(id))
    };
    let orphans: Vec<Object> = schema.objects.values().filter(|object| is_orphan(object)).cloned().collect();
    for object in orphans {
        schema.objects.remove(&object.id());
        schema.unmanaged.insert(left_alone(&object));
    }
}
