//! PostgreSQL, live.

mod beside;
mod blocker;
mod bulk;
mod connection;
mod error;
mod identity;
mod inspect;
mod lock;
mod names;
mod probe;
mod read_only;
mod remains;
mod rows;
mod value;

pub(super) use read_only::PostgresReader;

use super::{
    BulkLoader, Cancel, DatabaseUrl, Driver, DriverError, ErrorKind, LockTimeout, Scope, Server, StatementTimeout,
};
use crate::dialect::{Dialect, Postgres};
use crate::model::{Name, Probe, QualifiedName, RowCount, Rows, Schema, Statement, Value};
use async_trait::async_trait;
use blocker::BackendCancel;
use connection::{Connection, milliseconds};
use lock::AdvisoryLock;
use std::sync::Arc;
use std::time::Duration;

/// One session, and a second one while the lock is held.
pub struct PostgresDriver {
    connection: Connection,
    lock: Option<AdvisoryLock>,
    /// Rows are being read outside of a migration.
    reads_snapshot: bool,
    /// What makes foreign keys again as they were, by table.
    deferred: Vec<(QualifiedName, String)>,
    dialect: Arc<Postgres>,
    server: Server,
}

impl PostgresDriver {
    pub async fn connect(url: &DatabaseUrl) -> Result<Self, DriverError> {
        let mut connection = Connection::open(url).await?;
        let (version, server) = connection.server().await?;
        Ok(Self {
            connection,
            lock: None,
            reads_snapshot: false,
            deferred: Vec::new(),
            dialect: Arc::new(Postgres::at_version(version)),
            server,
        })
    }
}

#[async_trait]
impl Driver for PostgresDriver {
    fn dialect(&self) -> Arc<dyn Dialect> {
        Arc::clone(&self.dialect) as Arc<dyn Dialect>
    }

    fn server(&self) -> &Server {
        &self.server
    }

    async fn identity(&mut self) -> Result<String, DriverError> {
        identity::of_database(&mut self.connection).await
    }

    async fn session(&mut self) -> Result<Option<String>, DriverError> {
        identity::of_session(&mut self.connection).await.map(Some)
    }

    async fn inspect(&mut self, scope: &Scope) -> Result<Schema, DriverError> {
        if self.connection.in_transaction() {
            return inspect::within(&mut self.connection, &self.dialect, scope).await;
        }
        inspect::committed(&mut self.connection, &self.dialect, scope).await
    }

    async fn rehearse(&mut self, statements: &[Statement], scope: &Scope) -> Result<Schema, DriverError> {
        self.connection.begin(statements).await?;
        let schema = rehearsed(&mut self.connection, &self.dialect, statements, scope).await;
        self.connection.rollback().await?;
        schema
    }

    async fn has_table(&mut self, name: &QualifiedName) -> Result<bool, DriverError> {
        let sql = "SELECT 1 FROM pg_catalog.pg_tables WHERE tablename = $1 AND schemaname = coalesce($2, 'public')";
        let namespace =
            name.namespace.as_ref().map_or(Value::Null, |namespace| Value::Text(namespace.as_str().to_owned()));
        let rows = self.connection.query(sql, &[Value::Text(name.name.as_str().to_owned()), namespace]).await?;
        Ok(!rows.rows.is_empty())
    }

    async fn answer(&mut self, probe: &Probe, limit: u64, timeout: Duration) -> Result<Option<RowCount>, DriverError> {
        probe::answer(&mut self.connection, self.dialect.as_ref(), probe, limit, timeout).await
    }

    async fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Rows, DriverError> {
        self.connection.query(sql, parameters).await
    }

    async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, DriverError> {
        self.connection.execute(sql, parameters).await
    }

    async fn run(&mut self, statement: &str) -> Result<u64, DriverError> {
        match &mut self.lock {
            Some(lock) => lock.watch(self.connection.migrate(statement)).await,
            None => self.connection.migrate(statement).await,
        }
    }

    async fn begin(&mut self, statements: &[Statement]) -> Result<(), DriverError> {
        self.connection.begin(statements).await
    }

    async fn commit(&mut self) -> Result<(), DriverError> {
        self.connection.commit().await
    }

    async fn rollback(&mut self) -> Result<(), DriverError> {
        self.connection.rollback().await
    }

