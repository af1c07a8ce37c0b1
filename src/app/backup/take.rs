//! Taking a backup.

use super::affected::{Affected, affected};
use super::guard::WriteGuard;
use crate::app::apply::candidate::Candidate;
use crate::app::source::live;
use crate::app::{AppError, Context};
use crate::backup::{
    Archive, BackupError, Counter, Manifest, NewArchive, Origin, RowsWriter, SavedTable, TableName, Written, free_space,
};
use crate::driver::{Driver, RowSelection, RowSink, TableCounter};
use crate::model::{Cell, Fingerprint, Name, QualifiedName, Schema, Table};
use crate::spec::{self, EmitOptions, Manages};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::io;
use std::ops::Range;
use std::path::PathBuf;

/// Where a backup goes, and what it is taken before.
#[derive(Clone, Debug)]
pub(in crate::app) struct Task {
    /// The folder of all backups.
    pub folder: PathBuf,
}

/// What operations of a plan may lose of the database as it is.
#[derive(Clone, Debug)]
pub(in crate::app) struct Loss {
    pub schema: Schema,
    pub affected: Affected,
}

impl Loss {
    /// `operations` are places in the plan, from 0. `None` where they lose nothing that is there.
    pub async fn of(
        context: &Context,
        driver: &mut dyn Driver,
        candidate: &Candidate,
        operations: Range<usize>,
    ) -> Result<Option<Self>, AppError> {
        let schema = live(context, driver).await?;
        let affected = affected(candidate, operations, &schema, driver.dialect().as_ref());
        Ok((!affected.tables.is_empty()).then_some(Self { schema, affected }))
    }

    pub fn tables(&self) -> Vec<QualifiedName> {
        self.affected.tables.keys().cloned().collect()
    }
}

/// A backup, and what tells whether rows of its tables are written behind it.
pub(in crate::app) struct Taken {
    pub archive: Archive,
    pub guard: Option<WriteGuard>,
}

/// Saves what the plan may lose. Inside of a transaction nobody else writes to these tables from here to its end.
pub(in crate::app) async fn take(
    context: &Context,
    driver: &mut dyn Driver,
    candidate: &Candidate,
    task: &Task,
    loss: &Loss,
) -> Result<Taken, AppError> {
    let tables = loss.tables();
    refuse_full_disk(driver, &tables, task).await?;
    driver.hold(&tables).await?;
    // Behind the locks nobody can put rows out of sight any more.
    let saved = match refuse_hidden_rows(driver, &tables).await {
        Ok(()) => save(context, driver, candidate, task, loss).await,
        Err(refusal) => Err(refusal),
    };
    let guard = WriteGuard::of(driver, loss).await;
    let released = driver.release().await;
    let archive = saved?;
    released?;
    Ok(Taken { archive, guard: guard? })
}

/// Rows compress; a disk that has room for all of them as they are has room enough.
pub(in crate::app) async fn refuse_full_disk(
    driver: &mut dyn Driver,
    tables: &[QualifiedName],
    task: &Task,
) -> Result<(), AppError> {
    let mut needed = 0_u64;
    for table in tables {
        needed = needed.saturating_add(driver.size(table).await?);
    }
    let free = free_space(&task.folder)?;
    if needed <= free {
        return Ok(());
    }
    Err(AppError::Refused {
        reason: format!(
            "the backup may take {needed} bytes, and {} has {free}: nothing was changed",
            task.folder.display()
        ),
        help: "make room, or name another folder with --backup-folder".into(),
        risks: Vec::new(),
    })
}

/// A part of the rows must not be taken for all of them.
pub(in crate::app) async fn refuse_hidden_rows(
    driver: &mut dyn Driver,
    tables: &[QualifiedName],
) -> Result<(), AppError> {
    let hiding: Vec<String> = driver.hiding_rows(tables).await?.iter().map(ToString::to_string).collect();
    if hiding.is_empty() {
        return Ok(());
    }
    Err(AppError::Refused {
        reason: format!(
            "row security may hide rows of {} from this role: they would not all be read",
            hiding.join(", ")
        ),
        help: "connect as a role that sees every row (a superuser, BYPASSRLS), or let the owner see them: \
               ALTER TABLE … NO FORCE ROW LEVEL SECURITY"
            .into(),
        risks: Vec::new(),
    })
}

