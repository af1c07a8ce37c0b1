//! Publications: what is replicated to others.

use super::{Name, ObjectId, ObjectKind, QualifiedName, SqlText};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Publication {
    pub name: Name,
    pub all_tables: bool,
    pub tables: BTreeMap<QualifiedName, PublishedTable>,
    pub namespaces: BTreeSet<Name>,
    /// What WITH takes (`publish`, `publish_via_partition_root`), without what is the engine's default.
    pub options: BTreeMap<String, String>,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PublishedTable {
    /// All columns where none is named.
    pub columns: BTreeSet<Name>,
    /// All rows where there is none.
    pub predicate: Option<SqlText>,
}

impl Publication {
    pub fn id(&self) -> ObjectId {
        ObjectId::new(ObjectKind::Publication, vec![self.name.clone()])
    }
}
