//! Objects that are kept by their whole definition.

use super::Emitter;
use super::object::settings;
use super::yaml::Map;
use crate::model::{Definition, Firing};
use crate::spec::read::word_of;

impl Emitter<'_> {
    pub fn definition(&self, it: &Definition) -> Map {
        let name = if it.kind.has_namespace() { self.qualified(&it.name) } else { it.name.name.to_string() };
        Map::spread()
            .with("kind", word_of(it.kind))
            .with("name", name)
            .maybe("signature", Some(it.signature.trim()).filter(|text| !text.is_empty()))
            .maybe("table", it.table.as_ref().map(|table| self.qualified(table)))
            .maybe("settings", settings(&it.settings))
            .with("definition", it.definition.as_str())
            .maybe("enabled", firing(it.firing))
            .maybe("was", self.overload_was(&it.id(), &it.signature, it.kind.has_namespace()))
            .maybe("comment", it.comment.as_ref())
    }
}

/// Written where it is not what every trigger and rule does by itself.
pub fn firing(firing: Firing) -> Option<&'static str> {
    (firing != Firing::default()).then(|| word_of(firing))
}
