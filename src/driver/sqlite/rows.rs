//! Whole tables: each value with the storage class it has, whatever its column is declared as.

use super::SqliteDriver;
use super::error::driver_error;
use crate::dialect::Dialect;
use crate::driver::table_rows::{RowSelection, RowSink, RowSource, TableCounter, TableRows, copying_error};
use crate::driver::{DriverError, ErrorKind};
use crate::model::{Cell, Name, QualifiedName, Value};
use async_trait::async_trait;
use futures_util::TryStreamExt;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row as _, TypeInfo as _, ValueRef as _};

/// Values of one INSERT; SQLite takes 32,766 parameters.
const VALUES: usize = 4_000;

#[async_trait]
impl TableRows for SqliteDriver {
    /// The transaction of a migration is the only writer already; another one reads the file as it is when it first looks.
    async fn hold(&mut self, _tables: &[QualifiedName]) -> Result<(), DriverError> {
        let encoding = self.session.query("PRAGMA encoding", &[]).await?;
        let encoding = encoding.rows.first().and_then(|row| row.first()?.as_str()).unwrap_or_default().to_owned();
        if encoding != "UTF-8" {
            let message = format!("the text of this database is {encoding}; dbx backs up UTF-8 only");
            return Err(DriverError::new(ErrorKind::Statement, message));
        }
        if self.migration.is_none() {
            self.session.run("BEGIN").await?;
            self.session.run("SELECT count(*) FROM sqlite_schema").await?;
            self.reads_snapshot = true;
        }
        Ok(())
    }

    /// What changes a table is in a transaction, and nobody else writes meanwhile.
    async fn shut_others_out(&mut self, _tables: &[QualifiedName]) -> Result<(), DriverError> {
        Ok(())
    }

    /// There is one writer, and this is it.
    async fn last_written(&mut self, _tables: &[QualifiedName]) -> Result<Option<String>, DriverError> {
        Ok(None)
    }

    async fn release(&mut self) -> Result<(), DriverError> {
        if std::mem::take(&mut self.reads_snapshot) { self.session.run("COMMIT").await } else { Ok(()) }
    }

    /// Nothing here stands between a user and the rows of a table that may be read.
    async fn hiding_rows(&mut self, _tables: &[QualifiedName]) -> Result<Vec<QualifiedName>, DriverError> {
        Ok(Vec::new())
    }

    /// Pages are not counted by table, so the values are.
    async fn size(&mut self, table: &QualifiedName) -> Result<u64, DriverError> {
        let dialect: &dyn Dialect = self.dialect.as_ref();
        let sql = "SELECT name FROM pragma_table_info($1)";
        let columns = self.session.query(sql, &[Value::Text(table.name.to_string())]).await?;
        let length = |row: &Vec<Value>| {
            let name = Name::from(row.first().and_then(Value::as_str).unwrap_or_default());
            format!("coalesce(length(CAST({} AS BLOB)), 0) + 1", dialect.quote(&name))
        };
        let lengths: Vec<String> = columns.rows.iter().map(length).collect();
        if lengths.is_empty() {
            return Ok(0);
        }
        let sql = format!("SELECT coalesce(sum({}), 0) FROM {}", lengths.join(" + "), dialect.qualified(table));
        self.session.count(&sql, &[]).await
    }

    async fn read_rows(&mut self, selection: &RowSelection<'_>, sink: &mut dyn RowSink) -> Result<(), DriverError> {
        let dialect = self.dialect.as_ref();
        let sql = selection.sql(dialect, |column, _| column.to_owned());
        let error = |error| driver_error(error).in_statement(&sql);
        let query = sqlx::query(AssertSqlSafe(sql.clone())).persistent(false);
        let mut rows = query.fetch(&mut self.session.connection);
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
        let at_once = (VALUES / columns.len().max(1)).max(1);
        let mut written = 0;
        loop {
            let rows = batch(source, at_once).map_err(|error| copying_error(&error))?;
            if rows.is_empty() {
                return Ok(written);
            }
            written += self.insert(&head, rows).await?;
        }
    }

    /// They are off while rows are written.
    async fn defer_references(&mut self, _tables: &[QualifiedName]) -> Result<(), DriverError> {
        Ok(())
    }

