//! Publications: what is replicated to others.

use super::{Name, ObjectId, ObjectKind, QualifiedName, SqlText};
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Publication {
    pub name: Name,
    pub all_tables: bool,
    #[serde(serialize_with = "as_pairs")]
    pub tables: BTreeMap<QualifiedName, PublishedTable>,
    pub namespaces: BTreeSet<Name>,
    /// What WITH takes (`publish`, `publish_via_partition_root`), without what is the engine's default.
    pub options: BTreeMap<String, String>,
    pub comment: Option<String>,
}

/// A fingerprint is made from JSON, whose keys are texts.
fn as_pairs<S: Serializer>(tables: &BTreeMap<QualifiedName, PublishedTable>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(tables)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Fingerprint, Object, Schema};

    #[test]
    fn a_fingerprint_sees_what_is_published() {
        let fingerprint = |tables: &[&str]| {
            let mut schema = Schema::default();
            let tables = tables.iter().map(|name| (QualifiedName::bare(*name), PublishedTable::default()));
            schema.insert(Object::Publication(Publication {
                name: "changes".into(),
                all_tables: false,
                tables: tables.collect(),
                namespaces: BTreeSet::new(),
                options: BTreeMap::new(),
                comment: None,
            }));
            Fingerprint::of(&schema)
        };
        assert_ne!(fingerprint(&["orders"]), fingerprint(&["lines"]));
    }
}
