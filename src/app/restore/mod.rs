//! `restore`: rows of a backup come back, and are proven to be the same.
//!
//! Structure first: tables that are gone are made, and columns that are gone or narrower are brought back, by the planner, with what the schema
//! of the backup says of them. Then rows, by one of two ways: into an empty table as they are, or, where the table has rows, by primary key through
//! a table beside it. What was written is read again and compared with the backup by hash before it is committed.

mod fill;
mod merge;
mod series;
mod structure;

use super::backup::{ToDigest, refuse_hidden_rows, written_columns};
use super::context::Database;
use super::failpoint::reach;
use super::source::{Target, connect, live};
use super::{AppError, Context};
use crate::backup::{Archive, RowsDigest, SavedTable};
use crate::driver::{Driver, DriverError, LockTimeout, RowSelection, Server};
use crate::env;
use crate::ledger::{Ledger, NewCommand, RunRecord, State};
use crate::model::{Name, Operation, Pair, QualifiedName, Renames, Schema, Statement};
use crate::plan as planner;
use crate::spec;
use schemars::JsonSchema;
use serde::Serialize;
pub(super) use series::series;
use std::path::{Path, PathBuf};
use std::time::Duration;
use structure::Stages;

#[derive(Clone, Debug)]
pub struct RestoreRequest {
    /// The folder of the backup.
    pub backup: PathBuf,
    /// Backups of the same migration that were taken later, and restored before: what they have is left to them.
    pub newer: Vec<PathBuf>,
    /// Only these; all without any.
    pub tables: Vec<String>,
    /// A new table that takes the rows of the one table meant.
    pub into: Option<String>,
    pub overwrite: Overwrite,
    pub database: Target,
    /// Answers every question with yes.
    pub yes: bool,
    pub lock_timeout: Option<Duration>,
}

impl RestoreRequest {
    /// For a way back: what its plan lost comes back, and nothing else changes. Of several backups the newest comes first.
    pub(super) fn of_what_was_lost(
        backups: &[PathBuf],
        database: &Target,
        lock_timeout: Option<Duration>,
    ) -> Vec<Self> {
        let request = |(at, backup): (usize, &PathBuf)| Self {
            backup: backup.clone(),
            newer: backups[..at].to_vec(),
            tables: Vec::new(),
            into: None,
            overwrite: Overwrite::Lost,
            database: database.clone(),
            yes: true,
            lock_timeout,
        };
        backups.iter().enumerate().map(request).collect()
    }
}

/// Which values that are there now make way for those of the backup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overwrite {
    #[default]
    Nothing,
    /// Those of columns that the plan lost, as its way back left them. Rows that nobody lost stay as they are.
    Lost,
    Everything,
}

/// What `restore --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RestoreReport {
    pub server: Server,
    pub backup: PathBuf,
    pub taken_at: String,
    /// The migration that the backup was taken before.
    pub migration: String,
    pub tables: Vec<RestoredTable>,
    /// What was made or changed so that rows have a place, and was there before the migration.
    pub structure: Vec<String>,
    pub notes: Vec<String>,
}

