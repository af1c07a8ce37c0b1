//! One prepared INSERT, row after row, in one transaction. Through rusqlite, which calls SQLite on the spot; sqlx sends every row to a thread
//! of its own and back.

use super::error::kind_of;
use crate::dialect::{Dialect, Sqlite};
use crate::driver::{Batches, BulkLoader, BulkTarget, Deferrable, DriverError, ErrorKind, LockTimeout};
use crate::model::{QualifiedName, Value};
use crate::seed::encode::write_plain;
use crate::seed::{Batch, Values};
use async_trait::async_trait;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Statement, params_from_iter};
use std::sync::Arc;

pub(super) struct SqliteLoader {
    connection: Connection,
    dialect: Arc<Sqlite>,
}

impl SqliteLoader {
    pub fn open(path: &str, dialect: Arc<Sqlite>, LockTimeout(timeout): LockTimeout) -> Result<Self, DriverError> {
        let connection = Connection::open(path).map_err(|error| driver_error(&error))?;
        connection.busy_timeout(timeout).map_err(|error| driver_error(&error))?;
        Ok(Self { connection, dialect })
    }

    fn run(&self, sql: &str) -> Result<(), DriverError> {
        self.connection.execute_batch(sql).map_err(|error| driver_error(&error).in_statement(sql))
    }
}

#[async_trait]
impl BulkLoader for SqliteLoader {
    /// Parents may come after children, and rows are many: keys are checked afterwards, all at once.
    async fn begin(&mut self) -> Result<(), DriverError> {
        self.run("PRAGMA foreign_keys = OFF")?;
        self.run("BEGIN IMMEDIATE")
    }

    async fn load(&mut self, target: &BulkTarget, batches: &mut dyn Batches) -> Result<u64, DriverError> {
        let dialect: &dyn Dialect = self.dialect.as_ref();
        let columns = dialect.name_list(target.columns.iter().map(|column| &column.name));
        let places = vec!["?"; target.columns.len()].join(", ");
        let sql = format!("INSERT INTO {} ({columns}) VALUES ({places})", dialect.qualified(&target.table));
        let failed = |error: &rusqlite::Error| driver_error(error).in_statement(&sql);
        let mut rows = 0;
        while let Some(batch) = batches.next_batch() {
            {
                // A statement stays on its thread, and this task may go on on another one.
                let mut statement = self.connection.prepare(&sql).map_err(|error| failed(&error))?;
                insert(&mut statement, &batch).map_err(|error| failed(&error))?;
            }
            rows += batch.rows as u64;
            // Nothing else here waits: who wants to stop the load gets a turn.
            tokio::task::yield_now().await;
        }
        Ok(rows)
    }

    async fn skip_foreign_keys(&mut self) -> Result<bool, DriverError> {
        // They are off in every session that loads.
        Ok(true)
    }

    fn deferrable(&self) -> Deferrable {
        Deferrable { foreign_keys: false, indexes: true }
    }

    async fn empty(&mut self, tables: &[QualifiedName]) -> Result<(), DriverError> {
        let dialect: &dyn Dialect = self.dialect.as_ref();
        let statements: Vec<String> =
            tables.iter().map(|table| format!("DELETE FROM {}", dialect.qualified(table))).collect();
        for statement in &statements {
            self.run(statement)?;
        }
        Ok(())
    }

    async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, DriverError> {
        let failed = |error: rusqlite::Error| driver_error(&error).in_statement(sql);
        let mut statement = self.connection.prepare(sql).map_err(failed)?;
        let values = parameters.iter().map(|value| match value {
            Value::Null => rusqlite::types::Value::Null,
            Value::Boolean(value) => i64::from(*value).into(),
            Value::Integer(value) => (*value).into(),
            Value::Number(text) | Value::Text(text) | Value::Bytes(text) => text.clone().into(),
        });
        let changed = statement.execute(params_from_iter(values)).map_err(failed)?;
        Ok(changed as u64)
    }

    async fn commit(&mut self) -> Result<(), DriverError> {
        self.run("COMMIT")
    }

    async fn rollback(&mut self) -> Result<(), DriverError> {
        if self.connection.is_autocommit() { Ok(()) } else { self.run("ROLLBACK") }
    }
}

fn insert(statement: &mut Statement<'_>, batch: &Batch) -> rusqlite::Result<()> {
    let mut text = Vec::new();
    for row in 0..batch.rows {
        for (at, column) in batch.columns.iter().enumerate() {
            let place = at + 1;
            if column.is_null(row) {
                statement.raw_bind_parameter(place, rusqlite::types::Null)?;
                continue;
            }
            match &column.values {
                Values::Booleans(it) => statement.raw_bind_parameter(place, it[row])?,
                Values::Integers(it) => statement.raw_bind_parameter(place, it[row])?,
                Values::Floats(it) => statement.raw_bind_parameter(place, it[row])?,
                Values::Bytes(it) => statement.raw_bind_parameter(place, it.get(row))?,
                Values::Texts(it) => bind_text(statement, place, it.get(row))?,
                other => {
                    text.clear();
                    write_plain(other, row, &mut text);
                    bind_text(statement, place, &text)?;
                }
            }
        }
        statement.raw_execute()?;
    }
    Ok(())
}

fn bind_text(statement: &mut Statement<'_>, place: usize, text: &[u8]) -> rusqlite::Result<()> {
    statement.raw_bind_parameter(place, ToSqlOutput::Borrowed(ValueRef::Text(text)))
}

fn driver_error(error: &rusqlite::Error) -> DriverError {
    let code = error.sqlite_error().map(|it| it.extended_code);
    let kind = code.map_or(ErrorKind::Statement, |code| kind_of(code & 0xff));
    DriverError { code: code.map(|code| code.to_string()), ..DriverError::new(kind, error.to_string()) }
}
