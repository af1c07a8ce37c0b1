//! Defaults, and what columns become when their row changes, in one spelling.

use crate::dialect::mysql::{data_type, literal, native, quote, text};
use crate::model::{ColumnDefault, DataType, Literal, SqlText};
use crate::sql::{LexemeKind, Syntax, lex};

/// The default as an expression; `NULL` is what there is without one. An error says why it does not fit.
pub(super) fn default(default: ColumnDefault, data_type: &DataType) -> Result<Option<ColumnDefault>, String> {
    let sql = match default {
        ColumnDefault::Literal(Literal::Null) => return Ok(None),
        ColumnDefault::Literal(scalar) => literal::format(&scalar, data_type)?,
        ColumnDefault::Expression(expression) => expression.as_str().to_owned(),
    };
    let bare = text::without_parentheses(&sql);
    if bare.eq_ignore_ascii_case("NULL") {
        return Ok(None);
    }
    Ok(Some(ColumnDefault::Expression(canonical(bare, data_type))))
}

/// `ON UPDATE`, which takes the current moment alone.
pub(super) fn on_update(expression: &SqlText, data_type: &DataType) -> Option<SqlText> {
    let is_moment = matches!(data_type, DataType::Timestamp { .. });
    current_moment(text::without_parentheses(expression.as_str()), data_type).filter(|_| is_moment)
}

fn canonical(bare: &str, data_type: &DataType) -> SqlText {
    if let Some(moment) = current_moment(bare, data_type) {
        return moment;
    }
    if let Some(value) = quote::text_value(bare) {
        return of_text(&value, data_type);
    }
    if let Some(value) = boolean(bare) {
        return of_boolean(value, data_type);
    }
    if bare.parse::<f64>().is_ok_and(f64::is_finite) {
        return of_number(bare, data_type);
    }
    if let Some(bits) = bits(bare, data_type) {
        return bits;
    }
    text::expression(&SqlText::new(bare))
}

fn of_text(value: &str, data_type: &DataType) -> SqlText {
    if data_type::is_number(data_type) && value.trim().parse::<f64>().is_ok_and(f64::is_finite) {
        return of_number(value.trim(), data_type);
    }
    let quoted = quote::text(value);
    // A time is shown with its seconds, and with the fraction its type has.
    let key = match data_type {
        DataType::Time { .. } | DataType::Timestamp { .. } => quote::text(&without_empty_fraction(value)),
        _ => quoted.clone(),
    };
    SqlText::new(quoted).with_key(key)
}

/// `10:00` and `10:00:00.000` as `10:00:00`.
fn without_empty_fraction(moment: &str) -> String {
    let whole = match moment.split_once('.') {
        Some((whole, fraction)) if fraction.chars().all(|c| c == '0') => whole,
        _ => moment,
    };
    match whole.matches(':').count() {
        1 => format!("{whole}:00"),
        0 if whole.contains('-') && !whole.contains(' ') && !whole.starts_with('-') => format!("{whole} 00:00:00"),
        _ => whole.to_owned(),
    }
}

fn boolean(text: &str) -> Option<bool> {
    [true, false].into_iter().find(|value| text.eq_ignore_ascii_case(&value.to_string()))
}

fn of_boolean(value: bool, data_type: &DataType) -> SqlText {
    let digit = u8::from(value).to_string();
    if *data_type == DataType::Boolean {
        SqlText::new(value.to_string()).with_key(digit)
    } else {
        of_number(&digit, data_type)
    }
}

fn of_number(digits: &str, data_type: &DataType) -> SqlText {
    match (data_type, digits) {
        (DataType::Boolean, "0" | "1") => of_boolean(digits == "1", data_type),
        (DataType::Native(native), _) if native::word(native) == "bit" => match digits.parse::<u64>() {
            Ok(number) => SqlText::new(format!("b'{number:b}'")),
            Err(_) => SqlText::new(digits),
        },
        _ if data_type::is_number(data_type) => SqlText::new(digits).with_key(number_key(digits)),
        // A number in a column of texts is shown as one.
        _ => SqlText::new(quote::text(digits)),
    }
}

