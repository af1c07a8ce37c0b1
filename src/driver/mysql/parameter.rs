//! Numbered parameters (`$1`) as the protocol wants them: question marks, in the order in which they stand.

use super::error::driver_error;
use crate::driver::{DriverError, ErrorKind};
use crate::model::Value;
use sqlx::mysql::{MySql, MySqlArguments};
use sqlx::query::Query;
use sqlx::{Arguments as _, AssertSqlSafe};

/// A query with its parameters. Not kept prepared, since the tables it reads may change under it.
pub(super) fn bind(sql: &str, parameters: &[Value]) -> Result<Query<'static, MySql, MySqlArguments>, DriverError> {
    let Positional { sql: positional, order } = positional(sql);
    let mut arguments = MySqlArguments::default();
    for number in order {
        let parameter = number.checked_sub(1).and_then(|at| parameters.get(at)).ok_or_else(|| {
            let message = format!("the query names parameter ${number}, and {} are given", parameters.len());
            DriverError::new(ErrorKind::Statement, message).in_statement(sql)
        })?;
        add(&mut arguments, parameter)?;
    }
    Ok(sqlx::query_with(AssertSqlSafe(positional), arguments).persistent(false))
}

fn add(arguments: &mut MySqlArguments, parameter: &Value) -> Result<(), DriverError> {
    let added = match parameter.clone() {
        Value::Null => arguments.add(None::<String>),
        Value::Boolean(value) => arguments.add(value),
        Value::Integer(value) => arguments.add(value),
        Value::Number(text) | Value::Text(text) => arguments.add(text),
        Value::Bytes(digits) => {
            let bytes = hex::decode(digits);
            arguments.add(bytes.map_err(|error| DriverError::new(ErrorKind::Statement, error.to_string()))?)
        }
    };
    added.map_err(|error| driver_error(sqlx::Error::Encode(error)))
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Positional {
    pub sql: String,
    /// The numbers of the parameters, one for each question mark.
    pub order: Vec<usize>,
}

/// What stands in quotes is left alone.
pub(super) fn positional(sql: &str) -> Positional {
    let mut written = Positional { sql: String::with_capacity(sql.len()), order: Vec::new() };
    let mut quote = None;
    let mut characters = sql.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, quote) {
            ('\'' | '"' | '`', None) => quote = Some(character),
            (character, Some(open)) if character == open => quote = None,
            ('$', None) if characters.peek().is_some_and(char::is_ascii_digit) => {
                let mut number = 0;
                while let Some(digit) = characters.peek().and_then(|next| next.to_digit(10)) {
                    number = number * 10 + digit as usize;
                    characters.next();
                }
                written.order.push(number);
                written.sql.push('?');
                continue;
            }
            _ => {}
        }
        written.sql.push(character);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_positions() {
        let expected = Positional { sql: "SELECT '$1', ?, `$2`, ? + ?".into(), order: vec![12, 1, 12] };
        assert_eq!(positional("SELECT '$1', $12, `$2`, $1 + $12"), expected);
    }

    #[test]
    fn a_missing_parameter_is_named() {
        let error = bind("SELECT $2", &[Value::Null]).err().unwrap().to_string();
        assert!(error.contains("$2"), "{error}");
    }
}
