//! Reading under a READ ONLY transaction, one statement by the extended protocol, rows through a cursor.

use super::connection::Connection;
use super::error::driver_error;
use super::{names, value};
use crate::dialect::DialectKind;
use crate::driver::read_only::Collector;
use crate::driver::{Answer, DatabaseUrl, DriverError, ErrorKind, Limits, Reader, Server};
use crate::guard::{Catalog, Kind, Mention};
use async_trait::async_trait;
use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Column as _, Executor as _, Row as _, SqlSafeStr as _, Statement as _, raw_sql};
use std::time::Duration;

/// How much longer than the server's own timeout a client waits before it hangs up.
const GRACE: Duration = Duration::from_secs(2);

pub(in crate::driver) struct PostgresReader {
    connection: Connection,
    server: Server,
}

impl PostgresReader {
    pub async fn connect(url: &DatabaseUrl) -> Result<Self, DriverError> {
        let mut connection = Connection::open(url).await?;
        let (_, server) = connection.server().await?;
        Ok(Self { connection, server })
    }

    async fn begin(&mut self, limits: &Limits) -> Result<(), DriverError> {
        let timeout = limits.timeout.as_millis().max(1);
        self.connection.run("BEGIN TRANSACTION READ ONLY").await?;
        for setting in [
            format!("SET LOCAL statement_timeout = {timeout}"),
            format!("SET LOCAL idle_in_transaction_session_timeout = {}", timeout * 2),
            "SET LOCAL lock_timeout = '2s'".to_owned(),
            "SET LOCAL standard_conforming_strings = on".to_owned(),
            "SET LOCAL bytea_output = hex".to_owned(),
            "SET LOCAL work_mem = '16MB'".to_owned(),
            "SET LOCAL max_parallel_workers_per_gather = 0".to_owned(),
        ] {
            self.connection.run(&setting).await?;
        }
        // After the first query a transaction cannot be made READ WRITE any more.
        self.connection.run("SELECT 1").await
    }

    /// The transaction is left whatever happened in it.
    async fn end(&mut self) -> Result<(), DriverError> {
        self.connection.run("ROLLBACK").await
    }

    /// Names of the columns. The server parses the text here, as one statement, before anything runs.
    async fn columns(&mut self, sql: &str) -> Result<Vec<String>, DriverError> {
        let prepared = self.connection.session().prepare(AssertSqlSafe(sql).into_sql_str()).await;
        let prepared = prepared.map_err(|error| driver_error(error).in_statement(sql))?;
        Ok(prepared.columns().iter().map(|column| column.name().to_owned()).collect())
    }

    async fn fetch(&mut self, sql: &str, kind: Kind, limits: &Limits) -> Result<Answer, DriverError> {
        let columns = self.columns(sql).await?;
        let mut collector = Collector::new(columns, limits);
        match kind {
            Kind::Query => {
                self.extended(&format!("DECLARE dbx_reading NO SCROLL CURSOR FOR {sql}")).await?;
                // One more than is shown, to know that there is more.
                self.simple(
                    &format!("FETCH FORWARD {} FROM dbx_reading", limits.rows.saturating_add(1)),
                    &mut collector,
                )
                .await?;
            }
            // They can be in no cursor. The statement was prepared above, so that it is a single one.
            Kind::Explain | Kind::Show => self.simple(sql, &mut collector).await?,
        }
        Ok(collector.finish())
    }

    /// By the extended protocol, which takes one statement.
    async fn extended(&mut self, sql: &str) -> Result<(), DriverError> {
        let done = value::bind(sql, &[]).execute(self.connection.session()).await;
        done.map(drop).map_err(|error| driver_error(error).in_statement(sql))
    }

    /// By the simple protocol, where every value is text and of every type.
    async fn simple(&mut self, sql: &str, collector: &mut Collector) -> Result<(), DriverError> {
        let mut rows = raw_sql(AssertSqlSafe(sql)).fetch(self.connection.session());
        while let Some(row) = rows.try_next().await.map_err(|error| driver_error(error).in_statement(sql))? {
            if !collector.push(value::decode_row(&row)?) {
                break;
            }
        }
        Ok(())
    }

    async fn cost(&mut self, sql: &str) -> Result<Option<f64>, DriverError> {
        let rows = value::bind(&format!("EXPLAIN (FORMAT JSON) {sql}"), &[]).fetch_all(self.connection.session()).await;
        let rows = rows.map_err(|error| driver_error(error).in_statement(sql))?;
        // A value of type json is its text, also in binary.
        let plan: Option<String> =
            rows.first().map(|row| row.try_get_unchecked(0)).transpose().map_err(driver_error)?;
        let plan: Option<serde_json::Value> = plan.and_then(|text| serde_json::from_str(&text).ok());
        Ok(plan.and_then(|plan| plan.pointer("/0/Plan/Total Cost")?.as_f64()))
    }
}

#[async_trait]
impl Reader for PostgresReader {
    fn kind(&self) -> DialectKind {
        DialectKind::Postgres
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
        self.begin(limits).await?;
        let cost = within(limits, self.cost(sql)).await;
        self.end().await?;
        cost
    }

    async fn read(&mut self, sql: &str, kind: Kind, limits: &Limits) -> Result<Answer, DriverError> {
        self.begin(limits).await?;
        let answer = within(limits, self.fetch(sql, kind, limits)).await;
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
