//! Types: the portable ones in MySQL's words, and MySQL's own.

use super::native;
use crate::dialect::{UnknownType, portable};
use crate::model::{DataType, NativeType};

/// Fractional digits that times have where nobody says how many.
const USUAL_PRECISION: u32 = 0;

/// A type of a spec: portable where the words are portable, so that naming the dialect changes no meaning; otherwise MySQL's own.
pub(super) fn parse(text: &str) -> Result<DataType, UnknownType> {
    if let Ok(portable) = crate::dialect::parse_portable_type(text) {
        return match portable {
            DataType::Array(_) => Err(unknown(text)),
            portable => Ok(portable),
        };
    }
    read(text).ok_or_else(|| unknown(text))
}

fn unknown(text: &str) -> UnknownType {
    UnknownType { text: text.to_owned(), suggestion: portable::nearest(text, &native::WORDS) }
}

/// A type as the catalog shows it: `int(11)`, `varchar(50)`, `timestamp(3)`. What is unknown stays as it is, since it is in the database.
pub(super) fn read_catalog(text: &str) -> DataType {
    read(text).unwrap_or_else(|| DataType::Native(NativeType::new(text.trim())))
}

/// Text in MySQL's own meaning: TIMESTAMP has a zone, REAL is a double.
fn read(text: &str) -> Option<DataType> {
    let written = native::Written::parse(text)?;
    Some(portable_of(&written).unwrap_or_else(|| DataType::Native(NativeType::new(written.canonical()))))
}

/// The portable type that is meant, if there is one with just this range and these options.
fn portable_of(written: &native::Written) -> Option<DataType> {
    if !written.options.is_empty() {
        return None;
    }
    let number = |at: usize| written.numbers().get(at).copied();
    let width_is = |usual: u32| written.arguments.is_empty() || number(0) == Some(usual);
    Some(match written.word.as_str() {
        "tinyint" if number(0) == Some(1) => DataType::Boolean,
        "smallint" if width_is(6) => DataType::SmallInt,
        "int" if width_is(11) => DataType::Int,
        "bigint" if width_is(20) => DataType::BigInt,
        "decimal" => DataType::Decimal {
            precision: Some(number(0).unwrap_or(10)),
            scale: number(1).and_then(|scale| i32::try_from(scale).ok()).filter(|scale| *scale != 0),
        },
        "float" if written.arguments.is_empty() => DataType::Real,
        "double" if written.arguments.is_empty() => DataType::Double,
        "char" => DataType::Char { length: Some(number(0).unwrap_or(1)) },
        "varchar" => DataType::VarChar { length: Some(number(0)?) },
        "text" => DataType::Text,
        "blob" => DataType::Binary,
        "date" => DataType::Date,
        "time" => DataType::Time { precision: precision(number(0)), zone: false },
        "datetime" => DataType::Timestamp { precision: precision(number(0)), zone: false },
        "timestamp" => DataType::Timestamp { precision: precision(number(0)), zone: true },
        "json" => DataType::Json,
        "uuid" => DataType::Uuid,
        _ => return None,
    })
}

fn precision(written: Option<u32>) -> Option<u32> {
    written.filter(|precision| *precision != USUAL_PRECISION)
}

/// The type in a column's definition.
pub(super) fn format(data_type: &DataType) -> String {
    let sized = |word: &str, size: Option<u32>| size.map_or(word.to_owned(), |size| format!("{word}({size})"));
    match data_type {
        DataType::SmallInt => "smallint".to_owned(),
        DataType::Int => "int".to_owned(),
        DataType::BigInt => "bigint".to_owned(),
        DataType::Decimal { precision: Some(precision), scale: Some(scale) } => format!("decimal({precision},{scale})"),
        DataType::Decimal { precision, .. } => sized("decimal", *precision),
        DataType::Real => "float".to_owned(),
        DataType::Double => "double".to_owned(),
        DataType::Boolean => "tinyint(1)".to_owned(),
        DataType::Char { length } => sized("char", *length),
        DataType::VarChar { length: Some(length) } => format!("varchar({length})"),
        DataType::VarChar { length: None } | DataType::Text | DataType::Interval => "text".to_owned(),
        DataType::Date => "date".to_owned(),
        DataType::Time { precision, .. } => sized("time", *precision),
        DataType::Timestamp { precision, zone: false } => sized("datetime", *precision),
        DataType::Timestamp { precision, zone: true } => sized("timestamp", *precision),
        DataType::Uuid => "uuid".to_owned(),
        DataType::Json => "json".to_owned(),
        DataType::Binary => "blob".to_owned(),
        DataType::Array(element) => format!("{}[]", format(element)),
        DataType::Named(name) => name.to_string(),
        DataType::Native(native) => native.as_str().to_owned(),
    }
}

