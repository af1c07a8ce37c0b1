//! Row-level security policies.

use super::{Grantee, Name, ObjectId, ObjectKind, QualifiedName, SqlText};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Policy {
    pub table: QualifiedName,
    pub name: Name,
    /// Rows pass if any permissive policy and every restrictive one lets them.
    pub permissive: bool,
    pub command: PolicyCommand,
    /// For whom; `Public` alone where nobody is named.
    pub roles: BTreeSet<Grantee>,
    /// Which rows are seen.
    pub using: Option<SqlText>,
    /// Which rows may be written.
    pub check: Option<SqlText>,
    pub comment: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PolicyCommand {
    #[default]
    All,
    Select,
    Insert,
    Update,
    Delete,
}

impl PolicyCommand {
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::All => "ALL",
            Self::Select => "SELECT",
            Self::Insert => "INSERT",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
        }
    }
}

impl Policy {
    pub fn id(&self) -> ObjectId {
        ObjectId::table(&self.table).member(ObjectKind::Policy, &self.name)
    }
}
