//! What the values of a column look like, whatever the engine calls its type.

use super::spelled::{Spelling, spelling};
use crate::model::{DataType, Object, ObjectId, ObjectKind, QualifiedName, Schema};

/// The set of values that a type can hold, as far as generators care.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Boolean,
    Integer {
        min: i64,
        max: i64,
    },
    /// Digits in all, and behind the point.
    Decimal {
        precision: u32,
        scale: u32,
    },
    Float,
    /// Longest text, in characters.
    Text {
        longest: Option<u32>,
        fixed: bool,
    },
    /// One of these words.
    Choice(Vec<String>),
    Date,
    Time,
    Timestamp,
    Uuid,
    /// Longest value, in bytes.
    Bytes {
        longest: Option<u32>,
    },
    Json,
    Interval,
    Array(Box<Self>),
    /// A type of one engine, written as text in that engine's spelling.
    Spelled(Spelling),
    /// Several attributes in parentheses, as PostgreSQL writes a composite type.
    Composite(Vec<Self>),
}

/// Digits that fit into 64 bits whatever they are.
const MOST_DIGITS: u32 = 18;
/// Digits of a number of which neither precision nor scale is known.
const USUAL_DIGITS: u32 = 12;
const USUAL_SCALE: u32 = 2;

impl Shape {
    /// `None` where values of the type cannot be made.
    pub fn of(data_type: &DataType, schema: &Schema) -> Option<Self> {
        Some(match data_type {
            DataType::SmallInt => Self::Integer { min: i16::MIN.into(), max: i16::MAX.into() },
            DataType::Int => Self::Integer { min: i32::MIN.into(), max: i32::MAX.into() },
            DataType::BigInt => Self::Integer { min: i64::MIN, max: i64::MAX },
            DataType::Decimal { precision, scale } => decimal(*precision, *scale),
            DataType::Real | DataType::Double => Self::Float,
            DataType::Boolean => Self::Boolean,
            DataType::Char { length } => Self::Text { longest: Some(length.unwrap_or(1)), fixed: true },
            DataType::VarChar { length } => Self::Text { longest: *length, fixed: false },
            DataType::Text => Self::Text { longest: None, fixed: false },
            DataType::Date => Self::Date,
            DataType::Time { .. } => Self::Time,
            DataType::Timestamp { .. } => Self::Timestamp,
            DataType::Interval => Self::Interval,
            DataType::Uuid => Self::Uuid,
            DataType::Json => Self::Json,
            DataType::Binary => Self::Bytes { longest: None },
            DataType::Array(element) => Self::Array(Box::new(Self::of(element, schema)?)),
            DataType::Named(name) => return named(name, schema),
            DataType::Native(native) => return native_shape(native.as_str()),
        })
    }

    /// Whether values have an order and distances, so that bounds make sense for them.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Integer { .. } | Self::Decimal { .. } | Self::Float)
    }

    /// Units of the shape in 1: hundreds for two digits behind the point.
    pub fn unit(&self) -> f64 {
        match self {
            Self::Decimal { scale, .. } => 10_f64.powi(i32::try_from(*scale).unwrap_or(0)),
            _ => 1.0,
        }
    }

    /// What the values are, for messages.
    pub fn what(&self) -> &'static str {
        match self {
            Self::Boolean => "true and false",
            Self::Integer { .. } => "whole numbers",
            Self::Decimal { .. } | Self::Float => "numbers",
            Self::Text { .. } => "texts",
            Self::Choice(_) => "one of a few words",
            Self::Date => "days",
            Self::Time => "times of day",
            Self::Timestamp => "moments",
            Self::Uuid => "UUIDs",
            Self::Bytes { .. } => "bytes",
            Self::Json => "JSON",
            Self::Interval => "spans of time",
            Self::Array(_) => "lists",
            Self::Spelled(_) => "values of a type of the engine's own",
            Self::Composite(_) => "tuples",
        }
    }

    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text { .. })
    }

    pub fn is_moment(&self) -> bool {
        matches!(self, Self::Date | Self::Timestamp)
    }
}

fn decimal(precision: Option<u32>, scale: Option<i32>) -> Shape {
    let Some(precision) = precision else {
        return Shape::Decimal { precision: USUAL_DIGITS, scale: USUAL_SCALE };
    };
    // A negative scale rounds in front of the point (PostgreSQL): whole numbers are fine.
    let scale = u32::try_from(scale.unwrap_or(0)).unwrap_or(0);
    if precision <= MOST_DIGITS {
        return Shape::Decimal { precision, scale: scale.min(precision) };
    }
    // Of a longer number the last digits are left zero, and the first ones unused.
    let whole = precision.saturating_sub(scale);
    let scale = scale.min(MOST_DIGITS - whole.min(USUAL_DIGITS));
    Shape::Decimal { precision: whole.min(MOST_DIGITS - scale) + scale, scale }
}

/// A type of the user's: what it is made of.
fn named(name: &QualifiedName, schema: &Schema) -> Option<Shape> {
    let kinds = [ObjectKind::Enum, ObjectKind::Domain, ObjectKind::Composite];
    let exact = kinds.iter().find_map(|kind| schema.objects.get(&ObjectId::of(*kind, name)));
    // A catalog says the namespace where a spec leaves it out.
    let by_name =
        || kinds.iter().find_map(|kind| schema.of_kind(*kind).find(|object| object.id().name() == &name.name));
    match exact.or_else(by_name) {
        Some(Object::Enum(it)) => Some(Shape::Choice(it.values.clone())),
        Some(Object::Domain(it)) => Shape::of(&it.data_type, schema),
        Some(Object::Composite(it)) => {
            let attributes: Option<Vec<Shape>> =
                it.attributes.values().map(|attribute| Shape::of(&attribute.data_type, schema)).collect();
            attributes.map(Shape::Composite)
        }
        _ => spelling(name.name.as_str()).map(Shape::Spelled),
    }
}