/// Whether values are characters with a collation.
pub(super) fn has_collation(data_type: &DataType) -> bool {
    match data_type {
        DataType::Native(native) => {
            let word = native::word(native);
            ["tinytext", "text", "mediumtext", "longtext", "varchar", "enum", "set"].contains(&word)
        }
        // A JSON of MariaDB brings its own.
        other => other.is_text(),
    }
}

/// Whether values are too long to be in an index whole.
pub(super) fn needs_prefix(data_type: &DataType) -> bool {
    match data_type {
        DataType::Text | DataType::Binary | DataType::Json => true,
        DataType::Native(native) => {
            let word = native::word(native);
            word.ends_with("text") || word.ends_with("blob")
        }
        _ => false,
    }
}

/// Whether the type is written as a number, so that a default of it is one.
pub(super) fn is_number(data_type: &DataType) -> bool {
    match data_type {
        DataType::Boolean => true,
        DataType::Native(native) => native::NUMBERS.contains(&native::word(native)),
        other => other.is_number(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_catalog() {
        for (text, expected) in [
            ("tinyint(1)", DataType::Boolean),
            ("int(11)", DataType::Int),
            ("int", DataType::Int),
            ("bigint(20)", DataType::BigInt),
            ("decimal(18,2)", DataType::Decimal { precision: Some(18), scale: Some(2) }),
            ("decimal(10,0)", DataType::Decimal { precision: Some(10), scale: None }),
            ("float", DataType::Real),
            ("double", DataType::Double),
            ("varchar(50)", DataType::VarChar { length: Some(50) }),
            ("datetime(3)", DataType::Timestamp { precision: Some(3), zone: false }),
            ("timestamp", DataType::Timestamp { precision: None, zone: true }),
            ("blob", DataType::Binary),
        ] {
            assert_eq!(read_catalog(text), expected, "{text}");
            assert_eq!(read_catalog(&format(&expected)), expected, "{text}");
        }
    }

    #[test]
    fn keeps_what_is_its_own() {
        for text in [
            "int(5)",
            "int unsigned",
            "int unsigned zerofill",
            "int(5) unsigned zerofill",
            "tinyint",
            "mediumint",
            "decimal(10,2) unsigned",
            "float(7,3)",
            "bit(3)",
            "year",
            "enum('a','b''c')",
            "set('x','Y')",
            "varbinary(20)",
            "binary(16)",
            "tinytext",
            "longtext",
            "mediumblob",
            "geometry",
            "point",
            "inet6",
            "point ref_system_id=4326",
            "polygon srid 0",
            "varchar(100) compressed",
        ] {
            let data_type = read_catalog(text);
            assert_eq!(format(&data_type), text);
            assert_eq!(parse(text).as_ref(), Ok(&data_type), "{text}");
        }
    }

    #[test]
    fn synonyms_are_one_type() {
        for (text, canonical) in [
            ("INTEGER UNSIGNED", "int unsigned"),
            ("int(10) unsigned", "int unsigned"),
            ("tinyint(4)", "tinyint"),
            ("tinyint(3) unsigned", "tinyint unsigned"),
            ("INT ZEROFILL", "int unsigned zerofill"),
            ("year(4)", "year"),
            ("bit", "bit(1)"),
            ("enum( 'a' , \"b\" )", "enum('a','b')"),
            ("national varchar(20)", "varchar(20)"),
            ("long varchar", "mediumtext"),
            ("int8 unsigned", "bigint unsigned"),
            ("double precision unsigned", "double unsigned"),
        ] {
            assert_eq!(format(&parse(text).unwrap()), canonical, "{text}");
        }
    }

    #[test]
    fn portable_words_mean_the_portable_type() {
        assert_eq!(parse("TIMESTAMP"), Ok(DataType::Timestamp { precision: None, zone: false }));
        assert_eq!(parse("REAL"), Ok(DataType::Real));
        assert_eq!(parse("BOOLEAN"), Ok(DataType::Boolean));
    }

    #[test]
    fn lets_no_sql_through() {
        for text in ["int); drop table t; --", "int default 1", "enum('a'", "enum(a)", "int(x)", "int[]", "jsonb", ""] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
