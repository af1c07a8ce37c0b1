//! One session with a server.

use super::address::check_options;
use super::error::driver_error;
use super::parameter;
use super::session_mode::without_lexical_modes;
use super::value::{self, Encoding};
use crate::dialect::{Flavor, TableDefaults};
use crate::driver::{DatabaseUrl, DriverError, ErrorKind, LockTimeout, Server};
use crate::model::{Rows, Value};
use futures_util::TryStreamExt;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlRow};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, raw_sql};
use std::str::FromStr;
use std::time::Duration;

/// The oldest servers whose catalog the queries can read.
const OLDEST_MYSQL: (u32, u32, u32) = (8, 0, 16);
const OLDEST_MARIADB: (u32, u32, u32) = (10, 6, 0);

/// Reading the catalog waits for the tables' metadata locks; the server's own patience is a day.
pub(super) const READING_PATIENCE: LockTimeout = LockTimeout(Duration::from_secs(30));

pub(super) struct Connection {
    session: MySqlConnection,
    /// Holds the password, and is never printed.
    options: MySqlConnectOptions,
    version: Version,
    in_transaction: bool,
    statement_timeout: Option<Duration>,
    lock_timeout: LockTimeout,
}

/// What a server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Version {
    pub flavor: Flavor,
    pub number: (u32, u32, u32),
    /// As the server says it.
    pub text: String,
}

impl Version {
    /// `10.11.14-MariaDB-0+deb12u2`, `8.0.36`.
    fn parse(text: &str) -> Self {
        let flavor = if text.contains("MariaDB") { Flavor::Mariadb } else { Flavor::Mysql };
        let digits = text.split(|c: char| !c.is_ascii_digit() && c != '.').next().unwrap_or_default();
        let mut parts = digits.split('.').map(|part| part.parse().unwrap_or(0));
        let mut next = || parts.next().unwrap_or(0);
        Self { flavor, number: (next(), next(), next()), text: text.to_owned() }
    }

    fn product(&self) -> &'static str {
        match self.flavor {
            Flavor::Mysql => "MySQL",
            Flavor::Mariadb => "MariaDB",
        }
    }

    fn require_readable(&self) -> Result<(), DriverError> {
        let oldest = match self.flavor {
            Flavor::Mysql => OLDEST_MYSQL,
            Flavor::Mariadb => OLDEST_MARIADB,
        };
        if self.number >= oldest {
            return Ok(());
        }
        let (major, minor, patch) = oldest;
        let message =
            format!("the server is {} {}; dbx needs {major}.{minor}.{patch} or later", self.product(), self.text);
        Err(DriverError::new(ErrorKind::Connection, message))
    }
}

impl Connection {
    pub(super) async fn open(url: &DatabaseUrl) -> Result<Self, DriverError> {
        check_options(url)?;
        let options = MySqlConnectOptions::from_str(url.secret())
            .map_err(|_| DriverError::new(ErrorKind::Connection, format!("the address {url} cannot be read")))?;
        if options.get_database().is_none() {
            let message = format!(
                "the address {url} names no database: write it behind the host, as in mysql://user@host/database"
            );
            return Err(DriverError::new(ErrorKind::Connection, message));
        }
        // Modes are chosen below; text goes over as utf8mb4 and times are those of UTC, whatever the server's settings are.
        Self::with(options.pipes_as_concat(false).no_engine_substitution(false).disable_statement_logging()).await
    }

    pub(super) async fn with(options: MySqlConnectOptions) -> Result<Self, DriverError> {
        let session = MySqlConnection::connect_with(&options).await.map_err(driver_error)?;
        let version = Version { flavor: Flavor::Mysql, number: (0, 0, 0), text: String::new() };
        let mut connection = Self {
            session,
            options,
            version,
            in_transaction: false,
            lock_timeout: READING_PATIENCE,
            statement_timeout: None,
        };
        let rows = connection.query("SELECT version(), @@global.sql_mode", &[]).await?;
        let text = |at: usize| rows.rows.first().and_then(|row| row.get(at)?.as_str()).unwrap_or_default().to_owned();
        connection.version = Version::parse(&text(0));
        connection.version.require_readable()?;
        connection.run(&format!("SET SESSION sql_mode = '{}'", without_lexical_modes(&text(1)))).await?;
        connection.set_lock_timeout(READING_PATIENCE).await?;
        Ok(connection)
    }

    /// A further session with the same server.
    pub(super) async fn another(&self) -> Result<Self, DriverError> {
        Self::with(self.options.clone()).await
    }

    /// A session with another database of the same server.
    pub(super) async fn another_in(&self, database: &str) -> Result<Self, DriverError> {
        Self::with(self.options.clone().database(database)).await
    }

    /// Makes an empty database with this one's character set and order of text. `name` is quoted.
    pub(super) async fn create_beside(&mut self, name: &str) -> Result<(), DriverError> {
        let rows = self.query("SELECT @@character_set_database, @@collation_database", &[]).await?;
        let text = |at: usize| rows.rows.first().and_then(|row| row.get(at)?.as_str()).unwrap_or_default();
        let sql = format!("CREATE DATABASE {name} CHARACTER SET {} COLLATE {}", text(0), text(1));
        self.run(&sql).await
    }

    /// For streams of rows.
    pub(super) fn session(&mut self) -> &mut MySqlConnection {
        &mut self.session
    }

    pub(super) async fn close(self) -> Result<(), DriverError> {
        self.session.close().await.map_err(driver_error)
    }

    pub(super) fn options(&self) -> &MySqlConnectOptions {
        &self.options
    }

    pub(super) fn version(&self) -> &Version {
        &self.version
    }

