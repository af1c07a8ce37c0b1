//! Questions about rows.

use super::connection::Connection;
use crate::dialect::{Dialect, Postgres};
use crate::driver::{DriverError, ErrorKind};
use crate::model::{Probe, RowCount, Value};
use std::time::Duration;

/// Counts up to one more than the limit, so that reaching the limit and exceeding it differ.
pub(super) fn question(dialect: &Postgres, probe: &Probe, limit: u64) -> String {
    let dialect: &dyn Dialect = dialect;
    let (table, condition) = match probe {
        Probe::Rows { table } => (table, String::new()),
        Probe::NotNull { table, column } => (table, format!(" WHERE {} IS NOT NULL", dialect.quote(column))),
        Probe::Null { table, column } => (table, format!(" WHERE {} IS NULL", dialect.quote(column))),
    };
    let most = limit.saturating_add(1).min(i64::MAX.unsigned_abs());
    let table = dialect.qualified(table);
    format!("SELECT count(*) FROM (SELECT 1 FROM {table}{condition} LIMIT {most}) AS counted")
}

/// In a read-only transaction of its own; inside another one, behind a savepoint.
pub(super) async fn answer(
    connection: &mut Connection,
    question: &str,
    limit: u64,
    timeout: Duration,
) -> Result<Option<RowCount>, DriverError> {
    let (open, close) = if connection.in_transaction() {
        ("SAVEPOINT dbx_probe", "ROLLBACK TO SAVEPOINT dbx_probe")
    } else {
        ("BEGIN READ ONLY", "ROLLBACK")
    };
    connection.run(open).await?;
    let counted = count(connection, question, timeout).await;
    connection.run(close).await?;
    match counted {
        Ok(rows) => Ok(Some(RowCount { rows: rows.min(limit), at_least: rows > limit })),
        Err(error) if is_no_answer(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_no_answer(error: &DriverError) -> bool {
    matches!(error.kind, ErrorKind::NotFound | ErrorKind::StatementTimeout | ErrorKind::Permission)
}

async fn count(connection: &mut Connection, question: &str, timeout: Duration) -> Result<u64, DriverError> {
    // Zero would mean no timeout at all.
    connection.run(&format!("SET LOCAL statement_timeout = {}", timeout.as_millis().max(1))).await?;
    // Rows that a policy hides from this user are rows all the same: the server refuses to count then, which leaves the number unknown.
    connection.run("SET LOCAL row_security = off").await?;
    let rows = connection.query(question, &[]).await?;
    let counted = rows.rows.first().and_then(|row| row.first()).and_then(Value::as_i64);
    Ok(counted.and_then(|rows| u64::try_from(rows).ok()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::QualifiedName;

    #[test]
    fn quotes_names() {
        let probe = Probe::NotNull { table: QualifiedName::bare("Order"), column: "user".into() };
        assert_eq!(
            question(&Postgres::new(), &probe, 10),
            "SELECT count(*) FROM (SELECT 1 FROM \"Order\" WHERE \"user\" IS NOT NULL LIMIT 11) AS counted"
        );
    }
}
