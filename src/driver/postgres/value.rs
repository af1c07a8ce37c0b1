//! Values in and out.

use super::error::driver_error;
use crate::driver::{DriverError, ErrorKind};
use crate::model::{Row, Value};
use sqlx::postgres::{PgArguments, PgRow, PgValueFormat, PgValueRef, Postgres};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Decode, Row as _, TypeInfo, ValueRef};

/// A query with its parameters as text: the statement casts where it wants another type (`$1::bigint`). Not kept prepared, since the
/// tables it reads may change under it.
pub(super) fn bind(sql: &str, parameters: &[Value]) -> Query<'static, Postgres, PgArguments> {
    let query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
    parameters.iter().fold(query, |query, parameter| query.bind(parameter_text(parameter)))
}

fn parameter_text(parameter: &Value) -> Option<String> {
    match parameter {
        Value::Null => None,
        Value::Boolean(value) => Some(value.to_string()),
        Value::Integer(value) => Some(value.to_string()),
        Value::Number(text) | Value::Text(text) => Some(text.clone()),
        Value::Bytes(digits) => Some(format!("\\x{digits}")),
    }
}

pub(super) fn decode_row(row: &PgRow) -> Result<Row, DriverError> {
    (0..row.len()).map(|at| decode(row.try_get_raw(at).map_err(driver_error)?)).collect()
}

fn decode(value: PgValueRef<'_>) -> Result<Value, DriverError> {
    if value.is_null() {
        return Ok(Value::Null);
    }
    let type_name = value.type_info().name().to_owned();
    let decoded = match value.format() {
        PgValueFormat::Text => value.as_str().map(|text| from_text(text, &type_name)),
        PgValueFormat::Binary => from_binary(value, &type_name),
    };
    decoded.map_err(|_| {
        let message = format!("a value of type {type_name} cannot be read: cast it to text in the query");
        DriverError::new(ErrorKind::Statement, message)
    })
}

fn from_text(text: &str, type_name: &str) -> Value {
    match type_name {
        "INT2" | "INT4" | "INT8" | "OID" => {
            text.parse().map_or_else(|_| Value::Number(text.to_owned()), Value::Integer)
        }
        "BOOL" => Value::Boolean(text == "t"),
        "NUMERIC" | "FLOAT4" | "FLOAT8" => Value::Number(text.to_owned()),
        "BYTEA" => match text.strip_prefix("\\x") {
            Some(digits) => Value::Bytes(digits.to_owned()),
            None => Value::Text(text.to_owned()),
        },
        _ => Value::Text(text.to_owned()),
    }
}

fn from_binary(value: PgValueRef<'_>, type_name: &str) -> Result<Value, sqlx::error::BoxDynError> {
    Ok(match type_name {
        "INT2" => Value::Integer(<i16 as Decode<Postgres>>::decode(value)?.into()),
        "INT4" => Value::Integer(<i32 as Decode<Postgres>>::decode(value)?.into()),
        "INT8" => Value::Integer(<i64 as Decode<Postgres>>::decode(value)?),
        "BOOL" => Value::Boolean(<bool as Decode<Postgres>>::decode(value)?),
        "FLOAT4" => Value::Number(<f32 as Decode<Postgres>>::decode(value)?.to_string()),
        "FLOAT8" => Value::Number(<f64 as Decode<Postgres>>::decode(value)?.to_string()),
        "BYTEA" => Value::Bytes(hex::encode(<Vec<u8> as Decode<Postgres>>::decode(value)?)),
        "TEXT" | "VARCHAR" | "CHAR" | "NAME" | "UNKNOWN" | "JSON" => {
            Value::Text(<String as Decode<Postgres>>::decode(value)?)
        }
        other => return Err(format!("no decoder for {other}").into()),
    })
}
