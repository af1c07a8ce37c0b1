//! A short proof that two schemas are the same.

use super::{ObjectId, Schema};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;

/// SHA-256 over the normalized schema, in hex. Part of its input is a version, so that a change of the model never makes two
/// different schemas look equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Fingerprint(String);

/// Raised whenever the serialized form of the model changes.
const MODEL_VERSION: &str = "dbx-schema-1";

impl Fingerprint {
    /// Of a schema that went through `Dialect::normalize`.
    pub fn of(schema: &Schema) -> Self {
        Self::of_objects(&object_fingerprints(schema))
    }

    /// Of a schema whose [`object_fingerprints`] are at hand.
    pub fn of_objects(objects: &BTreeMap<ObjectId, String>) -> Self {
        let mut hash = Sha256::new();
        hash.update(MODEL_VERSION);
        for (id, fingerprint) in objects {
            hash.update(format!("\n{id}\t{fingerprint}"));
        }
        Self(hex::encode(hash.finalize()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Fingerprint {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One short hash (16 hex digits) per object, by which a mismatch can be named.
pub fn object_fingerprints(schema: &Schema) -> BTreeMap<ObjectId, String> {
    schema
        .objects
        .iter()
        .map(|(id, object)| {
            // Plain data with string keys: serde_json cannot fail on it.
            let bytes = serde_json::to_vec(object).unwrap_or_default();
            (id.clone(), hex::encode(&Sha256::digest(bytes)[..8]))
        })
        .collect()
}
