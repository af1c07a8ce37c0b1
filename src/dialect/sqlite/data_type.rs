//! Types. SQLite keeps any words as a column's type and derives one of five affinities from them; in STRICT tables six words are left.

use crate::dialect::{Cast, UnknownType, portable};
use crate::model::{DataType, NativeType, Pair};
use crate::sql::{LexemeKind, Syntax, lex};

/// What SQLite turns values into when they are stored ("Datatypes In SQLite", section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Affinity {
    Text,
    Numeric,
    Integer,
    Real,
    /// Values stay as they come.
    Blob,
}

impl Affinity {
    pub fn of(data_type: &DataType) -> Self {
        let text = format_type(data_type).to_ascii_uppercase();
        let holds = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if holds(&["INT"]) {
            Self::Integer
        } else if holds(&["CHAR", "CLOB", "TEXT"]) {
            Self::Text
        } else if text.is_empty() || holds(&["BLOB"]) {
            Self::Blob
        } else if holds(&["REAL", "FLOA", "DOUB"]) {
            Self::Real
        } else {
            Self::Numeric
        }
    }
}

/// A portable type where the text is, letter case aside, what [`format_type`] gives for it; otherwise SQLite's own, as written.
pub(super) fn parse_type(text: &str) -> Result<DataType, UnknownType> {
    let written = written_type(text)
        .ok_or_else(|| UnknownType { text: text.to_owned(), suggestion: portable::nearest(text, &SUGGESTED) })?;
    let portable = crate::dialect::parse_portable_type(&written).ok();
    Ok(portable
        .filter(|data_type| format_type(data_type).eq_ignore_ascii_case(&written))
        .unwrap_or_else(|| DataType::Native(NativeType::new(written))))
}

/// The type with single spaces, if it is one: words, then at most two signed numbers in parentheses. So no SQL gets through.
fn written_type(text: &str) -> Option<String> {
    let lexemes = lex(Syntax::Sqlite, text).ok()?;
    let is_word = |kind: &LexemeKind| matches!(kind, LexemeKind::Word(_) | LexemeKind::QuotedName(_));
    let words = lexemes.iter().take_while(|lexeme| is_word(&lexeme.kind)).count();
    let starts_clause = lexemes[..words].iter().any(|lexeme| ENDS_TYPE.iter().any(|word| lexeme.is_word(word)));
    if starts_clause || !is_argument_list(&lexemes[words..].iter().map(|lexeme| lexeme.text).collect::<String>()) {
        return None;
    }
    let written: Vec<&str> = lexemes[..words].iter().map(|lexeme| lexeme.text).collect();
    let arguments: String = lexemes[words..].iter().map(|lexeme| lexeme.text).collect();
    (words > 0 || arguments.is_empty()).then(|| written.join(" ") + &arguments)
}

fn is_argument_list(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else { return text.is_empty() };
    let numbers: Vec<&str> = inner.split(',').collect();
    numbers.len() <= 2 && numbers.iter().all(|number| number.parse::<f64>().is_ok())
}

