//! The default of a column. The column's type says what a scalar is, not YAML: `no` is a text for a VARCHAR and an
//! error for a BOOLEAN, and `0.10` keeps its digits.

use super::Lowering;
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{ColumnDefault, DataType, Literal, nearest_word};
use crate::spec::document::DefaultDocument;
use crate::spec::yaml::{Scalar, Style};

impl Lowering<'_> {
    pub fn default_value(&mut self, document: &DefaultDocument, data_type: &DataType) -> Option<ColumnDefault> {
        match document {
            DefaultDocument::Expression(document) => Some(ColumnDefault::Expression(self.expression(&document.expr))),
            DefaultDocument::Value(scalar, span) => {
                let base = self.base_type(data_type);
                match literal(scalar, &base) {
                    Ok(literal) => {
                        self.check_enum_value(&literal, &base, span);
                        Some(ColumnDefault::Literal(literal))
                    }
                    Err(problem) => {
                        self.report(problem.diagnostic(scalar, span));
                        None
                    }
                }
            }
        }
    }

    fn check_enum_value(&mut self, literal: &Literal, data_type: &DataType, span: &Span) {
        let (Literal::Text(text), Some(values)) = (literal, self.enum_values(data_type)) else { return };
        if values.contains(text) {
            return;
        }
        let nearest = nearest_word(text, values.iter().map(String::as_str));
        let diagnostic = Diagnostic::error("unknown-value", format!("`{text}` is not a value of {}", name(data_type)))
            .at(span.clone(), "not a value of the enum")
            .help(nearest.map_or_else(
                || format!("write one of {}", values.join(", ")),
                |value| format!("did you mean `{value}`?"),
            ));
        self.report(diagnostic);
    }
}

/// The enum's name, as messages have it.
fn name(data_type: &DataType) -> String {
    data_type.named().map(ToString::to_string).unwrap_or_default()
}

/// Why a scalar is not a value of a type, and what to write instead.
struct Problem {
    expected: &'static str,
    instead: Option<String>,
}

impl Problem {
    fn diagnostic(self, scalar: &Scalar, span: &Span) -> Diagnostic {
        let sql = format!("for SQL write {{expr: \"{}\"}}", scalar.text);
        Diagnostic::error(
            "ambiguous-scalar",
            format!("`{}` is not {}, which the column's type asks for", scalar.text, self.expected),
        )
        .at(span.clone(), format!("expected {}", self.expected))
        .help(self.instead.map_or(sql, |instead| format!("write {instead}")))
    }
}

fn literal(scalar: &Scalar, data_type: &DataType) -> Result<Literal, Problem> {
    if scalar.is_null() {
        return Ok(Literal::Null);
    }
    match data_type {
        DataType::Boolean => boolean(scalar),
        DataType::SmallInt | DataType::Int | DataType::BigInt => number(scalar, "a whole number", is_integer),
        DataType::Decimal { .. } | DataType::Real | DataType::Double => number(scalar, "a number", is_number),
        DataType::Date | DataType::Time { .. } | DataType::Timestamp { .. } | DataType::Uuid
            if is_call(&scalar.text) =>
        {
            Err(Problem { expected: "a value", instead: None })
        }
        DataType::Char { .. }
        | DataType::VarChar { .. }
        | DataType::Text
        | DataType::Date
        | DataType::Time { .. }
        | DataType::Timestamp { .. }
        | DataType::Interval
        | DataType::Uuid
        | DataType::Json
        | DataType::Binary
        | DataType::Array(_)
        | DataType::Named(_) => text(scalar),
        DataType::Native(_) => native(scalar),
    }
}

fn boolean(scalar: &Scalar) -> Result<Literal, Problem> {
    scalar.as_bool().map(Literal::Boolean).ok_or_else(|| Problem {
        expected: "true or false",
        instead: crate::spec::read::switch(&scalar.text).map(|value| value.to_string()),
    })
}

fn number(scalar: &Scalar, expected: &'static str, fits: fn(&str) -> bool) -> Result<Literal, Problem> {
    if scalar.style == Style::Plain && fits(&scalar.text) {
        return Ok(Literal::Number(scalar.text.clone()));
    }
    Err(Problem { expected, instead: plain_digits(&scalar.text).filter(|digits| fits(digits)) })
}

