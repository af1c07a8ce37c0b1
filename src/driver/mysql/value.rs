//! Values out.

use super::error::driver_error;
use crate::driver::{DriverError, ErrorKind};
use crate::model::{Row, Rows, Value};
use sqlx::mysql::{MySql, MySqlRow, MySqlTypeInfo, MySqlValueRef};
use sqlx::{Column as _, Decode, Row as _, Type, TypeInfo as _, ValueRef as _};

/// How the server sent the values of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Of a statement that was sent as it stands: everything is text.
    Text,
    /// Of a statement with parameters. Dates are to be cast to text in the query.
    Binary,
}

pub(super) fn rows(found: &[MySqlRow], encoding: Encoding) -> Result<Rows, DriverError> {
    let columns = found.first().map(|row| row.columns().iter().map(|column| column.name().to_owned()).collect());
    let rows = found.iter().map(|row| decode_row(row, encoding)).collect::<Result<_, _>>()?;
    Ok(Rows { columns: columns.unwrap_or_default(), rows })
}

pub(super) fn decode_row(row: &MySqlRow, encoding: Encoding) -> Result<Row, DriverError> {
    (0..row.len()).map(|at| decode(row.try_get_raw(at).map_err(driver_error)?, encoding)).collect()
}

fn decode(value: MySqlValueRef<'_>, encoding: Encoding) -> Result<Value, DriverError> {
    if value.is_null() {
        return Ok(Value::Null);
    }
    let type_info = value.type_info().into_owned();
    let decoded = match (class(&type_info), encoding) {
        (Class::Integer, Encoding::Text) => {
            string(value).map(|text| text.parse().map_or_else(|_| Value::Number(text.clone()), Value::Integer))
        }
        (Class::Integer, Encoding::Binary) => integer(value),
        (Class::Float, Encoding::Binary) => {
            <f64 as Decode<MySql>>::decode(value).map(|it| Value::Number(it.to_string()))
        }
        (Class::Decimal, _) | (Class::Float, Encoding::Text) => string(value).map(Value::Number),
        (Class::Time, Encoding::Binary) => Err("cast it to text in the query".into()),
        (Class::Text, _) | (Class::Time, Encoding::Text) => string(value).map(Value::Text),
        (Class::Bytes, _) => <&[u8] as Decode<MySql>>::decode(value).map(|bytes| Value::Bytes(hex::encode(bytes))),
    };
    decoded.map_err(|error| {
        let message = format!("a value of type {} cannot be read: {error}", type_info.name());
        DriverError::new(ErrorKind::Statement, message)
    })
}

/// What is not UTF-8, as in the default of a binary column that SHOW CREATE prints, is replaced.
fn string(value: MySqlValueRef<'_>) -> Result<String, sqlx::error::BoxDynError> {
    <&[u8] as Decode<MySql>>::decode(value).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
}

/// Beyond 63 bits a number is kept by its digits.
fn integer(value: MySqlValueRef<'_>) -> Result<Value, sqlx::error::BoxDynError> {
    if value.type_info().name().ends_with("UNSIGNED") {
        let number = <u64 as Decode<MySql>>::decode(value)?;
        return Ok(i64::try_from(number).map_or_else(|_| Value::Number(number.to_string()), Value::Integer));
    }
    <i64 as Decode<MySql>>::decode(value).map(Value::Integer)
}

/// What matters of a type for reading a value.
enum Class {
    Integer,
    Float,
    Decimal,
    Time,
    Text,
    Bytes,
}

/// Whether values of the type are no text, in the text protocol either.
pub(super) fn is_bytes(type_info: &MySqlTypeInfo) -> bool {
    matches!(class(type_info), Class::Bytes)
}

fn class(type_info: &MySqlTypeInfo) -> Class {
    match type_info.name() {
        "BOOLEAN" | "YEAR" => Class::Integer,
        name if name.trim_end_matches(" UNSIGNED").ends_with("INT") => Class::Integer,
        "FLOAT" | "DOUBLE" => Class::Float,
        "DECIMAL" => Class::Decimal,
        "DATE" | "TIME" | "DATETIME" | "TIMESTAMP" => Class::Time,
        "JSON" | "ENUM" | "SET" => Class::Text,
        // A binary collation (`_bin`) makes no bytes of a text: what counts is the character set.
        _ if <String as Type<MySql>>::compatible(type_info) => Class::Text,
        _ => Class::Bytes,
    }
}
