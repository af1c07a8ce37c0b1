//! A scratch database that the user named, while dbx builds in it.
//!
//! It has to be empty, and it is left as it was found. A marker table says meanwhile that what is there is dbx's: after a proof that never came
//! to its end the next one clears up, unless somebody put rows in.

use super::few;
use super::run::run;
use crate::app::source::live;
use crate::app::{AppError, Context};
use crate::driver::{Driver, DriverError};
use crate::model::{Fingerprint, Name, Object, ObjectKind, Pair, Plan, Probe, QualifiedName, Renames, Schema, Value};
use crate::plan::{self as planner, Script, ScriptOperation};
use std::time::Duration;

/// Another proof in the same database is worth waiting for.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Claim {
    marker: QualifiedName,
    /// What was there before: extensions, which many a role cannot make by itself.
    pub found: Schema,
}

impl Claim {
    /// Makes sure that the database is empty, and marks it.
    pub async fn take(context: &Context, driver: &mut dyn Driver) -> Result<Self, AppError> {
        if !driver.lock(PATIENCE).await? {
            let reason = format!("the scratch database {} is being used by another dbx", driver.server().database);
            return Err(refused(reason, "wait for it, or name another one with --scratch"));
        }
        let marker = marker(context, driver);
        if driver.has_table(&marker).await? {
            clear_leftovers(context, driver, &marker).await?;
        }
        let found = live(context, driver).await?;
        refuse_occupied(driver, &found)?;
        let claim = Self { marker, found };
        claim.mark(driver).await?;
        Ok(claim)
    }

    async fn mark(&self, driver: &mut dyn Driver) -> Result<(), DriverError> {
        let table = driver.dialect().qualified(&self.marker);
        driver.execute(&format!("CREATE TABLE {table} (extension TEXT NOT NULL)"), &[]).await?;
        for object in self.found.of_kind(ObjectKind::Extension) {
            let name = Value::Text(object.id().name().to_string());
            driver.execute(&format!("INSERT INTO {table} (extension) VALUES ($1)"), &[name]).await?;
        }
        Ok(())
    }

    /// Leaves the database as it was found. The error is what to tell where that is not possible.
    pub async fn release(self, context: &Context, driver: &mut dyn Driver) -> Result<(), String> {
        let cleared = clear(context, driver, &self.found, &self.marker).await;
        // The session's end frees the lock, too.
        let _ = driver.unlock().await;
        cleared.map_err(|reason| {
            format!("the scratch database {} could not be cleared: {reason}", driver.server().database)
        })
    }
}

fn marker(context: &Context, driver: &dyn Driver) -> QualifiedName {
    let namespace = driver.dialect().capabilities().default_namespace.map(Name::from);
    QualifiedName::new(namespace, format!("{}scratch", context.scope().own_prefix))
}

fn refused(reason: String, help: &str) -> AppError {
    AppError::Refused { reason, help: help.to_owned(), risks: Vec::new() }
}

/// Properties and grants of what is in every database are nobody's objects.
fn refuse_occupied(driver: &dyn Driver, found: &Schema) -> Result<(), AppError> {
    let objects = found.objects.keys().filter(|id| id.kind != ObjectKind::Extension).map(ToString::to_string);
    let unmanaged = found.unmanaged.iter().map(|entry| entry.address.clone());
    let unmanaged = unmanaged.filter(|address| !address.starts_with("grant:") && !address.contains('#'));
    let Some(there) = few(objects.chain(unmanaged).collect()) else { return Ok(()) };
    let reason = format!("the scratch database {} is not empty: {there}", driver.server().database);
    Err(refused(reason, "name a database that is empty: dbx builds in it, and clears it afterwards"))
}

/// Clears what a proof left that never came to its end.
async fn clear_leftovers(context: &Context, driver: &mut dyn Driver, marker: &QualifiedName) -> Result<(), AppError> {
    let there = live(context, driver).await?;
    for table in there.tables() {
        let probe = Probe::Rows { table: table.name.clone() };
        if driver.answer(&probe, 1, PATIENCE).await?.is_none_or(|count| count.rows > 0) {
            let reason = format!(
                "the scratch database {} holds what an earlier proof left, and {} has rows that dbx did not put there",
                driver.server().database,
                table.id()
            );
            return Err(refused(reason, "name a database that is empty, or clear this one by hand"));
        }
    }
    let rows = driver.query(&format!("SELECT extension FROM {}", driver.dialect().qualified(marker)), &[]).await?;
    let is_found = |name: &Name| rows.rows.iter().any(|row| row.first().and_then(Value::as_str) == Some(name.as_str()));
    let mut found = Schema::default();
    for object in there.of_kind(ObjectKind::Extension).filter(|object| is_found(object.id().name())) {
        found.insert(Object::clone(object));
    }
    let cleared = clear(context, driver, &found, marker).await;
    cleared.map_err(|reason| {
        let reason = format!("the scratch database {} could not be cleared: {reason}", driver.server().database);
        refused(reason, "name a database that is empty, or clear this one by hand")
    })
}

/// Drops everything but what was found, then the marker.
async fn clear(
    context: &Context,
    driver: &mut dyn Driver,
    found: &Schema,
    marker: &QualifiedName,
) -> Result<(), String> {
    driver.rollback().await.map_err(|error| error.to_string())?;
    let there = live(context, driver).await.map_err(|error| error.to_string())?;
    let dialect = driver.dialect();
    let schemas = Pair::new(&there, found);
    let operations = planner::operations(dialect.as_ref(), schemas, &Renames::default())
        .map_err(|reasons| reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    let Pair { from, to } = schemas.map(Fingerprint::of);
    let script = Script::of(&Plan { from, to, operations }, dialect.kind(), &context.tool);
    if run(context, driver, &script).await.is_err() {
        piece_by_piece(driver, &script).await?;
    }
    let drop = format!("DROP TABLE {}", dialect.qualified(marker));
    driver.execute(&drop, &[]).await.map(|_| ()).map_err(|error| error.to_string())
}

/// Runs each operation for itself, and those that fail again, as long as one of them goes: what a plan that was just disproved has left may
/// hang together in another way than dbx knows.
async fn piece_by_piece(driver: &mut dyn Driver, script: &Script) -> Result<(), String> {
    let mut left: Vec<&ScriptOperation> = script.operations.iter().collect();
    loop {
        let mut failed = Vec::new();
        let mut reason = String::new();
        for operation in &left {
            if let Err(error) = run_statements(driver, operation).await {
                failed.push(*operation);
                reason = format!("{}: {error}", operation.title);
            }
        }
        if failed.is_empty() {
            return Ok(());
        }
        if failed.len() == left.len() {
            return Err(reason);
        }
        left = failed;
    }
}

async fn run_statements(driver: &mut dyn Driver, operation: &ScriptOperation) -> Result<(), DriverError> {
    for statement in &operation.statements {
        driver.run(&statement.sql).await?;
    }
    Ok(())
}