/// A type of one engine by its word: `nvarchar(160)`, `int unsigned`, `enum('a','b')`, `inet`.
fn native_shape(text: &str) -> Option<Shape> {
    let lower = text.to_ascii_lowercase();
    let word = lower.split('(').next().unwrap_or_default().trim();
    let arguments = text.split_once('(').and_then(|(_, rest)| rest.rsplit_once(')')).map_or("", |(inner, _)| inner);
    let numbers: Vec<u32> = arguments.split(',').filter_map(|number| number.trim().parse().ok()).collect();
    let first = numbers.first().copied();
    let unsigned = lower.contains("unsigned") || lower.contains("zerofill");
    let integer = |bits: u32| {
        let max = if unsigned { (1_i64 << bits) - 1 } else { (1_i64 << (bits - 1)) - 1 };
        Shape::Integer { min: if unsigned { 0 } else { -max - 1 }, max }
    };
    let word = word.split_whitespace().filter(|word| !matches!(*word, "unsigned" | "zerofill" | "signed"));
    let word = word.collect::<Vec<_>>().join(" ");
    Some(match word.as_str() {
        "tinyint" if first == Some(1) && !unsigned => Shape::Boolean,
        "tinyint" => integer(8),
        "smallint" | "int2" => integer(16),
        "mediumint" => integer(24),
        "int" | "integer" | "int4" => integer(32),
        "bigint" | "int8" => Shape::Integer { min: if unsigned { 0 } else { i64::MIN }, max: i64::MAX },
        "year" => Shape::Integer { min: 1901, max: 2155 },
        "oid" | "xid" | "cid" => Shape::Integer { min: 1, max: i32::MAX.into() },
        "decimal" | "numeric" | "dec" | "fixed" | "number" => {
            decimal(first, numbers.get(1).map(|scale| i32::try_from(*scale).unwrap_or(0)))
        }
        "float" | "double" | "real" | "double precision" => Shape::Float,
        "bool" | "boolean" => Shape::Boolean,
        "char" | "nchar" | "character" | "native character" => {
            Shape::Text { longest: Some(first.unwrap_or(1)), fixed: true }
        }
        "varchar" | "nvarchar" | "varying character" | "character varying" | "varchar2" => {
            Shape::Text { longest: first, fixed: false }
        }
        "\"char\"" => Shape::Text { longest: Some(1), fixed: false },
        "name" => Shape::Text { longest: Some(63), fixed: false },
        "tinytext" => Shape::Text { longest: Some(63), fixed: false },
        "text" | "mediumtext" | "longtext" | "clob" | "citext" | "bpchar" | "" => {
            Shape::Text { longest: None, fixed: false }
        }
        "enum" => Shape::Choice(quoted(arguments)),
        "set" => Shape::Choice(quoted(arguments)),
        "date" => Shape::Date,
        "time" => Shape::Time,
        "datetime" | "timestamp" => Shape::Timestamp,
        "json" | "jsonb" => Shape::Json,
        "uuid" | "guid" | "uniqueidentifier" => Shape::Uuid,
        "binary" => Shape::Bytes { longest: Some(first.unwrap_or(1)) },
        "varbinary" => Shape::Bytes { longest: first },
        "tinyblob" => Shape::Bytes { longest: Some(255) },
        "blob" | "mediumblob" | "longblob" | "bytea" => Shape::Bytes { longest: None },
        other => {
            let spelling = spelling(other)?;
            let width = first.filter(|_| spelling.is_bits()).and_then(|bits| usize::try_from(bits).ok());
            Shape::Spelled(width.map_or(spelling, |width| spelling.wide(width)))
        }
    })
}

/// The texts in quotes of a list: `'a','it''s'`.
fn quoted(list: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut characters = list.chars().peekable();
    while let Some(character) = characters.next() {
        if character != '\'' {
            continue;
        }
        let mut text = String::new();
        while let Some(character) = characters.next() {
            if character != '\'' {
                text.push(character);
            } else if characters.next_if_eq(&'\'').is_some() {
                text.push('\'');
            } else {
                break;
            }
        }
        texts.push(text);
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NativeType;

    fn shape(text: &str) -> Option<Shape> {
        Shape::of(&DataType::Native(NativeType::new(text)), &Schema::default())
    }

    #[test]
    fn types_of_engines_are_known_by_their_words() {
        assert_eq!(shape("NVARCHAR(160)"), Some(Shape::Text { longest: Some(160), fixed: false }));
        assert_eq!(shape("tinyint(1)"), Some(Shape::Boolean));
        assert_eq!(shape("smallint(5) unsigned"), Some(Shape::Integer { min: 0, max: 65_535 }));
        assert_eq!(shape("NUMERIC(10,2)"), Some(Shape::Decimal { precision: 10, scale: 2 }));
        assert_eq!(shape("enum('a','it''s')"), Some(Shape::Choice(vec!["a".into(), "it's".into()])));
        assert_eq!(shape("frobnicate"), None);
    }

    #[test]
    fn long_numbers_are_cut_to_what_is_kept() {
        assert_eq!(decimal(Some(38), Some(10)), Shape::Decimal { precision: 18, scale: 6 });
        assert_eq!(decimal(Some(20), Some(20)), Shape::Decimal { precision: 18, scale: 18 });
        assert_eq!(decimal(None, None), Shape::Decimal { precision: 12, scale: 2 });
        assert_eq!(decimal(Some(20), Some(0)), Shape::Decimal { precision: 18, scale: 0 });
    }
}
