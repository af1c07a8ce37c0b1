//! What can be wrong with a backup.

use std::io;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("cannot {action} {}: {source}", path.display())]
    File { action: &'static str, path: PathBuf, source: io::Error },
    #[error("{} is no backup: it has no manifest.json", .0.display())]
    NoManifest(PathBuf),
    #[error("the manifest of {} cannot be read: {why}", path.display())]
    Manifest { path: PathBuf, why: String },
    #[error("{} was changed or cut short: {what}", path.display())]
    Damaged { path: PathBuf, what: String },
}

impl BackupError {
    pub(super) fn damaged(path: impl Into<PathBuf>, what: impl Into<String>) -> Self {
        Self::Damaged { path: path.into(), what: what.into() }
    }
}
