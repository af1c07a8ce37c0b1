//! What statistics make sense for the values of a column.

use crate::dialect::Capabilities;
use crate::model::{DataType, Schema};
use crate::seed::Shape;
use schemars::JsonSchema;
use serde::Serialize;

/// What values are, as far as statistics care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    WholeNumber,
    /// Numbers that the engine keeps digit by digit.
    Number,
    /// Numbers that it keeps as floating ones.
    Double,
    /// Days and moments.
    Moment,
    /// Texts, truth values, one of some words.
    Word,
    /// They can be told apart, and no more: identifiers, times of day, bytes.
    Value,
    /// The engine does not even compare them: documents, arrays, shapes.
    Opaque,
}

impl ValueKind {
    pub fn of(data_type: &DataType, schema: &Schema, capabilities: &Capabilities) -> Self {
        match Shape::of(data_type, schema) {
            Some(Shape::Integer { .. }) => Self::WholeNumber,
            Some(Shape::Decimal { .. }) if capabilities.measuring.exact_decimals => Self::Number,
            Some(Shape::Decimal { .. } | Shape::Float) => Self::Double,
            Some(Shape::Date | Shape::Timestamp) => Self::Moment,
            Some(Shape::Text { .. } | Shape::Choice(_) | Shape::Boolean) => Self::Word,
            Some(Shape::Uuid | Shape::Time | Shape::Bytes { .. } | Shape::Interval) => Self::Value,
            Some(Shape::Json | Shape::Array(_) | Shape::Spelled(_) | Shape::Composite(_)) | None => Self::Opaque,
        }
    }

    pub fn is_number(self) -> bool {
        matches!(self, Self::WholeNumber | Self::Number | Self::Double)
    }

    /// Whether values have an order in which ranks mean something.
    pub fn is_ordered(self) -> bool {
        self.is_number() || self == Self::Moment
    }
}
