//! Settings by name.

use super::{FromNode, Reader};
use crate::spec::yaml::{Node, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A mapping from names of settings, which only an engine knows, to scalars.
#[derive(Clone, Debug)]
pub struct Parameters(pub BTreeMap<String, String>);

impl FromNode for Parameters {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Value::Mapping(entries) = &node.value else {
            reader.wrong_type(node, "a mapping from names to values");
            return None;
        };
        let read = entries.iter().filter_map(|entry| {
            // A switch or a number is the text it looks like.
            let value = String::read(&entry.value, reader)?;
            Some((entry.key.clone(), value))
        });
        Some(Self(read.collect()))
    }
}

impl JsonSchema for Parameters {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Parameters".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": { "type": ["string", "number", "boolean"] } })
    }
}
