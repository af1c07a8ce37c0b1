//! Namespaces: what PostgreSQL calls a schema.

use super::Name;
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Namespace {
    pub name: Name,
    pub comment: Option<String>,
}