    async fn lock(&mut self, wait: Duration) -> Result<bool, DriverError> {
        if self.lock.is_none() {
            self.refuse_read_only().await?;
            // Also outside of transactions a statement of a client that is gone stops within a second (PostgreSQL 14 and later).
            self.connection.run("SET client_connection_check_interval = '1s'").await?;
            let guarded = self.connection.process().await?;
            self.lock = AdvisoryLock::take(self.connection.another().await?, guarded, wait).await?;
        }
        Ok(self.lock.is_some())
    }

    async fn holds_lock(&mut self) -> Result<bool, DriverError> {
        match &mut self.lock {
            Some(lock) => lock.is_held().await,
            None => Ok(false),
        }
    }

    async fn lock_holder(&mut self) -> Result<Option<String>, DriverError> {
        lock::holder(&mut self.connection).await
    }

    async fn unlock(&mut self) -> Result<(), DriverError> {
        match self.lock.take() {
            Some(lock) => lock.release().await,
            None => Ok(()),
        }
    }

    async fn create_beside(&mut self, name: &Name) -> Result<Box<dyn Driver>, DriverError> {
        beside::create(&mut self.connection, self.dialect.as_ref(), name).await?;
        match self.connection.another_in(name).await {
            Ok(connection) => {
                let server = Server { database: name.to_string(), ..self.server.clone() };
                Ok(Box::new(Self {
                    connection,
                    lock: None,
                    reads_snapshot: false,
                    deferred: Vec::new(),
                    dialect: Arc::clone(&self.dialect),
                    server,
                }))
            }
            Err(error) => {
                // Why it cannot be used is the error to tell.
                let _ = self.drop_beside(name).await;
                Err(error)
            }
        }
    }

    async fn drop_beside(&mut self, name: &Name) -> Result<(), DriverError> {
        beside::drop(&mut self.connection, self.dialect.as_ref(), name).await
    }

    async fn bulk_loader(&mut self) -> Result<Box<dyn BulkLoader>, DriverError> {
        let mut connection = self.connection.another().await?;
        // A table whose rows a policy hides is not an empty one: the server refuses to look at it.
        connection.run("SET row_security = off").await?;
        Ok(Box::new(bulk::PostgresLoader::new(connection, Arc::clone(&self.dialect))))
    }

    async fn set_lock_timeout(&mut self, timeout: LockTimeout) -> Result<(), DriverError> {
        self.connection.set_lock_timeout(timeout).await
    }

    async fn set_statement_timeout(&mut self, timeout: Option<StatementTimeout>) -> Result<(), DriverError> {
        let milliseconds = timeout.map_or(0, |StatementTimeout(timeout)| milliseconds(timeout));
        self.connection.run(&format!("SET statement_timeout = {milliseconds}")).await
    }

    async fn canceller(&mut self) -> Result<Arc<dyn Cancel>, DriverError> {
        let process = self.connection.process().await?;
        Ok(Arc::new(BackendCancel { options: self.connection.options().clone(), process }))
    }

    async fn outlive(&mut self, session: &str, wait: Duration) -> Result<bool, DriverError> {
        blocker::outlive(&mut self.connection, session, wait).await
    }

    async fn remains(&mut self, statement: &str) -> Result<Option<String>, DriverError> {
        remains::of(&mut self.connection, statement).await
    }

    async fn clear_remains(&mut self, statement: &str) -> Result<Option<String>, DriverError> {
        remains::clear(&mut self.connection, statement).await
    }
}

impl PostgresDriver {
    /// The first write would fail too, but only after a part of the work.
    async fn refuse_read_only(&mut self) -> Result<(), DriverError> {
        let sql = "SELECT pg_is_in_recovery(), current_setting('transaction_read_only') = 'on'";
        let rows = self.connection.query(sql, &[]).await?;
        let why = match rows.rows.first().map(Vec::as_slice) {
            Some([Value::Boolean(true), ..]) => "the server is a standby",
            Some([_, Value::Boolean(true)]) => "default_transaction_read_only is on",
            Some(_) | None => return Ok(()),
        };
        let error = DriverError::new(ErrorKind::ReadOnly, format!("the database takes no writes: {why}"));
        Err(DriverError { code: Some("25006".into()), ..error })
    }
}

async fn rehearsed(
    connection: &mut Connection,
    dialect: &Postgres,
    statements: &[Statement],
    scope: &Scope,
) -> Result<Schema, DriverError> {
    for statement in statements {
        connection.run(&statement.sql).await?;
    }
    inspect::within(connection, dialect, scope).await
}
