//! Who an object belongs to.

use super::{Name, ObjectId, ObjectKind};
use serde::Serialize;

/// The owner of one object, where that is not the connecting role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Owner {
    pub on: ObjectId,
    pub role: Name,
}

impl Owner {
    pub fn id(&self) -> ObjectId {
        Self::id_on(&self.on)
    }

    /// The address of the owner of an object: `owner:table:public.users`.
    pub fn id_on(on: &ObjectId) -> ObjectId {
        ObjectId::new(ObjectKind::Owner, vec![Name::new(on.to_string())])
    }
}
