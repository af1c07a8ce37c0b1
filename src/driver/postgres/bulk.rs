//! COPY, binary where every column of the table has a binary form that is known.

use super::connection::Connection;
use super::error::driver_error;
use crate::dialect::{Dialect, Postgres};
use crate::driver::{Batches, BulkColumn, BulkLoader, BulkTarget, Deferrable, DriverError, ErrorKind};
use crate::model::{DataType, QualifiedName, Value};
use crate::seed::Batch;
use crate::seed::encode::{BinaryField, CopyBinary, CopyText, Encoder, fits};
use async_trait::async_trait;
use std::sync::Arc;

pub(super) struct PostgresLoader {
    connection: Connection,
    dialect: Arc<Postgres>,
    /// The table that counts as one of this transaction.
    claimed: Option<QualifiedName>,
}

/// Whether a table may be emptied anew: an ordinary one without rows, which this role may truncate, to which no other table refers, and whose
/// truncation nobody listens to.
const CLAIMABLE: &str = "
SELECT c.relkind = 'r'
   AND has_table_privilege(c.oid, 'TRUNCATE')
   AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.contype = 'f' AND k.confrelid = c.oid AND k.conrelid <> c.oid)
   AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgtype & 32 <> 0)
  FROM pg_class c WHERE c.oid = $1::regclass";

/// Bytes that are sent at once: smaller messages cost more calls, and larger ones are no longer in the processor's cache when they are copied.
const MESSAGE: usize = 64 * 1024;

impl PostgresLoader {
    pub fn new(connection: Connection, dialect: Arc<Postgres>) -> Self {
        Self { connection, dialect, claimed: None }
    }

    /// COPY takes no number from the sequences of columns: they are set behind what was loaded.
    async fn settle_counters(&mut self, target: &BulkTarget) -> Result<(), DriverError> {
        let dialect: &dyn Dialect = self.dialect.as_ref();
        let table = dialect.qualified(&target.table);
        for column in target.columns.iter().filter(|column| column.data_type.is_integer()) {
            // Asked first: the largest value of a column without an index takes a look at every row.
            let names = [table.as_str(), column.name.as_str()].map(|name| Value::Text(name.to_owned()));
            let owned = self.connection.query("SELECT pg_get_serial_sequence($1, $2)", &names).await?;
            let Some(sequence) = owned.rows.first().and_then(|row| row.first()?.as_str()) else { continue };
            let sql = format!(
                "SELECT setval($1::regclass, m.largest) FROM (SELECT max({}) AS largest FROM {table}) m WHERE m.largest > 0",
                dialect.quote(&column.name)
            );
            self.connection.query(&sql, &[Value::Text(sequence.to_owned())]).await?;
        }
        Ok(())
    }

    /// Rows that come into a table of the same transaction are frozen at once: nobody else can have seen the table without them, and no vacuum
    /// has to visit them again.
    fn statement(&self, target: &BulkTarget, format: &'static str) -> String {
        let dialect: &dyn Dialect = self.dialect.as_ref();
        let columns = dialect.name_list(target.columns.iter().map(|column| &column.name));
        let freeze = if self.claimed.as_ref() == Some(&target.table) { ", FREEZE" } else { "" };
        format!("COPY {} ({columns}) FROM STDIN (FORMAT {format}{freeze})", dialect.qualified(&target.table))
    }

    async fn truth(&mut self, sql: &str, parameters: &[Value]) -> Result<bool, DriverError> {
        let rows = self.connection.query(sql, parameters).await?;
        Ok(rows.rows.first().and_then(|row| row.first()) == Some(&Value::Boolean(true)))
    }
}

#[async_trait]
impl BulkLoader for PostgresLoader {
    async fn begin(&mut self) -> Result<(), DriverError> {
        self.connection.begin(&[]).await
    }

    async fn load(&mut self, target: &BulkTarget, batches: &mut dyn Batches) -> Result<u64, DriverError> {
        let Some(first) = batches.next_batch() else { return Ok(0) };
        let (encoder, statement): (Box<dyn Encoder>, String) = match binary_fields(target, &first) {
            Some(fields) => (Box::new(CopyBinary::new(fields)), self.statement(target, "BINARY")),
            None => (Box::new(CopyText::POSTGRES), self.statement(target, "TEXT")),
        };
        let mut copy = self.connection.copy_in(&statement).await?;
        let failed = |error| driver_error(error).in_statement(&statement);
        let mut buffer = Vec::with_capacity(2 * MESSAGE);
        encoder.begin(&mut buffer);
        let mut next = Some(first);
        while let Some(batch) = next {
            encoder.rows(&batch, &mut buffer);
            if buffer.len() >= MESSAGE {
                copy.send(&buffer[..]).await.map_err(failed)?;
                buffer.clear();
            }
            next = batches.next_batch();
        }
        encoder.end(&mut buffer);
        copy.send(&buffer[..]).await.map_err(failed)?;
        let rows = copy.finish().await.map_err(failed)?;
        self.settle_counters(target).await?;
        Ok(rows)
    }

