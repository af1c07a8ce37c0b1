//! Types in PostgreSQL's spelling, which is that of its function `format_type`.

use super::quote;
use crate::dialect::UnknownType;
use crate::dialect::portable::{TypeText, nearest, portable};
use crate::model::{DataType, NativeType, QualifiedName};
use crate::sql::{Lexeme, LexemeKind, Syntax, lex};

/// Types beyond the portable list that take no arguments, as PostgreSQL spells them.
const NATIVE: &[&str] = &[
    "aclitem",
    "box",
    "cid",
    "cidr",
    "circle",
    "datemultirange",
    "daterange",
    "inet",
    "int4multirange",
    "int4range",
    "int8multirange",
    "int8range",
    "jsonb",
    "jsonpath",
    "line",
    "lseg",
    "macaddr",
    "macaddr8",
    "money",
    "name",
    "nummultirange",
    "numrange",
    "oid",
    "path",
    "pg_lsn",
    "pg_snapshot",
    "point",
    "polygon",
    "refcursor",
    "regclass",
    "regcollation",
    "regconfig",
    "regdictionary",
    "regnamespace",
    "regoper",
    "regoperator",
    "regproc",
    "regprocedure",
    "regrole",
    "regtype",
    "tid",
    "tsmultirange",
    "tsquery",
    "tsrange",
    "tstzmultirange",
    "tstzrange",
    "tsvector",
    "txid_snapshot",
    "xid",
    "xid8",
    "xml",
];

const INTERVAL_FIELDS: &[&str] = &[
    "year",
    "month",
    "day",
    "hour",
    "minute",
    "second",
    "year to month",
    "day to hour",
    "day to minute",
    "day to second",
    "hour to minute",
    "hour to second",
    "minute to second",
];

/// Reads a type of the portable list or of PostgreSQL's own.
pub(super) fn parse(text: &str) -> Result<DataType, UnknownType> {
    if let Some(internal) = internal_char(text) {
        return Ok(internal);
    }
    let parts = TypeText::parse(text);
    parts
        .as_ref()
        .and_then(|parts| portable(parts).or_else(|| with_dimensions(native(parts)?, parts.dimensions)))
        .or_else(|| user_type_with_modifier(text))
        .ok_or_else(|| UnknownType { text: text.to_owned(), suggestion: suggestion(text) })
}

/// Reads what `format_type` prints with an empty search path: types of the user's own come with their namespace.
pub(super) fn read_catalog(text: &str) -> DataType {
    // In the catalog an array has one dimension, whatever was written.
    if let Some(element) = text.strip_suffix("[]") {
        return DataType::Array(Box::new(read_catalog(element)));
    }
    if let Some(name) = qualified_name(text) {
        return DataType::Named(name);
    }
    parse(text).unwrap_or_else(|_| DataType::Native(NativeType::new(text)))
}

/// Reads a type as a statement writes it: names of the user's own types perhaps without their namespace, lengths of theirs gone over.
pub(super) fn read_written(text: &str) -> DataType {
    if let Ok(known) = parse(text) {
        return known;
    }
    let text = text.trim();
    if let Some((element, _)) = text.split_once('[') {
        return DataType::Array(Box::new(read_written(element)));
    }
    if let Some(name) = qualified_name(text) {
        return DataType::Named(name);
    }
    match lex(Syntax::Postgres, text).as_deref() {
        Ok([Lexeme { kind: LexemeKind::Word(word), .. }]) => DataType::Named(QualifiedName::bare(word.to_lowercase())),
        Ok([Lexeme { kind: LexemeKind::QuotedName(name), .. }]) => DataType::Named(QualifiedName::bare(name.as_str())),
        _ => DataType::Native(NativeType::new(text)),
    }
}

fn with_dimensions(element: DataType, dimensions: usize) -> Option<DataType> {
    Some(if dimensions > 0 { DataType::Array(Box::new(element)) } else { element })
}

/// The one-byte type `"char"`, which is not `char`.
fn internal_char(text: &str) -> Option<DataType> {
    let element = DataType::Native(NativeType::new("\"char\""));
    match text.trim() {
        "\"char\"" => Some(element),
        "\"char\"[]" => Some(DataType::Array(Box::new(element))),
        _ => None,
    }
}

