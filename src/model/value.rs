//! Results of queries.

use serde::Serialize;

/// One value, typed as far as JSON and a table on screen need it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    /// Exact and floating numbers that are not a 64-bit integer, in the engine's spelling.
    Number(String),
    Text(String),
    /// Hex of the bytes.
    Bytes(String),
}

impl Value {
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            Self::Text(text) | Self::Number(text) => text.parse().ok(),
            Self::Null | Self::Boolean(_) | Self::Bytes(_) => None,
        }
    }

    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            Self::Null | Self::Boolean(_) | Self::Integer(_) | Self::Bytes(_) => None,
        }
    }
}

pub type Row = Vec<Value>;

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Rows {
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}
