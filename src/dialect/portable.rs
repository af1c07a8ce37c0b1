//! The portable list of types: what a spec without `dialect:` may use, read the same on every engine.

use super::UnknownType;
use crate::model::DataType;

/// A type as text, taken apart: `numeric(10, 2)[]` is the words `numeric`, the numbers 10 and 2, and one dimension.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TypeText {
    /// Upper case, single spaces, parentheses out: `TIMESTAMP WITH TIME ZONE`.
    pub words: String,
    pub arguments: Vec<i64>,
    pub dimensions: usize,
}

impl TypeText {
    /// `None` where the text is not of this shape at all; nothing else may stand in it, so no SQL gets through.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim();
        let mut dimensions = 0;
        while let Some(before) = rest.strip_suffix(']') {
            let open = before.rfind('[')?;
            if !before[open + 1..].chars().all(|c| c.is_ascii_digit()) {
                return None;
            }
            rest = before[..open].trim_end();
            dimensions += 1;
        }
        let (words, arguments) = match rest.find('(') {
            None => (rest.to_owned(), Vec::new()),
            Some(open) => {
                let close = rest.find(')').filter(|close| *close > open)?;
                let arguments =
                    rest[open + 1..close].split(',').map(|digits| digits.trim().parse().ok()).collect::<Option<_>>()?;
                (format!("{} {}", &rest[..open], &rest[close + 1..]), arguments)
            }
        };
        if !words.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == ' ') {
            return None;
        }
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_uppercase();
        let starts_well = words.chars().next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
        starts_well.then_some(Self { words, arguments, dimensions })
    }

    /// The single optional argument, as a length or precision.
    fn length(&self) -> Option<Option<u32>> {
        match self.arguments[..] {
            [] => Some(None),
            [length] => u32::try_from(length).ok().map(Some),
            _ => None,
        }
    }
}

/// Reads a portable type. `UnknownType::suggestion` holds the nearest word of the list.
pub fn parse_type(text: &str) -> Result<DataType, UnknownType> {
    TypeText::parse(text)
        .and_then(|parts| portable(&parts))
        .ok_or_else(|| UnknownType { text: text.to_owned(), suggestion: nearest(text, WORDS) })
}

/// The portable type of these words, if it is one.
pub(super) fn portable(parts: &TypeText) -> Option<DataType> {
    let bare = parts.arguments.is_empty();
    let element = match parts.words.as_str() {
        "SMALLINT" if bare => DataType::SmallInt,
        "INT" | "INTEGER" if bare => DataType::Int,
        "BIGINT" if bare => DataType::BigInt,
        "DECIMAL" | "NUMERIC" | "DEC" => decimal(&parts.arguments)?,
        "REAL" if bare => DataType::Real,
        "DOUBLE" | "DOUBLE PRECISION" if bare => DataType::Double,
        "BOOLEAN" | "BOOL" if bare => DataType::Boolean,
        "CHAR" | "CHARACTER" => DataType::Char { length: parts.length()? },
        "VARCHAR" | "CHARACTER VARYING" => DataType::VarChar { length: parts.length()? },
        "TEXT" if bare => DataType::Text,
        "DATE" if bare => DataType::Date,
        "TIME" | "TIME WITHOUT TIME ZONE" => DataType::Time { precision: parts.length()?, zone: false },
        "TIMETZ" | "TIME WITH TIME ZONE" => DataType::Time { precision: parts.length()?, zone: true },
        "TIMESTAMP" | "TIMESTAMP WITHOUT TIME ZONE" | "DATETIME" => {
            DataType::Timestamp { precision: parts.length()?, zone: false }
        }
        "TIMESTAMPTZ" | "TIMESTAMP WITH TIME ZONE" => DataType::Timestamp { precision: parts.length()?, zone: true },
        "INTERVAL" if bare => DataType::Interval,
        "UUID" if bare => DataType::Uuid,
        "JSON" if bare => DataType::Json,
        "BINARY" | "VARBINARY" | "BLOB" | "BYTES" if bare => DataType::Binary,
        _ => return None,
    };
    Some((0..parts.dimensions.min(1)).fold(element, |inner, _| DataType::Array(Box::new(inner))))
}

fn decimal(arguments: &[i64]) -> Option<DataType> {
    let (precision, scale) = match *arguments {
        [] => (None, None),
        [precision] => (Some(precision), None),
        [precision, scale] => (Some(precision), Some(scale)),
        _ => return None,
    };
    // A scale of 0 is what leaving it out means.
    let scale = scale.filter(|scale| *scale != 0);
    Some(DataType::Decimal {
        precision: precision.map(u32::try_from).transpose().ok()?,
        scale: scale.map(i32::try_from).transpose().ok()?,
    })
}

