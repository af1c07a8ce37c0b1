//! How a question about rows is answered without holding anybody up: counted up to a bound, then exactly, and where the time is over reckoned from a
//! sample and from what the server knows of the table's size.

use super::{DriverError, ErrorKind};
use crate::dialect::Question;
use crate::model::{RowCount, Value};
use async_trait::async_trait;
use std::time::Duration;

/// About how many rows a sample has.
pub(super) const SAMPLE: u64 = 20_000;

/// What an engine does to count.
#[async_trait]
pub(super) trait Counting: Send {
    /// Runs a query of one row of numbers, read-only, and breaks it off when the time is over.
    async fn numbers(&mut self, sql: &str, timeout: Duration) -> Result<Vec<Value>, DriverError>;

    /// About how many rows the table has, without counting them; nothing where the engine cannot tell.
    async fn table_size(&mut self, question: &Question, timeout: Duration) -> Result<Option<u64>, DriverError>;

    /// About [`SAMPLE`] rows of a table of so many, as what stands behind FROM.
    fn sample(&self, question: &Question, table_size: u64) -> String;
}

/// A part of a table that was looked at.
struct Sample {
    rows: u64,
    hits: u64,
}

/// What came of counting.
enum Counted {
    Rows(u64),
    OutOfTime,
    /// The table is not there, or not to be read.
    Unknown,
}

/// `None` where the table is not there, or nothing could be found out in time.
pub(super) async fn answer(
    engine: &mut dyn Counting,
    question: &Question,
    limit: u64,
    timeout: Duration,
) -> Result<Option<RowCount>, DriverError> {
    // One more than the limit tells whether there are more.
    let seen = match count(engine, &question.count_up_to(limit.saturating_add(1)), timeout).await? {
        Counted::Unknown => return Ok(None),
        Counted::Rows(rows) if rows <= limit => return Ok(Some(RowCount::exact(rows))),
        Counted::Rows(_) => limit,
        Counted::OutOfTime => 0,
    };
    if seen > 0
        && let Counted::Rows(rows) = count(engine, &question.count(), timeout).await?
    {
        return Ok(Some(RowCount::exact(rows)));
    }
    let at_least = (seen > 0).then(|| RowCount::at_least(seen));
    Ok(reckoned(engine, question, seen, timeout).await?.or(at_least))
}

/// From the size of the table, and a sample of it where not all rows count.
async fn reckoned(
    engine: &mut dyn Counting,
    question: &Question,
    seen: u64,
    timeout: Duration,
) -> Result<Option<RowCount>, DriverError> {
    let Some(size) = known(engine.table_size(question, timeout).await)?.flatten() else { return Ok(None) };
    if question.is_about_all() {
        return Ok(Some(RowCount::estimate(size.max(seen), size)));
    }
    let Some(query) = question.in_sample(&engine.sample(question, size)) else { return Ok(None) };
    let Some(sample) = known(engine.numbers(&query, timeout).await)?.and_then(|row| sample(&row)) else {
        return Ok(None);
    };
    // Rows that count may all be where the sample is not: the size of the table is the only bound.
    Ok(Some(RowCount::estimate(sample.share_of(size).max(seen), size)))
}

impl Sample {
    /// Of so many rows, as many as in the sample.
    fn share_of(&self, size: u64) -> u64 {
        let share = u128::from(size) * u128::from(self.hits) / u128::from(self.rows.max(1));
        u64::try_from(share).unwrap_or(u64::MAX)
    }
}

/// A sample without a row says nothing.
fn sample(row: &[Value]) -> Option<Sample> {
    let sample = Sample { rows: number(row.first()?)?, hits: number(row.get(1)?)? };
    (sample.rows > 0).then_some(sample)
}

fn number(value: &Value) -> Option<u64> {
    value.as_i64().and_then(|number| u64::try_from(number).ok())
}

