//! Mappings whose keys are names of the user's or the engine's, and no words of the spec.

use super::{FromNode, Reader};
use crate::spec::yaml::{Node, Value};
use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Values by name, in the order in which they are written.
#[derive(Clone, Debug)]
pub struct Keyed<T>(pub IndexMap<String, T>);

impl Keyed<Setting> {
    /// The settings as the engine takes them.
    pub fn texts(&self) -> BTreeMap<String, String> {
        self.0.iter().map(|(name, setting)| (name.clone(), setting.0.clone())).collect()
    }
}

impl<T: FromNode> FromNode for Keyed<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Value::Mapping(entries) = &node.value else {
            reader.wrong_type(node, "a mapping with names");
            return None;
        };
        let read = entries.iter().filter_map(|entry| Some((entry.key.clone(), T::read(&entry.value, reader)?)));
        Some(Self(read.collect()))
    }
}

impl<T: JsonSchema> JsonSchema for Keyed<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}ByName", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        json_schema!({ "type": "object", "additionalProperties": value })
    }
}

/// A setting of the engine's own: `70`, `false`, `auto`. It is kept as it is written.
#[derive(Clone, Debug)]
pub struct Setting(pub String);

impl FromNode for Setting {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match node.as_scalar().filter(|scalar| !scalar.is_null()) {
            Some(scalar) => Some(Self(scalar.text.clone())),
            None => {
                reader.wrong_type(node, "a number, true, false or a word");
                None
            }
        }
    }
}

impl JsonSchema for Setting {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Setting".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean"] })
    }
}
