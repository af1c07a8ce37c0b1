//! Prepared INSERT statements of several rows each, in one transaction. Through rusqlite, which calls SQLite on the spot; sqlx sends every row
//! to a thread of its own and back.

use super::error::kind_of;
use crate::dialect::{Dialect, Sqlite};
use crate::driver::{Batches, BulkLoader, BulkTarget, Deferrable, DriverError, ErrorKind, LockTimeout};
use crate::model::{DataType, QualifiedName, Value};
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
        let head = format!("INSERT INTO {} ({columns}) VALUES ", dialect.qualified(&target.table));
        let decimals = kept_as_numbers(target);
        let mut rows = 0;
        while let Some(batch) = batches.next_batch() {
            // Statements stay on their thread, and this task may go on on another one.
            insert(&self.connection, &head, &batch, &decimals)
                .map_err(|error| driver_error(&error).in_statement(&head))?;
            rows += batch.rows as u64;
            // Nothing else here waits: who wants to stop the load gets a turn.
            tokio::task::yield_now().await;
        }
        Ok(rows)
    }

    async fn claim(&mut self, _: &QualifiedName) -> Result<bool, DriverError> {
        // A row costs the same, whoever made its table.
        Ok(false)
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

/// Values of one INSERT statement, about: of statements this long, what each costs beside its rows is no longer to be seen.
const VALUES: usize = 64;

/// Rows in statements of several rows, and what is left over one by one.
fn insert(connection: &Connection, head: &str, batch: &Batch, decimals: &[bool]) -> rusqlite::Result<()> {
    let width = batch.columns.len();
    let together = (VALUES / width.max(1)).max(1);
    let whole = batch.rows - batch.rows % together;
    for (rows, size) in [(0..whole, together), (whole..batch.rows, 1)] {
        if rows.is_empty() {
            continue;
        }
        let row = format!("({})", vec!["?"; width].join(", "));
        let mut statement = connection.prepare(&(head.to_owned() + &vec![row; size].join(", ")))?;
        let mut text = Vec::new();
        for first in rows.step_by(size) {
            for row in 0..size {
                bind(&mut statement, row * width, (batch, first + row), decimals, &mut text)?;
            }
            statement.raw_execute()?;
        }
    }
    Ok(())
}

/// Binds the values of one row behind `before` others.
fn bind(
    statement: &mut Statement<'_>,
    before: usize,
    (batch, row): (&Batch, usize),
    decimals: &[bool],
    text: &mut Vec<u8>,
) -> rusqlite::Result<()> {
    for (at, column) in batch.columns.iter().enumerate() {
        let place = before + at + 1;
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
            Values::Decimals { unscaled, scale }
                if decimals.get(at) == Some(&true) && is_exact(unscaled[row], *scale) =>
            {
                statement.raw_bind_parameter(place, unscaled[row] as f64 / POWERS[*scale as usize])?;
            }
            other => {
                text.clear();
                write_plain(other, row, text);
                bind_text(statement, place, text)?;
            }
        }
    }
    Ok(())
}

/// Columns whose texts SQLite makes numbers of (numeric affinity).
fn kept_as_numbers(target: &BulkTarget) -> Vec<bool> {
    target.columns.iter().map(|column| matches!(column.data_type, DataType::Decimal { .. })).collect()
}

/// Powers of ten that floating point has exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Whether a division gives the number that is nearest to the decimal: both operands are exact, and a division is rounded once (Clinger: How to
/// Read Floating Point Numbers Accurately, 1990).
fn is_exact(unscaled: i64, scale: u32) -> bool {
    unscaled.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS && (scale as usize) < POWERS.len()
}

fn bind_text(statement: &mut Statement<'_>, place: usize, text: &[u8]) -> rusqlite::Result<()> {
    statement.raw_bind_parameter(place, ToSqlOutput::Borrowed(ValueRef::Text(text)))
}

fn driver_error(error: &rusqlite::Error) -> DriverError {
    let code = error.sqlite_error().map(|it| it.extended_code);
    let kind = code.map_or(ErrorKind::Statement, |code| kind_of(code & 0xff));
    DriverError { code: code.map(|code| code.to_string()), ..DriverError::new(kind, error.to_string()) }
}