/// A number without the zeros that say nothing: `1.50` and `1.5` are one.
fn number_key(digits: &str) -> String {
    let (sign, unsigned) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    if unsigned.contains(['e', 'E']) {
        return unsigned.parse::<f64>().map_or_else(|_| digits.to_owned(), |number| format!("{sign}{number}"));
    }
    let unsigned = unsigned.strip_prefix('+').unwrap_or(unsigned);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// `b'0101'` without the zeros in front.
fn bits(text: &str, data_type: &DataType) -> Option<SqlText> {
    let digits = text.strip_prefix(['b', 'B'])?.strip_prefix('\'')?.strip_suffix('\'')?;
    let number = u64::from_str_radix(digits, 2).ok()?;
    Some(of_number(&number.to_string(), data_type))
}

/// `now()` and its like, with the precision of the column, which MySQL demands.
fn current_moment(text: &str, data_type: &DataType) -> Option<SqlText> {
    const WORDS: [&str; 4] = ["CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP"];
    let lexemes = lex(Syntax::Mysql, text).ok()?;
    let (word, rest) = lexemes.split_first()?;
    let is_called = rest.is_empty() && !word.is_word("NOW")
        || matches!(rest, [open, close] if open.is_symbol("(") && close.is_symbol(")"))
        || matches!(rest, [open, number, close] if open.is_symbol("(") && number.kind == LexemeKind::Number && close.is_symbol(")"));
    if !is_called || !WORDS.iter().any(|known| word.is_word(known)) {
        return None;
    }
    let precision = match data_type {
        DataType::Timestamp { precision, .. } => *precision,
        _ => None,
    };
    let moment = precision.map_or("CURRENT_TIMESTAMP".to_owned(), |digits| format!("CURRENT_TIMESTAMP({digits})"));
    let key = moment.to_ascii_lowercase();
    Some(SqlText::new(moment).with_key(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(sql: &str, data_type: &str) -> Option<String> {
        let expression = ColumnDefault::Expression(SqlText::new(sql));
        match default(expression, &data_type::read_catalog(data_type)).unwrap() {
            Some(ColumnDefault::Expression(text)) => Some(text.key().to_owned()),
            Some(ColumnDefault::Literal(_)) | None => None,
        }
    }

    #[test]
    fn what_the_server_shows_is_what_was_written() {
        for (a, b, data_type) in [
            ("'5'", "5", "int"),
            ("1.5", "1.50", "decimal(10,2)"),
            ("true", "1", "tinyint(1)"),
            ("7", "'7'", "varchar(20)"),
            ("5", "b'101'", "bit(4)"),
            ("b'0101'", "b'101'", "bit(4)"),
            ("now()", "current_timestamp()", "datetime"),
            ("CURRENT_TIMESTAMP(3)", "current_timestamp(3)", "datetime(3)"),
            ("'10:00'", "'10:00:00'", "time"),
            ("'2020-01-01'", "'2020-01-01 00:00:00'", "datetime"),
            ("\"a\"", "'a'", "enum('a')"),
            ("(1+2)", "(1 + 2)", "bigint"),
            ("(uuid())", "uuid()", "char(36)"),
            ("1e3", "1000", "double"),
            ("true", "'1'", "char(3)"),
        ] {
            assert_eq!(key(a, data_type), key(b, data_type), "{a} / {b}");
        }
        assert_ne!(key("'a'", "varchar(3)"), key("'A'", "varchar(3)"));
        assert_eq!(key("NULL", "int"), None);
        assert_eq!(key("(null)", "int"), None);
    }

    #[test]
    fn on_update_is_the_current_moment() {
        let datetime = data_type::read_catalog("datetime(3)");
        let text = on_update(&SqlText::new("now(3)"), &datetime).unwrap();
        assert_eq!(text.as_str(), "CURRENT_TIMESTAMP(3)");
        assert!(on_update(&SqlText::new("now()"), &DataType::Date).is_none());
        assert!(on_update(&SqlText::new("1"), &datetime).is_none());
    }
}
