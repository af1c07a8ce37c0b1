//! What was seen in a database and cannot be expressed yet.

use serde::Serialize;

/// An object, or a property of one, that dbx knows is there, reports, and never touches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Unmanaged {
    /// `policy:public.users.owner_only`, `table:public.users#row_security`.
    pub address: String,
    /// A short hash of its definition, where the inspector could take one, so that a change is noticed.
    pub fingerprint: Option<String>,
}
