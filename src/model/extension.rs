//! Extensions of the server.

use super::Name;
use serde::Serialize;

/// An installed extension. What belongs to it is the extension's business and is not inspected. Its version is
/// whatever the server offers, as pg_dump has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Extension {
    pub name: Name,
    /// Where its objects live.
    pub namespace: Option<Name>,
    pub comment: Option<String>,
}
