//! Whole tables: values go over in the server's own text form, in by COPY.

use super::PostgresDriver;
use super::connection::Connection;
use super::error::driver_error;
use crate::dialect::Dialect;
use crate::driver::table_rows::{RowSelection, RowSink, RowSource, TableCounter, TableRows, copying_error};
use crate::driver::{DriverError, ErrorKind};
use crate::model::{Cell, Name, QualifiedName, Value};
use async_trait::async_trait;
use futures_util::TryStreamExt;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row as _, ValueRef as _, raw_sql};

/// Bytes that are gathered before they are sent.
const CHUNK: usize = 64 * 1024;

#[async_trait]
impl TableRows for PostgresDriver {
    async fn hold(&mut self, tables: &[QualifiedName]) -> Result<(), DriverError> {
        if self.connection.in_transaction() {
            let names: Vec<String> = tables.iter().map(|table| self.named(table)).collect();
            // Readers go on; writers wait. Stronger locks come with the statements that need them.
            self.connection.run(&format!("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", names.join(", "))).await?;
        } else {
            self.connection.begin_snapshot().await?;
            self.reads_snapshot = true;
        }
        spell_exactly(&mut self.connection).await
    }

    /// What changes a table is in a transaction, with its locks.
    async fn shut_others_out(&mut self, _tables: &[QualifiedName]) -> Result<(), DriverError> {
        Ok(())
    }

    /// Locks last until the end of the transaction, and no time of writing is kept.
    async fn last_written(&mut self, _tables: &[QualifiedName]) -> Result<Option<String>, DriverError> {
        Ok(None)
    }

    async fn release(&mut self) -> Result<(), DriverError> {
        if std::mem::take(&mut self.reads_snapshot) { self.connection.rollback().await } else { Ok(()) }
    }

    async fn hiding_rows(&mut self, tables: &[QualifiedName]) -> Result<Vec<QualifiedName>, DriverError> {
        let mut hiding = Vec::new();
        for table in tables {
            let name = Value::Text(self.named(table));
            let active = self.connection.query("SELECT row_security_active($1::regclass)", &[name]).await?;
            if active.rows.first().and_then(|row| row.first()) == Some(&Value::Boolean(true)) {
                hiding.push(table.clone());
            }
        }
        Ok(hiding)
    }

    async fn size(&mut self, table: &QualifiedName) -> Result<u64, DriverError> {
        let name = self.named(table);
        let rows = self.connection.query("SELECT pg_table_size($1::regclass)", &[Value::Text(name)]).await?;
        let bytes = rows.rows.first().and_then(|row| row.first()).and_then(Value::as_i64);
        Ok(bytes.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or(0))
    }

    /// Rows of partitions and of child tables are read with those.
    async fn read_rows(&mut self, selection: &RowSelection<'_>, sink: &mut dyn RowSink) -> Result<(), DriverError> {
        let dialect = self.dialect.as_ref();
        let sql = selection.sql(dialect, |column, _| column.to_owned());
        let error = |error| driver_error(error).in_statement(&sql);
        let mut rows = raw_sql(AssertSqlSafe(sql.as_str())).fetch(self.connection.session());
        while let Some(row) = rows.try_next().await.map_err(error)? {
            let row = cells(&row).map_err(error)?;
            sink.row(&row).map_err(|error| copying_error(&error))?;
        }
        Ok(())
    }

    async fn write_rows(
        &mut self,
        table: &QualifiedName,
        columns: &[Name],
        source: &mut dyn RowSource,
    ) -> Result<u64, DriverError> {
        spell_exactly(&mut self.connection).await?;
        let dialect: &dyn Dialect = self.dialect.as_ref();
        let sql = format!("COPY {} ({}) FROM STDIN", dialect.qualified(table), dialect.name_list(columns));
        let error = |error| driver_error(error).in_statement(&sql);
        let mut copy = self.connection.session().copy_in_raw(&sql).await.map_err(error)?;
        let mut chunk = Vec::with_capacity(CHUNK);
        loop {
            let row = match source.next_row() {
                Ok(row) => row,
                Err(failed) => {
                    copy.abort("the rows cannot be read").await.map_err(error)?;
                    return Err(copying_error(&failed));
                }
            };
            if let Some(row) = &row {
                append_line(row, &mut chunk);
            }
            if row.is_none() || chunk.len() >= CHUNK {
                copy.send(chunk.as_slice()).await.map_err(error)?;
                chunk.clear();
            }
            if row.is_none() {
                return copy.finish().await.map_err(error);
            }
        }
    }

    async fn defer_references(&mut self, tables: &[QualifiedName]) -> Result<(), DriverError> {
        for table in tables {
            let name = self.named(table);
            let sql = "SELECT quote_ident(conname) FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'f' \
                       AND NOT condeferrable AND conparentid = 0 ORDER BY conname";
            let keys = self.connection.query(sql, &[Value::Text(name.clone())]).await?;
            for key in keys.rows.iter().filter_map(|row| row.first()?.as_str()) {
                let alter = format!("ALTER TABLE {name} ALTER CONSTRAINT {key}");
                self.connection.run(&format!("{alter} DEFERRABLE")).await?;
                self.deferred.push((table.clone(), format!("{alter} NOT DEFERRABLE")));
            }
        }
        if tables.is_empty() { Ok(()) } else { self.connection.run("SET CONSTRAINTS ALL DEFERRED").await }
    }

