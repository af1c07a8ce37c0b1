//! SQLite, live: one connection to one file.

mod bulk;
mod catalog;
mod constraint;
mod effect;
mod error;
mod identity;
mod index;
mod inspect;
mod lock;
mod migration;
mod probe;
mod property;
mod read_only;
mod rows;
mod session;
mod stop;
mod table;
#[cfg(test)]
mod tests;
mod unmanaged;
mod value;
mod virtual_table;

pub(super) use read_only::SqliteReader;

use super::{
    BulkLoader, Cancel, DatabaseUrl, Driver, DriverError, ErrorKind, LockTimeout, Scope, Server, StatementTimeout,
};
use crate::dialect::{Dialect, Sqlite};
use crate::model::{Name, Probe, QualifiedName, RowCount, Rows, Schema, Statement, Value};
use async_trait::async_trait;
use lock::FileLock;
use migration::{Migration, roll_back};
use session::{IN_MEMORY, Session};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub struct SqliteDriver {
    session: Session,
    dialect: Arc<Sqlite>,
    server: Server,
    migration: Option<Migration>,
    lock: Option<FileLock>,
    statement_timeout: Option<StatementTimeout>,
    /// Rows are being read outside of a migration.
    reads_snapshot: bool,
}

impl SqliteDriver {
    /// Opens the file. One that is not there yet reads as an empty database, and is made by the first thing that is written.
    pub async fn connect(url: &DatabaseUrl) -> Result<Self, DriverError> {
        let path = url.secret();
        let mut session = Session::open(path).await?;
        let version = session.query("SELECT sqlite_version()", &[]).await?;
        let version = version.rows.first().and_then(|row| row.first()?.as_str()).unwrap_or_default().to_owned();
        Ok(Self {
            session,
            dialect: Arc::new(Sqlite::at(parse_version(&version))),
            server: Server { product: "SQLite".to_owned(), version, database: path.to_owned(), role: None },
            migration: None,
            lock: None,
            statement_timeout: None,
            reads_snapshot: false,
        })
    }
}

fn parse_version(text: &str) -> (u32, u32, u32) {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next())
}

#[async_trait]
impl Driver for SqliteDriver {
    fn dialect(&self) -> Arc<dyn Dialect> {
        Arc::clone(&self.dialect) as Arc<dyn Dialect>
    }

    fn server(&self) -> &Server {
        &self.server
    }

    async fn identity(&mut self) -> Result<String, DriverError> {
        Ok(identity::of_file(&self.server.database))
    }

    async fn session(&mut self) -> Result<Option<String>, DriverError> {
        Ok(Some(identity::of_process()))
    }

    async fn inspect(&mut self, scope: &Scope) -> Result<Schema, DriverError> {
        inspect::inspect(&mut self.session, self.dialect.as_ref(), scope).await
    }

    async fn rehearse(&mut self, statements: &[Statement], scope: &Scope) -> Result<Schema, DriverError> {
        self.session.run("PRAGMA foreign_keys = OFF").await?;
        let rehearsed = self.rehearse_in_transaction(statements, scope).await;
        roll_back(&mut self.session).await?;
        rehearsed
    }

    async fn has_table(&mut self, name: &QualifiedName) -> Result<bool, DriverError> {
        let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND lower(name) = lower($1)";
        let rows = self.session.query(sql, &[Value::Text(name.name.as_str().to_owned())]).await?;
        Ok(!rows.rows.is_empty())
    }

    async fn answer(&mut self, probe: &Probe, limit: u64, timeout: Duration) -> Result<Option<RowCount>, DriverError> {
        probe::answer(&mut self.session, self.dialect.as_ref(), probe, limit, timeout).await
    }

    async fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Rows, DriverError> {
        self.session.query(sql, parameters).await
    }

    async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, DriverError> {
        self.session.make_file().await?;
        self.session.execute(sql, parameters).await
    }

    async fn run(&mut self, statement: &str) -> Result<u64, DriverError> {
        self.session.make_file().await?;
        self.session.stop.arm(self.statement_timeout.map(|StatementTimeout(timeout)| Instant::now() + timeout));
        let done = self.session.run_counted(statement).await;
        self.session.stop.arm(None);
        if done.as_ref().is_err_and(|error| error.kind == ErrorKind::Resources) {
            // SQLite may have rolled back by itself or not: what comes next must not run outside of the transaction, or in half of one.
            self.rollback().await?;
        }
        done
    }