impl RestoreReport {
    /// With what a further backup brought.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.tables.extend(other.tables);
        self.structure.extend(other.structure);
        let new: Vec<String> = other.notes.into_iter().filter(|note| !self.notes.contains(note)).collect();
        self.notes.extend(new);
        self
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RestoredTable {
    pub table: String,
    pub outcome: RestoreOutcome,
    /// Rows that were written, or whose values were put back.
    pub rows: u64,
    /// The columns, where not whole rows came back.
    pub columns: Vec<String>,
    /// Rows that are in the table and not in the backup: they stay as they are.
    pub newer: u64,
    /// Rows that are in the backup and were deleted since: columns alone do not bring them back.
    pub deleted: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RestoreOutcome {
    /// All rows, into an empty table.
    Filled,
    /// Values, by primary key.
    PutBack,
    /// What is in the table is what is in the backup.
    AlreadyThere,
    /// The table has rows, and the plan had not lost it: they stay as they are.
    LeftAlone,
}

/// A table to restore, and where its rows go.
struct Wanted<'a> {
    saved: &'a SavedTable,
    place: QualifiedName,
}

pub async fn restore(context: &Context, request: &RestoreRequest) -> Result<RestoreReport, AppError> {
    let database = context.needed_database(&request.database)?;
    refuse_read_only(&database)?;
    let archive = opened(context, request)?;
    let mut driver = connect(&database.url).await?;
    let kind = driver.dialect().kind();
    if archive.manifest.dialect != kind {
        let of = archive.manifest.dialect;
        return Err(AppError::Usage(format!("the backup is of a {of} database, and this one is {kind}")));
    }
    let wanted = wanted(&archive, request)?;
    confirm_overwriting(context, request, &database)?;
    let timeout = request.lock_timeout.unwrap_or(database.lock_timeout());
    driver.set_lock_timeout(LockTimeout(timeout)).await?;
    if !driver.lock(timeout).await? {
        return Err(AppError::Busy { holder: driver.lock_holder().await.unwrap_or_default() });
    }
    let restored = recorded(context, driver.as_mut(), request, &archive, &wanted).await;
    // The session's end frees the lock too; an error here must not hide the result.
    let _ = driver.unlock().await;
    restored
}

fn opened(context: &Context, request: &RestoreRequest) -> Result<Archive, AppError> {
    let newer: Vec<PathBuf> = request.newer.iter().map(|path| context.folder.join(path)).collect();
    Ok(series::open_rest(&context.folder.join(&request.backup), &newer)?)
}

fn refuse_read_only(database: &Database) -> Result<(), AppError> {
    if !database.settings.read_only {
        return Ok(());
    }
    Err(AppError::Refused {
        reason: "this environment is read-only".into(),
        help: "choose another one with --env, or change `read_only` in dbx.toml".into(),
        risks: Vec::new(),
    })
}

fn confirm_overwriting(context: &Context, request: &RestoreRequest, database: &Database) -> Result<(), AppError> {
    let question = format!("put the values of {} over those in {}: go on?", request.backup.display(), database.url);
    if request.overwrite == Overwrite::Nothing || request.yes || context.progress.confirm(&question) {
        return Ok(());
    }
    Err(AppError::Refused {
        reason: "nobody said yes".into(),
        help: "answer the question, or add --yes".into(),
        risks: Vec::new(),
    })
}

fn wanted<'a>(archive: &'a Archive, request: &RestoreRequest) -> Result<Vec<Wanted<'a>>, AppError> {
    let of = |saved: &SavedTable| QualifiedName::from(&saved.table);
    let is_named = |saved: &&SavedTable, name: &String| of(saved).to_string() == *name || saved.table.name == *name;
    let tables = &archive.manifest.tables;
    if let Some(unknown) = request.tables.iter().find(|name| !tables.iter().any(|saved| is_named(&saved, name))) {
        let known: Vec<String> = tables.iter().map(|saved| of(saved).to_string()).collect();
        return Err(AppError::Usage(format!("the backup has no table `{unknown}`; it has {}", known.join(", "))));
    }
    let meant =
        |saved: &&SavedTable| request.tables.is_empty() || request.tables.iter().any(|name| is_named(saved, name));
    let chosen: Vec<&SavedTable> = tables.iter().filter(meant).collect();
    match (&request.into, &chosen[..]) {
        (None, _) => Ok(chosen.into_iter().map(|saved| Wanted { saved, place: of(saved) }).collect()),
        (Some(into), [saved]) => Ok(vec![Wanted { saved, place: of(saved).sibling(into.as_str()) }]),
        (Some(_), _) => Err(AppError::Usage("--into takes the rows of one table: name it with --table".into())),
    }
}

/// The restore, with its row among the runs.
async fn recorded(
    context: &Context,
    driver: &mut dyn Driver,
    request: &RestoreRequest,
    archive: &Archive,
    wanted: &[Wanted<'_>],
) -> Result<RestoreReport, AppError> {
    let ledger = Ledger::of(driver, &context.scope());
    ledger.prepare(driver).await?;
    let at = context.timestamp();
    ledger.settle(driver, &at).await?;
    let actor = env::user();
    let new = NewCommand { command: "restore", tool: &context.tool, at: &at, actor: actor.as_deref() };
    let run = ledger.open_command(driver, &new).await?;
    let restored = Restoration { context, driver, request, archive }.run(wanted).await;
    let rows = |report: &RestoreReport| report.tables.iter().map(|table| table.rows).sum::<u64>();
    let (status, error) = match &restored {
        Ok(_) => (State::Done, None),
        Err(error) => (error.state(), Some(error.to_string())),
    };
    let affected = restored.as_ref().ok().and_then(|report| i64::try_from(rows(report)).ok());
    let run = RunRecord { status, error, affected, finished_at: Some(context.timestamp()), ..run };
    let written = ledger.update_run(driver, &run).await;
    let report = restored?;
    written?;
    Ok(report)
}

struct Restoration<'a> {
    context: &'a Context,
    driver: &'a mut dyn Driver,
    request: &'a RestoreRequest,
    archive: &'a Archive,
}

/// What has to happen to the schema so that the rows have a place.
struct Room {
    stages: Stages,
    before: Vec<Operation>,
    after: Vec<Operation>,
}

