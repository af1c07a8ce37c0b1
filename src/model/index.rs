//! Indexes.

use super::{Name, Parameters, SqlText, Written};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Index {
    pub name: Name,
    pub unique: bool,
    /// The access method where it is not the engine's usual one (`btree`).
    pub method: Option<Name>,
    pub keys: Vec<IndexKey>,
    pub include: Vec<Name>,
    /// Only rows for which this holds are in the index.
    pub predicate: Option<SqlText>,
    pub nulls_not_distinct: bool,
    pub storage: IndexStorage,
    /// How finely ANALYZE looks at expressions, by position from 1.
    pub statistics: BTreeMap<u16, i32>,
    /// Kept up, but no query is answered by it (MySQL's INVISIBLE, MariaDB's IGNORED).
    pub hidden: bool,
    pub comment: Option<String>,
    /// The CREATE INDEX statement where it says more than follows from the rest, such as a comment in it (SQLite).
    #[serde(skip)]
    pub written: Written<String>,
}

/// How an index is kept, also that of a key or an exclusion.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct IndexStorage {
    /// `fillfactor`, `fastupdate` and the like.
    pub parameters: Parameters,
    pub tablespace: Option<Name>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IndexKey {
    pub term: IndexTerm,
    pub descending: bool,
    /// Where NULLs go, if not where the engine puts them for this direction.
    pub nulls: Option<NullsOrder>,
    /// Operator class as SQL (a name, perhaps qualified, perhaps with parameters), if not the type's default.
    pub opclass: Option<String>,
    /// Collation as SQL, if not the column's own.
    pub collation: Option<String>,
    /// MySQL: so many characters (of binary columns, bytes) from the start are in the index.
    pub prefix: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum IndexTerm {
    Column(Name),
    Expression(SqlText),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NullsOrder {
    First,
    Last,
}

impl IndexKey {
    pub fn on_column(name: impl Into<Name>) -> Self {
        Self {
            term: IndexTerm::Column(name.into()),
            descending: false,
            nulls: None,
            opclass: None,
            collation: None,
            prefix: None,
        }
    }

    pub fn column(&self) -> Option<&Name> {
        match &self.term {
            IndexTerm::Column(name) => Some(name),
            IndexTerm::Expression(_) => None,
        }
    }
}
