//! `verify`: do the files, the ledger and the catalog tell the same story?

use super::history::{Migration, in_force};
use super::plan::sidecar_path;
use super::source::{Target, connect, live};
use super::{AppError, Context};
use crate::dialect::Dialect;
use crate::driver::Server;
use crate::impact::ImpactReport;
use crate::ledger::{Damage, Ledger, Record, State, damage};
use crate::model::{Fingerprint, Schema, object_fingerprints};
use crate::plan::{Script, ScriptError};
use crate::store;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug)]
pub struct VerifyRequest {
    /// The folder of migrations.
    pub migrations: PathBuf,
    pub database: Target,
}

/// What `verify --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VerifyReport {
    pub server: Server,
    /// Whether there is no finding.
    pub holds: bool,
    pub findings: Vec<Finding>,
    /// Migrations that are in force and whose files are as they were applied.
    pub applied: Vec<String>,
    /// Files behind them that were not applied yet.
    pub pending: Vec<String>,
    /// What could not be looked at.
    pub notes: Vec<String>,
}

/// One thing that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    pub what: Mismatch,
    /// The file, the run or the object.
    pub on: String,
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mismatch {
    /// A file is not what was applied.
    Edited,
    /// What was applied is in no file.
    Missing,
    /// Files that stand in another order than they were applied in, or before one that was.
    OutOfOrder,
    /// Rows of the ledger were changed or deleted by hand.
    Ledger,
    /// A run did not come to its end.
    Unfinished,
    /// Between two migrations somebody else changed the schema.
    Gap,
    /// The schema is not the one that the last migration led to.
    Drift,
}

pub async fn verify(context: &Context, request: &VerifyRequest) -> Result<VerifyReport, AppError> {
    let database = context.needed_database(&request.database)?;
    let mut driver = connect(&database.url).await?;
    let ledger = Ledger::of(driver.as_ref(), &context.scope());
    let records = ledger.records(driver.as_mut()).await?;
    let runs = ledger.runs(driver.as_mut()).await?;
    let missing = ledger.missing_tables(driver.as_mut()).await?;
    let dialect = driver.dialect();
    let folder = context.folder.join(&request.migrations);
    let files = read_files(&folder, dialect.as_ref())?;
    let schema = live(context, driver.as_mut()).await?;

    let history = in_force(&records);
    let mut check = Check { findings: Vec::new(), applied: Vec::new(), pending: Vec::new(), notes: Vec::new() };
    check.damage(missing.into_iter().map(|table| Damage::TableMissing { table }).chain(damage(&records, &runs)));
    check.unfinished(&records);
    check.files(&history, &files, &records);
    check.order(&history, &files);
    check.chain(&history);
    check.drift(&history, &schema, &folder);
    Ok(VerifyReport {
        server: driver.server().clone(),
        holds: check.findings.is_empty(),
        findings: check.findings,
        applied: check.applied,
        pending: check.pending,
        notes: check.notes,
    })
}

/// Migrations by file name, ways back aside.
type Files = BTreeMap<String, Result<Script, ScriptError>>;

fn read_files(folder: &Path, dialect: &dyn Dialect) -> Result<Files, AppError> {
    let mut files = Files::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    for path in store::list(folder, &["sql"])? {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        if !name.ends_with(".down.sql") {
            files.insert(name, Script::parse(&store::read(&path)?, dialect.capabilities().syntax));
        }
    }
    Ok(files)
}

struct Check {
    findings: Vec<Finding>,
    applied: Vec<String>,
    pending: Vec<String>,
    notes: Vec<String>,
}

impl Check {
    fn find(&mut self, what: Mismatch, on: impl Into<String>, message: impl Into<String>) {
        self.findings.push(Finding { what, on: on.into(), message: message.into() });
    }

    fn damage(&mut self, damage: impl Iterator<Item = Damage>) {
        for damage in damage {
            self.find(Mismatch::Ledger, "ledger", damage.to_string());
        }
    }

    /// A plan that failed or was cut off, and was not applied after all.
    fn unfinished(&mut self, records: &[Record]) {
        for record in records.iter().filter(|record| record.operation == 0 && !record.state.is_applied()) {
            let later = |it: &&Record| it.operation == 0 && it.run > record.run;
            let settled = records.iter().filter(later).any(|it| it.plan == record.plan || it.state.is_applied());
            let kept = records.iter().any(|it| it.run == record.run && it.operation > 0 && it.state == State::Done);
            if !settled && (kept || record.state == State::Running) {
                let message = format!("run {} of {} is {}", record.run, record.file, record.state.as_str());
                self.find(Mismatch::Unfinished, record.run.to_string(), message);
            }
        }
    }

