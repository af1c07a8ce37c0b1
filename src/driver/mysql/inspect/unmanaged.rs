//! What is in the database and has no place in the model.

use crate::model::Unmanaged;
use sha2::{Digest, Sha256};

/// A note that it is there, with a short hash of its definition.
pub(super) fn unmanaged(address: impl Into<String>, definition: &str) -> Unmanaged {
    let hash = Sha256::digest(definition);
    Unmanaged { address: address.into(), fingerprint: Some(hex::encode(&hash[..8])) }
}
