//! Reading for questions whose SQL came from outside: a person, a model, a value in a table.
//!
//! What may run is decided before, by [`crate::guard`]. Everything here holds all the same when that decision was wrong: nothing is
//! written, nothing runs for long, and no more comes back than was asked for.

use super::{DatabaseUrl, DriverError, Server, mysql, postgres, sqlite};
use crate::dialect::DialectKind;
use crate::guard::{Catalog, Kind, Mention};
use crate::model::{Row, Rows, Value};
use async_trait::async_trait;
use schemars::JsonSchema;
use serde::Serialize;
use std::time::Duration;

/// A connection that reads.
#[async_trait]
pub trait Reader: Send {
    fn kind(&self) -> DialectKind;

    /// Who is at the other end, without secrets.
    fn server(&self) -> &Server;

    /// Everything that somebody defined under these names, as this session would find it.
    async fn look_up(&mut self, mentions: &[Mention]) -> Result<Catalog, DriverError>;

    /// How much work the engine expects of a query, without running it: PostgreSQL's cost (in reads of one page), or the rows that
    /// MySQL and MariaDB expect to look at. `None` where the engine does not say. SQLite takes the statement apart and refuses what does
    /// more than read.
    async fn estimate(&mut self, sql: &str, kind: Kind, limits: &Limits) -> Result<Option<f64>, DriverError>;

    /// Runs one statement and gives its first rows.
    async fn read(&mut self, sql: &str, kind: Kind, limits: &Limits) -> Result<Answer, DriverError>;
}

/// Opens a connection that reads. The error never holds the password.
pub async fn connect(url: &DatabaseUrl) -> Result<Box<dyn Reader>, DriverError> {
    match url.kind() {
        DialectKind::Postgres => Ok(Box::new(postgres::PostgresReader::connect(url).await?)),
        DialectKind::Sqlite => Ok(Box::new(sqlite::SqliteReader::connect(url).await?)),
        DialectKind::Mysql => Ok(Box::new(mysql::MysqlReader::connect(url).await?)),
    }
}

/// What a statement may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub rows: usize,
    /// Of all values together, as text.
    pub bytes: usize,
    pub timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { rows: 100, bytes: 4 << 20, timeout: Duration::from_secs(10) }
    }
}

/// The first rows of a result.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    pub rows: Rows,
    /// What cut the result short, if anything did.
    pub capped: Option<Cap>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cap {
    Rows,
    Bytes,
}

/// Rows as they come, up to the limits.
#[derive(Debug)]
pub(super) struct Collector {
    answer: Answer,
    limits: Limits,
    bytes: usize,
}

impl Collector {
    pub fn new(columns: Vec<String>, limits: &Limits) -> Self {
        Self { answer: Answer { rows: Rows { columns, rows: Vec::new() }, capped: None }, limits: *limits, bytes: 0 }
    }

    /// Takes a row, or says that there is no more room.
    pub fn push(&mut self, row: Row) -> bool {
        self.bytes += row.iter().map(length).sum::<usize>();
        if self.answer.rows.rows.len() >= self.limits.rows {
            self.answer.capped = Some(Cap::Rows);
        } else if self.bytes > self.limits.bytes {
            self.answer.capped = Some(Cap::Bytes);
        } else {
            self.answer.rows.rows.push(row);
        }
        self.answer.capped.is_none()
    }

    pub fn finish(self) -> Answer {
        self.answer
    }
}

fn length(value: &Value) -> usize {
    match value {
        Value::Null | Value::Boolean(_) | Value::Integer(_) => 8,
        Value::Number(text) | Value::Text(text) | Value::Bytes(text) => text.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_bytes_are_capped() {
        let limits = Limits { rows: 2, bytes: 10, ..Limits::default() };
        let mut collector = Collector::new(vec!["a".into()], &limits);
        assert!(collector.push(vec![Value::Null]) && !collector.push(vec![Value::Text("abc".into())]));
        assert_eq!(collector.finish().capped, Some(Cap::Bytes));
        let mut collector = Collector::new(vec!["a".into()], &Limits { bytes: 100, ..limits });
        assert!(
            collector.push(vec![Value::Null])
                && collector.push(vec![Value::Null])
                && !collector.push(vec![Value::Null])
        );
        let answer = collector.finish();
        assert_eq!((answer.rows.rows.len(), answer.capped), (2, Some(Cap::Rows)));
    }
}
