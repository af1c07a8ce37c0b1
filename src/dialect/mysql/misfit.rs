//! Values that a type does not hold. In a strict session the server refuses them, in any other it bends them.

use crate::dialect::misfit::{character_limit, decimal, integer};
use crate::model::{DataType, Pair};

/// Digits with a sign in front and a part behind the point.
const NUMBER: &str = "'^[[:space:]]*[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?[[:space:]]*$'";

/// A condition that is true for such values; `None` for types of which this file knows nothing.
pub(super) fn condition(column: &str, types: Pair<&DataType>) -> Option<String> {
    let Pair { from, to } = types;
    if let Some(limit) = character_limit(to) {
        return Some(format!("char_length({column}) > {limit}"));
    }
    if from.is_number() {
        return number(column, from, to);
    }
    match to {
        to if from.is_text() && to.is_number() => {
            let as_number = format!("CAST({column} AS DECIMAL(65, 20))");
            let range = number(&as_number, &DataType::Decimal { precision: None, scale: None }, to);
            let range = range.map_or_else(String::new, |range| format!(" OR {range}"));
            Some(format!("({column} NOT REGEXP {NUMBER}{range})"))
        }
        DataType::Date if from.is_text() => unread(column, "DATE"),
        DataType::Timestamp { .. } if from.is_text() => unread(column, "DATETIME(6)"),
        DataType::Time { .. } if from.is_text() => unread(column, "TIME(6)"),
        DataType::Date if matches!(from, DataType::Timestamp { .. }) => Some(format!("TIME({column}) <> '00:00:00'")),
        _ => None,
    }
}

fn number(column: &str, from: &DataType, to: &DataType) -> Option<String> {
    match to {
        DataType::Decimal { precision, scale } => Some(decimal(column, precision.unwrap_or(10), scale.unwrap_or(0))),
        _ => integer(column, from, to, &format!("{column} <> truncate({column}, 0)")),
    }
}

/// What cannot be read becomes NULL.
fn unread(column: &str, target: &str) -> Option<String> {
    Some(format!("({column} IS NOT NULL AND CAST({column} AS {target}) IS NULL)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_numbers_have_conditions_of_their_own() {
        let of = |from: DataType, to: DataType| condition("c", Pair::new(&from, &to)).unwrap_or_default();
        assert_eq!(of(DataType::Text, DataType::VarChar { length: Some(9) }), "char_length(c) > 9");
        assert_eq!(of(DataType::BigInt, DataType::Int), "c NOT BETWEEN -2147483648 AND 2147483647");
        assert!(of(DataType::Text, DataType::Int).contains("NOT REGEXP"));
        assert!(of(DataType::Text, DataType::Date).contains("CAST(c AS DATE) IS NULL"));
    }
}
