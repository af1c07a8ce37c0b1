//! The backups that are there: also those whose plan never ran, because the program ended in between.

use super::BackupSummary;
use crate::app::apply::BACKUPS;
use crate::app::source::{Target, connect};
use crate::app::{AppError, Context};
use crate::backup::Archive;
use crate::ledger::Ledger;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::PathBuf;

#[derive(Clone, Debug)]
pub struct BackupsRequest {
    /// The folder of backups; `backups` without it.
    pub folder: Option<PathBuf>,
    /// Where a database is named its ledger says which of their plans were applied.
    pub database: Target,
}

/// What `restore --list --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BackupsReport {
    /// Oldest first.
    pub backups: Vec<ListedBackup>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListedBackup {
    #[serde(flatten)]
    pub summary: BackupSummary,
    pub taken_at: String,
    /// The migration that it was taken before, and the hash of its plan.
    pub migration: String,
    pub plan: String,
    /// The database that the rows are of.
    pub database: String,
    /// Whether the plan was applied after the backup; nothing where no database was asked.
    pub applied: Option<bool>,
}

pub async fn backups(context: &Context, request: &BackupsRequest) -> Result<BackupsReport, AppError> {
    let folder = request.folder.clone().unwrap_or_else(|| PathBuf::from(BACKUPS));
    let archives = Archive::list(&context.folder.join(folder))?;
    let applied = applied(context, &request.database).await?;
    let list = |archive: &Archive| listed(context, archive, &request.database, applied.as_ref());
    Ok(BackupsReport { backups: archives.iter().map(list).collect() })
}

/// The hashes of the plans that came to their end.
async fn applied(context: &Context, database: &Target) -> Result<Option<BTreeSet<String>>, AppError> {
    let Some(database) = context.database(database)? else { return Ok(None) };
    let mut driver = connect(&database.url).await?;
    let ledger = Ledger::of(driver.as_ref(), &context.scope());
    let records = ledger.records(driver.as_mut()).await?;
    let plans = records.into_iter().filter(|record| record.operation == 0 && record.state.is_applied());
    Ok(Some(plans.map(|record| record.plan).collect()))
}

fn listed(context: &Context, archive: &Archive, database: &Target, applied: Option<&BTreeSet<String>>) -> ListedBackup {
    let manifest = &archive.manifest;
    ListedBackup {
        summary: BackupSummary::of(context, archive, database),
        taken_at: manifest.taken_at.clone(),
        migration: manifest.migration.clone(),
        plan: manifest.plan.clone(),
        database: manifest.origin.database.clone(),
        applied: applied.map(|plans| plans.contains(&manifest.plan)),
    }
}
