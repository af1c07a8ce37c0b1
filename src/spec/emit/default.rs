//! Defaults: a scalar where the column's type reads it back as the same value, SQL otherwise.

use super::Emitter;
use super::yaml::{Map, Yaml};
use crate::model::{ColumnDefault, DataType, Literal};
use crate::spec::lower::{is_call, is_number};
use crate::sql::literal_cast;

impl Emitter<'_> {
    pub fn default_value(&self, default: &ColumnDefault, data_type: &DataType) -> Yaml {
        match default {
            ColumnDefault::Literal(literal) => scalar(literal),
            ColumnDefault::Expression(expression) => match self.literal(expression.as_str(), data_type) {
                Some(literal) => scalar(&literal),
                None => Map::default().with("expr", expression.as_str()).into(),
            },
        }
    }

    /// The literal that an expression is, if the dialect would write it just so. What a catalog shows is read for people this
    /// way; without a dialect an expression stays one.
    fn literal(&self, expression: &str, data_type: &DataType) -> Option<Literal> {
        let dialect = self.dialect.as_ref()?;
        let bare = match literal_cast(expression) {
            // A cast to another type than the column's is part of the default.
            Some((_, cast)) if dialect.parse_type(cast).is_ok_and(|it| !it.is_usual_for(data_type)) => return None,
            Some((literal, _)) => literal,
            None => expression.trim(),
        };
        let literal = parse(bare)?;
        let is_native = matches!(data_type, DataType::Native(_));
        let fits = match &literal {
            // No text of a spec holds it.
            Literal::Text(text) if text.contains('\0') => false,
            // Of a type that is known by its name alone, the loader reads what YAML says.
            Literal::Number(_) | Literal::Boolean(_) | Literal::Text(_) if is_native => true,
            Literal::Number(digits) => data_type.is_number() && (!data_type.is_integer() || is_whole(digits)),
            Literal::Boolean(_) => *data_type == DataType::Boolean,
            Literal::Text(_) => data_type.is_text() || data_type.named().is_some(),
            Literal::Null => false,
        };
        let is_boolean = matches!(literal, Literal::Boolean(_));
        let same = |sql: String| sql == bare || (is_boolean && sql.eq_ignore_ascii_case(bare));
        (fits && dialect.format_literal(&literal, data_type).is_ok_and(same)).then_some(literal)
    }
}

fn is_whole(digits: &str) -> bool {
    !digits.contains(['.', 'e', 'E'])
}

fn scalar(literal: &Literal) -> Yaml {
    match literal {
        Literal::Null => Yaml::Plain("null".into()),
        Literal::Boolean(value) => (*value).into(),
        Literal::Number(digits) => Yaml::Plain(digits.clone()),
        Literal::Text(text) if is_call(text) => Yaml::Quoted(text.clone()),
        Literal::Text(text) => Yaml::Text(text.clone()),
    }
}

/// A number, a boolean, or a string in single quotes.
fn parse(sql: &str) -> Option<Literal> {
    if is_number(sql) {
        return Some(Literal::Number(sql.to_owned()));
    }
    if let Some(value) = [true, false].into_iter().find(|value| sql.eq_ignore_ascii_case(&value.to_string())) {
        return Some(Literal::Boolean(value));
    }
    let inner = sql.strip_prefix('\'')?.strip_suffix('\'')?;
    let doubled_only = !inner.replace("''", "").contains('\'');
    doubled_only.then(|| Literal::Text(inner.replace("''", "'")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_recognized_in_sql() {
        assert_eq!(parse("'it''s'"), Some(Literal::Text("it's".into())));
        assert_eq!(parse("0.10"), Some(Literal::Number("0.10".into())));
        assert_eq!(parse("TRUE"), Some(Literal::Boolean(true)));
        for sql in ["now()", "'a' || 'b'", "('a')", "nextval('s'::regclass)"] {
            assert_eq!(parse(sql), None, "{sql}");
        }
    }
}
