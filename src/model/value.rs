//! Results of queries.

use serde::{Serialize, Serializer};

/// One value, typed as far as JSON and a table on screen need it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    /// Exact and floating numbers that are not a 64-bit integer, in the engine's spelling.
    #[serde(serialize_with = "number")]
    Number(String),
    Text(String),
    /// Hex of the bytes.
    Bytes(String),
}

impl Value {
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            Self::Text(text) | Self::Number(text) => text.parse().ok(),
            Self::Null | Self::Boolean(_) | Self::Bytes(_) => None,
        }
    }

    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            Self::Null | Self::Boolean(_) | Self::Integer(_) | Self::Bytes(_) => None,
        }
    }
}

/// Decimal digits that a double keeps whatever they are (IEEE 754 binary64: `DBL_DIG`).
const SAFE_DIGITS: usize = 15;

/// A JSON number where readers that take it for a double lose nothing, otherwise a string: more digits than a double has, NaN, infinity.
fn number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let digits = text.chars().take_while(|c| !matches!(c, 'e' | 'E')).filter(char::is_ascii_digit);
    let is_short = digits.skip_while(|digit| *digit == '0').count() <= SAFE_DIGITS;
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && (is_short || format!("{number:?}") == text) => {
            serializer.serialize_f64(number)
        }
        Ok(_) | Err(_) => serializer.serialize_str(text),
    }
}

pub type Row = Vec<Value>;

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Rows {
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

impl Rows {
    /// The first value of the first row, of a query that asks for one.
    pub fn only(&self) -> Option<&Value> {
        self.rows.first()?.first()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_numbers_are_those_that_a_double_keeps() {
        let json = |text: &str| serde_json::to_string(&Value::Number(text.into())).expect("JSON");
        for (text, expected) in [
            ("4750.0", "4750.0"),
            ("-12.50", "-12.5"),
            ("0.30000000000000004", "0.30000000000000004"),
            ("1e300", "1e+300"),
            ("12345678901234567.25", "\"12345678901234567.25\""),
            ("NaN", "\"NaN\""),
            ("Infinity", "\"Infinity\""),
        ] {
            assert_eq!(json(text), expected);
        }
    }
}
