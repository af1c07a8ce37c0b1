//! Answers to questions about rows.

use super::session::Session;
use crate::dialect::Dialect;
use crate::driver::{DriverError, ErrorKind};
use crate::model::{Name, Probe, QualifiedName, RowCount, Value};
use std::time::{Duration, Instant};

pub(super) async fn answer(
    session: &mut Session,
    dialect: &dyn Dialect,
    probe: &Probe,
    limit: u64,
    timeout: Duration,
) -> Result<Option<RowCount>, DriverError> {
    let (table, condition) = match probe {
        Probe::Rows { table } => (table, None),
        Probe::NotNull { table, column } => (table, Some((column, "IS NOT NULL"))),
        Probe::Null { table, column } => (table, Some((column, "IS NULL"))),
    };
    if !exists(session, table, condition.map(|(column, _)| column)).await? {
        return Ok(None);
    }
    let filter = condition.map(|(column, test)| format!(" WHERE {} {test}", dialect.quote(column)));
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM {}{} LIMIT ?1)",
        dialect.quote(&table.name),
        filter.unwrap_or_default()
    );
    // One more than the limit tells whether there are more.
    let bound = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    match counted_in_time(session, &sql, bound, timeout).await {
        Ok(rows) if rows > limit => Ok(Some(RowCount { rows: limit, at_least: true })),
        Ok(rows) => Ok(Some(RowCount { rows, at_least: false })),
        Err(error) if error.kind == ErrorKind::StatementTimeout => Ok(None),
        Err(error) => Err(error),
    }
}

/// A count that SQLite breaks off when the time is over.
async fn counted_in_time(session: &mut Session, sql: &str, bound: i64, timeout: Duration) -> Result<u64, DriverError> {
    session.stop.arm(Some(Instant::now() + timeout));
    let counted = session.count(sql, &[Value::Integer(bound)]).await;
    session.stop.arm(None);
    counted
}

async fn exists(session: &mut Session, table: &QualifiedName, column: Option<&Name>) -> Result<bool, DriverError> {
    let sql = "SELECT count(*) FROM pragma_table_xinfo(?1) WHERE ?2 IS NULL OR name = ?2 COLLATE NOCASE";
    let text = |name: &Name| Value::Text(name.to_string());
    let found = session.count(sql, &[text(&table.name), column.map_or(Value::Null, text)]).await?;
    Ok(found > 0)
}
