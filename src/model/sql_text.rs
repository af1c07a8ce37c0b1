//! SQL that dbx passes on rather than models: expressions, view bodies, function definitions.

use serde::{Serialize, Serializer};
use std::hash::{Hash, Hasher};

/// A piece of SQL as somebody wrote it, with the key by which two pieces are compared.
///
/// `text` is what goes into statements and files. `key` decides equality, order and fingerprints: until
/// `Dialect::normalize` puts a canonical spelling there it is the trimmed text.
#[derive(Clone, Debug)]
pub struct SqlText {
    text: String,
    key: String,
}

impl SqlText {
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let key = text.trim().to_owned();
        Self { text, key }
    }

    /// The same text, compared by `key` from now on.
    pub fn with_key(self, key: String) -> Self {
        Self { text: self.text, key }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn key(&self) -> &str {
        &self.key
    }
}

impl PartialEq for SqlText {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for SqlText {}

impl PartialOrd for SqlText {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SqlText {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

impl Hash for SqlText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

/// Serialized by key, because the serialized model exists for fingerprints only; files are written by `spec::emit`.
impl Serialize for SqlText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.key)
    }
}
