//! Values between dbx and SQLite, by storage class: what a column is declared as says nothing about what is in it.

use super::error::driver_error;
use crate::driver::{DriverError, ErrorKind};
use crate::model::{Row, Rows, Value};
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{AssertSqlSafe, Column as _, Row as _, Sqlite, TypeInfo as _, ValueRef as _};

/// A query with its parameters. It is not kept prepared: the schema changes under it.
pub(super) fn bound(sql: &str, parameters: &[Value]) -> Result<Query<'static, Sqlite, SqliteArguments>, DriverError> {
    let mut query = sqlx::query(AssertSqlSafe(sql.to_owned())).persistent(false);
    for parameter in parameters {
        query = match parameter.clone() {
            Value::Null => query.bind(None::<String>),
            Value::Boolean(value) => query.bind(i64::from(value)),
            Value::Integer(value) => query.bind(value),
            Value::Number(digits) => match digits.parse::<f64>() {
                Ok(number) => query.bind(number),
                Err(_) => query.bind(digits),
            },
            Value::Text(text) => query.bind(text),
            Value::Bytes(digits) => query.bind(
                hex::decode(&digits)
                    .map_err(|error| DriverError::new(ErrorKind::Statement, format!("bytes as hex: {error}")))?,
            ),
        };
    }
    Ok(query)
}

pub(super) fn rows(found: &[SqliteRow]) -> Result<Rows, DriverError> {
    let columns = found.first().map(|row| row.columns().iter().map(|column| column.name().to_owned()).collect());
    let rows = found.iter().map(row).collect::<Result<Vec<Row>, sqlx::Error>>().map_err(driver_error)?;
    Ok(Rows { columns: columns.unwrap_or_default(), rows })
}

fn row(row: &SqliteRow) -> Result<Row, sqlx::Error> {
    (0..row.len()).map(|at| value(row, at)).collect()
}

fn value(row: &SqliteRow, at: usize) -> Result<Value, sqlx::Error> {
    let raw = row.try_get_raw(at)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    let class = raw.type_info().name().to_owned();
    match class.as_str() {
        "INTEGER" => row.try_get_unchecked(at).map(Value::Integer),
        // `{:?}` is the shortest text that reads back as the same number, with a point in it.
        "REAL" => row.try_get_unchecked::<f64, _>(at).map(|number| Value::Number(format!("{number:?}"))),
        "BLOB" => row.try_get_unchecked::<Vec<u8>, _>(at).map(|bytes| Value::Bytes(hex::encode(bytes))),
        _ => row.try_get_unchecked(at).map(Value::Text),
    }
}
