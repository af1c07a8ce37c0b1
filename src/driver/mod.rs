//! Connections to live databases. One folder per engine, with the same file names in each.
//!
//! Everything above speaks to [`Driver`] alone. Nothing here decides what to do: a driver inspects, answers, runs.

mod blocker;
mod bulk;
mod counting;
mod error;
mod mysql;
mod postgres;
mod read_only;
mod sqlite;
mod table_rows;
mod url;

pub use blocker::{Blocker, Cancel};
pub use bulk::{Batches, BulkColumn, BulkLoader, BulkTarget, Deferrable};
pub use error::{DriverError, ErrorKind};
pub use read_only::{Answer, Cap, Limits, Reader, connect as connect_reader};
pub use table_rows::{KeyMatch, RowSelection, RowSink, RowSource, TableCounter, TableRows};
pub use url::{DatabaseUrl, UrlError};

use crate::dialect::{Dialect, DialectKind};
use crate::model::{Name, Probe, QualifiedName, RowCount, Rows, Schema, Statement, Value};
use async_trait::async_trait;
use std::sync::Arc;
use std::time::Duration;

/// A connection to one database.
///
/// Methods that change anything are called by `apply` and the ledger alone. A driver that was told to [`begin`](Driver::begin) runs everything in
/// that transaction until it is told to commit or roll back.
#[async_trait]
pub trait Driver: TableRows {
    /// The dialect at the server's version.
    fn dialect(&self) -> Arc<dyn Dialect>;

    /// Who is at the other end, without secrets.
    fn server(&self) -> &Server;

    /// Which server and database this is, in its own terms: the same for as long as it lives, another one for a copy.
    async fn identity(&mut self) -> Result<String, DriverError>;

    /// This session in the server's own terms, for the ledger. `None` where the engine has no sessions to speak of.
    async fn session(&mut self) -> Result<Option<String>, DriverError>;

    /// The whole schema, as raw as the catalog has it; `Dialect::normalize` comes after.
    async fn inspect(&mut self, scope: &Scope) -> Result<Schema, DriverError>;

    /// Runs the statements where they leave no trace, and inspects what they made: in a transaction that is rolled back, or in an empty scratch
    /// database where the engine has no transactional DDL.
    async fn rehearse(&mut self, statements: &[Statement], scope: &Scope) -> Result<Schema, DriverError>;

    /// Whether a table of this name is there.
    async fn has_table(&mut self, name: &QualifiedName) -> Result<bool, DriverError>;

    /// Answers a question about rows, counting up to `limit` and within `timeout`. `None` where the table or column is not there
    /// or the time is over.
    async fn answer(&mut self, probe: &Probe, limit: u64, timeout: Duration) -> Result<Option<RowCount>, DriverError>;

    /// Runs one query and gives its rows. Parameters are `$1`, `$2` … and go over as text or NULL,
    /// integers as text too: the SQL casts where a number is due.
    async fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Rows, DriverError>;

    /// Runs one statement of dbx's own bookkeeping with parameters, and says how many rows it met.
    async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, DriverError>;

    /// Runs one statement of a migration as it stands, and says how many rows it met.
    async fn run(&mut self, statement: &str) -> Result<u64, DriverError>;

    /// Opens the transaction of a migration that is going to run these statements. Engine-specific precautions for them happen here
    /// and are checked in [`commit`](Driver::commit).
    async fn begin(&mut self, statements: &[Statement]) -> Result<(), DriverError>;

    /// Proves that no rows were lost that should be there, and commits. On an error the transaction is rolled back.
    async fn commit(&mut self) -> Result<(), DriverError>;

    /// Leaves the transaction without a trace. Does nothing outside of one.
    async fn rollback(&mut self) -> Result<(), DriverError>;

    /// Takes the one lock under which a database is changed, waiting at most so long. False where somebody else holds it.
    /// It is given back when the session ends, however it ends. An error where the database takes no writes.
    async fn lock(&mut self, wait: Duration) -> Result<bool, DriverError>;

    /// Whether this session still has the lock: it is gone when the server ended the session that held it.
    async fn holds_lock(&mut self) -> Result<bool, DriverError>;

    /// Who has the lock, as far as the engine tells.
    async fn lock_holder(&mut self) -> Result<Option<String>, DriverError>;

    async fn unlock(&mut self) -> Result<(), DriverError>;