    /// The server looked at the end of each statement, but for what it was told to put off.
    async fn check_references(&mut self, table: &QualifiedName) -> Result<(), DriverError> {
        let deferred = std::mem::take(&mut self.deferred);
        let (own, others) = deferred.into_iter().partition(|(of, _)| of == table);
        self.deferred = others;
        let own: Vec<(QualifiedName, String)> = own;
        if !own.is_empty() {
            self.connection.run("SET CONSTRAINTS ALL IMMEDIATE").await?;
        }
        for (_, back) in own {
            self.connection.run(&back).await?;
        }
        Ok(())
    }

    async fn counters(&mut self, table: &QualifiedName) -> Result<Vec<TableCounter>, DriverError> {
        let mut counters = Vec::new();
        for (column, sequence) in self.sequences(table).await? {
            let position = self.position(&sequence).await?;
            counters.push(TableCounter { column: Some(column), ..position });
        }
        Ok(counters)
    }

    async fn advance_counter(&mut self, table: &QualifiedName, counter: &TableCounter) -> Result<(), DriverError> {
        let sequences = self.sequences(table).await?;
        let own = sequences.into_iter().find(|(column, _)| counter.column.as_ref() == Some(column));
        let Some((_, sequence)) = own else { return Ok(()) };
        let now = self.position(&sequence).await?;
        let increment = self
            .connection
            .query(
                "SELECT seqincrement FROM pg_catalog.pg_sequence WHERE seqrelid = $1::regclass",
                &[Value::Text(sequence.clone())],
            )
            .await?;
        let counts_down = increment.rows.first().and_then(|row| row.first()).and_then(Value::as_i64) < Some(0);
        let direction = if counts_down { -1 } else { 1 };
        if (now.value * direction, now.used) >= (counter.value * direction, counter.used) {
            return Ok(());
        }
        let sql = format!("SELECT setval($1::regclass, {}, {})", counter.value, counter.used);
        self.connection.query(&sql, &[Value::Text(sequence)]).await.map(drop)
    }
}

impl PostgresDriver {
    fn named(&self, table: &QualifiedName) -> String {
        let dialect: &dyn Dialect = self.dialect.as_ref();
        dialect.qualified(table)
    }

    /// Columns that own a sequence, with its name as SQL.
    async fn sequences(&mut self, table: &QualifiedName) -> Result<Vec<(Name, String)>, DriverError> {
        let name = self.named(table);
        let rows = self.connection.query(include_str!("queries/owned_sequence.sql"), &[Value::Text(name)]).await?;
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let pair = |row: &Vec<Value>| Some((Name::new(text(row.first())?), text(row.get(1))?));
        Ok(rows.rows.iter().filter_map(pair).collect())
    }

    async fn position(&mut self, sequence: &str) -> Result<TableCounter, DriverError> {
        let rows = self.connection.query(&format!("SELECT last_value, is_called FROM {sequence}"), &[]).await?;
        let row = rows.rows.first();
        let value = row.and_then(|row| row.first()).and_then(Value::as_i64);
        let value = value.ok_or_else(|| {
            DriverError::new(ErrorKind::Statement, format!("the sequence {sequence} does not say where it is"))
        })?;
        let used = row.and_then(|row| row.get(1)) == Some(&Value::Boolean(true));
        Ok(TableCounter { column: None, value: value.into(), used })
    }
}

/// Forms of text that a database may have otherwise, and that are read back whatever it has.
async fn spell_exactly(connection: &mut Connection) -> Result<(), DriverError> {
    connection.run("SET LOCAL intervalstyle = 'postgres'").await?;
    connection.run("SET LOCAL bytea_output = 'hex'").await?;
    connection.run("SET LOCAL extra_float_digits = 1").await
}

fn cells(row: &PgRow) -> Result<Vec<Cell>, sqlx::Error> {
    (0..row.len())
        .map(|at| {
            let value = row.try_get_raw(at)?;
            if value.is_null() {
                return Ok(Cell::Null);
            }
            value.as_bytes().map(|bytes| Cell::Text(bytes.to_vec())).map_err(sqlx::Error::Decode)
        })
        .collect()
}

/// One line of COPY's text format ("COPY", File Formats).
fn append_line(row: &[Cell], line: &mut Vec<u8>) {
    for (at, cell) in row.iter().enumerate() {
        if at > 0 {
            line.push(b'\t');
        }
        match cell {
            Cell::Null => line.extend(b"\\N"),
            Cell::Text(text) => append_escaped(text, line),
            // Another engine's classes; its numbers and bytes are written as this one reads them.
            Cell::Integer(value) => line.extend(value.to_string().bytes()),
            Cell::Real(bits) => line.extend(f64::from_bits(*bits).to_string().bytes()),
            Cell::Bytes(bytes) => {
                line.extend(b"\\\\x");
                line.extend(hex::encode(bytes).bytes());
            }
        }
    }
    line.push(b'\n');
}

fn append_escaped(text: &[u8], line: &mut Vec<u8>) {
    for byte in text {
        match byte {
            b'\\' => line.extend(b"\\\\"),
            b'\n' => line.extend(b"\\n"),
            b'\r' => line.extend(b"\\r"),
            b'\t' => line.extend(b"\\t"),
            other => line.push(*other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_what_would_end_it() {
        let mut line = Vec::new();
        let text = |text: &str| Cell::Text(text.as_bytes().to_vec());
        append_line(&[text("a\tb\\c\r\n"), Cell::Null, text("\\N"), text("")], &mut line);
        assert_eq!(String::from_utf8(line).unwrap(), "a\\tb\\\\c\\r\\n\t\\N\t\\\\N\t\n");
    }
}
