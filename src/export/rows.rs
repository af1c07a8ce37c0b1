//! Rows of a query as columns of one kind each, which is what files of columns want.

use super::parquet::{Cells, ColumnChunk, Field, FieldKind, MOST_DIGITS, ParquetFile};
use crate::model::{Rows, Value};
use std::io::{self, Write};

/// Digits of a decimal that is kept in 64 bits.
const MOST_KEPT: usize = MOST_DIGITS as usize;

/// Writes the rows as a Parquet file. What a query tells of a column are its values: it becomes what all of them are, and text where they differ.
///
/// # Errors
///
/// Where `out` cannot be written to.
pub fn write_parquet<W: Write + Send>(rows: &Rows, out: W) -> io::Result<W> {
    let kinds: Vec<FieldKind> = (0..rows.columns.len()).map(|column| kind_of(rows, column)).collect();
    let names = distinct(&rows.columns);
    let fields: Vec<Field> = names.into_iter().zip(&kinds).map(|(name, kind)| Field { name, kind: *kind }).collect();
    let mut file = ParquetFile::new(out, &fields)?;
    if !rows.rows.is_empty() {
        file.append(kinds.iter().enumerate().map(|(column, kind)| chunk(rows, column, *kind)).collect())?;
    }
    file.finish()
}

/// The names of columns, those that are there already with a number behind.
pub fn distinct(columns: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in columns {
        let mut free = name.clone();
        let mut number = 2;
        while names.contains(&free) {
            free = format!("{name}_{number}");
            number += 1;
        }
        names.push(free);
    }
    names
}

fn kind_of(rows: &Rows, column: usize) -> FieldKind {
    let filled = || rows.rows.iter().filter_map(move |row| row.get(column)).filter(|value| **value != Value::Null);
    let all = |is: fn(&Value) -> bool| filled().next().is_some() && filled().all(is);
    if all(|value| matches!(value, Value::Boolean(_))) {
        FieldKind::Boolean
    } else if all(|value| matches!(value, Value::Integer(_))) {
        FieldKind::Integer
    } else if all(|value| matches!(value, Value::Integer(_) | Value::Number(_))) {
        let scale = filled().map(scale_of).try_fold(0, |most, scale| Some(scale?.max(most)));
        let exact = scale.filter(|scale| filled().all(|value| unscaled(value, *scale).is_some()));
        exact.map_or(FieldKind::Double, |scale| FieldKind::Decimal { precision: MOST_DIGITS, scale })
    } else if all(|value| matches!(value, Value::Bytes(_))) {
        FieldKind::Bytes
    } else {
        FieldKind::Text
    }
}

/// Digits behind the point; nothing where a number is not written in digits alone.
fn scale_of(value: &Value) -> Option<u32> {
    let Value::Number(text) = value else { return Some(0) };
    let (whole, behind) = text.split_once('.').unwrap_or((text.as_str(), ""));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let is_plain = !digits.is_empty() && digits.bytes().chain(behind.bytes()).all(|byte| byte.is_ascii_digit());
    u32::try_from(behind.len()).ok().filter(|_| is_plain && digits.len() + behind.len() <= MOST_KEPT)
}

/// In units of 10^-scale; nothing where it does not fit.
fn unscaled(value: &Value, scale: u32) -> Option<i64> {
    let (digits, own) = match value {
        Value::Integer(number) => (*number, 0),
        Value::Number(text) => (text.replace('.', "").parse().ok()?, scale_of(value)?),
        Value::Null | Value::Boolean(_) | Value::Text(_) | Value::Bytes(_) => return None,
    };
    let number = digits.checked_mul(10_i64.checked_pow(scale.checked_sub(own)?)?)?;
    (number.unsigned_abs() < 10_u64.pow(MOST_DIGITS)).then_some(number)
}

