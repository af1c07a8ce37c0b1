//! One session with a server.

use super::error::driver_error;
use super::remains::is_concurrent;
use super::value;
use crate::driver::{DatabaseUrl, DriverError, ErrorKind, LockTimeout, Server};
use crate::model::{Name, Rows, Statement, Value};
use crate::sql::{Syntax, lex};
use futures_util::TryStreamExt;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgCopyIn, PgRow};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection as _, Row, raw_sql};
use std::str::FromStr;
use std::time::Duration;

/// The oldest major version whose catalog the queries can read.
const OLDEST_SERVER: u32 = 14;

pub(super) struct Connection {
    session: PgConnection,
    /// Holds the password, and is never printed.
    options: PgConnectOptions,
    in_transaction: bool,
    /// Where one was set.
    lock_timeout: Option<LockTimeout>,
}

/// As the server's settings take it, which end at 24 days. Zero would be without end.
pub(super) fn milliseconds(time: Duration) -> u128 {
    time.as_millis().clamp(1, i32::MAX as u128)
}

impl Connection {
    pub(super) async fn open(url: &DatabaseUrl) -> Result<Self, DriverError> {
        let options = PgConnectOptions::from_str(url.secret())
            .map_err(|_| DriverError::new(ErrorKind::Connection, format!("the address {url} cannot be read")))?;
        Self::with(options.application_name("dbx").disable_statement_logging()).await
    }

    pub(super) async fn with(options: PgConnectOptions) -> Result<Self, DriverError> {
        let session = PgConnection::connect_with(&options).await.map_err(driver_error)?;
        Ok(Self { session, options, in_transaction: false, lock_timeout: None })
    }

    /// A further session with the same server; this one can be used meanwhile.
    pub(super) fn another(&self) -> impl Future<Output = Result<Self, DriverError>> + use<> {
        Self::with(self.options.clone())
    }

    /// A session with another database of the same server.
    pub(super) async fn another_in(&self, database: &Name) -> Result<Self, DriverError> {
        Self::with(self.options.clone().database(database.as_str())).await
    }

    /// For streams of rows.
    pub(super) fn session(&mut self) -> &mut PgConnection {
        &mut self.session
    }

    /// A transaction that sees everything as it is now, and changes nothing.
    pub(super) async fn begin_snapshot(&mut self) -> Result<(), DriverError> {
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        self.in_transaction = true;
        Ok(())
    }

    pub(super) async fn close(self) -> Result<(), DriverError> {
        self.session.close().await.map_err(driver_error)
    }

    pub(super) fn options(&self) -> &PgConnectOptions {
        &self.options
    }

    /// The server's process for this session.
    pub(super) async fn process(&mut self) -> Result<i64, DriverError> {
        let rows = self.query("SELECT pg_backend_pid()", &[]).await?;
        let unknown =
            || DriverError::new(ErrorKind::Statement, "the server does not tell which process this session is");
        rows.only().and_then(Value::as_i64).ok_or_else(unknown)
    }

    pub(super) async fn set_lock_timeout(&mut self, timeout: LockTimeout) -> Result<(), DriverError> {
        self.lock_timeout = Some(timeout);
        self.run(&format!("SET lock_timeout = {}", milliseconds(timeout.0))).await
    }

    /// A statement of a migration. One that keeps nobody waiting while it waits itself is given the time it takes.
    pub(super) async fn migrate(&mut self, statement: &str) -> Result<u64, DriverError> {
        if self.in_transaction || !is_concurrent(statement) {
            return self.run_counted(statement).await;
        }
        self.run("SET lock_timeout = 0").await?;
        let result = self.run_counted(statement).await;
        let restored = match self.lock_timeout {
            Some(timeout) => self.set_lock_timeout(timeout).await,
            None => self.run("RESET lock_timeout").await,
        };
        match (result, restored) {
            (Ok(affected), Ok(())) => Ok(affected),
            (Err(error), _) | (Ok(_), Err(error)) => Err(error),
        }
    }

    pub(super) fn in_transaction(&self) -> bool {
        self.in_transaction
    }

    /// Version as (major, minor, patch), and the words for a person.
    pub(super) async fn server(&mut self) -> Result<((u32, u32, u32), Server), DriverError> {
        let rows = self
            .query("SELECT current_setting('server_version_num'), split_part(current_setting('server_version'), ' ', 1), current_database(), current_user", &[])
            .await?;
        let text = |at: usize| rows.rows.first().and_then(|row| row.get(at)?.as_str()).unwrap_or_default().to_owned();
        let number: u32 = text(0).parse().unwrap_or_default();
        let version = (number / 10_000, number % 10_000, 0);
        if version.0 < OLDEST_SERVER {
            let message = format!("the server is PostgreSQL {}; dbx needs {OLDEST_SERVER} or later", text(1));
            return Err(DriverError::new(ErrorKind::Connection, message));
        }
        Ok((
            version,
            Server { product: "PostgreSQL".into(), version: text(1), database: text(2), role: Some(text(3).into()) },
        ))
    }