/// How the portable types are written in a spec: the inverse of [`parse_type`]. `None` for what is not portable.
pub fn format_type(data_type: &DataType) -> Option<String> {
    let sized = |word: &str, size: Option<u32>| size.map_or(word.to_owned(), |size| format!("{word}({size})"));
    Some(match data_type {
        DataType::SmallInt => "SMALLINT".into(),
        DataType::Int => "INT".into(),
        DataType::BigInt => "BIGINT".into(),
        DataType::Decimal { precision: Some(precision), scale: Some(scale) } => format!("DECIMAL({precision},{scale})"),
        DataType::Decimal { precision, .. } => sized("DECIMAL", *precision),
        DataType::Real => "REAL".into(),
        DataType::Double => "DOUBLE".into(),
        DataType::Boolean => "BOOLEAN".into(),
        DataType::Char { length } => sized("CHAR", *length),
        DataType::VarChar { length } => sized("VARCHAR", *length),
        DataType::Text => "TEXT".into(),
        DataType::Date => "DATE".into(),
        DataType::Time { precision, zone: false } => sized("TIME", *precision),
        DataType::Time { precision, zone: true } => sized("TIMETZ", *precision),
        DataType::Timestamp { precision, zone: false } => sized("TIMESTAMP", *precision),
        DataType::Timestamp { precision, zone: true } => sized("TIMESTAMPTZ", *precision),
        DataType::Interval => "INTERVAL".into(),
        DataType::Uuid => "UUID".into(),
        DataType::Json => "JSON".into(),
        DataType::Binary => "BINARY".into(),
        DataType::Array(element) => format!("{}[]", format_type(element)?),
        DataType::Named(_) | DataType::Native(_) => return None,
    })
}

const WORDS: &[&str] = &[
    "SMALLINT",
    "INT",
    "INTEGER",
    "BIGINT",
    "DECIMAL",
    "NUMERIC",
    "REAL",
    "DOUBLE",
    "BOOLEAN",
    "CHAR",
    "VARCHAR",
    "TEXT",
    "DATE",
    "TIME",
    "TIMETZ",
    "TIMESTAMP",
    "TIMESTAMPTZ",
    "INTERVAL",
    "UUID",
    "JSON",
    "BINARY",
];

/// The word nearest to the first word of `text`, if it is near at all. Other tools' names are led to the portable one.
pub(super) fn nearest(text: &str, words: &[&str]) -> Option<String> {
    let first: String = text.trim().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let first = first.to_ascii_uppercase();
    let known = match first.as_str() {
        "STRING" | "NVARCHAR" | "VARCHAR2" | "CLOB" | "LONGTEXT" | "MEDIUMTEXT" => Some("TEXT"),
        "NUMBER" | "MONEY" => Some("DECIMAL"),
        "FLOAT" | "FLOAT8" => Some("DOUBLE"),
        "TINYINT" | "INT2" => Some("SMALLINT"),
        "INT4" | "SERIAL" => Some("INT"),
        "INT8" | "BIGSERIAL" | "LONG" => Some("BIGINT"),
        "BYTEA" => Some("BINARY"),
        "JSONB" => Some("JSON"),
        "GUID" | "UNIQUEIDENTIFIER" => Some("UUID"),
        _ => None,
    };
    known.map(str::to_owned).or_else(|| crate::model::nearest_word(&first, words.iter().copied()).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for text in [
            "SMALLINT",
            "INT",
            "BIGINT",
            "DECIMAL",
            "DECIMAL(10)",
            "DECIMAL(18,2)",
            "REAL",
            "DOUBLE",
            "BOOLEAN",
            "CHAR(3)",
            "VARCHAR(50)",
            "VARCHAR",
            "TEXT",
            "DATE",
            "TIME(3)",
            "TIMETZ",
            "TIMESTAMP(6)",
            "TIMESTAMPTZ",
            "INTERVAL",
            "UUID",
            "JSON",
            "BINARY",
            "INT[]",
        ] {
            let data_type = parse_type(text).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(format_type(&data_type).as_deref(), Some(text));
        }
    }

    #[test]
    fn reads_synonyms() {
        assert_eq!(parse_type("integer"), parse_type("INT"));
        assert_eq!(parse_type("timestamp (3) with time zone"), parse_type("TIMESTAMPTZ(3)"));
        assert_eq!(parse_type("numeric(10, 0)"), parse_type("DECIMAL(10)"));
    }

    #[test]
    fn lets_no_sql_through() {
        for text in [
            "int); DROP TABLE orders; --",
            "int--",
            "INT DEFAULT 1",
            "",
            "VARCHAR(50",
            "VARCHAR(x)",
            "VARCHAR(-1)",
            "INT(4)",
        ] {
            assert!(parse_type(text).is_err(), "{text}");
        }
    }

    #[test]
    fn suggests_the_nearest() {
        let suggestion = |text: &str| parse_type(text).err().and_then(|error| error.suggestion);
        assert_eq!(suggestion("VARCAHR(20)").as_deref(), Some("VARCHAR"));
        assert_eq!(suggestion("string").as_deref(), Some("TEXT"));
        assert_eq!(suggestion("geometry"), None);
    }
}
