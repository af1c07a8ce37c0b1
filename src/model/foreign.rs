//! Data that lives elsewhere: servers, who one is there, and what makes a table a foreign one.

use super::{Grantee, Name, ObjectId, ObjectKind};
use serde::Serialize;
use std::collections::BTreeMap;

/// A foreign server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ForeignServer {
    pub name: Name,
    /// The foreign-data wrapper it is reached by.
    pub wrapper: Name,
    pub server_type: Option<String>,
    pub version: Option<String>,
    pub options: BTreeMap<String, String>,
    pub comment: Option<String>,
}

impl ForeignServer {
    pub fn id(&self) -> ObjectId {
        ObjectId::new(ObjectKind::Server, vec![self.name.clone()])
    }
}

/// Who a role is on a foreign server. Options that are secrets are never read: such a mapping is not managed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UserMapping {
    pub server: Name,
    pub role: Grantee,
    pub options: BTreeMap<String, String>,
}

impl UserMapping {
    pub fn id(&self) -> ObjectId {
        ObjectId::new(ObjectKind::UserMapping, vec![self.server.clone(), self.role.as_name()])
    }
}

/// Where the rows of a foreign table are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ForeignTable {
    pub server: Name,
    pub options: BTreeMap<String, String>,
}
