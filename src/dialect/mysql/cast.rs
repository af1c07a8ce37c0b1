//! What a change of type does to the values of a column, by what fits into what.

use super::{data_type, native};
use crate::dialect::Cast;
use crate::model::{DataType, NativeType, Pair};

/// What values of a type can be.
#[derive(Clone, Debug, PartialEq)]
enum Range {
    Integer {
        least: i128,
        most: i128,
    },
    /// Digits in front of the point and behind it.
    Decimal {
        whole: u32,
        scale: u32,
    },
    Float,
    Double,
    /// At most so many characters, or so many bytes.
    Text {
        characters: u64,
        bytes: u64,
    },
    Binary {
        bytes: u64,
    },
    Date,
    Time {
        precision: u32,
    },
    Moment {
        precision: u32,
        zone: bool,
    },
    Words {
        word: String,
        values: Vec<String>,
    },
    Json,
    Uuid,
    Spatial,
    Other,
}

pub(super) fn cast(types: Pair<&DataType>) -> Cast {
    if types.from == types.to {
        return Cast::Same;
    }
    let Pair { from, to } = types.map(Range::of);
    if from == Range::Spatial || to == Range::Spatial {
        return between_spatial(types);
    }
    if holds(&from, &to) { Cast::Widening } else { Cast::Narrowing }
}

/// A `geometry` holds every shape; shapes and other values do not turn into each other.
fn between_spatial(types: Pair<&DataType>) -> Cast {
    let is_spatial = |data_type: &DataType| Range::of(data_type) == Range::Spatial;
    match (is_spatial(types.from), is_spatial(types.to)) {
        (true, true) if data_type::format(types.to) == "geometry" => Cast::Widening,
        (true, true) => Cast::Narrowing,
        _ => Cast::Impossible,
    }
}

/// Whether every value of one range is one of the other.
fn holds(from: &Range, to: &Range) -> bool {
    use Range::{Binary, Date, Decimal, Double, Float, Integer, Moment, Text, Time, Words};
    match (from, to) {
        (Integer { least: a, most: b }, Integer { least, most }) => least <= a && b <= most,
        (Integer { least, most }, Decimal { whole, .. }) => digits(*least).max(digits(*most)) <= *whole,
        // A float is exact up to so many bits.
        (Integer { least, most }, Float) => least.unsigned_abs().max(most.unsigned_abs()) <= 1 << 24,
        (Integer { least, most }, Double) => least.unsigned_abs().max(most.unsigned_abs()) <= 1 << 53,
        (Decimal { whole: a, scale: b }, Decimal { whole, scale }) => a <= whole && b <= scale,
        (Float, Double) | (Float, Float) | (Double, Double) => true,
        (Text { characters: a, .. }, Text { characters, bytes }) => a <= characters && a.saturating_mul(4) <= *bytes,
        (Binary { bytes: a }, Binary { bytes }) => a <= bytes,
        (Time { precision: a }, Time { precision }) => a <= precision,
        (Date, Moment { zone: false, .. }) => true,
        // What a moment means depends on the session where only one side has a zone.
        (Moment { precision: a, zone: from }, Moment { precision, zone }) => a <= precision && from == zone,
        (Words { word: from, values: old }, Words { word, values }) => {
            from == word && old.iter().all(|value| values.contains(value))
        }
        (from, Text { characters, .. }) => printed(from).is_some_and(|length| length <= *characters),
        _ => false,
    }
}

fn digits(number: i128) -> u32 {
    number.unsigned_abs().checked_ilog10().map_or(1, |log| log + 1)
}

/// The longest text that a value is printed as, in characters.
fn printed(range: &Range) -> Option<u64> {
    Some(match range {
        Range::Integer { least, most } => u64::from(digits(*most).max(digits(*least))) + u64::from(*least < 0),
        Range::Decimal { whole, scale } => u64::from(whole + scale) + 3,
        Range::Date => 10,
        Range::Time { precision } => 10 + fraction(*precision),
        Range::Moment { precision, .. } => 19 + fraction(*precision),
        Range::Words { word, values } if word == "set" => values.iter().map(|value| length(value) + 1).sum(),
        Range::Words { values, .. } => values.iter().map(|value| length(value)).max().unwrap_or(0),
        Range::Uuid => 36,
        Range::Json => u64::from(u32::MAX) / 4,
        Range::Text { .. } | Range::Binary { .. } | Range::Float | Range::Double | Range::Spatial | Range::Other => {
            return None;
        }
    })
}

fn fraction(precision: u32) -> u64 {
    if precision == 0 { 0 } else { u64::from(precision) + 1 }
}

fn length(text: &str) -> u64 {
    text.chars().count() as u64
}

