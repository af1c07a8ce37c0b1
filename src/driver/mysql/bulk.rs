//! INSERT statements of many rows.

use super::connection::Connection;
use crate::dialect::{Dialect, Mysql};
use crate::driver::{Batches, BulkLoader, BulkTarget, DriverError};
use crate::model::{QualifiedName, Value};
use crate::seed::encode::Literals;
use async_trait::async_trait;
use std::sync::Arc;

pub(super) struct MysqlLoader {
    connection: Connection,
    dialect: Arc<Mysql>,
}

/// Bytes of a statement: far below what every server takes by default (`max_allowed_packet`).
const STATEMENT: usize = 512 * 1024;

impl MysqlLoader {
    pub fn new(connection: Connection, dialect: Arc<Mysql>) -> Self {
        Self { connection, dialect }
    }

    async fn send(&mut self, statement: &mut Vec<u8>, header: usize) -> Result<(), DriverError> {
        if statement.len() > header {
            // Without the comma behind the last row.
            statement.pop();
            let text = String::from_utf8_lossy(statement);
            self.connection.run(&text).await.map_err(|error| DriverError { statement: None, ..error })?;
        }
        statement.truncate(header);
        Ok(())
    }
}

#[async_trait]
impl BulkLoader for MysqlLoader {
    /// Parents may come after children, and rows are many: keys are checked afterwards, all at once.
    async fn begin(&mut self) -> Result<(), DriverError> {
        self.connection.run("SET SESSION foreign_key_checks = 0").await?;
        self.connection.begin().await
    }

    async fn load(&mut self, target: &BulkTarget, batches: &mut dyn Batches) -> Result<u64, DriverError> {
        let dialect: &dyn Dialect = self.dialect.as_ref();
        let columns = dialect.name_list(target.columns.iter().map(|column| &column.name));
        let mut statement =
            format!("INSERT INTO {} ({columns}) VALUES ", dialect.qualified(&target.table)).into_bytes();
        let header = statement.len();
        let literals = Literals(dialect.capabilities().literals);
        let mut rows = 0;
        while let Some(batch) = batches.next_batch() {
            for row in 0..batch.rows {
                literals.row(&batch, row, &mut statement);
                statement.push(b',');
                if statement.len() > STATEMENT {
                    self.send(&mut statement, header).await?;
                }
            }
            rows += batch.rows as u64;
        }
        self.send(&mut statement, header).await?;
        Ok(rows)
    }

    fn checks_foreign_keys(&self) -> bool {
        false
    }

    async fn empty(&mut self, tables: &[QualifiedName]) -> Result<(), DriverError> {
        let dialect: &dyn Dialect = self.dialect.as_ref();
        let statements: Vec<String> =
            tables.iter().map(|table| format!("DELETE FROM {}", dialect.qualified(table))).collect();
        for statement in &statements {
            self.connection.run(statement).await?;
        }
        Ok(())
    }

    async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, DriverError> {
        self.connection.execute(sql, parameters).await
    }

    async fn commit(&mut self) -> Result<(), DriverError> {
        self.connection.commit().await
    }

    async fn rollback(&mut self) -> Result<(), DriverError> {
        self.connection.rollback().await
    }
}