fn chunk(rows: &Rows, column: usize, kind: FieldKind) -> ColumnChunk {
    let values = || rows.rows.iter().map(move |row| row.get(column).unwrap_or(&Value::Null));
    let present = values().map(|value| *value != Value::Null).collect();
    let cells = match kind {
        FieldKind::Boolean => Cells::Booleans(values().filter_map(as_boolean).collect()),
        FieldKind::Integer => Cells::Integers(values().filter_map(Value::as_i64).collect()),
        FieldKind::Decimal { scale, .. } => Cells::Integers(values().filter_map(|it| unscaled(it, scale)).collect()),
        FieldKind::Double => Cells::Doubles(values().filter_map(as_double).collect()),
        FieldKind::Bytes => Cells::Bytes(values().filter_map(as_bytes).collect()),
        FieldKind::Date | FieldKind::Time | FieldKind::Timestamp { .. } | FieldKind::Uuid | FieldKind::Text => {
            Cells::Bytes(values().filter_map(as_text).map(String::into_bytes).collect())
        }
    };
    ColumnChunk { cells, present }
}

fn as_boolean(value: &Value) -> Option<bool> {
    if let Value::Boolean(truth) = value { Some(*truth) } else { None }
}

/// What is no number, as `Infinity` of some engines, is read by Rust the same way.
fn as_double(value: &Value) -> Option<f64> {
    match value {
        Value::Null => None,
        Value::Integer(number) => Some(*number as f64),
        Value::Number(text) => Some(text.parse().unwrap_or(f64::NAN)),
        Value::Boolean(_) | Value::Text(_) | Value::Bytes(_) => Some(f64::NAN),
    }
}

/// The bytes that the hex digits stand for.
fn as_bytes(value: &Value) -> Option<Vec<u8>> {
    let Value::Bytes(hex) = value else { return None };
    let digits: Vec<u32> = hex.chars().filter_map(|digit| digit.to_digit(16)).collect();
    Some(digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + *digit as u8)).collect())
}

fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Boolean(truth) => Some(truth.to_string()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Number(text) | Value::Text(text) | Value::Bytes(text) => Some(text.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::parquet::file::reader::{FileReader as _, SerializedFileReader};

    fn written(columns: &[&str], rows: Vec<Vec<Value>>) -> String {
        let rows = Rows { columns: columns.iter().map(|it| (*it).to_owned()).collect(), rows };
        let bytes = write_parquet(&rows, Vec::new()).expect("a file in memory");
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).expect("a Parquet file");
        let rows = reader.get_row_iter(None).expect("rows");
        rows.map(|row| row.expect("a row").to_string()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_column_is_what_all_of_its_values_are() {
        let text = |it: &str| Value::Text(it.into());
        let number = |it: &str| Value::Number(it.into());
        let rows = vec![
            vec![text("Bonn"), Value::Integer(3), number("2.5"), Value::Boolean(true), text("x")],
            vec![Value::Null, Value::Integer(4), Value::Integer(10), Value::Boolean(false), Value::Integer(7)],
        ];
        let found = written(&["town", "n", "price", "open", "mixed"], rows);
        assert_eq!(
            found,
            "{town: \"Bonn\", n: 3, price: 2.5, open: true, mixed: \"x\"} {town: null, n: 4, price: 10.0, open: false, mixed: \"7\"}"
        );
    }

    #[test]
    fn a_number_behind_a_name_is_one_that_no_column_has() {
        let names =
            |columns: &[&str]| distinct(&columns.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()).join(" ");
        assert_eq!(names(&["user_id", "user", "user"]), "user_id user user_2");
        assert_eq!(names(&["n", "n_2", "n"]), "n n_2 n_3");
    }

    #[test]
    fn columns_of_one_name_and_no_rows_are_written() {
        assert_eq!(written(&["name", "name"], Vec::new()), "");
        let found = written(&["name", "name"], vec![vec![Value::Integer(1), Value::Number("1e300".into())]]);
        assert_eq!(found, "{name: 1, name_2: 1E300}");
    }
}
