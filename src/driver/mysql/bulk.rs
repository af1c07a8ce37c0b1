//! `LOAD DATA LOCAL` where the server takes it, and INSERT statements of many rows elsewhere.

use super::connection::Connection;
use super::direct::Direct;
use crate::dialect::{Dialect, Mysql};
use crate::driver::{Batches, BulkLoader, BulkTarget, Deferrable, DriverError, ErrorKind};
use crate::model::{DataType, QualifiedName, Value};
use crate::seed::encode::{CopyText, Encoder as _, Literals};
use async_trait::async_trait;
use bytes::Bytes;
use std::sync::Arc;
use tokio::sync::mpsc;

pub(super) struct MysqlLoader {
    session: Session,
    dialect: Arc<Mysql>,
}

/// Who speaks to the server.
pub(super) enum Session {
    Usual(Box<Connection>),
    /// Takes files.
    Direct(Box<Direct>),
}

/// Bytes of a statement: far below what every server takes by default (`max_allowed_packet`).
const STATEMENT: usize = 512 * 1024;
/// Bytes of a file that are sent at once.
const MESSAGE: usize = 128 * 1024;
/// Messages that may wait to be sent: enough to never let the server wait, few enough for the memory.
const WAITING: usize = 4;

impl Session {
    async fn run(&mut self, statement: &str) -> Result<(), DriverError> {
        match self {
            Self::Usual(connection) => connection.run(statement).await,
            Self::Direct(direct) => direct.run(statement).await,
        }
    }
}

impl MysqlLoader {
    pub fn new(session: Session, dialect: Arc<Mysql>) -> Self {
        Self { session, dialect }
    }

    async fn insert(&mut self, target: &BulkTarget, batches: &mut dyn Batches) -> Result<u64, DriverError> {
        let dialect: &dyn Dialect = self.dialect.as_ref();
        let columns = dialect.name_list(target.columns.iter().map(|column| &column.name));
        let mut statement =
            format!("INSERT INTO {} ({columns}) VALUES ", dialect.qualified(&target.table)).into_bytes();
        let header = statement.len();
        let literals = Literals(dialect.capabilities().literals);
        let are_bits: Vec<bool> = target.columns.iter().map(|column| is_bits(&column.data_type)).collect();
        let mut rows = 0;
        while let Some(batch) = batches.next_batch() {
            for row in 0..batch.rows {
                for (at, column) in batch.columns.iter().enumerate() {
                    statement.push(if at == 0 { b'(' } else { b',' });
                    if are_bits[at] && !column.is_null(row) {
                        // Without it digits would be bytes.
                        statement.push(b'b');
                    }
                    literals.value(column, row, &mut statement);
                }
                statement.extend_from_slice(b"),");
                if statement.len() > STATEMENT {
                    self.send(&mut statement, header).await?;
                }
            }
            rows += batch.rows as u64;
        }
        self.send(&mut statement, header).await?;
        Ok(rows)
    }

    async fn send(&mut self, statement: &mut Vec<u8>, header: usize) -> Result<(), DriverError> {
        if statement.len() > header {
            // Without the comma behind the last row.
            statement.pop();
            let text = String::from_utf8_lossy(statement);
            self.session.run(&text).await.map_err(|error| DriverError { statement: None, ..error })?;
        }
        statement.truncate(header);
        Ok(())
    }

    /// The statement that reads rows in the form of [`CopyText::MYSQL`]. Bytes come as hexadecimal digits: as they are, they are no text.
    fn load_statement(&self, target: &BulkTarget) -> String {
        let dialect: &dyn Dialect = self.dialect.as_ref();
        let mut places = Vec::new();
        let mut settings = Vec::new();
        for (at, column) in target.columns.iter().enumerate() {
            let name = dialect.quote(&column.name);
            if is_bytes(&column.data_type) {
                places.push(format!("@bytes_{at}"));
                settings.push(format!("{name} = UNHEX(@bytes_{at})"));
            } else {
                places.push(name);
            }
        }
        let settings = if settings.is_empty() { String::new() } else { format!(" SET {}", settings.join(", ")) };
        format!(
            "LOAD DATA LOCAL INFILE 'rows' INTO TABLE {} CHARACTER SET utf8mb4 ({}){settings}",
            dialect.qualified(&target.table),
            places.join(", ")
        )
    }
}