fn native(parts: &TypeText) -> Option<DataType> {
    let words = parts.words.to_ascii_lowercase();
    let arguments = &parts.arguments;
    if arguments.is_empty() {
        if let Ok(at) = NATIVE.binary_search(&words.as_str()) {
            return Some(spelled(NATIVE[at]));
        }
        if let Some(synonym) = synonym(&words) {
            return Some(synonym);
        }
    }
    match words.as_str() {
        "float" => float(arguments),
        "bpchar" => Some(DataType::Char { length: Some(single(arguments)?) }),
        "bit" => Some(spelled(format!("bit({})", single(arguments).or(arguments.is_empty().then_some(1))?))),
        "bit varying" | "varbit" if arguments.is_empty() => Some(spelled("bit varying")),
        "bit varying" | "varbit" => Some(spelled(format!("bit varying({})", single(arguments)?))),
        words => interval(words, arguments),
    }
}

fn synonym(words: &str) -> Option<DataType> {
    Some(match words {
        "int2" => DataType::SmallInt,
        "int4" => DataType::Int,
        "int8" => DataType::BigInt,
        "float4" => DataType::Real,
        "float8" => DataType::Double,
        "bytea" => DataType::Binary,
        "bpchar" => spelled("bpchar"),
        _ => return None,
    })
}

/// `float(n)` counts bits of the mantissa.
fn float(arguments: &[i64]) -> Option<DataType> {
    match arguments {
        [] | [25..=53] => Some(DataType::Double),
        [1..=24] => Some(DataType::Real),
        _ => None,
    }
}

/// `interval(3)`, `interval year to month`, `interval day to second(3)`.
fn interval(words: &str, arguments: &[i64]) -> Option<DataType> {
    let fields = words.strip_prefix("interval")?.trim();
    if !fields.is_empty() && !INTERVAL_FIELDS.contains(&fields) {
        return None;
    }
    let separator = if fields.is_empty() { "" } else { " " };
    match arguments {
        [] => Some(spelled(format!("interval{separator}{fields}"))),
        [precision @ 0..=6] if fields.is_empty() || fields.ends_with("second") => {
            Some(spelled(format!("interval{separator}{fields}({precision})")))
        }
        _ => None,
    }
}

fn single(arguments: &[i64]) -> Option<u32> {
    match arguments {
        [length] => u32::try_from(*length).ok().filter(|length| *length > 0),
        _ => None,
    }
}

fn spelled(text: impl Into<String>) -> DataType {
    DataType::Native(NativeType::new(text))
}

/// `public.geometry(Point,4326)`: the type of an extension, with arguments that only the extension understands.
fn user_type_with_modifier(text: &str) -> Option<DataType> {
    let (element, array) = match text.trim().strip_suffix("[]") {
        Some(element) => (element, true),
        None => (text.trim(), false),
    };
    let (name, rest) = element.split_once('(')?;
    let arguments = rest.strip_suffix(')')?;
    qualified_name(name)?;
    let simple = |argument: &str| {
        let argument = argument.trim();
        !argument.is_empty() && argument.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    if !arguments.split(',').all(simple) {
        return None;
    }
    with_dimensions(spelled(element), usize::from(array))
}

/// `namespace.name`, each perhaps in quotes, and nothing more.
fn qualified_name(text: &str) -> Option<QualifiedName> {
    let lexemes = lex(Syntax::Postgres, text).ok()?;
    let [namespace, dot, name] = lexemes.as_slice() else { return None };
    let folded = |lexeme: &Lexeme<'_>| match &lexeme.kind {
        LexemeKind::Word(word) => Some(word.to_lowercase()),
        LexemeKind::QuotedName(name) => Some(name.clone()),
        LexemeKind::Number | LexemeKind::Text | LexemeKind::Symbol => None,
    };
    if !dot.is_symbol(".") {
        return None;
    }
    Some(QualifiedName::new(Some(folded(namespace)?.into()), folded(name)?))
}

/// PostgreSQL's own words first; the words of other engines after that.
fn suggestion(text: &str) -> Option<String> {
    let lower = text.trim().to_ascii_lowercase();
    match lower.as_str() {
        "smallserial" | "serial2" => return Some("SMALLINT".into()),
        "serial" | "serial4" => return Some("INT".into()),
        "bigserial" | "serial8" => return Some("BIGINT".into()),
        _ => {}
    }
    let portable = crate::dialect::parse_portable_type(text).err().and_then(|error| error.suggestion);
    // Almost any short word is near to another one.
    portable.or_else(|| nearest(text, NATIVE).filter(|word| word.len() > 3))
}

