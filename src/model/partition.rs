//! Declarative partitioning. A partition is a table of its own that knows its parent.

use super::{IndexTerm, Name, QualifiedName, SqlText};
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Partitioning {
    pub strategy: PartitionStrategy,
    pub keys: Vec<PartitionKey>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum PartitionStrategy {
    Range,
    List,
    Hash,
}

impl PartitionStrategy {
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::Range => "RANGE",
            Self::List => "LIST",
            Self::Hash => "HASH",
        }
    }

    pub fn from_sql(text: &str) -> Option<Self> {
        [Self::Range, Self::List, Self::Hash].into_iter().find(|strategy| strategy.as_sql().eq_ignore_ascii_case(text))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartitionKey {
    pub term: IndexTerm,
    /// Operator class as SQL, if not the type's default.
    pub opclass: Option<String>,
    /// Collation as SQL, if not the column's own.
    pub collation: Option<String>,
}

impl PartitionKey {
    /// A key without anything special.
    pub fn new(term: IndexTerm) -> Self {
        Self { term, opclass: None, collation: None }
    }

    pub fn on_column(name: impl Into<Name>) -> Self {
        Self::new(IndexTerm::Column(name.into()))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartitionOf {
    pub parent: QualifiedName,
    pub bound: PartitionBound,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum PartitionBound {
    Default,
    /// The bound as SQL: `FROM ('2024-01-01') TO ('2024-02-01')`, `IN ('a', 'b')`, `WITH (modulus 4, remainder 0)`.
    Values(SqlText),
}
