//! Questions about rows.

use super::connection::Connection;
use crate::dialect::{Dialect, Question};
use crate::driver::counting::{self, Counting, SAMPLE};
use crate::driver::{DriverError, LockTimeout};
use crate::model::{Probe, RowCount, Rows, Value};
use async_trait::async_trait;
use std::time::Duration;

/// The least that the server knows: it counts in seconds.
const LOCK_TIMEOUT: LockTimeout = LockTimeout(Duration::from_secs(1));

pub(super) async fn answer(
    connection: &mut Connection,
    dialect: &dyn Dialect,
    probe: &Probe,
    limit: u64,
    timeout: Duration,
) -> Result<Option<RowCount>, DriverError> {
    let Some(question) = dialect.question(probe) else { return Ok(None) };
    let patience = connection.lock_timeout();
    connection.set_lock_timeout(LOCK_TIMEOUT).await?;
    let answer = counting::answer(&mut Reader { connection }, &question, limit, timeout).await;
    connection.set_lock_timeout(patience).await?;
    answer
}

struct Reader<'a> {
    connection: &'a mut Connection,
}

impl Reader<'_> {
    async fn rows(&mut self, sql: &str, timeout: Duration) -> Result<Rows, DriverError> {
        self.connection.limit(Some(timeout)).await?;
        let rows = self.connection.query(sql, &[]).await;
        self.connection.reset_statement_timeout().await?;
        rows
    }
}

#[async_trait]
impl Counting for Reader<'_> {
    async fn numbers(&mut self, sql: &str, timeout: Duration) -> Result<Vec<Value>, DriverError> {
        Ok(self.rows(sql, timeout).await?.rows.into_iter().next().unwrap_or_default())
    }

    async fn table_size(&mut self, question: &Question, timeout: Duration) -> Result<Option<u64>, DriverError> {
        let explained = self.rows(&format!("EXPLAIN SELECT * FROM {}", question.table), timeout).await?;
        let at = explained.columns.iter().position(|column| column == "rows");
        let rows = at.and_then(|at| explained.rows.first()?.get(at)?.as_i64());
        Ok(rows.and_then(|rows| u64::try_from(rows).ok()))
    }

    /// The first rows that come: the server has no way to take any others without reading all.
    fn sample(&self, question: &Question, _table_size: u64) -> String {
        format!("(SELECT * FROM {} LIMIT {SAMPLE}) AS {}", question.table, question.name)
    }
}
