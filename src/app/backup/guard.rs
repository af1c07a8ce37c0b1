//! Rows that are written behind a backup.
//!
//! Where the statements of a plan share a transaction, its locks keep others out from the backup to the end. Two things lie outside of that:
//! engines whose statements commit one by one, and statements in a later transaction than the backup.

use super::take::{Loss, refuse_hidden_rows};
use crate::app::AppError;
use crate::backup::{Archive, RowsDigest, SavedTable};
use crate::driver::{Driver, RowSelection, RowSink};
use crate::model::{Cell, Name, QualifiedName};
use crate::sql::mentions;
use std::collections::BTreeSet;
use std::io;

/// For an engine whose statements commit one by one. Each statement about a saved table runs behind closed doors: others are shut out, it is looked
/// whether they wrote before that, and only then it runs.
pub(in crate::app) struct WriteGuard {
    tables: Vec<QualifiedName>,
    /// When they were last written to by anybody but the plan.
    mark: String,
    /// All tables that were there at the time of the backup.
    known: Vec<QualifiedName>,
    /// What was saved, as long as no statement has changed it.
    pub untouched: Option<Loss>,
}

impl WriteGuard {
    /// To be called while nobody can write. `None` where the engine has other means.
    pub(super) async fn of(driver: &mut dyn Driver, loss: &Loss) -> Result<Option<Self>, AppError> {
        let tables = loss.tables();
        let known = loss.schema.tables().map(|table| table.name.clone()).collect();
        let mark = driver.last_written(&tables).await?;
        Ok(mark.map(|mark| Self { tables, mark, known, untouched: Some(loss.clone()) }))
    }

    /// Whether the statement is about a saved table.
    pub fn concerns(&self, driver: &dyn Driver, sql: &str) -> bool {
        let named = named(driver, sql);
        self.tables.iter().any(|table| named.contains(&folded(table)))
    }

    /// Shuts others out of the saved tables, and of those that the statement names besides: it could not reach them otherwise.
    pub async fn close(&self, driver: &mut dyn Driver, sql: &str) -> Result<(), AppError> {
        let named = named(driver, sql);
        let besides = self.known.iter().filter(|table| named.contains(&folded(table)));
        let tables = there(driver, self.tables.iter().chain(besides)).await?;
        Ok(driver.shut_others_out(&tables).await?)
    }

    /// Whether rows are there that the backup may not have.
    pub async fn is_outdated(&self, driver: &mut dyn Driver) -> Result<bool, AppError> {
        Ok(driver.last_written(&self.tables).await?.as_deref() != Some(self.mark.as_str()))
    }

    /// The plan's own statement has written, or made a table anew, or under another name.
    pub async fn renew(&mut self, driver: &mut dyn Driver, sql: &str) -> Result<(), AppError> {
        let named: Vec<QualifiedName> = named(driver, sql).into_iter().map(QualifiedName::bare).collect();
        let is_new = |name: &&QualifiedName| self.known.iter().all(|known| folded(known) != folded(name));
        self.tables = there(driver, self.tables.iter().chain(named.iter().filter(is_new))).await?;
        self.untouched = None;
        self.mark = driver.last_written(&self.tables).await?.unwrap_or_default();
        Ok(())
    }

    pub fn refusal(&self) -> AppError {
        let names: Vec<String> = self.tables.iter().map(ToString::to_string).collect();
        refusal(&names.join(", "))
    }
}

fn refusal(tables: &str) -> AppError {
    AppError::Refused {
        reason: format!("rows of {tables} were written since the backup was taken, and are not in it"),
        help: "run the same command again: it goes on from here, with a new backup; where that does not help, stop who writes"
            .into(),
        risks: Vec::new(),
    }
}

/// Those of the tables that are there, each once.
async fn there(
    driver: &mut dyn Driver,
    tables: impl Iterator<Item = &QualifiedName>,
) -> Result<Vec<QualifiedName>, AppError> {
    let mut there: Vec<QualifiedName> = Vec::new();
    for table in tables {
        if !there.contains(table) && driver.has_table(table).await? {
            there.push(table.clone());
        }
    }
    Ok(there)
}

/// The single names in a statement, as [`mentions`] folds them.
fn named(driver: &dyn Driver, sql: &str) -> BTreeSet<String> {
    let chains = mentions(driver.dialect().capabilities().syntax, sql);
    chains
        .into_iter()
        .filter_map(|chain| <[String; 1]>::try_from(chain).ok())
        .map(|[name]| name.to_lowercase())
        .collect()
}

fn folded(table: &QualifiedName) -> String {
    table.name.as_str().to_lowercase()
}

/// Refuses to go on where the rows that are about to be lost are not those of the backup, which was taken in an earlier transaction. To be called in
/// the transaction that loses them: nobody writes to these tables from here to its end.
pub(in crate::app) async fn refuse_unsaved(
    driver: &mut dyn Driver,
    archive: &Archive,
    loss: &Loss,
) -> Result<(), AppError> {
    driver.hold(&loss.tables()).await?;
    let unsaved = first_unsaved(driver, archive, loss).await;
    driver.release().await?;
    match unsaved? {
        Some(table) => Err(refusal(&table.to_string())),
        None => Ok(()),
    }
}

async fn first_unsaved(
    driver: &mut dyn Driver,
    archive: &Archive,
    loss: &Loss,
) -> Result<Option<QualifiedName>, AppError> {
    refuse_hidden_rows(driver, &loss.tables()).await?;
    for table in loss.tables() {
        let saved = archive.manifest.tables.iter().find(|saved| QualifiedName::from(&saved.table) == table);
        if !is_saved(driver, archive, saved, loss, &table).await? {
            return Ok(Some(table));
        }
    }
    Ok(None)
}

/// Whether the backup has exactly the rows of the table, as far as it has the columns still.
async fn is_saved(
    driver: &mut dyn Driver,
    archive: &Archive,
    saved: Option<&SavedTable>,
    loss: &Loss,
    table: &QualifiedName,
) -> Result<bool, AppError> {
    let (Some(saved), Some(now)) = (saved, loss.schema.table(table)) else { return Ok(false) };
    let places: Vec<usize> =
        (0..saved.columns.len()).filter(|at| now.columns.contains_key(saved.columns[*at].as_str())).collect();
    let columns: Vec<Name> = places.iter().map(|at| Name::from(saved.columns[*at].as_str())).collect();
    let mut live = ToDigest::default();
    driver.read_rows(&RowSelection { table, columns: &columns, present_in: None }, &mut live).await?;
    Ok(live.0 == archive.rows(saved)?.digest_of(&places)?)
}

/// Rows that are told apart by their hash alone.
#[derive(Default)]
pub(in crate::app) struct ToDigest(pub RowsDigest);

impl RowSink for ToDigest {
    fn row(&mut self, row: &[Cell]) -> io::Result<()> {
        self.0.add_row(row)
    }
}
