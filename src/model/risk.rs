//! Risks of an operation.

use super::{DataType, ObjectId, RowCount};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How bad it can get. High and above stop `apply` until somebody says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Low,
    Medium,
    High,
    Critical,
}

impl Level {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One thing that can go wrong with one operation, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Risk {
    /// The rule that found it: `D102`. `dbx explain` tells more.
    pub code: &'static str,
    pub level: Level,
    pub object: ObjectId,
    pub message: String,
    pub help: String,
    /// How many rows it meets, where a live database could be asked.
    pub rows: Option<RowCount>,
    /// The type that those rows do not fit, where it is about a type.
    pub unfit_for: Option<DataType>,
}
