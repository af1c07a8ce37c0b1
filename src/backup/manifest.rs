//! What a backup says about itself.

use super::error::BackupError;
use crate::dialect::DialectKind;
use crate::model::{Fingerprint, Name, QualifiedName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::path::Path;

/// `manifest.json`. Published by `dbx schema backup`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of this format: 1.
    pub version: u32,
    /// `dbx 0.1.0`
    pub tool: String,
    pub dialect: DialectKind,
    pub origin: Origin,
    /// UTC, RFC 3339.
    pub taken_at: String,
    /// Hash of the plan that was about to run.
    pub plan: String,
    /// Its file.
    pub migration: String,
    /// Of the whole schema at the time.
    pub fingerprint: Fingerprint,
    /// SHA-256 of `schema.yml`.
    pub schema_sha256: String,
    pub tables: Vec<SavedTable>,
    /// What is not in it.
    pub notes: Vec<String>,
    /// SHA-256 of this document with this field empty.
    pub digest: String,
}

/// Where the rows come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    pub product: String,
    pub version: String,
    pub database: String,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SavedTable {
    pub table: TableName,
    /// In the order of the cells of a row. Generated columns are left out: the engine computes them again.
    pub columns: Vec<String>,
    /// The primary key; empty where there is none.
    pub key: Vec<String>,
    /// The columns whose values the plan loses; nothing where whole rows may be lost.
    pub lost: Option<Vec<String>>,
    pub rows: u64,
    /// Hash of the rows as a multiset.
    pub rows_hash: String,
    pub file: String,
    pub bytes: u64,
    pub sha256: String,
    pub counters: Vec<Counter>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableName {
    pub namespace: Option<String>,
    pub name: String,
}

/// How far something that counts up in a table had come: a sequence, AUTO_INCREMENT, AUTOINCREMENT.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Counter {
    /// The column whose sequence it is; nothing where the table itself counts.
    pub column: Option<String>,
    pub value: String,
    /// Whether the value was given out already.
    pub used: bool,
}

pub(super) const VERSION: u32 = 1;

impl Manifest {
    pub const VERSION: u32 = VERSION;

    /// With its digest.
    #[must_use]
    pub fn sealed(mut self) -> Self {
        self.digest.clear();
        self.digest = self.digest();
        self
    }

    fn digest(&self) -> String {
        // Plain data with string keys: serde_json cannot fail on it.
        hex::encode(Sha256::digest(serde_json::to_vec(self).unwrap_or_default()))
    }

    pub(super) fn parse(path: &Path, json: &str) -> Result<Self, BackupError> {
        let unreadable = |why: String| BackupError::Manifest { path: path.to_owned(), why };
        let manifest: Self = serde_json::from_str(json).map_err(|error| unreadable(error.to_string()))?;
        if manifest.version != VERSION {
            return Err(unreadable(format!("its version is {}; this dbx reads {VERSION}", manifest.version)));
        }
        let blank = Self { digest: String::new(), ..manifest.clone() };
        if blank.digest() != manifest.digest {
            return Err(BackupError::damaged(path, "the manifest does not match its own digest"));
        }
        Ok(manifest)
    }
}

impl From<&QualifiedName> for TableName {
    fn from(name: &QualifiedName) -> Self {
        Self { namespace: name.namespace.as_ref().map(ToString::to_string), name: name.name.to_string() }
    }
}

impl From<&TableName> for QualifiedName {
    fn from(name: &TableName) -> Self {
        Self::new(name.namespace.as_deref().map(Name::from), name.name.as_str())
    }
}