    /// One statement as it stands, by the simple protocol.
    pub(super) async fn run(&mut self, statement: &str) -> Result<(), DriverError> {
        self.run_counted(statement).await.map(drop)
    }

    /// As [`run`](Self::run), with the number of rows that it met.
    pub(super) async fn run_counted(&mut self, statement: &str) -> Result<u64, DriverError> {
        let result = raw_sql(AssertSqlSafe(statement)).execute(&mut self.session).await;
        result.map(|done| done.rows_affected()).map_err(|error| driver_error(error).in_statement(statement))
    }

    /// The rows of a query of ours that has no parameters; every value comes as text.
    pub(super) async fn rows(&mut self, sql: &str) -> Result<Vec<PgRow>, DriverError> {
        let rows = raw_sql(AssertSqlSafe(sql)).fetch(&mut self.session).try_collect().await;
        rows.map_err(|error| driver_error(error).in_statement(sql))
    }

    /// Without parameters every type can be read, since it comes as text. With parameters values come in binary: types beyond numbers,
    /// booleans and texts are to be cast to text in the query.
    pub(super) async fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Rows, DriverError> {
        let rows: Result<Vec<PgRow>, sqlx::Error> = if parameters.is_empty() {
            raw_sql(AssertSqlSafe(sql)).fetch(&mut self.session).try_collect().await
        } else {
            value::bind(sql, parameters).fetch_all(&mut self.session).await
        };
        let rows = rows.map_err(|error| driver_error(error).in_statement(sql))?;
        let columns = rows.first().map_or_else(Vec::new, |row| {
            row.columns().iter().map(|column| sqlx::Column::name(column).to_owned()).collect()
        });
        let rows = rows.iter().map(value::decode_row).collect::<Result<_, _>>();
        Ok(Rows { columns, rows: rows.map_err(|error| error.in_statement(sql))? })
    }

    /// Starts a COPY … FROM STDIN.
    pub(super) async fn copy_in(&mut self, statement: &str) -> Result<PgCopyIn<&mut PgConnection>, DriverError> {
        let copy = self.session.copy_in_raw(statement).await;
        copy.map_err(|error| driver_error(error).in_statement(statement))
    }

    pub(super) async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, DriverError> {
        let result = value::bind(sql, parameters).execute(&mut self.session).await;
        result.map(|done| done.rows_affected()).map_err(|error| driver_error(error).in_statement(sql))
    }

    /// Bodies of functions are not checked while they are made: a function may use tables that come after it.
    pub(super) async fn begin(&mut self, statements: &[Statement]) -> Result<(), DriverError> {
        if self.in_transaction {
            return Err(DriverError::new(ErrorKind::Statement, "a transaction is open already"));
        }
        self.run("BEGIN").await?;
        self.in_transaction = true;
        // A statement of a client that is gone stops within a second (PostgreSQL 14 and later).
        self.run("SET LOCAL client_connection_check_interval = '1s'").await?;
        if statements.iter().any(|statement| makes_function(&statement.sql)) {
            self.run("SET LOCAL check_function_bodies = off").await?;
        }
        Ok(())
    }

    /// COMMIT of a transaction that failed rolls back without an error, so the session is asked first.
    pub(super) async fn commit(&mut self) -> Result<(), DriverError> {
        let committed = match self.run("SELECT 1").await {
            Ok(()) => self.run("COMMIT").await,
            Err(error) => Err(error),
        };
        if committed.is_err() {
            // The first error is the one to tell; after a failed COMMIT there is nothing left to roll back.
            let _ = self.run("ROLLBACK").await;
        }
        self.in_transaction = false;
        committed
    }

    pub(super) async fn rollback(&mut self) -> Result<(), DriverError> {
        if !std::mem::take(&mut self.in_transaction) {
            return Ok(());
        }
        self.run("ROLLBACK").await
    }
}

fn makes_function(sql: &str) -> bool {
    let Ok(lexemes) = lex(Syntax::Postgres, sql) else { return false };
    let is_create = lexemes.first().is_some_and(|first| first.is_word("CREATE"));
    is_create && lexemes.iter().take(4).any(|lexeme| lexeme.is_word("FUNCTION") || lexeme.is_word("PROCEDURE"))
}
