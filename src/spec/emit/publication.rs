//! Publications.

use super::foreign::settings;
use super::yaml::{Map, Yaml};
use super::{Emitter, name_items};
use crate::model::{Name, ObjectId, Publication, PublishedTable, QualifiedName, SqlText};

impl Emitter<'_> {
    pub fn publication(&self, id: &ObjectId, it: &Publication) -> Map {
        let namespaces: Vec<Name> = it.namespaces.iter().cloned().collect();
        Map::default()
            .with("name", it.name.as_str())
            .maybe("was", self.was(id, false))
            .flag("all_tables", it.all_tables)
            .list("tables", it.tables.iter().map(|(name, table)| self.published_table(name, table)).collect())
            .list("namespaces", name_items(&namespaces))
            .map("options", settings(&it.options))
            .maybe("comment", it.comment.as_ref())
    }

    fn published_table(&self, name: &QualifiedName, table: &PublishedTable) -> Yaml {
        if *table == PublishedTable::default() {
            return self.qualified(name).into();
        }
        let columns: Vec<Name> = table.columns.iter().cloned().collect();
        Map::default()
            .with("table", self.qualified(name))
            .list("columns", name_items(&columns))
            .maybe("where", table.predicate.as_ref().map(SqlText::as_str))
            .into()
    }
}
