//! Views and materialized views.

use super::{Index, IndexStorage, Name, Parameters, QualifiedName, SqlText};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct View {
    pub name: QualifiedName,
    /// Names given in front of AS; empty where the query names its columns.
    pub columns: Vec<Name>,
    /// The SELECT, without a closing semicolon.
    pub query: SqlText,
    /// PostgreSQL: `security_barrier`, `security_invoker`, `check_option`. MySQL: `algorithm`, `definer`, `sql_security` …
    pub options: Parameters,
    /// Comments of its columns.
    pub column_comments: BTreeMap<Name, String>,
    /// What an INSERT into the view puts where none is given (PostgreSQL).
    pub column_defaults: BTreeMap<Name, SqlText>,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MaterializedView {
    pub name: QualifiedName,
    /// The SELECT, without a closing semicolon.
    pub query: SqlText,
    pub indexes: BTreeMap<Name, Index>,
    /// Storage parameters and tablespace.
    pub storage: IndexStorage,
    /// Where that is not `heap`.
    pub access_method: Option<Name>,
    /// The index by which CLUSTER last put the rows in order.
    pub clustered_on: Option<Name>,
    /// Comments of its columns.
    pub column_comments: BTreeMap<Name, String>,
    pub comment: Option<String>,
}
