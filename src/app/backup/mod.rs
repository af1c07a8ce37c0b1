//! Backups of what a plan may lose: which tables, and taking them.

mod affected;
mod guard;
mod list;
mod take;

pub(super) use guard::{ToDigest, WriteGuard, refuse_unsaved};
pub use list::{BackupsReport, BackupsRequest, ListedBackup, backups};
pub(super) use take::{Loss, Taken, Task, refuse_full_disk, refuse_hidden_rows, save, take, written_columns};

use super::Context;
use super::source::Target;
use crate::backup::Archive;
use crate::env::Environment;
use crate::gate::{self, Role};
use crate::model::Level;
use crate::store;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::PathBuf;

/// Whether a backup is taken before a plan runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BackupChoice {
    /// In production before high risks.
    #[default]
    WhereDue,
    Always,
    Never,
}

/// A backup, for reports.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BackupSummary {
    pub path: PathBuf,
    /// Tables with their rows.
    pub tables: Vec<(String, u64)>,
    /// Compressed.
    pub bytes: u64,
    /// What is not in it.
    pub notes: Vec<String>,
    /// The command that brings it back.
    pub restore: String,
}

impl BackupSummary {
    /// The path is shown under the working folder; `database` is how the user named the database.
    pub(super) fn of(context: &Context, archive: &Archive, database: &Target) -> Self {
        let path = archive.path.strip_prefix(&context.folder).unwrap_or(&archive.path).to_owned();
        let quoted = store::shell_quoted(&path.display().to_string());
        let manifest = &archive.manifest;
        let name = |it: &crate::backup::SavedTable| crate::model::QualifiedName::from(&it.table).to_string();
        Self {
            restore: format!("dbx restore {quoted}{}", address(context, database)),
            path,
            tables: manifest.tables.iter().map(|table| (name(table), table.rows)).collect(),
            bytes: manifest.tables.iter().map(|table| table.bytes).sum(),
            notes: manifest.notes.clone(),
        }
    }
}

/// The arguments that name the database: the environment, or the address without its password.
fn address(context: &Context, database: &Target) -> String {
    match (&database.env, &database.url) {
        (Some(env), _) => format!(" --env {}", store::shell_quoted(env)),
        (None, Some(_)) => context
            .needed_database(database)
            .map_or_else(|_| String::new(), |it| format!(" --url {}", store::shell_quoted(&it.url.to_string()))),
        (None, None) => String::new(),
    }
}

/// Whether this plan is to be preceded by a backup.
pub(super) fn is_due(choice: BackupChoice, settings: &Environment, level: Option<Level>) -> bool {
    match choice {
        BackupChoice::Always => true,
        BackupChoice::Never => false,
        BackupChoice::WhereDue => {
            settings.role == Role::Production && level.is_some_and(|level| level >= gate::BREAKING)
        }
    }
}
