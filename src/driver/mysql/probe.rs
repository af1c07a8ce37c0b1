//! Questions about rows.

use super::connection::Connection;
use crate::dialect::Dialect;
use crate::driver::{DriverError, ErrorKind};
use crate::model::{Probe, RowCount, Value};
use std::time::Duration;

/// Counts up to one more than the limit, so that reaching the limit and exceeding it differ.
pub(super) fn question(dialect: &dyn Dialect, probe: &Probe, limit: u64) -> String {
    let (table, condition) = match probe {
        Probe::Rows { table } => (table, String::new()),
        Probe::NotNull { table, column } => (table, format!(" WHERE {} IS NOT NULL", dialect.quote(column))),
        Probe::Null { table, column } => (table, format!(" WHERE {} IS NULL", dialect.quote(column))),
    };
    let most = limit.saturating_add(1).min(i64::MAX.unsigned_abs());
    let table = dialect.qualified(table);
    format!("SELECT count(*) FROM (SELECT 1 FROM {table}{condition} LIMIT {most}) AS counted")
}

pub(super) async fn answer(
    connection: &mut Connection,
    question: &str,
    limit: u64,
    timeout: Duration,
) -> Result<Option<RowCount>, DriverError> {
    connection.limit(Some(timeout)).await?;
    let counted = connection.query(question, &[]).await;
    connection.reset_statement_timeout().await?;
    match counted {
        Ok(rows) => {
            let counted = rows.rows.first().and_then(|row| row.first()).and_then(Value::as_i64);
            let rows = counted.and_then(|rows| u64::try_from(rows).ok()).unwrap_or_default();
            Ok(Some(RowCount { rows: rows.min(limit), at_least: rows > limit }))
        }
        Err(error) if is_no_answer(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_no_answer(error: &DriverError) -> bool {
    match error.kind {
        ErrorKind::NotFound
        | ErrorKind::StatementTimeout
        | ErrorKind::LockTimeout
        | ErrorKind::Deadlock
        | ErrorKind::Permission => true,
        ErrorKind::Connection
        | ErrorKind::ReadOnly
        | ErrorKind::Resources
        | ErrorKind::Integrity
        | ErrorKind::Statement => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Mysql;
    use crate::model::QualifiedName;

    #[test]
    fn quotes_names() {
        let probe = Probe::NotNull { table: QualifiedName::bare("order"), column: "key".into() };
        assert_eq!(
            question(&Mysql::new(), &probe, 10),
            "SELECT count(*) FROM (SELECT 1 FROM `order` WHERE `key` IS NOT NULL LIMIT 11) AS counted"
        );
    }
}