impl Range {
    fn of(data_type: &DataType) -> Self {
        let signed = |bits: u32| Self::Integer { least: -(1_i128 << (bits - 1)), most: (1_i128 << (bits - 1)) - 1 };
        match data_type {
            DataType::Boolean => signed(8),
            DataType::SmallInt => signed(16),
            DataType::Int => signed(32),
            DataType::BigInt => signed(64),
            DataType::Decimal { precision, scale } => {
                let scale = scale.and_then(|scale| u32::try_from(scale).ok()).unwrap_or(0);
                Self::Decimal { whole: precision.unwrap_or(10).saturating_sub(scale), scale }
            }
            DataType::Real => Self::Float,
            DataType::Double => Self::Double,
            DataType::Char { length } => characters(u64::from(length.unwrap_or(1))),
            DataType::VarChar { length: Some(length) } => characters(u64::from(*length)),
            DataType::VarChar { length: None } | DataType::Text | DataType::Interval => text_of_bytes(16),
            DataType::Date => Self::Date,
            DataType::Time { precision, .. } => Self::Time { precision: precision.unwrap_or(0) },
            DataType::Timestamp { precision, zone } => Self::Moment { precision: precision.unwrap_or(0), zone: *zone },
            DataType::Uuid => Self::Uuid,
            DataType::Json => Self::Json,
            DataType::Binary => Self::Binary { bytes: (1 << 16) - 1 },
            DataType::Native(native) => Self::of_native(native),
            DataType::Array(_) | DataType::Named(_) => Self::Other,
        }
    }

    fn of_native(native: &NativeType) -> Self {
        let Some(written) = native::Written::parse(native.as_str()) else { return Self::Other };
        let numbers = written.numbers();
        let number = |at: usize| numbers.get(at).copied();
        let is_unsigned = written.options.contains(&"unsigned");
        let integer = |bits: u32| match is_unsigned {
            true => Self::Integer { least: 0, most: (1 << bits) - 1 },
            false => Self::Integer { least: -(1 << (bits - 1)), most: (1 << (bits - 1)) - 1 },
        };
        match written.word.as_str() {
            "tinyint" => integer(8),
            "smallint" => integer(16),
            "mediumint" => integer(24),
            "int" => integer(32),
            "bigint" => integer(64),
            "bit" => Self::Integer { least: 0, most: (1 << number(0).unwrap_or(1).min(64)) - 1 },
            "year" => Self::Integer { least: 0, most: 2155 },
            "decimal" => {
                let scale = number(1).unwrap_or(0);
                Self::Decimal { whole: number(0).unwrap_or(10).saturating_sub(scale), scale }
            }
            "char" | "varchar" => characters(u64::from(number(0).unwrap_or(1))),
            "tinytext" => text_of_bytes(8),
            "text" => text_of_bytes(16),
            "mediumtext" => text_of_bytes(24),
            "longtext" => text_of_bytes(32),
            "binary" | "varbinary" => Self::Binary { bytes: u64::from(number(0).unwrap_or(1)) },
            "tinyblob" => Self::Binary { bytes: (1 << 8) - 1 },
            "mediumblob" => Self::Binary { bytes: (1 << 24) - 1 },
            "longblob" => Self::Binary { bytes: (1 << 32) - 1 },
            "enum" | "set" => Self::Words { values: written.texts(), word: written.word },
            word if native::is_spatial(word) => Self::Spatial,
            _ => Self::Other,
        }
    }
}

/// So many characters, each of four bytes at most.
fn characters(characters: u64) -> Range {
    Range::Text { characters, bytes: characters * 4 }
}

/// A text whose length in bytes is counted with so many bits.
fn text_of_bytes(bits: u32) -> Range {
    let bytes = (1_u64 << bits) - 1;
    Range::Text { characters: bytes, bytes: bytes.saturating_mul(4) }
}

/// Whether the values keep their bytes, so that the server changes its catalog alone: a VARCHAR that grows and needs no longer count of its
/// length, an ENUM that gets further values behind the old ones.
pub(super) fn keeps_storage(types: Pair<&DataType>, shape: Shape) -> bool {
    match (types.from, types.to) {
        (from, to) if from == to => true,
        (DataType::VarChar { length: Some(from) }, DataType::VarChar { length: Some(to) }) => {
            let kept = |bytes: u32| shape.lengthens(from.saturating_mul(bytes), to.saturating_mul(bytes));
            // Where nobody knows how wide characters are, it has to hold for all that servers come with.
            shape.bytes_per_character.map_or_else(|| DEFAULT_WIDTHS.into_iter().all(kept), kept)
        }
        (from, to) if is_same_integer(from, to) => true,
        (DataType::Native(from), DataType::Native(to)) => {
            let (Some(from), Some(to)) = (native::Written::parse(from.as_str()), native::Written::parse(to.as_str()))
            else {
                return false;
            };
            if let (Some(from), Some(to)) = (bytes_of(&from), bytes_of(&to)) {
                return shape.lengthens(from, to);
            }
            from.word == to.word
                && to.texts().starts_with(&from.texts())
                && match to.word.as_str() {
                    "enum" => (from.arguments.len() > 255) == (to.arguments.len() > 255),
                    "set" => from.arguments.len().div_ceil(8) == to.arguments.len().div_ceil(8),
                    _ => false,
                }
        }
        _ => false,
    }
}

