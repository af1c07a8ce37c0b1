//! Extensions of the server.

use super::Name;
use serde::Serialize;

/// An installed extension. What belongs to it is the extension's business and is not inspected. Its version is
/// whatever the server offers, as pg_dump has it.
#[derive(Clone, Debug, Serialize)]
pub struct Extension {
    pub name: Name,
    /// Where its objects live.
    pub namespace: Option<Name>,
    pub comment: Option<String>,
    /// Its objects cannot move to another namespace. Known of an installed extension only, and no difference by itself.
    #[serde(skip)]
    pub is_fixed: bool,
}

impl PartialEq for Extension {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.namespace, &self.comment) == (&other.name, &other.namespace, &other.comment)
    }
}

impl Eq for Extension {}
