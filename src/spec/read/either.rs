//! A short form beside a long one.

use super::{FromNode, Reader};
use crate::spec::yaml::{Node, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// A mapping is the long form; everything else is the short one.
#[derive(Clone, Debug)]
pub enum Either<Short, Long> {
    Short(Short),
    Long(Long),
}

impl<Short: FromNode, Long: FromNode> FromNode for Either<Short, Long> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match &node.value {
            Value::Mapping(_) => Long::read(node, reader).map(Self::Long),
            Value::Scalar(_) | Value::Sequence(_) => Short::read(node, reader).map(Self::Short),
        }
    }
}

impl<Short: JsonSchema, Long: JsonSchema> JsonSchema for Either<Short, Long> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}Or{}", Short::schema_name(), Long::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let short = generator.subschema_for::<Short>();
        let long = generator.subschema_for::<Long>();
        json_schema!({ "anyOf": [short, long] })
    }
}
