//! Values that a type does not hold, as conditions that every engine understands.

use crate::model::DataType;

/// True for a number that an integer type does not hold. `fraction` is a condition on numbers that are no whole ones.
pub(super) fn integer(column: &str, from: &DataType, to: &DataType, fraction: &str) -> Option<String> {
    let (least, most) = integer_range(to)?;
    let outside = format!("{column} NOT BETWEEN {least} AND {most}");
    Some(if from.is_integer() { outside } else { format!("({outside} OR {fraction})") })
}

fn integer_range(data_type: &DataType) -> Option<(i64, i64)> {
    match data_type {
        DataType::SmallInt => Some((i16::MIN.into(), i16::MAX.into())),
        DataType::Int => Some((i32::MIN.into(), i32::MAX.into())),
        DataType::BigInt => Some((i64::MIN, i64::MAX)),
        _ => None,
    }
}

/// True for a number with too many digits in front of the point, or with any behind those that are kept.
pub(super) fn decimal(number: &str, precision: u32, scale: i32) -> String {
    let whole = i64::from(precision) - i64::from(scale);
    let bound =
        if whole <= 0 { "1".to_owned() } else { format!("1{}", "0".repeat(usize::try_from(whole).unwrap_or(0))) };
    format!("(abs(round({number}, {scale})) >= {bound} OR round({number}, {scale}) <> {number})")
}

/// How many characters a type holds, where that is bounded.
pub(super) fn character_limit(data_type: &DataType) -> Option<u32> {
    match data_type {
        DataType::VarChar { length } => *length,
        DataType::Char { length } => Some(length.unwrap_or(1)),
        _ => None,
    }
}