/// The type as SQL.
pub(super) fn format(data_type: &DataType) -> String {
    let sized = |word: &str, size: Option<u32>| size.map_or(word.to_owned(), |size| format!("{word}({size})"));
    let zoned = |word: &str, precision: Option<u32>, zone: bool| {
        format!("{} {} time zone", sized(word, precision), if zone { "with" } else { "without" })
    };
    match data_type {
        DataType::SmallInt => "smallint".into(),
        DataType::Int => "integer".into(),
        DataType::BigInt => "bigint".into(),
        DataType::Decimal { precision: Some(precision), scale: Some(scale) } => format!("numeric({precision},{scale})"),
        DataType::Decimal { precision, .. } => sized("numeric", *precision),
        DataType::Real => "real".into(),
        DataType::Double => "double precision".into(),
        DataType::Boolean => "boolean".into(),
        DataType::Char { length } => sized("character", *length),
        DataType::VarChar { length } => sized("character varying", *length),
        DataType::Text => "text".into(),
        DataType::Date => "date".into(),
        DataType::Time { precision, zone } => zoned("time", *precision, *zone),
        DataType::Timestamp { precision, zone } => zoned("timestamp", *precision, *zone),
        DataType::Interval => "interval".into(),
        DataType::Uuid => "uuid".into(),
        DataType::Json => "json".into(),
        DataType::Binary => "bytea".into(),
        DataType::Array(element) => format!("{}[]", format(element)),
        DataType::Named(name) => quote::qualified(name),
        DataType::Native(native) => native.as_str().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        assert!(NATIVE.is_sorted());
        for text in [
            "integer",
            "numeric(10,2)",
            "character varying(50)",
            "character(3)",
            "bpchar",
            "timestamp(3) without time zone",
            "time with time zone",
            "interval",
            "interval(3)",
            "interval day to second(2)",
            "interval year to month",
            "jsonb",
            "bit(1)",
            "bit varying",
            "bit varying(8)",
            "tstzrange[]",
            "\"char\"",
            "bytea",
            "pg_lsn",
            "public.geometry(Point,4326)",
        ] {
            assert_eq!(format(&parse(text).unwrap_or_else(|error| panic!("{error}"))), text);
        }
    }

    #[test]
    fn reads_synonyms() {
        for (text, expected) in [
            ("int4", "integer"),
            ("float8", "double precision"),
            ("FLOAT(20)", "real"),
            ("bit", "bit(1)"),
            ("VARBIT(4)", "bit varying(4)"),
            ("bpchar(4)", "character(4)"),
            ("JSONB", "jsonb"),
            ("int[][]", "integer[]"),
            ("DATETIME", "timestamp without time zone"),
        ] {
            assert_eq!(format(&parse(text).unwrap_or_else(|error| panic!("{error}"))), expected);
        }
    }

    #[test]
    fn refuses_what_is_no_type() {
        let suggestion = |text: &str| parse(text).expect_err(text).suggestion;
        assert_eq!(suggestion("serial").as_deref(), Some("INT"));
        assert_eq!(suggestion("bigserial").as_deref(), Some("BIGINT"));
        assert_eq!(suggestion("mood"), None);
        for text in
            ["jsonb; drop table x", "interval(9)", "interval fortnight", "bit(0)", "public.x(1); --", "a.b(c d)"]
        {
            parse(text).expect_err(text);
        }
    }

    #[test]
    fn reads_the_catalog() {
        let mood = QualifiedName::new(Some("public".into()), "Mood.x");
        assert_eq!(read_catalog("public.\"Mood.x\""), DataType::Named(mood.clone()));
        assert_eq!(read_catalog("public.\"Mood.x\"[]"), DataType::Array(Box::new(DataType::Named(mood))));
        assert_eq!(read_catalog("timestamp(0) with time zone"), DataType::Timestamp { precision: Some(0), zone: true });
        assert_eq!(read_catalog("int2vector"), spelled("int2vector"));
    }
}
