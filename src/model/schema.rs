//! A whole schema: every object by its address.

use super::{Dependencies, Object, ObjectId, ObjectKind, QualifiedName, Table, Unmanaged};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Equality of two schemas after `Dialect::normalize` means that there is no drift.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Schema {
    pub objects: BTreeMap<ObjectId, Object>,
    pub unmanaged: BTreeSet<Unmanaged>,
    #[serde(skip)]
    pub dependencies: Dependencies,
}

impl Schema {
    pub fn insert(&mut self, object: Object) -> Option<Object> {
        self.objects.insert(object.id(), object)
    }

    pub fn table(&self, name: &QualifiedName) -> Option<&Table> {
        match self.objects.get(&ObjectId::table(name)) {
            Some(Object::Table(table)) => Some(table),
            _ => None,
        }
    }

    pub fn table_mut(&mut self, name: &QualifiedName) -> Option<&mut Table> {
        match self.objects.get_mut(&ObjectId::table(name)) {
            Some(Object::Table(table)) => Some(table),
            _ => None,
        }
    }

    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.objects.values().filter_map(|object| match object {
            Object::Table(table) => Some(table.as_ref()),
            _ => None,
        })
    }

    pub fn of_kind(&self, kind: ObjectKind) -> impl Iterator<Item = &Object> {
        // Addresses are sorted by kind, and an empty path is the least.
        let first = ObjectId::new(kind, Vec::new());
        self.objects.range(first..).take_while(move |(id, _)| id.kind == kind).map(|(_, object)| object)
    }
}

/// Old addresses by new ones, from the `was:` of a spec. Objects and columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames {
    by_new: BTreeMap<ObjectId, ObjectId>,
}

impl Renames {
    pub fn insert(&mut self, names: super::Pair<ObjectId>) {
        self.by_new.insert(names.to, names.from);
    }

    /// What `new` was called before.
    pub fn old(&self, new: &ObjectId) -> Option<&ObjectId> {
        self.by_new.get(new)
    }

    /// A name that comes back to itself (`a` was `b`, `b` was `a`): nobody could tell whether that was done already.
    pub fn ring(&self) -> Option<&ObjectId> {
        self.by_new.keys().find(|start| {
            let mut name = self.old(start);
            for _ in 0..self.by_new.len() {
                match name {
                    Some(name) if name == *start => return true,
                    Some(next) => name = self.old(next),
                    None => return false,
                }
            }
            false
        })
    }

    pub fn is_empty(&self) -> bool {
        self.by_new.is_empty()
    }

    /// Pairs of old and new, in the order of the new addresses.
    pub fn iter(&self) -> impl Iterator<Item = super::Pair<&ObjectId>> {
        self.by_new.iter().map(|(new, old)| super::Pair::new(old, new))
    }

    /// The renames of the way back.
    pub fn reversed(&self) -> Self {
        Self { by_new: self.by_new.iter().map(|(new, old)| (old.clone(), new.clone())).collect() }
    }

    /// The same renames with every address passed through `f`.
    pub fn map(&self, f: impl Fn(&ObjectId) -> ObjectId) -> Self {
        Self { by_new: self.by_new.iter().map(|(new, old)| (f(new), f(old))).collect() }
    }
}