/// The rows that a plan lost, brought back inside of the transaction of its way back. `None` where the way back does not leave the tables as they
/// were, so that the schema would have to change once more.
pub(super) async fn within_transaction(
    context: &Context,
    driver: &mut dyn Driver,
    request: &RestoreRequest,
) -> Result<Option<RestoreReport>, AppError> {
    let archive = opened(context, request)?;
    let wanted = wanted(&archive, request)?;
    let mut restoration = Restoration { context, driver, request, archive: &archive };
    let room = restoration.room(&wanted).await?;
    if !room.before.is_empty() || !room.after.is_empty() {
        return Ok(None);
    }
    let tables = restoration.everything(&wanted, &room).await?;
    Ok(Some(restoration.report(room, tables)))
}

impl Restoration<'_> {
    async fn run(&mut self, wanted: &[Wanted<'_>]) -> Result<RestoreReport, AppError> {
        let room = self.room(wanted).await?;
        let transactional = self.driver.dialect().capabilities().transactional_ddl;
        let tables = if transactional {
            self.in_one_transaction(wanted, &room).await?
        } else {
            self.step_by_step(wanted, &room).await?
        };
        Ok(self.report(room, tables))
    }

    async fn room(&mut self, wanted: &[Wanted<'_>]) -> Result<Room, AppError> {
        let now = live(self.context, self.driver).await?;
        let saved = self.saved_schema()?;
        let stages = structure::stages(&now, &saved, wanted, self.request.into.is_some())?;
        let before = self.operations(Pair::new(&now, &stages.with_room))?;
        let after = self.operations(Pair::new(&stages.with_room, &stages.whole))?;
        Ok(Room { stages, before, after })
    }

    fn report(&self, room: Room, tables: Vec<RestoredTable>) -> RestoreReport {
        let manifest = &self.archive.manifest;
        RestoreReport {
            server: self.driver.server().clone(),
            backup: self.request.backup.clone(),
            taken_at: manifest.taken_at.clone(),
            migration: manifest.migration.clone(),
            tables,
            structure: room.before.iter().chain(&room.after).map(|operation| operation.title.clone()).collect(),
            notes: manifest.notes.iter().cloned().chain(room.stages.notes).collect(),
        }
    }

    fn saved_schema(&self) -> Result<Schema, AppError> {
        let loaded = spec::load_text(Path::new("schema.yml"), &self.archive.schema()?);
        if loaded.has_errors() {
            return Err(AppError::Invalid { diagnostics: loaded.diagnostics, sources: loaded.sources });
        }
        Ok(self.driver.dialect().normalize(loaded.spec.schema).schema)
    }

    fn operations(&self, schemas: Pair<&Schema>) -> Result<Vec<Operation>, AppError> {
        planner::operations(self.driver.dialect().as_ref(), schemas, &Renames::default()).map_err(AppError::Unsupported)
    }

    /// All or nothing.
    async fn in_one_transaction(&mut self, wanted: &[Wanted<'_>], room: &Room) -> Result<Vec<RestoredTable>, AppError> {
        let operations = room.before.iter().chain(&room.after);
        let statements: Vec<Statement> =
            operations.flat_map(|operation| operation.statements.iter().cloned()).collect();
        self.driver.begin(&statements).await?;
        let written = self.everything(wanted, room).await;
        reach("restored", 0);
        match written {
            Ok(tables) => {
                self.driver.commit().await?;
                Ok(tables)
            }
            Err(error) => {
                // The error that led here is the one to tell.
                let _ = self.driver.rollback().await;
                Err(error)
            }
        }
    }

    async fn everything(&mut self, wanted: &[Wanted<'_>], room: &Room) -> Result<Vec<RestoredTable>, AppError> {
        let Room { stages, before, after } = room;
        self.run_all(before).await?;
        let ordered = structure::parents_first(wanted, &stages.whole);
        self.driver.defer_references(&structure::before_parents(&ordered, &stages.with_room)).await?;
        let places: Vec<QualifiedName> = wanted.iter().map(|it| it.place.clone()).collect();
        if !places.is_empty() {
            // What is looked at now is looked at again at the end: nobody else writes in between.
            self.driver.hold(&places).await?;
        }
        let mut tables = Vec::new();
        let mut settled = Vec::new();
        for table in ordered {
            merge::make_stage(self, table, stages).await?;
            tables.push(self.rows(table, stages).await?);
            merge::drop_stage(self, table).await?;
            // Behind the last table nothing is written any more.
            if tables.len() < wanted.len() {
                settled.push((table, self.own_digest(table, stages).await?));
            }
        }
        self.check_references(wanted).await?;
        for (table, digest) in settled {
            if self.own_digest(table, stages).await? != digest {
                return Err(altered(&table.place, "the rows"));
            }
        }
        self.driver.release().await?;
        self.advance_counters(wanted).await?;
        self.run_all(after).await?;
        Ok(tables)
    }

    /// All that can be written of a table, as it is.
    async fn own_digest(&mut self, table: &Wanted<'_>, stages: &Stages) -> Result<RowsDigest, AppError> {
        let columns = stages.with_room.table(&table.place).map(written_columns).unwrap_or_default();
        self.digest(&table.place, &columns).await
    }

    /// Every statement about structure takes effect by itself there. Run again after an interruption it finds what is there already.
    /// No write to one table reaches another on such an engine while triggers are set aside, so that each is looked at once, in its own transaction.
    async fn step_by_step(&mut self, wanted: &[Wanted<'_>], room: &Room) -> Result<Vec<RestoredTable>, AppError> {
        let Room { stages, before, after } = room;
        self.run_all(before).await?;
        let mut tables = Vec::new();
        for table in structure::parents_first(wanted, &stages.whole) {
            merge::make_stage(self, table, stages).await?;
            self.driver.begin(&[]).await?;
            let written = self.rows(table, stages).await;
            reach("restored", 0);
            match &written {
                Ok(_) => self.driver.commit().await?,
                // The error that led here is the one to tell.
                Err(_) => drop(self.driver.rollback().await),
            }
            merge::drop_stage(self, table).await?;
            tables.push(written?);
        }
        self.check_references(wanted).await?;
        self.advance_counters(wanted).await?;
        self.run_all(after).await?;
        Ok(tables)
    }

    async fn run_all(&mut self, operations: &[Operation]) -> Result<(), AppError> {
        for statement in operations.iter().flat_map(|operation| &operation.statements) {
            self.driver.run(&statement.sql).await?;
        }
        Ok(())
    }

    /// The rows of one table, by the way that fits what is in it.
    async fn rows(&mut self, table: &Wanted<'_>, stages: &Stages) -> Result<RestoredTable, AppError> {
        self.context.progress.step(&table.place.to_string());
        let columns: Vec<Name> = table.saved.columns.iter().map(|name| Name::from(name.as_str())).collect();
        let Some(now) = stages.with_room.table(&table.place) else {
            return Err(AppError::Bug(format!("there is no table {} to restore into", table.place)));
        };
        refuse_hidden_rows(self.driver, std::slice::from_ref(&table.place)).await?;
        if self.is_empty(&table.place).await? {
            return fill::fill(self, table, &columns).await;
        }
        let has_all = columns.iter().all(|column| written_columns(now).contains(column));
        if has_all && self.digest(&table.place, &columns).await?.hex() == table.saved.rows_hash {
            return Ok(RestoredTable::of(table, RestoreOutcome::AlreadyThere));
        }
        merge::put_back(self, table, now, stages).await
    }

    async fn is_empty(&mut self, table: &QualifiedName) -> Result<bool, AppError> {
        let sql = format!("SELECT 1 FROM {} LIMIT 1", self.own_rows(table));
        Ok(self.driver.query(&sql, &[]).await?.rows.is_empty())
    }

    async fn digest(&mut self, table: &QualifiedName, columns: &[Name]) -> Result<RowsDigest, AppError> {
        self.digest_of(&RowSelection { table, columns, present_in: None }).await
    }

    async fn digest_of(&mut self, selection: &RowSelection<'_>) -> Result<RowsDigest, AppError> {
        let mut sink = ToDigest::default();
        self.driver.read_rows(selection, &mut sink).await?;
        Ok(sink.0)
    }

    async fn check_references(&mut self, wanted: &[Wanted<'_>]) -> Result<(), AppError> {
        for table in wanted {
            self.driver.check_references(&table.place).await?;
        }
        Ok(())
    }

    async fn advance_counters(&mut self, wanted: &[Wanted<'_>]) -> Result<(), AppError> {
        for table in wanted {
            for counter in fill::counters(table.saved)? {
                self.driver.advance_counter(&table.place, &counter).await?;
            }
        }
        Ok(())
    }

    fn qualified(&self, table: &QualifiedName) -> String {
        self.driver.dialect().as_ref().qualified(table)
    }

    /// The table in a statement about the rows that are its own: those of a table that inherits from it come back with that.
    fn own_rows(&self, table: &QualifiedName) -> String {
        format!("{}{}", self.driver.dialect().capabilities().own_rows, self.qualified(table))
    }

    fn names(&self, names: &[Name]) -> Vec<String> {
        names.iter().map(|name| self.driver.dialect().quote(name)).collect()
    }
}

impl RestoredTable {
    fn of(table: &Wanted<'_>, outcome: RestoreOutcome) -> Self {
        Self { table: table.place.to_string(), outcome, rows: 0, columns: Vec::new(), newer: 0, deleted: 0 }
    }
}

/// Rows that came out otherwise than they went in.
fn altered(table: &QualifiedName, what: &str) -> AppError {
    let message = format!("{what} of {table} are not those of the backup after they were written: nothing was kept");
    AppError::from(DriverError::new(crate::driver::ErrorKind::Integrity, message))
}