    async fn begin(&mut self, statements: &[Statement]) -> Result<(), DriverError> {
        self.session.make_file().await?;
        self.migration = Some(Migration::begin(&mut self.session, statements).await?);
        Ok(())
    }

    async fn commit(&mut self) -> Result<(), DriverError> {
        match self.migration.take() {
            Some(migration) => migration.commit(&mut self.session).await,
            None => Err(DriverError::new(ErrorKind::Statement, "there is no transaction to commit")),
        }
    }

    async fn rollback(&mut self) -> Result<(), DriverError> {
        match self.migration.take() {
            Some(_) => roll_back(&mut self.session).await,
            None => Ok(()),
        }
    }

    /// A file in memory is nobody else's.
    async fn lock(&mut self, wait: Duration) -> Result<bool, DriverError> {
        self.session.make_file().await?;
        if self.server.database == IN_MEMORY || self.lock.is_some() {
            return Ok(true);
        }
        self.refuse_read_only().await?;
        let deadline = Instant::now() + wait;
        loop {
            self.lock = FileLock::take(Path::new(&self.server.database))?;
            if self.lock.is_some() || Instant::now() >= deadline {
                return Ok(self.lock.is_some());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn holds_lock(&mut self) -> Result<bool, DriverError> {
        Ok(self.server.database == IN_MEMORY || self.lock.as_ref().is_some_and(FileLock::is_held))
    }

    async fn lock_holder(&mut self) -> Result<Option<String>, DriverError> {
        Ok(lock::holder(Path::new(&self.server.database)))
    }

    async fn unlock(&mut self) -> Result<(), DriverError> {
        self.lock = None;
        Ok(())
    }

    /// There is no server that keeps databases: it is in memory, and gone with its connection.
    async fn create_beside(&mut self, _name: &Name) -> Result<Box<dyn Driver>, DriverError> {
        let session = Session::open(IN_MEMORY).await?;
        let server = Server { database: IN_MEMORY.to_owned(), ..self.server.clone() };
        Ok(Box::new(Self {
            session,
            dialect: Arc::clone(&self.dialect),
            server,
            migration: None,
            lock: None,
            statement_timeout: None,
            reads_snapshot: false,
        }))
    }

    async fn drop_beside(&mut self, _name: &Name) -> Result<(), DriverError> {
        Ok(())
    }

    async fn bulk_loader(&mut self) -> Result<Box<dyn BulkLoader>, DriverError> {
        self.session.make_file().await?;
        let timeout = self.session.lock_timeout();
        Ok(Box::new(bulk::SqliteLoader::open(&self.server.database, Arc::clone(&self.dialect), timeout)?))
    }

    async fn set_lock_timeout(&mut self, timeout: LockTimeout) -> Result<(), DriverError> {
        self.session.set_lock_timeout(timeout).await
    }

    async fn set_statement_timeout(&mut self, timeout: Option<StatementTimeout>) -> Result<(), DriverError> {
        self.statement_timeout = timeout;
        Ok(())
    }

    async fn canceller(&mut self) -> Result<Arc<dyn Cancel>, DriverError> {
        Ok(Arc::clone(&self.session.stop) as Arc<dyn Cancel>)
    }

    /// What a process had not committed went with it.
    async fn outlive(&mut self, _session: &str, _wait: Duration) -> Result<bool, DriverError> {
        Ok(true)
    }

    async fn remains(&mut self, _statement: &str) -> Result<Option<String>, DriverError> {
        Ok(None)
    }

    async fn clear_remains(&mut self, _statement: &str) -> Result<Option<String>, DriverError> {
        Ok(None)
    }
}

impl SqliteDriver {
    async fn rehearse_in_transaction(
        &mut self,
        statements: &[Statement],
        scope: &Scope,
    ) -> Result<Schema, DriverError> {
        self.session.run("BEGIN").await?;
        for statement in statements {
            self.session.run(&statement.sql).await?;
        }
        inspect::inspect(&mut self.session, self.dialect.as_ref(), scope).await
    }

    /// The first write would fail too, but only after a part of the work. A busy file is no reason to refuse.
    async fn refuse_read_only(&mut self) -> Result<(), DriverError> {
        let timeout = self.session.lock_timeout();
        self.session.set_lock_timeout(LockTimeout(Duration::ZERO)).await?;
        let taken = self.session.run("BEGIN IMMEDIATE").await;
        self.session.set_lock_timeout(timeout).await?;
        match taken {
            Ok(()) => self.session.run("ROLLBACK").await,
            Err(error) if error.kind == ErrorKind::LockTimeout => Ok(()),
            Err(error) => Err(error),
        }
    }
}
