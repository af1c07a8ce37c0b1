//! Questions about tables, asked where nothing can be changed.

use crate::app::guarded_reader::GuardedReader;
use crate::app::source::Target;
use crate::app::{AppError, Context};
use crate::driver::{Limits, Server};
use crate::model::{Row, Value};
use std::time::Duration;

/// Most rows of one answer. Aggregates give few; counted values are what may give many.
const MOST_ROWS: usize = 100_000;

/// Most bytes of one answer.
const MOST_BYTES: usize = 16 << 20;

/// Seconds that one statement may run where nothing else is said.
const STATEMENT_TIMEOUT: u64 = 60;

/// How long one statement may run, from what somebody said in seconds.
pub(in crate::app) fn statement_timeout(seconds: Option<u64>) -> Duration {
    Duration::from_secs(seconds.unwrap_or(STATEMENT_TIMEOUT))
}

pub(in crate::app) struct Asker {
    reader: GuardedReader,
    limits: Limits,
}

impl Asker {
    /// `timeout` is that of each statement.
    pub async fn open(context: &Context, target: &Target, timeout: Duration) -> Result<Self, AppError> {
        let reader = GuardedReader::open(context, target).await?;
        Ok(Self { reader, limits: Limits { rows: MOST_ROWS, bytes: MOST_BYTES, timeout } })
    }

    pub fn server(&self) -> &Server {
        self.reader.server()
    }

    /// All rows of an answer, or `None` where there are more than an answer may have.
    pub async fn rows_if_few(&mut self, sql: &str) -> Result<Option<Vec<Row>>, AppError> {
        let answer = self.reader.measure(sql, &self.limits).await?.map_err(|refusal| AppError::Refused {
            reason: format!("the table is more than rows: {refusal}"),
            help: "`dbx guard` tells of any statement why it is refused".into(),
            risks: Vec::new(),
        })?;
        Ok(answer.capped.is_none().then_some(answer.rows.rows))
    }

    pub async fn rows(&mut self, sql: &str) -> Result<Vec<Row>, AppError> {
        let rows = self.rows_if_few(sql).await?;
        rows.ok_or_else(|| AppError::Bug(format!("an aggregate gives more than {MOST_ROWS} rows: {sql}")))
    }

    /// The one row of an aggregate.
    pub async fn row(&mut self, sql: &str) -> Result<Row, AppError> {
        Ok(self.rows(sql).await?.into_iter().next().unwrap_or_default())
    }

    /// The one number of an aggregate that counts.
    pub async fn count(&mut self, sql: &str) -> Result<u64, AppError> {
        Ok(self.row(sql).await?.first().map_or(0, whole))
    }
}

/// A count. NULL is none.
pub(in crate::app) fn whole(value: &Value) -> u64 {
    value.as_i64().and_then(|number| u64::try_from(number).ok()).unwrap_or(0)
}

/// A finite number.
pub(in crate::app) fn double(value: &Value) -> Option<f64> {
    let number = match value {
        // Statistics of whole numbers beyond 2^53 are rounded as all doubles are.
        Value::Integer(number) => Some(*number as f64),
        Value::Number(text) | Value::Text(text) => text.parse().ok(),
        Value::Null | Value::Boolean(_) | Value::Bytes(_) => None,
    };
    number.filter(|number| number.is_finite())
}

/// A value as it is shown. `None` for NULL.
pub(in crate::app) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Boolean(truth) => Some(truth.to_string()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Number(text) | Value::Text(text) | Value::Bytes(text) => Some(text.clone()),
    }
}
