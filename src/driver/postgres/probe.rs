//! Questions about rows.

use super::connection::Connection;
use crate::dialect::{Dialect, Postgres, Question};
use crate::driver::DriverError;
use crate::driver::counting::{self, Counting, SAMPLE, known};
use crate::model::{DataType, Name, Pair, Probe, QualifiedName, RowCount, Value};
use crate::sql::dollar_quoted;
use async_trait::async_trait;
use std::time::Duration;

/// A question that would have to wait for a lock is not worth it: others would wait behind it.
const LOCK_TIMEOUT: Duration = Duration::from_millis(200);

pub(super) async fn answer(
    connection: &mut Connection,
    dialect: &Postgres,
    probe: &Probe,
    limit: u64,
    timeout: Duration,
) -> Result<Option<RowCount>, DriverError> {
    let plain: &dyn Dialect = dialect;
    match (plain.question(probe), probe) {
        (Some(question), _) => counting::answer(&mut Reader { connection }, &question, limit, timeout).await,
        (None, Probe::Unfit { table, column, types }) => {
            let trial = Trial { table, column, types: types.as_ref() }.to_sql(plain);
            let rows = known(tried(connection, &trial, timeout).await)?.flatten();
            Ok(rows.map(RowCount::exact))
        }
        (None, _) => Ok(None),
    }
}

/// Each question in a read-only transaction of its own; inside another one, behind a savepoint.
struct Reader<'a> {
    connection: &'a mut Connection,
}

#[async_trait]
impl Counting for Reader<'_> {
    async fn numbers(&mut self, sql: &str, timeout: Duration) -> Result<Vec<Value>, DriverError> {
        let close = open(self.connection).await?;
        let row = first_row(self.connection, sql, timeout).await;
        self.connection.run(close).await?;
        row
    }

    async fn table_size(&mut self, question: &Question, timeout: Duration) -> Result<Option<u64>, DriverError> {
        let row = self.numbers(&format!("EXPLAIN (FORMAT JSON) SELECT 1 FROM {}", question.table), timeout).await?;
        let plan = row.first().and_then(Value::as_str).and_then(|text| serde_json::from_str(text).ok());
        let rows = plan.as_ref().and_then(|plan: &serde_json::Value| plan.pointer("/0/Plan/Plan Rows")?.as_f64());
        // A number of rows, reckoned: never negative.
        Ok(rows.map(|rows| rows as u64))
    }

    fn sample(&self, question: &Question, table_size: u64) -> String {
        let percent = (SAMPLE as f64 * 100.0 / table_size.max(1) as f64).clamp(0.001, 100.0);
        // The same pages every time, so that a plan made again says the same.
        format!("{} TABLESAMPLE SYSTEM ({percent:.3}) REPEATABLE (1)", question.table)
    }
}

/// Gives what closes it again.
async fn open(connection: &mut Connection) -> Result<&'static str, DriverError> {
    let (open, close) = if connection.in_transaction() {
        ("SAVEPOINT dbx_probe", "ROLLBACK TO SAVEPOINT dbx_probe")
    } else {
        ("BEGIN READ ONLY", "ROLLBACK")
    };
    connection.run(open).await.map(|()| close)
}

async fn first_row(connection: &mut Connection, sql: &str, timeout: Duration) -> Result<Vec<Value>, DriverError> {
    bound(connection, timeout).await?;
    let rows = connection.query(sql, &[]).await?;
    Ok(rows.rows.into_iter().next().unwrap_or_default())
}

/// For the transaction alone.
async fn bound(connection: &mut Connection, timeout: Duration) -> Result<(), DriverError> {
    // Zero would mean no timeout at all.
    connection.run(&format!("SET LOCAL statement_timeout = {}", timeout.as_millis().max(1))).await?;
    connection.run(&format!("SET LOCAL lock_timeout = {}", LOCK_TIMEOUT.as_millis())).await?;
    // Rows that a policy hides from this user are rows all the same: the server refuses to count then, which leaves the number unknown.
    connection.run("SET LOCAL row_security = off").await
}

/// A column whose values are cast one by one, each where an error does not end the transaction.
struct Trial<'a> {
    table: &'a QualifiedName,
    column: &'a Name,
    types: Pair<&'a DataType>,
}

/// Where a trial leaves its result: a setting of the transaction, since a DO block returns nothing and may write nothing here.
const RESULT: &str = "dbx.unfit";

impl Trial<'_> {
    fn to_sql(&self, dialect: &dyn Dialect) -> String {
        let Pair { from, to } = self.types.map(|data_type| dialect.format_type(data_type));
        let (table, column) = (dialect.qualified(self.table), dialect.quote(self.column));
        let body = format!(
            "\n\
             DECLARE\n  it record;\n  held {to};\n  unfit bigint := 0;\n\
             BEGIN\n\
             \x20 FOR it IN SELECT {column}::{from} AS value, count(*) AS times FROM {table} WHERE {column} IS NOT NULL GROUP BY 1 LOOP\n\
             \x20   BEGIN\n      held := it.value::{to};\n\
             \x20   EXCEPTION WHEN data_exception OR integrity_constraint_violation OR cannot_coerce THEN\n      unfit := unfit + it.times;\n\
             \x20   END;\n\
             \x20 END LOOP;\n\
             \x20 PERFORM set_config('{RESULT}', unfit::text, true);\n\
             END\n"
        );
        format!("DO {}", dollar_quoted(&body))
    }
}

async fn tried(connection: &mut Connection, trial: &str, timeout: Duration) -> Result<Option<u64>, DriverError> {
    let close = open(connection).await?;
    let row = match bound(connection, timeout).await {
        Ok(()) => match connection.run(trial).await {
            Ok(()) => first_row(connection, &format!("SELECT current_setting('{RESULT}', true)"), timeout).await,
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    connection.run(close).await?;
    Ok(row?.first().and_then(Value::as_i64).and_then(|rows| u64::try_from(rows).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trial_quotes_what_it_names() {
        let (table, column) = (QualifiedName::bare("Order"), Name::from("user"));
        let types = Pair::new(&DataType::Text, &DataType::Int);
        let sql = Trial { table: &table, column: &column, types }.to_sql(&Postgres::new());
        assert!(sql.contains("SELECT \"user\"::text AS value"), "{sql}");
        assert!(sql.contains("held := it.value::integer;"), "{sql}");
        assert!(sql.contains("FROM \"Order\" WHERE"), "{sql}");
    }
}
