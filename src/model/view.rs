//! Views and materialized views.

use super::{Index, Name, QualifiedName, SqlText};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct View {
    pub name: QualifiedName,
    /// Names given in front of AS; empty where the query names its columns.
    pub columns: Vec<Name>,
    /// The SELECT, without a closing semicolon.
    pub query: SqlText,
    /// Options as the engine prints them (`security_barrier=true`), sorted.
    pub options: Vec<String>,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MaterializedView {
    pub name: QualifiedName,
    /// The SELECT, without a closing semicolon.
    pub query: SqlText,
    pub indexes: BTreeMap<Name, Index>,
    pub comment: Option<String>,
}
