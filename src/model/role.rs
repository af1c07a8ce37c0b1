//! Roles, as far as a schema needs them: that they are there.

use super::{Name, ObjectId, ObjectKind};
use serde::Serialize;

/// A role that owners, grants or policies name. Roles belong to the whole server: dbx makes one that is missing (without LOGIN), and
/// never alters or drops one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Role {
    pub name: Name,
}

impl Role {
    pub fn id(&self) -> ObjectId {
        ObjectId::new(ObjectKind::Role, vec![self.name.clone()])
    }
}
