//! MySQL and MariaDB, live.

mod address;
mod blocker;
mod bulk;
mod connection;
mod direct;
mod error;
mod identity;
mod inspect;
mod lock;
mod names;
mod parameter;
mod probe;
mod read_only;
mod rehearsal;
mod rows;
mod session_mode;
mod value;

pub(super) use read_only::MysqlReader;

use super::{BulkLoader, Cancel, DatabaseUrl, Driver, DriverError, LockTimeout, Scope, Server, StatementTimeout};
use crate::dialect::{Dialect, Mysql};
use crate::model::{Name, Probe, QualifiedName, RowCount, Rows, Schema, Statement, Value};
use async_trait::async_trait;
use blocker::QueryCancel;
use bulk::{MysqlLoader, Session};
use connection::Connection;
use direct::Direct;
use std::sync::Arc;
use std::time::Duration;

/// One session with one database.
pub struct MysqlDriver {
    connection: Connection,
    locked: bool,
    /// Rows are read to be kept from others until the end of the transaction.
    locks_rows: bool,
    dialect: Arc<Mysql>,
    server: Server,
    /// Where it was connected to, for further sessions; `None` for a database made beside another.
    url: Option<DatabaseUrl>,
}

impl MysqlDriver {
    pub async fn connect(url: &DatabaseUrl) -> Result<Self, DriverError> {
        let mut connection = Connection::open(url).await?;
        let defaults = connection.table_defaults().await?;
        let version = connection.version();
        let dialect = Arc::new(Mysql::at_version(version.flavor, version.number).with_defaults(defaults));
        let server = connection.server();
        Ok(Self { connection, locked: false, locks_rows: false, dialect, server, url: Some(url.clone()) })
    }
}

#[async_trait]
impl Driver for MysqlDriver {
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
        inspect::schema(&mut self.connection, scope).await
    }

    async fn rehearse(&mut self, statements: &[Statement], scope: &Scope) -> Result<Schema, DriverError> {
        rehearsal::rehearse(self.connection.another().await?, statements, scope).await
    }

    async fn has_table(&mut self, name: &QualifiedName) -> Result<bool, DriverError> {
        let sql = "SELECT 1 FROM information_schema.tables WHERE table_schema = database() AND table_name = $1";
        let rows = self.connection.query(sql, &[Value::Text(name.name.as_str().to_owned())]).await?;
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
        match self.connection.run_counted(statement).await {
            Err(error) if error.is_about_locks() => {
                // Who it was is worth telling; that it cannot be told is not worth hiding the error.
                let blockers = blocker::candidates(&mut self.connection).await.unwrap_or_default();
                Err(error.blocked_by(blockers))
            }
            result => result,
        }
    }

    async fn begin(&mut self, _statements: &[Statement]) -> Result<(), DriverError> {
        self.connection.begin().await
    }

    async fn commit(&mut self) -> Result<(), DriverError> {
        self.connection.commit().await
    }

    async fn rollback(&mut self) -> Result<(), DriverError> {
        self.connection.rollback().await
    }

    async fn lock(&mut self, wait: Duration) -> Result<bool, DriverError> {
        // Taken twice by one session it would have to be given back twice.
        if !self.locked {
            self.locked = lock::take(&mut self.connection, wait).await?;
        }
        Ok(self.locked)
    }

    async fn holds_lock(&mut self) -> Result<bool, DriverError> {
        Ok(self.locked && lock::is_held(&mut self.connection).await?)
    }

    async fn lock_holder(&mut self) -> Result<Option<String>, DriverError> {
        lock::holder(&mut self.connection).await
    }

    async fn unlock(&mut self) -> Result<(), DriverError> {
        if std::mem::take(&mut self.locked) {
            lock::release(&mut self.connection).await?;
        }
        Ok(())
    }

    async fn create_beside(&mut self, name: &Name) -> Result<Box<dyn Driver>, DriverError> {
        self.connection.create_beside(&self.dialect.quote(name)).await?;
        match self.connection.another_in(name.as_str()).await {
            Ok(connection) => {
                let server = Server { database: name.to_string(), ..self.server.clone() };
                let dialect = Arc::clone(&self.dialect);
                Ok(Box::new(Self { connection, locked: false, locks_rows: false, dialect, server, url: None }))
            }
            Err(error) => {
                // Why it cannot be used is the error to tell.
                let _ = self.drop_beside(name).await;
                Err(error)
            }
        }
    }

    async fn drop_beside(&mut self, name: &Name) -> Result<(), DriverError> {
        self.connection.run(&format!("DROP DATABASE IF EXISTS {}", self.dialect.quote(name))).await
    }

    async fn bulk_loader(&mut self) -> Result<Box<dyn BulkLoader>, DriverError> {
        let direct = match &self.url {
            Some(url) => Direct::open(url, &mut self.connection).await,
            None => None,
        };
        let session = match direct {
            Some(direct) => Session::Direct(Box::new(direct)),
            None => Session::Usual(Box::new(self.connection.another().await?)),
        };
        Ok(Box::new(MysqlLoader::new(session, Arc::clone(&self.dialect))))
    }

    async fn set_lock_timeout(&mut self, timeout: LockTimeout) -> Result<(), DriverError> {
        self.connection.set_lock_timeout(timeout).await
    }

    async fn set_statement_timeout(&mut self, timeout: Option<StatementTimeout>) -> Result<(), DriverError> {
        self.connection.set_statement_timeout(timeout.map(|StatementTimeout(timeout)| timeout)).await
    }

    async fn canceller(&mut self) -> Result<Arc<dyn Cancel>, DriverError> {
        let connection = identity::of_connection(&mut self.connection).await?;
        Ok(Arc::new(QueryCancel { options: self.connection.options().clone(), connection }))
    }

    async fn outlive(&mut self, session: &str, wait: Duration) -> Result<bool, DriverError> {
        blocker::outlive(&mut self.connection, session, wait).await
    }

    /// Each statement is done or undone as a whole by the server.
    async fn remains(&mut self, _statement: &str) -> Result<Option<String>, DriverError> {
        Ok(None)
    }

    async fn clear_remains(&mut self, _statement: &str) -> Result<Option<String>, DriverError> {
        Ok(None)
    }
}
