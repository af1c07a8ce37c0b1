//! Scalars of the spec as SQL, for a column of a type.

use super::{data_type, quote};
use crate::model::{DataType, Literal};

/// The scalar as MySQL would take it for the type. The error says why it does not fit.
pub(super) fn format(literal: &Literal, data_type: &DataType) -> Result<String, String> {
    match literal {
        Literal::Null => Ok("NULL".to_owned()),
        Literal::Boolean(value) => boolean(*value, data_type),
        Literal::Number(digits) => number(digits, data_type),
        Literal::Text(text) => self::text(text, data_type),
    }
}

fn boolean(value: bool, data_type: &DataType) -> Result<String, String> {
    match data_type {
        DataType::Boolean => Ok(value.to_string()),
        DataType::Json => Ok(quote::text(&value.to_string())),
        DataType::Native(_) if data_type::is_number(data_type) => Ok(value.to_string()),
        other => Err(format!("`{value}` is a boolean, the type is {}", data_type::format(other))),
    }
}

fn number(digits: &str, data_type: &DataType) -> Result<String, String> {
    if !digits.parse::<f64>().is_ok_and(f64::is_finite) {
        return Err(format!("`{digits}` is not a finite number"));
    }
    if data_type.is_integer() {
        return match digits.parse::<i128>() {
            Ok(value) if fits(value, data_type) => Ok(digits.to_owned()),
            Ok(_) => Err(format!("{digits} does not fit into {}", data_type::format(data_type))),
            Err(_) => Err(format!("{digits} is not a whole number, the type is {}", data_type::format(data_type))),
        };
    }
    match data_type {
        DataType::Boolean => Err(format!("{digits} is a number, the type is boolean: write true or false")),
        DataType::Date | DataType::Time { .. } | DataType::Timestamp { .. } | DataType::Uuid => {
            Err(format!("{digits} is a number, the type is {}", data_type::format(data_type)))
        }
        _ if data_type::is_number(data_type) => Ok(digits.to_owned()),
        // What is left takes any text.
        _ => Ok(quote::text(digits)),
    }
}

fn fits(value: i128, data_type: &DataType) -> bool {
    match data_type {
        DataType::SmallInt => i16::try_from(value).is_ok(),
        DataType::Int => i32::try_from(value).is_ok(),
        _ => i64::try_from(value).is_ok(),
    }
}

fn text(text: &str, data_type: &DataType) -> Result<String, String> {
    let trimmed = text.trim();
    if *data_type == DataType::Boolean {
        return match trimmed.to_ascii_lowercase().as_str() {
            word @ ("true" | "false") => Ok(word.to_owned()),
            _ => Err(format!("`{text}` is a text, the type is boolean: write true or false")),
        };
    }
    if data_type::is_number(data_type) {
        return match trimmed.parse::<f64>() {
            Ok(_) => number(trimmed, data_type),
            Err(_) => Err(format!("`{text}` is not a number, the type is {}", data_type::format(data_type))),
        };
    }
    Ok(quote::text(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NativeType;

    fn number_as(digits: &str, data_type: DataType) -> Result<String, String> {
        format(&Literal::Number(digits.into()), &data_type)
    }

    #[test]
    fn spells_for_the_type() {
        assert_eq!(number_as("0.10", DataType::Decimal { precision: None, scale: None }).as_deref(), Ok("0.10"));
        assert_eq!(number_as("7", DataType::Text).as_deref(), Ok("'7'"));
        assert_eq!(number_as("7", DataType::Native(NativeType::new("tinyint unsigned"))).as_deref(), Ok("7"));
        assert_eq!(number_as("7", DataType::Native(NativeType::new("enum('7')"))).as_deref(), Ok("'7'"));
        assert_eq!(format(&Literal::Text(r"it's \".into()), &DataType::Text).as_deref(), Ok(r"'it''s \\'"));
        assert_eq!(format(&Literal::Boolean(true), &DataType::Boolean).as_deref(), Ok("true"));
    }

    #[test]
    fn says_why_not() {
        assert!(number_as("40000", DataType::SmallInt).unwrap_err().contains("does not fit"));
        assert!(number_as("1.5", DataType::Int).unwrap_err().contains("whole number"));
        assert!(number_as("1", DataType::Boolean).unwrap_err().contains("true or false"));
        assert!(format(&Literal::Text("no".into()), &DataType::Boolean).is_err());
        assert!(format(&Literal::Boolean(false), &DataType::Int).is_err());
        assert!(number_as("1); drop", DataType::Real).is_err());
    }
}