    pub(super) fn server(&self) -> Server {
        Server {
            product: self.version.product().to_owned(),
            version: self.version.text.clone(),
            database: self.options.get_database().unwrap_or_default().to_owned(),
            role: None,
        }
    }

    /// What the database gives its tables where nothing is said.
    pub(super) async fn table_defaults(&mut self) -> Result<TableDefaults, DriverError> {
        let rows = self
            .query(
                "SELECT @@collation_database, @@default_storage_engine, @@lower_case_table_names, CURRENT_USER()",
                &[],
            )
            .await?;
        let text = |at: usize| rows.rows.first().and_then(|row| row.get(at)?.as_str()).map(str::to_owned);
        let lowers_names = rows.rows.first().and_then(|row| row.get(2)?.as_i64()) == Some(1);
        Ok(TableDefaults { collation: text(0), engine: text(1), lowers_names, account: text(3) })
    }

    /// One statement as it stands.
    pub(super) async fn run(&mut self, statement: &str) -> Result<(), DriverError> {
        self.run_counted(statement).await.map(drop)
    }

    /// As [`run`](Self::run), with the number of rows that it met.
    pub(super) async fn run_counted(&mut self, statement: &str) -> Result<u64, DriverError> {
        let result = raw_sql(AssertSqlSafe(statement)).execute(&mut self.session).await;
        result.map(|done| done.rows_affected()).map_err(|error| driver_error(error).in_statement(statement))
    }

    /// Without parameters every type can be read, since it comes as text. With parameters values come in binary: dates and times are
    /// to be cast to text in the query.
    pub(super) async fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Rows, DriverError> {
        let (found, encoding): (Result<Vec<MySqlRow>, sqlx::Error>, _) = if parameters.is_empty() {
            (raw_sql(AssertSqlSafe(sql)).fetch(&mut self.session).try_collect().await, Encoding::Text)
        } else {
            (parameter::bind(sql, parameters)?.fetch_all(&mut self.session).await, Encoding::Binary)
        };
        let found = found.map_err(|error| driver_error(error).in_statement(sql))?;
        value::rows(&found, encoding).map_err(|error| error.in_statement(sql))
    }

    pub(super) async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, DriverError> {
        let done = if parameters.is_empty() {
            // Not every statement can be prepared.
            raw_sql(AssertSqlSafe(sql)).execute(&mut self.session).await
        } else {
            parameter::bind(sql, parameters)?.execute(&mut self.session).await
        };
        done.map(|done| done.rows_affected()).map_err(|error| driver_error(error).in_statement(sql))
    }

    /// How long a statement waits for a lock now.
    pub(super) fn lock_timeout(&self) -> LockTimeout {
        self.lock_timeout
    }

    /// How long a statement waits for the locks of tables and of rows.
    pub(super) async fn set_lock_timeout(&mut self, patience: LockTimeout) -> Result<(), DriverError> {
        let LockTimeout(timeout) = patience;
        // Whole seconds, and at least one (MySQL).
        let seconds = timeout.as_secs() + u64::from(timeout.subsec_nanos() > 0);
        let seconds = seconds.max(1);
        self.run(&format!("SET SESSION lock_wait_timeout = {seconds}, innodb_lock_wait_timeout = {seconds}")).await?;
        self.lock_timeout = patience;
        Ok(())
    }

    /// How long statements may run from now on; nothing is without end.
    pub(super) async fn set_statement_timeout(&mut self, timeout: Option<Duration>) -> Result<(), DriverError> {
        self.statement_timeout = timeout;
        self.limit(timeout).await
    }

    /// Back to what was set.
    pub(super) async fn reset_statement_timeout(&mut self) -> Result<(), DriverError> {
        self.limit(self.statement_timeout).await
    }

    /// How long statements may run until this is changed or reset.
    pub(super) async fn limit(&mut self, timeout: Option<Duration>) -> Result<(), DriverError> {
        let timeout = timeout.map(|timeout| timeout.max(Duration::from_millis(1))).unwrap_or_default();
        self.run(&match self.version.flavor {
            Flavor::Mariadb => format!("SET SESSION max_statement_time = {:.3}", timeout.as_secs_f64()),
            Flavor::Mysql => format!("SET SESSION max_execution_time = {}", timeout.as_millis()),
        })
        .await
    }

    /// A transaction for statements that change rows; each statement that changes the schema commits by itself.
    pub(super) async fn begin(&mut self) -> Result<(), DriverError> {
        if self.in_transaction {
            return Err(DriverError::new(ErrorKind::Statement, "a transaction is open already"));
        }
        // Under a weaker level the gaps between rows stay open for new ones.
        self.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").await?;
        self.run("START TRANSACTION").await?;
        self.in_transaction = true;
        Ok(())
    }

    pub(super) fn in_transaction(&self) -> bool {
        self.in_transaction
    }

    pub(super) async fn commit(&mut self) -> Result<(), DriverError> {
        self.in_transaction = false;
        self.run("COMMIT").await
    }

    pub(super) async fn rollback(&mut self) -> Result<(), DriverError> {
        if !std::mem::take(&mut self.in_transaction) {
            return Ok(());
        }
        self.run("ROLLBACK").await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        let version = Version::parse("10.11.14-MariaDB-0+deb12u2");
        assert_eq!((version.flavor, version.number), (Flavor::Mariadb, (10, 11, 14)));
        let version = Version::parse("8.0.36-28");
        assert_eq!((version.flavor, version.number), (Flavor::Mysql, (8, 0, 36)));
        assert!(Version::parse("5.7.44").require_readable().unwrap_err().message.contains("8.0.16"));
    }
}