/// What MySQL keeps as bytes.
fn is_bytes(data_type: &DataType) -> bool {
    match data_type {
        DataType::Binary => true,
        DataType::Native(native) => {
            let word = native.as_str().split('(').next().unwrap_or_default().trim().to_ascii_lowercase();
            word.ends_with("blob") || word.ends_with("binary")
        }
        _ => false,
    }
}

/// Whether text in a file means what a literal means in a statement: bits do not.
fn reads_text(target: &BulkTarget) -> bool {
    !target.columns.iter().any(|column| is_bits(&column.data_type))
}

/// A string of bits, whose values are written with its digits.
fn is_bits(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Native(native) if native.as_str().to_ascii_lowercase().starts_with("bit"))
}

/// Makes rows while the server takes them.
async fn load(direct: &mut Direct, statement: &str, batches: &mut dyn Batches) -> Result<u64, DriverError> {
    let (sender, receiver) = mpsc::channel(WAITING);
    let make = async move {
        let mut rows = 0;
        let mut buffer = Vec::with_capacity(2 * MESSAGE);
        while let Some(batch) = batches.next_batch() {
            CopyText::MYSQL.rows(&batch, &mut buffer);
            rows += batch.rows as u64;
            if buffer.len() >= MESSAGE {
                let message = std::mem::replace(&mut buffer, Vec::with_capacity(2 * MESSAGE));
                // Nobody listens any more: the server has refused, and says why itself.
                if sender.send(Bytes::from(message)).await.is_err() {
                    return rows;
                }
            }
        }
        let _ = sender.send(Bytes::from(buffer)).await;
        rows
    };
    let (taken, made) = tokio::join!(direct.load(statement, receiver), make);
    let taken = taken.map_err(|error| error.in_statement(statement))?;
    if taken != made {
        // Without a warning there is nothing more to tell.
        let message = format!("{made} rows were sent, and the server took {taken}");
        return Err(DriverError::new(ErrorKind::Statement, message).in_statement(statement));
    }
    Ok(taken)
}

#[async_trait]
impl BulkLoader for MysqlLoader {
    /// Parents may come after children, and rows are many: keys are checked afterwards, all at once.
    async fn begin(&mut self) -> Result<(), DriverError> {
        self.session.run("SET SESSION foreign_key_checks = 0").await?;
        match &mut self.session {
            Session::Usual(connection) => connection.begin().await,
            Session::Direct(direct) => direct.run("START TRANSACTION").await,
        }
    }

    async fn load(&mut self, target: &BulkTarget, batches: &mut dyn Batches) -> Result<u64, DriverError> {
        let statement = self.load_statement(target);
        match &mut self.session {
            Session::Direct(direct) if reads_text(target) => load(direct, &statement, batches).await,
            Session::Direct(_) | Session::Usual(_) => self.insert(target, batches).await,
        }
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
        Deferrable { foreign_keys: false, indexes: false }
    }

    async fn empty(&mut self, tables: &[QualifiedName]) -> Result<(), DriverError> {
        let dialect: &dyn Dialect = self.dialect.as_ref();
        let statements: Vec<String> =
            tables.iter().map(|table| format!("DELETE FROM {}", dialect.qualified(table))).collect();
        for statement in &statements {
            self.session.run(statement).await?;
        }
        Ok(())
    }

    async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, DriverError> {
        match &mut self.session {
            Session::Usual(connection) => connection.execute(sql, parameters).await,
            Session::Direct(direct) => direct.execute(sql, parameters).await,
        }
    }

    async fn commit(&mut self) -> Result<(), DriverError> {
        match &mut self.session {
            Session::Usual(connection) => connection.commit().await,
            Session::Direct(direct) => direct.run("COMMIT").await,
        }
    }

    async fn rollback(&mut self) -> Result<(), DriverError> {
        match &mut self.session {
            Session::Usual(connection) => connection.rollback().await,
            Session::Direct(direct) => direct.run("ROLLBACK").await,
        }
    }
}