/// Saves the rows as they are. To be called while nobody can write.
pub(in crate::app) async fn save(
    context: &Context,
    driver: &mut dyn Driver,
    candidate: &Candidate,
    task: &Task,
    loss: &Loss,
) -> Result<Archive, AppError> {
    let Loss { schema, affected } = loss;
    let time = context.clock.now().format("%Y%m%dT%H%M%SZ");
    let plan: String = candidate.script.hash.chars().take(12).collect();
    let mut archive = NewArchive::create(&task.folder, &format!("{time}_{plan}"))?;
    context.progress.start("backing up", affected.tables.len() as u64);
    let mut tables = Vec::new();
    for (name, lost) in &affected.tables {
        context.progress.step(&name.to_string());
        if let Some(table) = schema.table(name) {
            tables.push(save_table(driver, &mut archive, table, lost.as_ref()).await?);
        }
    }
    context.progress.finish();
    let text = as_spec(driver, schema);
    let server = driver.server();
    let manifest = Manifest {
        version: Manifest::VERSION,
        tool: context.tool.clone(),
        dialect: driver.dialect().kind(),
        origin: Origin {
            product: server.product.clone(),
            version: server.version.clone(),
            database: server.database.clone(),
        },
        taken_at: context.timestamp(),
        plan: candidate.script.hash.clone(),
        migration: candidate.file.clone(),
        fingerprint: Fingerprint::of(schema),
        schema_sha256: hex::encode(Sha256::digest(&text)),
        tables,
        notes: affected.notes.clone(),
        digest: String::new(),
    };
    Ok(archive.finish(&text, manifest)?)
}

fn as_spec(driver: &dyn Driver, schema: &Schema) -> String {
    let manages = if driver.server().role.is_some() { Manages::EVERYTHING } else { Manages::default() };
    let dialect = Some(driver.dialect().kind());
    spec::emit(schema, &EmitOptions { dialect, manages, lists_unmanaged: true, ..EmitOptions::default() })
}

async fn save_table(
    driver: &mut dyn Driver,
    archive: &mut NewArchive,
    table: &Table,
    lost: Option<&BTreeSet<Name>>,
) -> Result<SavedTable, AppError> {
    let columns = written_columns(table);
    let (file, writer) = archive.rows()?;
    let mut sink = ToFile { writer, failure: None };
    let selection = RowSelection { table: &table.name, columns: &columns, present_in: None };
    let read = driver.read_rows(&selection, &mut sink).await;
    if let Some(failure) = sink.failure {
        return Err(failure.into());
    }
    read?;
    let Written { rows, rows_hash, bytes, sha256 } = sink.writer.finish()?;
    let counters = driver.counters(&table.name).await?;
    let texts = |names: &[Name]| names.iter().map(ToString::to_string).collect();
    Ok(SavedTable {
        table: TableName::from(&table.name),
        columns: texts(&columns),
        key: table.primary_key().map_or_else(Vec::new, key_columns),
        lost: lost.map(|names| names.iter().map(ToString::to_string).collect()),
        rows,
        rows_hash,
        file,
        bytes,
        sha256,
        counters: counters.into_iter().map(saved_counter).collect(),
    })
}

/// What a generated column holds follows from the others.
pub(in crate::app) fn written_columns(table: &Table) -> Vec<Name> {
    table.columns.values().filter(|column| column.generated.is_none()).map(|column| column.name.clone()).collect()
}

fn key_columns(key: &crate::model::PrimaryKey) -> Vec<String> {
    key.columns.iter().map(ToString::to_string).collect()
}

fn saved_counter(counter: TableCounter) -> Counter {
    Counter {
        column: counter.column.map(|name| name.to_string()),
        value: counter.value.to_string(),
        used: counter.used,
    }
}

/// A driver that is told to stop does not know why; the file does.
struct ToFile {
    writer: RowsWriter,
    failure: Option<BackupError>,
}

impl RowSink for ToFile {
    fn row(&mut self, row: &[Cell]) -> io::Result<()> {
        self.writer.write(row).map_err(|failure| {
            self.failure = Some(failure);
            io::Error::other("the backup cannot be written")
        })
    }
}