    /// By truncation, which costs a table without rows nothing: `COPY … FREEZE` wants a table of its own transaction, and where the server keeps
    /// no more log than it needs itself (`wal_level = minimal`) such a table's rows are not logged.
    async fn claim(&mut self, table: &QualifiedName) -> Result<bool, DriverError> {
        let name = (self.dialect.as_ref() as &dyn Dialect).qualified(table);
        if !self.truth(CLAIMABLE, &[Value::Text(name.clone())]).await? {
            return Ok(false);
        }
        let empty = format!("SELECT NOT EXISTS (SELECT FROM ONLY {name})");
        if !self.truth(&empty, &[]).await? {
            return Ok(false);
        }
        // Somebody who reads the table is not waited for; and what was empty a moment ago is looked at again behind the lock.
        self.connection.run("SAVEPOINT claim").await?;
        let locked = self.connection.run(&format!("LOCK TABLE ONLY {name} IN ACCESS EXCLUSIVE MODE NOWAIT")).await;
        if let Err(error) = locked {
            self.connection.run("ROLLBACK TO SAVEPOINT claim").await?;
            return if error.kind == ErrorKind::LockTimeout { Ok(false) } else { Err(error) };
        }
        if !self.truth(&empty, &[]).await? {
            self.connection.run("ROLLBACK TO SAVEPOINT claim").await?;
            return Ok(false);
        }
        self.connection.run(&format!("TRUNCATE ONLY {name}")).await?;
        self.connection.run("RELEASE SAVEPOINT claim").await?;
        self.claimed = Some(table.clone());
        Ok(true)
    }

    /// As a replica does, which takes rows as they come. Triggers do not fire then either.
    async fn skip_foreign_keys(&mut self) -> Result<bool, DriverError> {
        match self.connection.run("SET session_replication_role = replica").await {
            Ok(_) => Ok(true),
            Err(error) if error.kind == ErrorKind::Permission => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn deferrable(&self) -> Deferrable {
        Deferrable { foreign_keys: true, indexes: true }
    }

    async fn empty(&mut self, tables: &[QualifiedName]) -> Result<(), DriverError> {
        let dialect: &dyn Dialect = self.dialect.as_ref();
        let names: Vec<String> = tables.iter().map(|table| dialect.qualified(table)).collect();
        self.connection.run(&format!("TRUNCATE {} RESTART IDENTITY", names.join(", "))).await
    }

    async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, DriverError> {
        self.connection.execute(sql, parameters).await
    }

    async fn commit(&mut self) -> Result<(), DriverError> {
        self.claimed = None;
        self.connection.commit().await
    }

    async fn rollback(&mut self) -> Result<(), DriverError> {
        self.claimed = None;
        self.connection.rollback().await
    }
}

/// How each column goes over in binary; nothing where one of them cannot.
fn binary_fields(target: &BulkTarget, batch: &Batch) -> Option<Vec<BinaryField>> {
    let pairs = target.columns.iter().zip(&batch.columns);
    pairs.map(|(column, values)| field(column).filter(|field| fits(&values.values, *field))).collect()
}

fn field(column: &BulkColumn) -> Option<BinaryField> {
    if column.is_enum {
        return Some(BinaryField::Text);
    }
    Some(match &column.data_type {
        DataType::SmallInt => BinaryField::Int2,
        DataType::Int => BinaryField::Int4,
        DataType::BigInt => BinaryField::Int8,
        DataType::Decimal { .. } => BinaryField::Numeric,
        DataType::Real => BinaryField::Float4,
        DataType::Double => BinaryField::Float8,
        DataType::Boolean => BinaryField::Boolean,
        DataType::Char { .. } | DataType::VarChar { .. } | DataType::Text => BinaryField::Text,
        DataType::Date => BinaryField::Date,
        DataType::Time { zone: false, .. } => BinaryField::Time,
        DataType::Timestamp { .. } => BinaryField::Timestamp,
        DataType::Uuid => BinaryField::Uuid,
        DataType::Json => BinaryField::Text,
        DataType::Binary => BinaryField::Bytes,
        DataType::Native(native) if native.as_str() == "jsonb" => BinaryField::Jsonb,
        DataType::Time { zone: true, .. }
        | DataType::Interval
        | DataType::Array(_)
        | DataType::Named(_)
        | DataType::Native(_) => return None,
    })
}
