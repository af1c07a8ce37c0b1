//! What stands on what, as the engine's catalog knows it.

use super::ObjectId;
use std::collections::{BTreeMap, BTreeSet};

/// For each object, column, constraint and index with SQL in it: the objects and columns it uses. An address that is missing was never
/// asked about, and its text has to tell; an empty set is an answer.
///
/// It is knowledge about a schema and no part of it, so it never makes two schemas different.
#[derive(Clone, Debug, Default)]
pub struct Dependencies {
    uses: BTreeMap<ObjectId, BTreeSet<ObjectId>>,
}

impl PartialEq for Dependencies {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Dependencies {}

impl Dependencies {
    /// Says that the catalog knows all that `user` stands on.
    pub fn know(&mut self, user: ObjectId) {
        self.uses.entry(user).or_default();
    }

    pub fn insert(&mut self, user: ObjectId, used: ObjectId) {
        if user != used {
            self.uses.entry(user).or_default().insert(used);
        }
    }

    /// What it stands on, where the catalog was asked.
    pub fn of(&self, user: &ObjectId) -> Option<&BTreeSet<ObjectId>> {
        self.uses.get(user)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&ObjectId, &BTreeSet<ObjectId>)> {
        self.uses.iter()
    }

    /// The same with every address passed through `f`.
    pub fn map(&self, f: impl Fn(&ObjectId) -> ObjectId) -> Self {
        let uses = self.uses.iter().map(|(user, used)| (f(user), used.iter().map(&f).collect()));
        Self { uses: uses.collect() }
    }
}
