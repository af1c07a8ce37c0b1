//! Sequences.

use super::{DataType, Name, QualifiedName};
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sequence {
    pub name: QualifiedName,
    pub data_type: DataType,
    pub options: SequenceOptions,
    /// PostgreSQL 15: not written to the write-ahead log.
    pub unlogged: bool,
    /// The column that takes the sequence with it when it is dropped.
    pub owned_by: Option<(QualifiedName, Name)>,
    pub comment: Option<String>,
}

/// What differs from the engine's defaults for the sequence's type and direction; `None` is that default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SequenceOptions {
    pub start: Option<i64>,
    pub increment: Option<i64>,
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub cache: Option<i64>,
    pub cycle: bool,
}
