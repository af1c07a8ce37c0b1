//! One value among statistics, without loss.

use bigdecimal::{BigDecimal, ToPrimitive as _};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr as _;

/// Digits up to which a number is written without an exponent.
const MOST_DIGITS: i64 = 40;

/// Whole numbers up to this are doubles too.
const LARGEST_WHOLE: i64 = 1 << 53;

/// A number with all its digits, or a moment in the engine's spelling.
///
/// In JSON a number is a number where a double holds it as it is written; otherwise it is its digits in a string, since readers of JSON would
/// change them. A moment is a string.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    Number(BigDecimal),
    Moment(String),
}

impl Figure {
    /// Reads a number as engines spell it. `None` where it is none.
    pub fn number(text: &str) -> Option<Self> {
        BigDecimal::from_str(text.trim()).ok().map(|number| Self::Number(number.normalized()))
    }

    /// A number as the double that is nearest to it: more digits than that say nothing where values are doubles.
    pub fn as_double(self) -> Self {
        let double = self.as_f64().and_then(|double| Self::number(&double.to_string()));
        double.unwrap_or(self)
    }

    /// The nearest double. `None` for moments, and beyond what doubles hold.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(number) => nearest_double(number),
            Self::Moment(_) => None,
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => f.write_str(&digits(number)),
            Self::Moment(text) => f.write_str(text),
        }
    }
}

/// By the standard library's parser, which rounds correctly.
fn nearest_double(number: &BigDecimal) -> Option<f64> {
    number.to_scientific_notation().parse().ok().filter(|double: &f64| double.is_finite())
}

fn digits(number: &BigDecimal) -> String {
    let (_, scale) = number.as_bigint_and_exponent();
    let length = i64::try_from(number.digits()).unwrap_or(i64::MAX);
    let is_long = length.max(scale.saturating_abs()) > MOST_DIGITS;
    if is_long { number.to_scientific_notation() } else { number.to_plain_string() }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = match self {
            Self::Moment(text) => return serializer.serialize_str(text),
            Self::Number(number) => number,
        };
        if let Some(whole) = number.is_integer().then(|| number.to_i64()).flatten()
            && whole.abs() <= LARGEST_WHOLE
        {
            return serializer.serialize_i64(whole);
        }
        // The shortest text of a double reads back as the same double.
        let double = nearest_double(number);
        let is_held = |double: &f64| BigDecimal::from_str(&double.to_string()).is_ok_and(|held| held == *number);
        match double.filter(is_held) {
            Some(double) => serializer.serialize_f64(double),
            None => serializer.serialize_str(&digits(number)),
        }
    }
}

impl JsonSchema for Figure {
    fn schema_name() -> Cow<'static, str> {
        "Figure".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A number; its digits as a string where a double would change them; or a moment",
            "type": ["number", "string"]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> String {
        serde_json::to_string(&Figure::number(text).unwrap()).unwrap()
    }

    #[test]
    fn numbers_are_numbers_where_nothing_is_lost() {
        assert_eq!([json("12.50"), json("-3"), json("0.1"), json("1e2")], ["12.5", "-3", "0.1", "100"]);
        assert_eq!(json("9007199254740993"), "\"9007199254740993\"");
        assert_eq!(json("3.3333333333333333333"), "\"3.3333333333333333333\"");
        assert_eq!(json("1.7976931348623157e308"), "1.7976931348623157e+308");
        assert_eq!(Figure::number("NaN"), None);
        assert_eq!(Figure::number("1e400").unwrap().to_string(), "1e400");
    }
}