    fn files(&mut self, history: &[Migration], files: &Files, records: &[Record]) {
        for migration in history {
            match files.get(&migration.file) {
                None if !migration.file.ends_with(".sql") => self.notes.push(format!(
                    "run {} was planned on the spot from {}: there is no file to compare",
                    migration.run, migration.file
                )),
                None => {
                    let message = format!("run {} applied plan {}", migration.run, short(&migration.plan));
                    self.find(Mismatch::Missing, &migration.file, message);
                }
                Some(Err(error)) => self.find(Mismatch::Edited, &migration.file, error.to_string()),
                Some(Ok(script)) if script.hash != migration.plan => {
                    let message = format!(
                        "its hash is {}, and run {} applied {}",
                        short(&script.hash),
                        migration.run,
                        short(&migration.plan)
                    );
                    self.find(Mismatch::Edited, &migration.file, message);
                }
                Some(Ok(script)) => {
                    self.operations(migration, script, records);
                    self.applied.push(migration.file.clone());
                }
            }
        }
    }

    /// The rows of the ledger are about the operations of the file. A resumed run has only some of them.
    fn operations(&mut self, migration: &Migration, script: &Script, records: &[Record]) {
        let of_run = records.iter().filter(|record| record.run == migration.run && record.operation > 0);
        for record in of_run {
            let operation = usize::try_from(record.operation - 1).ok().and_then(|at| script.operations.get(at));
            if operation.is_none_or(|operation| operation.hash() != record.statement_hash) {
                let message = format!("operation {} of run {} is not that of the file", record.operation, record.run);
                self.find(Mismatch::Ledger, &migration.file, message);
            }
        }
    }

    /// Files run in the order of their names.
    fn order(&mut self, history: &[Migration], files: &Files) {
        let known: Vec<&String> = history.iter().map(|it| &it.file).filter(|file| files.contains_key(*file)).collect();
        for pair in known.windows(2).filter(|pair| pair[0] > pair[1]) {
            self.find(Mismatch::OutOfOrder, pair[1].as_str(), format!("it was applied after {}", pair[0]));
        }
        let last = known.iter().max().copied();
        for (name, script) in files.iter().filter(|(name, _)| !known.contains(name)) {
            match script {
                Err(error) => self.find(Mismatch::Edited, name, error.to_string()),
                Ok(_) if last.is_some_and(|last| name < last) => {
                    let message = "it was not applied, and stands before files that were";
                    self.find(Mismatch::OutOfOrder, name, message);
                }
                Ok(_) => self.pending.push(name.clone()),
            }
        }
    }

    /// Each plan starts where the one before it ended. SQL written by hand says neither.
    fn chain(&mut self, history: &[Migration]) {
        for pair in history.windows(2) {
            let [before, after] = pair else { continue };
            if !before.to.is_empty() && !after.from.is_empty() && before.to != after.from {
                let message =
                    format!("it does not start from the schema that run {} ({}) led to", before.run, before.file);
                self.find(Mismatch::Gap, &after.file, message);
            }
        }
    }

    fn drift(&mut self, history: &[Migration], schema: &Schema, folder: &Path) {
        let Some(last) = history.last() else {
            self.notes.push("nothing was applied here: there is no schema to compare with".into());
            return;
        };
        if last.to.is_empty() {
            self.notes.push(format!(
                "{} is SQL written by hand, which does not say where it leads: compare with a spec by `dbx drift`",
                last.file
            ));
            return;
        }
        if Fingerprint::of(schema).as_str() == last.to {
            return;
        }
        let objects = differing(schema, last, folder);
        if objects.is_empty() {
            let message =
                format!("the schema is not the one that {} led to; `dbx drift` compares it with a spec", last.file);
            self.find(Mismatch::Drift, "schema", message);
        }
        for (object, how) in objects {
            let message = format!("it is {how} since {}", last.file);
            self.find(Mismatch::Drift, object, message);
        }
    }
}

/// Objects that differ from where the migration led, as the impact file of its way back knows them.
fn differing(schema: &Schema, last: &Migration, folder: &Path) -> Vec<(String, &'static str)> {
    let down = folder.join(super::history::down_name(&last.file));
    let json = store::read_if_there(&sidecar_path(&down)).ok().flatten().unwrap_or_default();
    let Ok(report) = ImpactReport::read_by_itself(&json) else { return Vec::new() };
    if report.from.as_str() != last.to {
        return Vec::new();
    }
    let now: BTreeMap<String, String> =
        object_fingerprints(schema).into_iter().map(|(id, hash)| (id.to_string(), hash)).collect();
    let gone = report.objects.keys().filter(|address| !now.contains_key(*address)).map(|it| (it.clone(), "gone"));
    let other = now.iter().filter_map(|(address, hash)| match report.objects.get(address) {
        None => Some((address.clone(), "new")),
        Some(before) if before != hash => Some((address.clone(), "different")),
        Some(_) => None,
    });
    gone.chain(other).collect()
}

/// As much of a hash as a person compares.
fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}
