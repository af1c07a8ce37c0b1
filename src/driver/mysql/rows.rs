//! Whole tables: values come as the text protocol spells them, and go back as literals of INSERTs with many rows.

use super::MysqlDriver;
use super::error::driver_error;
use super::value::is_bytes;
use crate::dialect::Dialect;
use crate::driver::table_rows::{RowSelection, RowSink, RowSource, TableCounter, TableRows, copying_error};
use crate::driver::{Driver as _, DriverError, ErrorKind, count_in};
use crate::model::{Cell, Name, QualifiedName, Value};
use async_trait::async_trait;
use futures_util::TryStreamExt;
use sqlx::mysql::{MySql, MySqlRow};
use sqlx::{AssertSqlSafe, Decode, Row as _, ValueRef as _, raw_sql};
use std::collections::BTreeSet;
use std::time::Duration;

/// Bytes of one INSERT; every server takes a megabyte, unless somebody set it lower.
const STATEMENT: usize = 512 * 1024;

/// Values are taken as they are: zero stays zero, and dates that no calendar has were in the table before. What does not fit is an error.
const EXACT_MODE: &str = "NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES,STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION";

/// How often it is looked whether a second is over.
const LOOK_AGAIN: Duration = Duration::from_millis(250);
const LOOKS: u32 = 10;

#[async_trait]
impl TableRows for MysqlDriver {
    /// Tables of every storage engine are locked for writers, since not all of them have snapshots. LOCK TABLES would end a transaction; in one,
    /// rows are locked as they are read, and with them the gaps in which new ones could come.
    async fn hold(&mut self, tables: &[QualifiedName]) -> Result<(), DriverError> {
        if self.connection.in_transaction() {
            self.locks_rows = true;
            return Ok(());
        }
        self.lock_tables(tables, "READ").await
    }

    async fn shut_others_out(&mut self, tables: &[QualifiedName]) -> Result<(), DriverError> {
        self.lock_tables(tables, "WRITE").await
    }