/// Bytes of the widest character of latin1, utf8mb3 and utf8mb4, one of which is the default of every version of MySQL and MariaDB. Who uses
/// another character set has said so somewhere.
const DEFAULT_WIDTHS: [u32; 3] = [1, 3, 4];

/// How a column's values are kept in a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub bytes_per_character: Option<u32>,
    /// `ROW_FORMAT=REDUNDANT`.
    pub is_redundant: bool,
}

impl Shape {
    /// Whether rows stay as they are where at most so many bytes become more. A length of up to 127 takes one byte whatever the column
    /// allows; one of up to 255 takes one byte where the column allows no more, and two where it does (InnoDB, `COMPACT` and later).
    fn lengthens(self, from: u32, to: u32) -> bool {
        from <= to && (self.is_redundant || from < 128 || to < 256 || from > 255)
    }
}

/// The most bytes that a `varbinary` holds.
fn bytes_of(written: &native::Written) -> Option<u32> {
    if written.word != "varbinary" {
        return None;
    }
    written.numbers().first().copied()
}

/// Whether both are the same integer type: the width that numbers are shown with is no part of a value.
fn is_same_integer(from: &DataType, to: &DataType) -> bool {
    let ranges = Pair::new(Range::of(from), Range::of(to));
    matches!(ranges.from, Range::Integer { .. }) && !ranges.as_ref().differs() && !is_filled(from) && !is_filled(to)
}

/// `ZEROFILL` pads with zeros up to the width.
fn is_filled(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Native(native) if native.as_str().to_ascii_lowercase().contains("zerofill"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn types(from: &str, to: &str) -> (DataType, DataType) {
        (data_type::read_catalog(from), data_type::read_catalog(to))
    }

    #[test]
    fn judges_by_what_fits() {
        for (from, to, expected) in [
            ("int", "bigint", Cast::Widening),
            ("bigint", "int", Cast::Narrowing),
            ("int", "int unsigned", Cast::Narrowing),
            ("smallint unsigned", "int", Cast::Widening),
            ("int(5)", "int", Cast::Widening),
            ("tinyint(1)", "tinyint", Cast::Widening),
            ("varchar(10)", "varchar(20)", Cast::Widening),
            ("varchar(20)", "varchar(10)", Cast::Narrowing),
            ("varchar(255)", "text", Cast::Widening),
            ("text", "longtext", Cast::Widening),
            ("longtext", "text", Cast::Narrowing),
            ("decimal(10,2)", "decimal(12,2)", Cast::Widening),
            ("decimal(10,2)", "decimal(10,4)", Cast::Narrowing),
            ("int", "decimal(10)", Cast::Widening),
            ("bigint", "double", Cast::Narrowing),
            ("float", "double", Cast::Widening),
            ("datetime", "timestamp", Cast::Narrowing),
            ("datetime", "datetime(3)", Cast::Widening),
            ("date", "datetime", Cast::Widening),
            ("enum('a','b')", "enum('b','a','c')", Cast::Widening),
            ("enum('a','b')", "enum('a')", Cast::Narrowing),
            ("enum('a','b')", "varchar(5)", Cast::Widening),
            ("int", "varchar(11)", Cast::Widening),
            ("int", "varchar(5)", Cast::Narrowing),
            ("uuid", "char(36)", Cast::Widening),
            ("point", "geometry", Cast::Widening),
            ("point", "int", Cast::Impossible),
        ] {
            let (from_type, to_type) = types(from, to);
            assert_eq!(cast(Pair::new(&from_type, &to_type)), expected, "{from} to {to}");
        }
    }

    #[test]
    fn knows_what_stays_as_it_is_on_disk() {
        let shape = Shape { bytes_per_character: Some(4), is_redundant: false };
        for (from, to, kept) in [
            ("varchar(50)", "varchar(60)", true),
            ("varchar(60)", "varchar(70)", false),
            ("varchar(20)", "varchar(70)", true),
            ("varbinary(50)", "varbinary(300)", true),
            ("varbinary(200)", "varbinary(300)", false),
            ("int(5)", "int", true),
            ("int(5) zerofill", "int unsigned", false),
            ("varchar(100)", "varchar(200)", true),
            ("varchar(50)", "varchar(20)", false),
            ("varchar(60)", "text", false),
            ("int", "bigint", false),
            ("enum('x','y')", "enum('x','y','z')", true),
            ("enum('x','y')", "enum('x','q','y')", false),
            ("set('a','b')", "set('a','b','c','d','e','f','g','h','i')", false),
            ("decimal(10,2)", "decimal(12,2)", false),
        ] {
            let (from_type, to_type) = types(from, to);
            assert_eq!(keeps_storage(Pair::new(&from_type, &to_type), shape), kept, "{from} to {to}");
        }
        let unknown = Shape { bytes_per_character: None, is_redundant: false };
        for (from, to, kept) in [("varchar(100)", "varchar(200)", true), ("varchar(50)", "varchar(100)", false)] {
            let (from_type, to_type) = types(from, to);
            assert_eq!(keeps_storage(Pair::new(&from_type, &to_type), unknown), kept, "{from} to {to}");
        }
    }
}