/// Reserved words with which a clause of the column starts.
const ENDS_TYPE: [&str; 10] =
    ["CONSTRAINT", "DEFAULT", "NULL", "NOT", "PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "COLLATE", "AS"];

const SUGGESTED: [&str; 6] = ["INTEGER", "REAL", "TEXT", "BLOB", "NUMERIC", "ANY"];

/// The type as SQLite shows it back: types that share a word are one, and text of its own may be a portable type's.
pub(super) fn canonical(data_type: &DataType) -> DataType {
    match data_type {
        DataType::Uuid | DataType::Json | DataType::Interval => DataType::Text,
        DataType::Native(native) => parse_type(native.as_str()).unwrap_or_else(|_| data_type.clone()),
        DataType::SmallInt
        | DataType::Int
        | DataType::BigInt
        | DataType::Decimal { .. }
        | DataType::Real
        | DataType::Double
        | DataType::Boolean
        | DataType::Char { .. }
        | DataType::VarChar { .. }
        | DataType::Text
        | DataType::Date
        | DataType::Time { .. }
        | DataType::Timestamp { .. }
        | DataType::Binary
        | DataType::Array(_)
        | DataType::Named(_) => data_type.clone(),
    }
}

/// The type as a column's declaration. Portable types take the words whose affinity leaves their values alone: UUID, JSON and INTERVAL are TEXT,
/// since as words of their own they would be NUMERIC (or, for the `INT` in it, INTEGER) and turn text that looks like a number into one.
pub(super) fn format_type(data_type: &DataType) -> String {
    match data_type {
        DataType::Int => "INTEGER".to_owned(),
        DataType::Text | DataType::Uuid | DataType::Json | DataType::Interval => "TEXT".to_owned(),
        DataType::Binary => "BLOB".to_owned(),
        DataType::Array(element) => format!("{}[]", format_type(element)),
        DataType::Named(name) => name.to_string(),
        DataType::Native(native) => native.as_str().to_owned(),
        DataType::SmallInt
        | DataType::BigInt
        | DataType::Decimal { .. }
        | DataType::Real
        | DataType::Double
        | DataType::Boolean
        | DataType::Char { .. }
        | DataType::VarChar { .. }
        | DataType::Date
        | DataType::Time { .. }
        | DataType::Timestamp { .. } => crate::dialect::format_portable_type(data_type).unwrap_or_default(),
    }
}

/// Whether a STRICT table takes the type.
pub(super) fn is_strict(data_type: &DataType) -> bool {
    let text = format_type(data_type);
    ["INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether a primary key of this type alone is the row's own number.
pub(super) fn is_rowid(data_type: &DataType) -> bool {
    format_type(data_type).eq_ignore_ascii_case("INTEGER")
}

/// Lengths and precisions are words to SQLite: only a change of affinity changes values.
pub(super) fn cast(types: Pair<&DataType>) -> Cast {
    use Affinity::{Blob, Integer, Numeric, Real, Text};
    match (Affinity::of(types.from), Affinity::of(types.to)) {
        (from, to) if from == to => Cast::Same,
        // Without an affinity values stay as they are; INTEGER and NUMERIC store alike.
        (_, Blob) | (Integer, Numeric) | (Numeric, Integer) => Cast::Same,
        (Integer, Text) | (Real, Integer | Numeric) => Cast::Widening,
        // Above 2^53 a float has no room for every integer; the two small types end below.
        (Integer, Real) if matches!(types.from, DataType::SmallInt | DataType::Int) => Cast::Widening,
        // Floats are printed with 15 digits; text that looks like a number becomes one ('007' is 7).
        (Integer | Numeric, Real) | (Real | Numeric, Text) | (Text | Blob, _) => Cast::Narrowing,
        (Integer, Integer) | (Numeric, Numeric) | (Real, Real) => Cast::Same,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_is_written() {
        for text in [
            "INT",
            "int",
            "VARCHAR(50)",
            "NUMERIC(10,2)",
            "UNSIGNED BIG INT",
            "",
            "datetime",
            "JSON",
            "UUID",
            "DECIMAL(10,-2)",
            "\"my type\"",
            "ANY",
        ] {
            assert_eq!(format_type(&parse_type(text).unwrap()), text);
        }
        assert_eq!(parse_type("NUMERIC ( 10 , 2 )"), parse_type("numeric(10,2)"));
    }

    #[test]
    fn is_portable_where_the_words_are_ours_in_any_letter_case() {
        assert_eq!(parse_type("INTEGER"), Ok(DataType::Int));
        assert_eq!(parse_type("integer"), Ok(DataType::Int));
        assert_eq!(parse_type("VARCHAR(50)"), Ok(DataType::VarChar { length: Some(50) }));
        assert_eq!(parse_type("TEXT"), Ok(DataType::Text));
        assert_eq!(parse_type("INT"), Ok(DataType::Native(NativeType::new("INT"))));
        assert_eq!(parse_type("JSON"), Ok(DataType::Native(NativeType::new("JSON"))));
    }

    #[test]
    fn lets_no_sql_through() {
        for text in [
            "int); drop table t; --",
            "int default 1",
            "int(1,2,3)",
            "int(x)",
            "(5)",
            "int 5",
            "int primary key",
            "int--",
            "int unique",
        ] {
            let parsed = parse_type(text);
            assert!(parsed.is_err() || parsed == parse_type("int"), "{text}: {parsed:?}");
        }
    }

    #[test]
    fn no_portable_type_has_a_harmful_affinity() {
        for data_type in [DataType::Uuid, DataType::Json, DataType::Interval, DataType::Char { length: None }] {
            assert_eq!(Affinity::of(&data_type), Affinity::Text, "{data_type:?}");
        }
        assert_eq!(Affinity::of(&DataType::BigInt), Affinity::Integer);
        assert_eq!(Affinity::of(&DataType::Timestamp { precision: None, zone: true }), Affinity::Numeric);
        assert_eq!(Affinity::of(&DataType::Binary), Affinity::Blob);
    }

    #[test]
    fn casts_follow_the_affinity() {
        let cast_of = |from: &str, to: &str| cast(Pair::new(&parse_type(from).unwrap(), &parse_type(to).unwrap()));
        assert_eq!(cast_of("VARCHAR(10)", "VARCHAR(5)"), Cast::Same);
        assert_eq!(cast_of("INTEGER", "TEXT"), Cast::Widening);
        assert_eq!(cast_of("TEXT", "INTEGER"), Cast::Narrowing);
        assert_eq!(cast_of("INTEGER", "DECIMAL(18,2)"), Cast::Same);
        assert_eq!(cast_of("BIGINT", "REAL"), Cast::Narrowing);
    }
}
