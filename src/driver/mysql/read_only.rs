//! Reading under a READ ONLY transaction. That stops no statement that commits by itself (TRUNCATE, ALTER) and no file that is written:
//! the account behind a reader should have no more than SELECT.

use super::connection::Connection;
use super::error::driver_error;
use super::names;
use super::value::{self, Encoding};
use crate::dialect::{DialectKind, Flavor};
use crate::driver::read_only::Collector;
use crate::driver::{Answer, DatabaseUrl, DriverError, ErrorKind, Limits, Reader, Server};
use crate::guard::{Catalog, Kind, Mention};
use crate::model::{Row, Value};
use async_trait::async_trait;
use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Column as _, Executor as _, SqlSafeStr as _, Statement as _, raw_sql};
use std::collections::BTreeMap;
use std::time::Duration;

/// How much longer than the server's own timeout a client waits before it hangs up.
const GRACE: Duration = Duration::from_secs(2);

/// Most memory of one session (MariaDB), in bytes.
const SESSION_MEMORY: usize = 256 << 20;

pub(in crate::driver) struct MysqlReader {
    connection: Connection,
    server: Server,
}

impl MysqlReader {
    pub async fn connect(url: &DatabaseUrl) -> Result<Self, DriverError> {
        let mut connection = Connection::open(url).await?;
        connection.run("SET SESSION TRANSACTION READ ONLY").await?;
        if connection.version().flavor == Flavor::Mariadb {
            connection.run(&format!("SET SESSION max_session_mem_used = {SESSION_MEMORY}")).await?;
        }
        let server = connection.server();
        Ok(Self { connection, server })
    }

    async fn begin(&mut self, limits: &Limits) -> Result<(), DriverError> {
        self.connection.set_statement_timeout(Some(limits.timeout)).await?;
        // The server itself sends no more rows, whatever the statement asks for.
        self.connection.run(&format!("SET SESSION sql_select_limit = {}", limits.rows.saturating_add(1))).await?;
        self.connection.run("START TRANSACTION READ ONLY").await
    }

    async fn end(&mut self) -> Result<(), DriverError> {
        self.connection.run("ROLLBACK").await?;
        self.connection.run("SET SESSION sql_select_limit = DEFAULT").await?;
        self.connection.set_statement_timeout(None).await
    }

    /// The server prepares the text first, which it does for one statement only. Then it runs as text, where every value can be read.
    async fn fetch(&mut self, sql: &str, limits: &Limits) -> Result<Answer, DriverError> {
        let failed = |error| driver_error(error).in_statement(sql);
        let prepared = self.connection.session().prepare(AssertSqlSafe(sql).into_sql_str()).await.map_err(failed)?;
        let columns = prepared.columns().iter().map(|column| column.name().to_owned()).collect();
        let mut collector = Collector::new(columns, limits);
        let mut rows = raw_sql(AssertSqlSafe(sql)).fetch(self.connection.session());
        while let Some(row) = rows.try_next().await.map_err(failed)? {
            if !collector.push(value::decode_row(&row, Encoding::Text)?) {
                break;
            }
        }
        Ok(collector.finish())
    }

    async fn rows_examined(&mut self, sql: &str) -> Result<Option<f64>, DriverError> {
        let limits = Limits { rows: 1_000, ..Limits::default() };
        let plan = self.fetch(&format!("EXPLAIN {sql}"), &limits).await?;
        let column = |name: &str| plan.rows.columns.iter().position(|column| column.eq_ignore_ascii_case(name));
        let (Some(id), Some(rows)) = (column("id"), column("rows")) else { return Ok(None) };
        Ok(Some(product_by_query(&plan.rows.rows, id, rows)))
    }
}

/// The tables of one query are joined, so that their rows multiply; queries are added up.
fn product_by_query(plan: &[Row], id: usize, rows: usize) -> f64 {
    let mut queries: BTreeMap<Option<i64>, f64> = BTreeMap::new();
    for line in plan {
        let number = line.get(id).and_then(Value::as_i64);
        // A number of rows has at most 19 digits: nothing that counts is lost in a float.
        let examined = line.get(rows).and_then(Value::as_i64).unwrap_or(1).max(1) as f64;
        *queries.entry(number).or_insert(1.0) *= examined;
    }
    queries.values().sum()
}

#[async_trait]
impl Reader for MysqlReader {
    fn kind(&self) -> DialectKind {
        DialectKind::Mysql
    }

    fn server(&self) -> &Server {
        &self.server
    }

    async fn look_up(&mut self, mentions: &[Mention]) -> Result<Catalog, DriverError> {
        names::look_up(&mut self.connection, mentions).await
    }

    async fn estimate(&mut self, sql: &str, kind: Kind, limits: &Limits) -> Result<Option<f64>, DriverError> {
        match kind {
            Kind::Query => {}
            Kind::Explain | Kind::Show => return Ok(None),
        }
        self.begin(&Limits { rows: 1_000, ..*limits }).await?;
        let examined = within(limits, self.rows_examined(sql)).await;
        self.end().await?;
        examined
    }

    async fn read(&mut self, sql: &str, _kind: Kind, limits: &Limits) -> Result<Answer, DriverError> {
        self.begin(limits).await?;
        let answer = within(limits, self.fetch(sql, limits)).await;
        self.end().await?;
        answer
    }
}

/// The server keeps the time; this is for a server that does not answer at all.
async fn within<T>(limits: &Limits, work: impl Future<Output = Result<T, DriverError>>) -> Result<T, DriverError> {
    match tokio::time::timeout(limits.timeout + GRACE, work).await {
        Ok(done) => done,
        Err(_) => Err(DriverError::new(ErrorKind::StatementTimeout, "the server did not answer in time")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_rows_multiply_and_queries_add_up() {
        let line = |id: i64, rows: i64| vec![Value::Integer(id), Value::Integer(rows)];
        let plan = [line(1, 10), line(1, 20), line(2, 5)];
        assert_eq!(product_by_query(&plan, 0, 1), 205.0);
    }
}