    /// The server keeps it to the second, so that a second passes first. Of partitioned tables it keeps none.
    async fn last_written(&mut self, tables: &[QualifiedName]) -> Result<Option<String>, DriverError> {
        if tables.is_empty() || self.connection.in_transaction() {
            return Ok(None);
        }
        let places: Vec<String> = (1..=tables.len()).map(|number| format!("${number}")).collect();
        let sql = format!(
            "SELECT concat(table_name, ' ', coalesce(update_time, '-')), \
             coalesce(update_time >= now() - INTERVAL 1 SECOND, 0) FROM information_schema.tables \
             WHERE table_schema = database() AND table_name IN ({}) ORDER BY table_name",
            places.join(", ")
        );
        let names: Vec<Value> = tables.iter().map(|table| Value::Text(table.name.to_string())).collect();
        // Where somebody writes all the time, any answer is out of date at once.
        for looks_left in (0..LOOKS).rev() {
            let rows = self.connection.query(&sql, &names).await?.rows;
            let is_fresh = |row: &Vec<Value>| row.get(1).and_then(Value::as_i64) == Some(1);
            if looks_left == 0 || !rows.iter().any(is_fresh) {
                let times: Vec<&str> = rows.iter().filter_map(|row| row.first()?.as_str()).collect();
                return Ok(Some(times.join(", ")));
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Ok(None)
    }

    async fn release(&mut self) -> Result<(), DriverError> {
        self.locks_rows = false;
        if self.connection.in_transaction() { Ok(()) } else { self.connection.run("UNLOCK TABLES").await }
    }

    /// Nothing here stands between a user and the rows of a table that may be read.
    async fn hiding_rows(&mut self, _tables: &[QualifiedName]) -> Result<Vec<QualifiedName>, DriverError> {
        Ok(Vec::new())
    }

    async fn size(&mut self, table: &QualifiedName) -> Result<u64, DriverError> {
        Ok(self.status(table, "data_length").await?.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or(0))
    }

    async fn read_rows(&mut self, selection: &RowSelection<'_>, sink: &mut dyn RowSink) -> Result<(), DriverError> {
        let floats = self.floats(selection.table).await?;
        let dialect = self.dialect.as_ref();
        // The text of a FLOAT has six digits; as a DOUBLE it has all of them.
        let column = |column: &str, name: &Name| {
            if floats.contains(name) { format!("{column} + 0e0") } else { column.to_owned() }
        };
        let mut sql = selection.sql(dialect, column);
        if self.locks_rows {
            // A lock that is shared would have to become an exclusive one later, which somebody who waits for it can make a deadlock.
            sql.push_str(" FOR UPDATE");
        }
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
        let dialect: &dyn Dialect = self.dialect.as_ref();
        let head = format!("INSERT INTO {} ({}) VALUES ", dialect.qualified(table), dialect.name_list(columns));
        self.connection.run("SET @dbx_sql_mode = @@sql_mode, @dbx_foreign_key_checks = @@foreign_key_checks").await?;
        // Rows may refer to rows that come later; `check_references` looks afterwards.
        self.connection.run(&format!("SET SESSION sql_mode = '{EXACT_MODE}', foreign_key_checks = 0")).await?;
        let written = self.insert_all(&head, source).await;
        let back = "SET SESSION sql_mode = @dbx_sql_mode, foreign_key_checks = @dbx_foreign_key_checks";
        self.connection.run(back).await?;
        written
    }

    /// They are off while rows are written.
    async fn defer_references(&mut self, _tables: &[QualifiedName]) -> Result<(), DriverError> {
        Ok(())
    }

    async fn check_references(&mut self, table: &QualifiedName) -> Result<(), DriverError> {
        let keys = self
            .connection
            .query(include_str!("queries/reference.sql"), &[Value::Text(table.name.to_string())])
            .await?;
        let text = |row: &Vec<Value>, at: usize| row.get(at).and_then(Value::as_str).unwrap_or_default().to_owned();
        for row in &keys.rows {
            let (name, parent, on, filled) = (text(row, 0), text(row, 1), text(row, 2), text(row, 3));
            let child = self.dialect.quote(&table.name);
            let sql = format!(
                "SELECT count(*) FROM {child} AS c WHERE {filled} AND NOT EXISTS (SELECT 1 FROM {parent} AS p WHERE {on})"
            );
            let orphans = count_in(&self.connection.query(&sql, &[]).await?)?;
            if orphans > 0 {
                let message = format!("foreign key {name}: {orphans} rows of {table} refer to nothing in {parent}");
                return Err(DriverError::new(ErrorKind::Integrity, message));
            }
        }
        Ok(())
    }

    async fn counters(&mut self, table: &QualifiedName) -> Result<Vec<TableCounter>, DriverError> {
        let next = self.status(table, "auto_increment").await?;
        Ok(next.map(|value| TableCounter { column: None, value, used: false }).into_iter().collect())
    }

    /// A smaller number than the largest in the table has no effect.
    async fn advance_counter(&mut self, table: &QualifiedName, counter: &TableCounter) -> Result<(), DriverError> {
        let now = self.status(table, "auto_increment").await?;
        if now.is_none_or(|now| now >= counter.value) {
            return Ok(());
        }
        let dialect: &dyn Dialect = self.dialect.as_ref();
        self.connection
            .run(&format!("ALTER TABLE {} AUTO_INCREMENT = {}", dialect.qualified(table), counter.value))
            .await
    }
}

impl MysqlDriver {
    /// Ends whatever LOCK TABLES began before. Waits as long as statements wait for locks.
    async fn lock_tables(&mut self, tables: &[QualifiedName], kind: &str) -> Result<(), DriverError> {
        let dialect: &dyn Dialect = self.dialect.as_ref();
        let locks: Vec<String> = tables.iter().map(|table| format!("{} {kind}", dialect.qualified(table))).collect();
        if locks.is_empty() {
            return Ok(());
        }
        self.run(&format!("LOCK TABLES {}", locks.join(", "))).await.map(drop)
    }

    /// A number that the catalog has of a table.
    async fn status(&mut self, table: &QualifiedName, column: &str) -> Result<Option<i128>, DriverError> {
        let sql = format!(
            "SELECT CAST({column} AS CHAR) FROM information_schema.tables WHERE table_schema = database() AND table_name = $1"
        );
        let rows = self.connection.query(&sql, &[Value::Text(table.name.to_string())]).await?;
        Ok(rows.rows.first().and_then(|row| row.first()?.as_str()?.parse().ok()))
    }

    async fn floats(&mut self, table: &QualifiedName) -> Result<BTreeSet<Name>, DriverError> {
        let sql = "SELECT column_name FROM information_schema.columns \
                   WHERE table_schema = database() AND table_name = $1 AND data_type = 'float'";
        let rows = self.connection.query(sql, &[Value::Text(table.name.to_string())]).await?;
        Ok(rows.rows.iter().filter_map(|row| row.first()?.as_str().map(Name::from)).collect())
    }

    async fn insert_all(&mut self, head: &str, source: &mut dyn RowSource) -> Result<u64, DriverError> {
        let mut written = 0;
        let mut sql = head.to_owned();
        loop {
            let row = source.next_row().map_err(|error| copying_error(&error))?;
            if let Some(row) = &row {
                let separator = if sql.len() > head.len() { ",(" } else { "(" };
                let literals: Vec<String> = row.iter().map(literal).collect();
                sql = sql + separator + &literals.join(",") + ")";
            }
            if sql.len() > head.len() && (row.is_none() || sql.len() >= STATEMENT) {
                let done = raw_sql(AssertSqlSafe(sql.as_str())).execute(self.connection.session()).await;
                written += done.map_err(|error| driver_error(error).in_statement(head))?.rows_affected();
                sql.truncate(head.len());
            }
            if row.is_none() {
                return Ok(written);
            }
        }
    }
}

fn cells(row: &MySqlRow) -> Result<Vec<Cell>, sqlx::Error> {
    (0..row.len())
        .map(|at| {
            let value = row.try_get_raw(at)?;
            if value.is_null() {
                return Ok(Cell::Null);
            }
            let bytes_only = is_bytes(&value.type_info());
            let bytes = <&[u8] as Decode<MySql>>::decode(value).map_err(sqlx::Error::Decode)?.to_vec();
            Ok(if bytes_only { Cell::Bytes(bytes) } else { Cell::Text(bytes) })
        })
        .collect()
}

/// A literal in the connection's character set, under a mode in which the backslash escapes.
fn literal(cell: &Cell) -> String {
    match cell {
        Cell::Null => "NULL".to_owned(),
        Cell::Integer(value) => value.to_string(),
        Cell::Real(bits) => format!("{:?}", f64::from_bits(*bits)),
        Cell::Bytes(bytes) => format!("x'{}'", hex::encode(bytes)),
        Cell::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''").replace('\0', "\\0")),
            Err(_) => format!("x'{}'", hex::encode(bytes)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_stay_within_their_quotes() {
        let text = |text: &str| literal(&Cell::Text(text.as_bytes().to_vec()));
        assert_eq!(text("a'b\\'; drop table t --"), "'a''b\\\\''; drop table t --'");
        assert_eq!(text("a\0b"), "'a\\0b'");
        assert_eq!(literal(&Cell::Bytes(vec![0, 255])), "x'00ff'");
        assert_eq!(literal(&Cell::Text(vec![0xff])), "x'ff'");
    }
}
