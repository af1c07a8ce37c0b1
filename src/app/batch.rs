//! A statement that runs for so many rows of a table at a time, so that none of them is locked for long.
//!
//! The statement stands in the plan as it would run in one go. A range of the primary key is put behind its condition; which rows are done
//! already its own condition tells, so that it can begin again after any interruption.

use super::Context;
use super::failpoint::reach;
use crate::dialect::Dialect;
use crate::driver::{Driver, DriverError, ErrorKind};
use crate::model::{Batches, DataType, Literal, Pace, Row, Statement, Value};
use crate::plan::ScriptOperation;
use std::time::Duration;

/// One statement of an operation, at the operation's pace. Gives the rows it met.
pub(super) async fn run_statement(
    context: &Context,
    driver: &mut dyn Driver,
    operation: &ScriptOperation,
    statement: &Statement,
) -> Result<u64, DriverError> {
    match &operation.pace {
        Pace::Together | Pace::Apart => driver.run(&statement.sql).await,
        Pace::Batches(batches) => run_in_batches(context, driver, operation, &statement.sql, batches).await,
    }
}

async fn run_in_batches(
    context: &Context,
    driver: &mut dyn Driver,
    operation: &ScriptOperation,
    sql: &str,
    batches: &Batches,
) -> Result<u64, DriverError> {
    let dialect = driver.dialect();
    let keys = Keys { dialect: dialect.as_ref(), batches };
    let mut after: Option<Row> = None;
    let mut changed: u64 = 0;
    for batch in 1.. {
        let last = driver.query(&keys.end_of_batch(after.as_ref())?, &[]).await?.rows.into_iter().next();
        changed += driver.execute(&keys.within(sql, after.as_ref(), last.as_ref())?, &[]).await?;
        reach("batch", batch);
        if last.is_none() {
            break;
        }
        after = last;
        context.progress.step(&format!("{}: {changed} rows", operation.title));
        tokio::time::sleep(Duration::from_millis(batches.pause_ms.into())).await;
    }
    Ok(changed)
}

/// Ranges of a primary key as SQL.
struct Keys<'a> {
    dialect: &'a dyn Dialect,
    batches: &'a Batches,
}

impl Keys<'_> {
    /// The key of the last row of the batch behind a row; no row where fewer are left than a batch has.
    fn end_of_batch(&self, after: Option<&Row>) -> Result<String, DriverError> {
        let Batches { table, rows, .. } = self.batches;
        let keys = self.columns();
        let behind = match after {
            Some(after) => format!(" WHERE {}", self.compared(">", after)?),
            None => String::new(),
        };
        let (table, skipped) = (self.dialect.qualified(table), rows.saturating_sub(1));
        Ok(format!("SELECT {keys} FROM {table}{behind} ORDER BY {keys} LIMIT 1 OFFSET {skipped}"))
    }

    /// The statement for the rows behind one and up to another. It ends in a condition that binds as tightly as AND.
    fn within(&self, sql: &str, after: Option<&Row>, last: Option<&Row>) -> Result<String, DriverError> {
        let mut text = sql.to_owned();
        for (operator, row) in [(">", after), ("<=", last)] {
            if let Some(row) = row {
                text.push_str(&format!(" AND {}", self.compared(operator, row)?));
            }
        }
        Ok(text)
    }

    /// `(a, b) > ('1', 'x')`: the values are of no type yet and take that of their column.
    fn compared(&self, operator: &str, row: &Row) -> Result<String, DriverError> {
        let values = row.iter().map(|value| self.literal(value)).collect::<Result<Vec<String>, DriverError>>()?;
        Ok(format!("({}) {operator} ({})", self.columns(), values.join(", ")))
    }

    fn columns(&self) -> String {
        self.dialect.name_list(&self.batches.key)
    }

    fn literal(&self, value: &Value) -> Result<String, DriverError> {
        let refused = |what: String| Err(DriverError::new(ErrorKind::Statement, what));
        let text = match value {
            Value::Null => return refused(format!("the key of {} holds no value", self.batches.table)),
            Value::Boolean(value) => value.to_string(),
            Value::Integer(value) => value.to_string(),
            Value::Number(text) | Value::Text(text) => text.clone(),
            Value::Bytes(digits) => format!("\\x{digits}"),
        };
        self.dialect.format_literal(&Literal::Text(text), &DataType::Text).or_else(refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Postgres;
    use crate::model::QualifiedName;

    #[test]
    fn a_range_of_the_key_stands_behind_the_condition() {
        let dialect = Postgres::new();
        let batches = Batches {
            table: QualifiedName::new(Some("public".into()), "Order"),
            key: vec!["a".into(), "user".into()],
            rows: 100,
            pause_ms: 0,
        };
        let keys = Keys { dialect: &dialect, batches: &batches };
        let row = vec![Value::Integer(7), Value::Text("it's".into())];
        assert_eq!(
            keys.end_of_batch(Some(&row)).unwrap(),
            "SELECT a, \"user\" FROM public.\"Order\" WHERE (a, \"user\") > ('7', 'it''s') ORDER BY a, \"user\" LIMIT 1 OFFSET 99"
        );
        assert_eq!(
            keys.within("UPDATE x SET c = 1 WHERE c IS NULL", None, None).unwrap(),
            "UPDATE x SET c = 1 WHERE c IS NULL"
        );
        assert_eq!(
            keys.within("UPDATE x SET c = 1 WHERE c IS NULL", Some(&row), Some(&row)).unwrap(),
            "UPDATE x SET c = 1 WHERE c IS NULL AND (a, \"user\") > ('7', 'it''s') AND (a, \"user\") <= ('7', 'it''s')"
        );
    }
}
