//! Indexes.

use super::storage::index_storage;
use super::yaml::{Map, Yaml};
use super::{Emitter, name_items};
use crate::model::{Index, IndexKey, IndexTerm, Name, ObjectId, ObjectKind};
use crate::spec::read::word_of;
use std::collections::{BTreeMap, BTreeSet};

impl Emitter<'_> {
    pub fn indexes(&self, owner: &ObjectId, indexes: &BTreeMap<Name, Index>, unnamed: &BTreeSet<Name>) -> Vec<Yaml> {
        indexes.values().map(|index| self.index(owner, index, unnamed.contains(&index.name))).collect()
    }

    fn index(&self, owner: &ObjectId, index: &Index, is_unnamed: bool) -> Yaml {
        let map = Map::default()
            .maybe("name", Some(index.name.as_str()).filter(|_| !is_unnamed))
            .maybe("was", self.member_was(&owner.member(ObjectKind::Index, &index.name)));
        let keys: Vec<Yaml> = (1..)
            .zip(&index.keys)
            .map(|(position, key)| self.index_key(key, index.statistics.get(&position).copied()))
            .collect();
        let is_named = !map.is_empty();
        let rest = Map::default()
            .flag("unique", index.unique)
            .maybe("method", index.method.as_ref().map(Name::as_str))
            .list("include", name_items(&index.include))
            .maybe("where", index.predicate.as_ref().map(|predicate| predicate.as_str()))
            .flag("nulls_not_distinct", index.nulls_not_distinct)
            .flag("hidden", index.hidden);
        let rest = index_storage(rest, &index.storage)
            .maybe("comment", index.comment.as_ref())
            .maybe("definition", index.written.0.as_ref());
        let only_names = keys.iter().all(|key| matches!(key, Yaml::Text(_)));
        if !is_named && rest.is_empty() && only_names {
            return keys.into();
        }
        map.with("columns", keys).and(rest).into()
    }

    fn index_key(&self, key: &IndexKey, statistics: Option<i32>) -> Yaml {
        match key.column() {
            Some(name) if *key == IndexKey::on_column(name.clone()) => name.as_str().into(),
            Some(_) | None => self.index_key_map(key).maybe("statistics", statistics.map(i64::from)).into(),
        }
    }

    /// A key in its long form.
    pub fn index_key_map(&self, key: &IndexKey) -> Map {
        let map = match &key.term {
            IndexTerm::Column(name) => Map::default().with("column", name.as_str()),
            IndexTerm::Expression(expression) => Map::default().with("expression", expression.as_str()),
        };
        map.maybe("prefix", key.prefix.map(i64::from))
            .maybe("order", Some("desc").filter(|_| key.descending))
            .maybe("nulls", key.nulls.map(word_of))
            .maybe("opclass", key.opclass.as_ref())
            .maybe("collation", key.collation.as_ref())
    }
}