async fn count(engine: &mut dyn Counting, sql: &str, timeout: Duration) -> Result<Counted, DriverError> {
    match engine.numbers(sql, timeout).await {
        Ok(row) => Ok(row.first().and_then(number).map_or(Counted::Unknown, Counted::Rows)),
        Err(error) if error.kind == ErrorKind::StatementTimeout => Ok(Counted::OutOfTime),
        Err(error) if is_no_answer(&error) => Ok(Counted::Unknown),
        Err(error) => Err(error),
    }
}

/// Nothing instead of an error that means that there is no answer.
pub(super) fn known<T>(result: Result<T, DriverError>) -> Result<Option<T>, DriverError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if is_no_answer(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A question is put together from a plan: what the server makes of it, a type that does not compare or a function that is yet to be made, is no
/// reason to end the plan. A session that is gone is.
fn is_no_answer(error: &DriverError) -> bool {
    match error.kind {
        ErrorKind::NotFound
        | ErrorKind::StatementTimeout
        | ErrorKind::NotLocked
        | ErrorKind::LockTimeout
        | ErrorKind::Deadlock
        | ErrorKind::Permission
        | ErrorKind::Resources
        | ErrorKind::Statement
        | ErrorKind::Integrity
        | ErrorKind::ReadOnly => true,
        ErrorKind::Connection => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Dialect, Sqlite};
    use crate::model::{Probe, QualifiedName};

    /// Answers by a script: what each query gives, in order.
    struct Scripted {
        answers: Vec<Result<Vec<Value>, ErrorKind>>,
        size: Option<u64>,
    }

    #[async_trait]
    impl Counting for Scripted {
        async fn numbers(&mut self, _: &str, _: Duration) -> Result<Vec<Value>, DriverError> {
            self.answers.remove(0).map_err(|kind| DriverError::new(kind, "scripted"))
        }

        async fn table_size(&mut self, _: &Question, _: Duration) -> Result<Option<u64>, DriverError> {
            Ok(self.size)
        }

        fn sample(&self, question: &Question, _: u64) -> String {
            question.table.clone()
        }
    }

    async fn answered(
        probe: Probe,
        answers: Vec<Result<Vec<Value>, ErrorKind>>,
        size: Option<u64>,
    ) -> Option<RowCount> {
        let dialect: &dyn Dialect = &Sqlite::new();
        let question = dialect.question(&probe).unwrap();
        answer(&mut Scripted { answers, size }, &question, 100, Duration::from_secs(1)).await.unwrap()
    }

    fn rows() -> Probe {
        Probe::Rows { table: QualifiedName::bare("t") }
    }

    fn null() -> Probe {
        Probe::Null { table: QualifiedName::bare("t"), column: "c".into() }
    }

    fn counted(rows: i64) -> Result<Vec<Value>, ErrorKind> {
        Ok(vec![Value::Integer(rows)])
    }

    #[tokio::test]
    async fn few_rows_are_counted_once_and_many_again() {
        assert_eq!(answered(rows(), vec![counted(100)], None).await, Some(RowCount::exact(100)));
        assert_eq!(answered(rows(), vec![counted(101), counted(5_000)], None).await, Some(RowCount::exact(5_000)));
    }

    #[tokio::test]
    async fn when_the_time_is_over_it_is_reckoned() {
        let late = || Err(ErrorKind::StatementTimeout);
        assert_eq!(
            answered(rows(), vec![counted(101), late()], Some(7_000)).await,
            Some(RowCount::estimate(7_000, 7_000))
        );
        assert_eq!(answered(rows(), vec![counted(101), late()], None).await, Some(RowCount::at_least(100)));
        assert_eq!(answered(rows(), vec![late()], None).await, None);
        let sampled = Ok(vec![Value::Integer(200), Value::Integer(50)]);
        assert_eq!(answered(null(), vec![late(), sampled], Some(8_000)).await, Some(RowCount::estimate(2_000, 8_000)));
    }

    #[tokio::test]
    async fn what_cannot_be_read_has_no_answer() {
        assert_eq!(answered(rows(), vec![Err(ErrorKind::NotFound)], None).await, None);
    }
}
