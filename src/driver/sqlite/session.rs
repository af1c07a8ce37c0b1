//! The connection, and the file behind it.

use super::error::driver_error;
use super::stop::{STEPS, Stop};
use super::value::bound;
use crate::driver::{DriverError, ErrorKind, LockTimeout, count_in};
use crate::model::{Rows, Value};
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, SqliteConnection};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub(super) const IN_MEMORY: &str = ":memory:";

/// One connection. Foreign keys are enforced on it except during a migration.
pub(super) struct Session {
    pub connection: SqliteConnection,
    /// A file that is not there yet. Reading finds an empty database in its place; it is made when something is written, so that a misspelt
    /// path leaves no file behind.
    missing: Option<PathBuf>,
    lock_timeout: LockTimeout,
    pub stop: Arc<Stop>,
}

impl Session {
    pub async fn open(path: &str) -> Result<Self, DriverError> {
        let lock_timeout = LockTimeout(Duration::from_secs(5));
        let file = Path::new(path);
        let missing = (path != IN_MEMORY && !file.exists()).then(|| file.to_owned());
        if let Some(folder) = missing.as_deref().and_then(Path::parent)
            && !folder.as_os_str().is_empty()
            && !folder.is_dir()
        {
            let message = format!("the folder {} does not exist", folder.display());
            return Err(DriverError::new(ErrorKind::Connection, message));
        }
        let opened = if missing.is_some() { Path::new(IN_MEMORY) } else { file };
        let stop = Arc::new(Stop::default());
        let connection = connect(opened, false, lock_timeout, &stop).await?;
        Ok(Self { connection, missing, lock_timeout, stop })
    }

    /// Makes the file if it is not there yet. Called before anything is written.
    pub async fn make_file(&mut self) -> Result<(), DriverError> {
        if let Some(path) = &self.missing {
            self.connection = connect(path, true, self.lock_timeout, &self.stop).await?;
            self.missing = None;
        }
        Ok(())
    }

    pub async fn set_lock_timeout(&mut self, timeout: LockTimeout) -> Result<(), DriverError> {
        self.lock_timeout = timeout;
        self.run(&format!("PRAGMA busy_timeout = {}", timeout.0.as_millis())).await
    }

    /// How long a statement waits for a lock.
    pub fn lock_timeout(&self) -> LockTimeout {
        self.lock_timeout
    }

    /// Runs one statement as it stands.
    pub async fn run(&mut self, sql: &str) -> Result<(), DriverError> {
        self.run_counted(sql).await.map(drop)
    }

    /// As [`run`](Self::run), with the number of rows that it met.
    pub async fn run_counted(&mut self, sql: &str) -> Result<u64, DriverError> {
        let done = self.connection.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await;
        done.map(|done| done.rows_affected()).map_err(|error| driver_error(error).in_statement(sql))
    }

    pub async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, DriverError> {
        let done = bound(sql, parameters)?.execute(&mut self.connection).await;
        done.map(|done| done.rows_affected()).map_err(|error| driver_error(error).in_statement(sql))
    }

    pub async fn fetch(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<SqliteRow>, DriverError> {
        let found = bound(sql, parameters)?.fetch_all(&mut self.connection).await;
        found.map_err(|error| driver_error(error).in_statement(sql))
    }

    pub async fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Rows, DriverError> {
        super::value::rows(&self.fetch(sql, parameters).await?)
    }

    /// The one number that a query gives.
    pub async fn count(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, DriverError> {
        count_in(&self.query(sql, parameters).await?)
    }

    /// Back to how a session is outside of migrations.
    pub async fn restore(&mut self) -> Result<(), DriverError> {
        self.run("PRAGMA legacy_alter_table = OFF").await?;
        self.run("PRAGMA foreign_keys = ON").await
    }
}

async fn connect(
    path: &Path,
    create: bool,
    timeout: LockTimeout,
    stop: &Arc<Stop>,
) -> Result<SqliteConnection, DriverError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(create)
        .foreign_keys(true)
        .busy_timeout(timeout.0)
        .disable_statement_logging();
    let mut connection = SqliteConnection::connect_with(&options).await.map_err(driver_error)?;
    // The first read: a file that is no database is told at once.
    let read = connection.execute("SELECT count(*) FROM sqlite_schema").await;
    read.map_err(driver_error)?;
    let stop = Arc::clone(stop);
    connection.lock_handle().await.map_err(driver_error)?.set_progress_handler(STEPS, move || stop.goes_on());
    Ok(connection)
}
