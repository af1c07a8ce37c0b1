//! What is in the database and has no place in the model.

use crate::model::Unmanaged;
use crate::sql::{Syntax, token_key};
use sha2::{Digest, Sha256};

/// A note that it is there, with a short hash of its definition.
pub(super) fn unmanaged(address: impl ToString, definition: &str) -> Unmanaged {
    let hash = Sha256::digest(token_key(Syntax::Sqlite, definition));
    Unmanaged { address: address.to_string(), fingerprint: Some(hex::encode(&hash[..8])) }
}