    /// The commit of the migration looks.
    async fn check_references(&mut self, _table: &QualifiedName) -> Result<(), DriverError> {
        Ok(())
    }

    async fn counters(&mut self, table: &QualifiedName) -> Result<Vec<TableCounter>, DriverError> {
        if !self.counts().await? {
            return Ok(Vec::new());
        }
        let sql = "SELECT seq FROM sqlite_sequence WHERE lower(name) = lower($1)";
        let rows = self.session.query(sql, &[Value::Text(table.name.to_string())]).await?;
        let value = |row: &Vec<Value>| row.first().and_then(Value::as_i64);
        let counter = |value: i64| TableCounter { column: None, value: value.into(), used: true };
        Ok(rows.rows.iter().filter_map(value).map(counter).collect())
    }

    async fn advance_counter(&mut self, table: &QualifiedName, counter: &TableCounter) -> Result<(), DriverError> {
        if !self.counts().await? {
            return Ok(());
        }
        let name = Value::Text(table.name.to_string());
        let value = Value::Integer(i64::try_from(counter.value).unwrap_or(i64::MAX));
        let sql = "INSERT INTO sqlite_sequence (name, seq) SELECT $1, 0 \
                   WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE lower(name) = lower($1))";
        self.session.execute(sql, std::slice::from_ref(&name)).await?;
        let sql = "UPDATE sqlite_sequence SET seq = max(seq, $2) WHERE lower(name) = lower($1)";
        self.session.execute(sql, &[name, value]).await.map(drop)
    }
}

impl SqliteDriver {
    /// Whether any table has AUTOINCREMENT.
    async fn counts(&mut self) -> Result<bool, DriverError> {
        Ok(self.session.count("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'", &[]).await? > 0)
    }

    async fn insert(&mut self, head: &str, rows: Vec<Vec<Cell>>) -> Result<u64, DriverError> {
        let tuple = |row: &Vec<Cell>| format!("({})", row.iter().map(placeholder).collect::<Vec<_>>().join(","));
        let sql = head.to_owned() + &rows.iter().map(tuple).collect::<Vec<_>>().join(",");
        let mut query = sqlx::query(AssertSqlSafe(sql.clone())).persistent(false);
        for cell in rows.into_iter().flatten() {
            query = match cell {
                Cell::Null => query.bind(None::<i64>),
                Cell::Integer(value) => query.bind(value),
                Cell::Real(bits) => query.bind(f64::from_bits(bits)),
                Cell::Text(bytes) | Cell::Bytes(bytes) => query.bind(bytes),
            };
        }
        let done = query.execute(&mut self.session.connection).await;
        done.map(|done| done.rows_affected()).map_err(|error| driver_error(error).in_statement(head))
    }
}

/// Text goes over as bytes, since it may hold NUL and need not be UTF-8.
fn placeholder(cell: &Cell) -> &'static str {
    match cell {
        Cell::Text(_) => "CAST(? AS TEXT)",
        Cell::Null | Cell::Integer(_) | Cell::Real(_) | Cell::Bytes(_) => "?",
    }
}

fn batch(source: &mut dyn RowSource, most: usize) -> std::io::Result<Vec<Vec<Cell>>> {
    let mut rows = Vec::with_capacity(most);
    while rows.len() < most {
        match source.next_row()? {
            Some(row) => rows.push(row),
            None => break,
        }
    }
    Ok(rows)
}

fn cells(row: &SqliteRow) -> Result<Vec<Cell>, sqlx::Error> {
    (0..row.len()).map(|at| cell(row, at)).collect()
}

fn cell(row: &SqliteRow, at: usize) -> Result<Cell, sqlx::Error> {
    let raw = row.try_get_raw(at)?;
    if raw.is_null() {
        return Ok(Cell::Null);
    }
    let class = raw.type_info().name().to_owned();
    Ok(match class.as_str() {
        "INTEGER" => Cell::Integer(row.try_get_unchecked(at)?),
        "REAL" => Cell::Real(row.try_get_unchecked::<f64, _>(at)?.to_bits()),
        "BLOB" => Cell::Bytes(row.try_get_unchecked(at)?),
        _ => Cell::Text(row.try_get_unchecked(at)?),
    })
}
