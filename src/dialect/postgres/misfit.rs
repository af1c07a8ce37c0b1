//! Values that a type does not hold.

use super::data_type;
use super::privilege::Version;
use super::quote;
use crate::dialect::misfit::{character_limit, decimal, integer};
use crate::model::{DataType, Pair};

/// The version from which `pg_input_is_valid` tells without an error whether a text can be read as a value of a type.
const TELLS_VALID_INPUT: Version = (16, 0, 0);

/// A condition that is true for such values; `None` where each has to be tried.
pub(super) fn condition(column: &str, types: Pair<&DataType>, version: Version) -> Option<String> {
    let Pair { from, to } = types;
    if let Some(limit) = character_limit(to) {
        // An assignment cuts blanks at the end without a word.
        return Some(format!("char_length(rtrim({column}::text)) > {limit}"));
    }
    if from.is_number() {
        return match to {
            DataType::Decimal { precision: Some(precision), scale } => {
                Some(decimal(&format!("{column}::numeric"), *precision, scale.unwrap_or(0)))
            }
            _ => integer(column, from, to, &format!("{column} <> trunc({column}::numeric)")),
        };
    }
    match (from, to) {
        (DataType::Timestamp { .. }, DataType::Date) => Some(format!("{column} <> {column}::date")),
        (from, to) if from.is_text() && version >= TELLS_VALID_INPUT => {
            let target = quote::literal(&data_type::format(to));
            Some(format!("NOT pg_input_is_valid({column}, {target})"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(from: DataType, to: DataType, version: Version) -> Option<String> {
        condition("c", Pair::new(&from, &to), version)
    }

    #[test]
    fn bounds_are_those_of_the_type() {
        let numeric = DataType::Decimal { precision: Some(5), scale: Some(2) };
        assert_eq!(
            of(DataType::Text, DataType::VarChar { length: Some(3) }, (15, 0, 0)).as_deref(),
            Some("char_length(rtrim(c::text)) > 3")
        );
        assert_eq!(
            of(DataType::Double, numeric, (15, 0, 0)).as_deref(),
            Some("(abs(round(c::numeric, 2)) >= 1000 OR round(c::numeric, 2) <> c::numeric)")
        );
    }

    #[test]
    fn text_is_tried_where_the_server_cannot_tell() {
        assert_eq!(of(DataType::Text, DataType::Int, (15, 0, 0)), None);
        assert_eq!(
            of(DataType::Text, DataType::Int, (16, 0, 0)).as_deref(),
            Some("NOT pg_input_is_valid(c, 'integer')")
        );
    }
}
