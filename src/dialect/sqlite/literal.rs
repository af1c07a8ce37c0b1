//! Constants as SQL, and which expressions are constants.

use super::data_type::Affinity;
use super::keyword::quote_text;
use crate::model::{DataType, Literal};
use crate::sql::{Lexeme, LexemeKind, Syntax, lex};

/// A scalar of the spec, for a column of the type.
pub(super) fn format_literal(literal: &Literal, data_type: &DataType) -> Result<String, String> {
    match literal {
        Literal::Null => Ok("NULL".to_owned()),
        Literal::Boolean(value) => format_boolean(*value, data_type),
        Literal::Number(digits) => format_number(digits, data_type),
        Literal::Text(text) => format_text(text, data_type),
    }
}

fn format_boolean(value: bool, data_type: &DataType) -> Result<String, String> {
    match data_type {
        DataType::Boolean | DataType::Native(_) => Ok(if value { "TRUE" } else { "FALSE" }.to_owned()),
        _ if data_type.is_number() => Err(format!("a number is due here: write {}", u8::from(value))),
        _ => Err(format!("it is a boolean: write it in quotes, \"{value}\"")),
    }
}

fn format_number(digits: &str, data_type: &DataType) -> Result<String, String> {
    if !digits.parse::<f64>().is_ok_and(f64::is_finite) {
        return Err(format!("`{digits}` is not a finite number"));
    }
    match data_type {
        DataType::Boolean => Err("a boolean is due here: write true or false".to_owned()),
        // As a string it keeps its digits: 0.10 would be stored as 0.1.
        _ if Affinity::of(data_type) == Affinity::Text => Ok(quote_text(digits)),
        _ => Ok(digits.to_owned()),
    }
}

fn format_text(text: &str, data_type: &DataType) -> Result<String, String> {
    match data_type {
        DataType::Boolean => Err("a boolean is due here: write true or false, without quotes".to_owned()),
        _ if data_type.is_number() && text.trim().parse::<f64>().is_err() => {
            Err(format!("`{text}` is not a number; an expression is written as {{expr: …}}"))
        }
        _ => Ok(quote_text(text)),
    }
}

/// Whether a default can stand without parentheses: a literal, or CURRENT_TIME and its kin.
pub(super) fn is_bare_default(text: &str) -> bool {
    is_constant(text) || single_word(text, &["CURRENT_TIME", "CURRENT_DATE", "CURRENT_TIMESTAMP"])
}

/// Whether the text is one literal: what ALTER TABLE ADD COLUMN takes as a default.
pub(super) fn is_constant(text: &str) -> bool {
    let Ok(lexemes) = lex(Syntax::Sqlite, text) else { return false };
    let is_literal = |lexeme: &Lexeme<'_>| matches!(lexeme.kind, LexemeKind::Number | LexemeKind::Text);
    match &lexemes[..] {
        [only] => is_literal(only) || single_word(text, &["NULL", "TRUE", "FALSE"]),
        [sign, number] => (sign.is_symbol("-") || sign.is_symbol("+")) && number.kind == LexemeKind::Number,
        _ => false,
    }
}

fn single_word(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_fit_their_type() {
        let number = |digits: &str| Literal::Number(digits.into());
        let text = |text: &str| Literal::Text(text.into());
        let decimal = DataType::Decimal { precision: Some(10), scale: Some(2) };
        assert_eq!(format_literal(&number("0.10"), &decimal).as_deref(), Ok("0.10"));
        assert_eq!(format_literal(&number("0.10"), &DataType::Text).as_deref(), Ok("'0.10'"));
        assert_eq!(format_literal(&text("it's"), &DataType::Text).as_deref(), Ok("'it''s'"));
        assert_eq!(format_literal(&Literal::Boolean(true), &DataType::Boolean).as_deref(), Ok("TRUE"));
        assert!(format_literal(&Literal::Boolean(true), &DataType::Int).is_err());
        assert!(format_literal(&text("abc"), &DataType::Int).is_err());
        assert!(format_literal(&number("1); drop"), &DataType::Int).is_err());
    }

    #[test]
    fn tells_constants_from_expressions() {
        for constant in ["1", "-1.5", "'a'", "x'00'", "true", "NULL"] {
            assert!(is_constant(constant), "{constant}");
        }
        for other in ["1 + 1", "datetime('now')", "CURRENT_DATE", "a", "\"a\""] {
            assert!(!is_constant(other), "{other}");
        }
        assert!(is_bare_default("current_timestamp") && !is_bare_default("datetime('now')"));
    }
}