fn text(scalar: &Scalar) -> Result<Literal, Problem> {
    if scalar.style == Style::Plain && is_call(&scalar.text) {
        let instead = format!("\"{0}\" in quotes for the text, or {{expr: \"{0}\"}} for SQL", scalar.text);
        return Err(Problem { expected: "clearly a text", instead: Some(instead) });
    }
    Ok(Literal::Text(scalar.text.clone()))
}

/// For a type we know by name alone, YAML's core schema decides.
fn native(scalar: &Scalar) -> Result<Literal, Problem> {
    if let Some(value) = scalar.as_bool() {
        return Ok(Literal::Boolean(value));
    }
    if scalar.style == Style::Plain && is_number(&scalar.text) {
        return Ok(Literal::Number(scalar.text.clone()));
    }
    text(scalar)
}

/// A decimal number that every reader takes for the same one: no leading zero, no underscore, no other base.
pub fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let whole_is_plain = is_digits(whole) && (whole == "0" || !whole.starts_with('0'));
    whole_is_plain && fraction.is_none_or(is_digits) && exponent.is_none_or(is_digits)
}

fn is_integer(text: &str) -> bool {
    is_number(text) && !text.contains(['.', 'e', 'E'])
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What somebody who wrote `017`, `1_000`, `+5` or `"5"` perhaps meant.
fn plain_digits(text: &str) -> Option<String> {
    let digits = text.replace('_', "");
    let digits = digits.strip_prefix('+').unwrap_or(&digits);
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let shortened = digits.trim_start_matches('0');
    let whole =
        if shortened.is_empty() || shortened.starts_with('.') { format!("0{shortened}") } else { shortened.into() };
    let plain = format!("{sign}{whole}");
    is_number(&plain).then_some(plain)
}

/// Text that is SQL to a person's eye: `now()`, `CURRENT_TIMESTAMP`, `nextval('s')`.
pub fn is_call(text: &str) -> bool {
    let name_ends = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')).unwrap_or(text.len());
    let starts_like_a_name = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let called = starts_like_a_name && text[name_ends..].starts_with('(') && text.ends_with(')');
    let keyword = ["CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_USER", "LOCALTIMESTAMP", "LOCALTIME"]
        .iter()
        .any(|word| word.eq_ignore_ascii_case(text));
    called || keyword
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str, data_type: &DataType) -> Option<Literal> {
        literal(&Scalar { text: text.into(), style: Style::Plain }, data_type).ok()
    }

    fn instead(text: &str, data_type: &DataType) -> Option<String> {
        let scalar = Scalar { text: text.into(), style: Style::Plain };
        literal(&scalar, data_type).err().and_then(|problem| problem.instead)
    }

    #[test]
    fn the_type_decides_what_a_scalar_is() {
        let text = DataType::VarChar { length: Some(10) };
        for word in ["no", "yes", "017", "1_000", "1e3", "true", "0.10"] {
            assert_eq!(plain(word, &text), Some(Literal::Text(word.into())), "{word}");
        }
        assert_eq!(
            plain("0.10", &DataType::Decimal { precision: None, scale: None }),
            Some(Literal::Number("0.10".into()))
        );
        assert_eq!(plain("true", &DataType::Boolean), Some(Literal::Boolean(true)));
        assert_eq!(plain("~", &text), Some(Literal::Null));
        assert_eq!(plain("1e3", &DataType::Double), Some(Literal::Number("1e3".into())));
    }

    #[test]
    fn what_is_not_clear_is_refused_with_what_to_write() {
        assert_eq!(instead("no", &DataType::Boolean).as_deref(), Some("false"));
        assert_eq!(instead("017", &DataType::Int).as_deref(), Some("17"));
        assert_eq!(instead("1_000", &DataType::Int).as_deref(), Some("1000"));
        assert_eq!(plain("1e3", &DataType::Int), None);
        assert_eq!(plain("0x1F", &DataType::Int), None);
        assert_eq!(plain("1); drop table orders; --", &DataType::Int), None);
        assert_eq!(plain("now()", &DataType::Timestamp { precision: None, zone: true }), None);
        assert_eq!(plain("now()", &DataType::Text), None);
    }
}
