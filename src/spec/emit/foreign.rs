//! Foreign servers, user mappings and what makes a table a foreign one.

use super::Emitter;
use super::yaml::Map;
use crate::model::{ForeignServer, ForeignTable, ObjectId, UserMapping};
use std::collections::BTreeMap;

impl Emitter<'_> {
    pub fn server(&self, id: &ObjectId, it: &ForeignServer) -> Map {
        Map::default()
            .with("name", it.name.as_str())
            .with("wrapper", it.wrapper.as_str())
            .maybe("was", self.was(id, false))
            .maybe("type", it.server_type.as_ref())
            .maybe("version", it.version.as_ref())
            .map("options", settings(&it.options))
            .maybe("comment", it.comment.as_ref())
    }
}

pub fn user_mapping(it: &UserMapping) -> Map {
    let role = it.role.as_name();
    Map::default().with("server", it.server.as_str()).with("role", role.as_str()).map("options", settings(&it.options))
}

pub fn foreign_table(it: &ForeignTable) -> Map {
    Map::default().with("server", it.server.as_str()).map("options", settings(&it.options))
}

/// Options by name.
pub fn settings(options: &BTreeMap<String, String>) -> Map {
    options.iter().fold(Map::default(), |map, (name, value)| map.with_name(name, value))
}