    /// Makes a new, empty database beside this one, with its encoding and order of text, and connects to it. It stays until
    /// [`drop_beside`](Driver::drop_beside).
    async fn create_beside(&mut self, name: &Name) -> Result<Box<dyn Driver>, DriverError>;

    /// Drops a database that [`create_beside`](Driver::create_beside) made, with whoever is still connected to it.
    async fn drop_beside(&mut self, name: &Name) -> Result<(), DriverError>;

    /// A session of its own for loading many rows.
    async fn bulk_loader(&mut self) -> Result<Box<dyn BulkLoader>, DriverError>;

    /// How long a statement waits for a lock before it gives up.
    async fn set_lock_timeout(&mut self, timeout: LockTimeout) -> Result<(), DriverError>;

    /// How long a statement of a migration may run; nothing is without end.
    async fn set_statement_timeout(&mut self, timeout: Option<StatementTimeout>) -> Result<(), DriverError>;

    /// A way to stop what this session runs, while it runs.
    async fn canceller(&mut self) -> Result<Arc<dyn Cancel>, DriverError>;

    /// Waits until a session (as [`session`](Driver::session) named it) is over, and ends it where the server lets us. False where it is still
    /// there after the time. Nothing that it did can take effect afterwards.
    async fn outlive(&mut self, session: &str, wait: Duration) -> Result<bool, DriverError>;

    /// What a statement outside of a transaction left behind when it was cut off (PostgreSQL: an invalid index).
    async fn remains(&mut self, statement: &str) -> Result<Option<String>, DriverError>;

    /// Takes [`remains`](Driver::remains) away, and says what they were.
    async fn clear_remains(&mut self, statement: &str) -> Result<Option<String>, DriverError>;
}

/// Opens a connection. The error never holds the password.
pub async fn connect(url: &DatabaseUrl) -> Result<Box<dyn Driver>, DriverError> {
    match url.kind() {
        DialectKind::Postgres => Ok(Box::new(postgres::PostgresDriver::connect(url).await?)),
        DialectKind::Sqlite => Ok(Box::new(sqlite::SqliteDriver::connect(url).await?)),
        DialectKind::Mysql => Ok(Box::new(mysql::MysqlDriver::connect(url).await?)),
    }
}

/// How long a statement of a migration waits for a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockTimeout(pub Duration);

/// How long a statement of a migration may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatementTimeout(pub Duration);

/// Who is at the other end of a connection.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Server {
    /// `PostgreSQL`, `SQLite`, `MySQL`, `MariaDB`.
    pub product: String,
    pub version: String,
    /// Name or path of the database.
    pub database: String,
    /// The role dbx is there, where the engine has roles.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub role: Option<Name>,
}

/// What `inspect` looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Tables whose names start so are dbx's own and never shown.
    pub own_prefix: String,
    /// Namespaces whose names start so (letters, digits, underscores), and what this transaction made, are all that is looked at; an engine
    /// without namespaces looks at everything.
    pub namespaces: Option<String>,
    pub definers: Definers,
}

/// What becomes of the accounts with whose rights stored programs and views run (MySQL's DEFINER).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Definers {
    /// Whoever applies a plan is the definer of what it makes.
    #[default]
    LeaveOut,
    /// The account goes along. It has to be there, and naming it takes a privilege of its own.
    Keep,
}

impl Default for Scope {
    fn default() -> Self {
        Self { own_prefix: "db_assistant_".into(), namespaces: None, definers: Definers::default() }
    }
}

/// A table that assistants write their log to: no part of anybody's schema, and under no prefix.
const AUDIT_LOG: &str = "ai_audit_log";

impl Scope {
    /// Whether the table (or an index or sequence of it) is dbx's own.
    pub fn hides(&self, name: &Name) -> bool {
        name.as_str().starts_with(&self.own_prefix) || name.as_str() == AUDIT_LOG
    }
}

/// The number that a query asks for. None of the answers to a count may be taken for zero because it cannot be read: zero often means that
/// something is safe.
pub fn count_in(rows: &Rows) -> Result<u64, DriverError> {
    let number = rows.only().and_then(Value::as_i64).and_then(|number| u64::try_from(number).ok());
    number.ok_or_else(|| {
        DriverError::new(ErrorKind::Statement, "the server gave no number where a number of rows was asked for")
    })
}
