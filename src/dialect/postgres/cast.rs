//! What a change of type does to the values of a column, and whether PostgreSQL can do it by itself.

use super::data_type;
use crate::dialect::Cast;
use crate::model::{DataType, Pair};

/// By PostgreSQL's table of casts (`pg_cast`) and its rules for lengths.
pub(super) fn cast(types: Pair<&DataType>) -> Cast {
    use DataType::{
        Array, BigInt, Binary, Boolean, Char, Date, Decimal, Double, Int, Interval, Json, Named, Native, Real,
        SmallInt, Text, Time, Timestamp, Uuid, VarChar,
    };
    match (types.from, types.to) {
        (from, to) if from == to => Cast::Same,
        (Array(from), Array(to)) => match cast(Pair::new(from, to)) {
            Cast::Same => Cast::Same,
            other => other,
        },
        (VarChar { .. }, Text | VarChar { length: None }) | (Text, VarChar { length: None }) => Cast::Widening,
        (VarChar { length: Some(from) }, VarChar { length: Some(to) }) => grows(*from, *to),
        (Char { length: from }, Char { length: to }) => grows(from.unwrap_or(1), to.unwrap_or(1)),
        // Blanks at the end go; everything else stays.
        (Char { .. }, Text | VarChar { length: None }) => Cast::Widening,
        (Char { length: from }, VarChar { length: Some(to) }) => grows(from.unwrap_or(1), *to),
        (Text | VarChar { .. }, Char { .. } | VarChar { .. }) => Cast::Narrowing,
        (SmallInt, Int | BigInt) | (Int, BigInt) => Cast::Widening,
        (SmallInt | Int | BigInt, SmallInt | Int) => Cast::Narrowing,
        (SmallInt | Int | BigInt, Decimal { precision, scale }) => {
            holds(*precision, *scale, integer_digits(types.from), 0)
        }
        (SmallInt, Real | Double) | (Int, Double) | (Real, Double) => Cast::Widening,
        (Decimal { precision: Some(from), scale }, Decimal { precision, scale: to_scale }) => {
            holds(*precision, *to_scale, *from, scale.unwrap_or(0))
        }
        (Decimal { precision: None, .. }, Decimal { .. }) => Cast::Narrowing,
        (from, to) if from.is_number() && to.is_number() => Cast::Narrowing,
        (Time { precision: from, zone: from_zone }, Time { precision: to, zone: to_zone })
        | (Timestamp { precision: from, zone: from_zone }, Timestamp { precision: to, zone: to_zone }) => {
            // Losing the zone, or taking one from the session, changes what a value means.
            if from_zone == to_zone && from.unwrap_or(6) <= to.unwrap_or(6) { Cast::Widening } else { Cast::Narrowing }
        }
        (Date, Timestamp { .. }) => Cast::Widening,
        (Timestamp { .. }, Date | Time { .. }) | (Interval, Time { .. }) => Cast::Narrowing,
        (Time { zone: false, .. }, Interval) => Cast::Widening,
        (Boolean, Int) => Cast::Widening,
        (Int, Boolean) => Cast::Narrowing,
        (Native(from), Native(to)) => natives(from.as_str(), to.as_str()),
        (Json, Native(native)) if native.as_str() == "jsonb" => Cast::Narrowing,
        (Native(native), Json) if native.as_str() == "jsonb" => Cast::Widening,
        (Interval, Native(native)) if native.as_str().starts_with("interval") => Cast::Narrowing,
        (Native(native), Interval) if native.as_str().starts_with("interval") => Cast::Widening,
        // Everything prints, and a text that fits is read back.
        (_, Text | VarChar { length: None }) => Cast::Widening,
        (_, VarChar { .. } | Char { .. }) => Cast::Narrowing,
        (Text | VarChar { .. } | Char { .. }, _) => Cast::Narrowing,
        // A domain or an enum may stand for anything; the values decide.
        (Named(_), _) | (_, Named(_)) => Cast::Narrowing,
        (Native(_), _) | (_, Native(_)) => Cast::Narrowing,
        (
            Array(_)
            | Binary
            | Boolean
            | Date
            | Interval
            | Json
            | Time { .. }
            | Timestamp { .. }
            | Uuid
            | SmallInt
            | Int
            | BigInt
            | Decimal { .. }
            | Real
            | Double,
            _,
        ) => Cast::Impossible,
    }
}

fn grows(from: u32, to: u32) -> Cast {
    match from.cmp(&to) {
        std::cmp::Ordering::Less => Cast::Widening,
        std::cmp::Ordering::Equal => Cast::Same,
        std::cmp::Ordering::Greater => Cast::Narrowing,
    }
}

/// Whether a numeric keeps so many digits, `scale` of them behind the point.
fn holds(precision: Option<u32>, to_scale: Option<i32>, digits: u32, scale: i32) -> Cast {
    let Some(precision) = precision else { return Cast::Widening };
    let to_scale = i64::from(to_scale.unwrap_or(0));
    let (whole, to_whole) = (i64::from(digits) - i64::from(scale), i64::from(precision) - to_scale);
    if to_scale >= i64::from(scale) && to_whole >= whole { Cast::Widening } else { Cast::Narrowing }
}

fn integer_digits(data_type: &DataType) -> u32 {
    match data_type {
        DataType::SmallInt => 5,
        DataType::Int => 10,
        _ => 19,
    }
}

fn natives(from: &str, to: &str) -> Cast {
    let bits = |text: &str| -> Option<u32> { text.strip_prefix("bit varying")?.trim_matches(['(', ')']).parse().ok() };
    match (from, to) {
        ("cidr", "inet") => Cast::Widening,
        (_, "bit varying") if from.starts_with("bit") => Cast::Widening,
        // Not even those of the same subtype but for its zone or width.
        _ if from != to && is_range(from) && is_range(to) => Cast::Impossible,
        _ => match (bits(from), bits(to)) {
            (Some(from), Some(to)) => grows(from, to),
            _ => Cast::Narrowing,
        },
    }
}

/// The ranges and multiranges that are there from the start.
fn is_range(text: &str) -> bool {
    ["int4", "int8", "num", "ts", "tstz", "date"]
        .iter()
        .any(|subtype| text.strip_prefix(subtype).is_some_and(|rest| matches!(rest, "range" | "multirange")))
}

/// Whether ALTER COLUMN TYPE finds the way without a USING clause: an assignment cast exists.
pub(super) fn is_assignable(types: Pair<&DataType>) -> bool {
    let Pair { from, to } = types;
    if to.is_text() || from == to || from.is_number() && to.is_number() {
        return true;
    }
    match (from, to) {
        (DataType::Array(from), DataType::Array(to)) => is_assignable(Pair::new(from, to)),
        (DataType::Date | DataType::Timestamp { .. }, DataType::Date | DataType::Timestamp { .. })
        | (DataType::Timestamp { .. } | DataType::Interval, DataType::Time { .. })
        | (DataType::Time { .. }, DataType::Time { .. } | DataType::Interval) => true,
        (DataType::Native(_) | DataType::Json | DataType::Interval, DataType::Native(_) | DataType::Json) => {
            family(from) == family(to)
        }
        (DataType::Native(_), DataType::Interval) => family(from) == family(to),
        _ => false,
    }
}

/// The first word of a type whose variants cast into each other.
fn family(data_type: &DataType) -> String {
    let spelled = data_type::format(data_type);
    match spelled.as_str() {
        "json" | "jsonb" => "json".into(),
        "inet" | "cidr" => "inet".into(),
        _ => spelled.split(['(', ' ']).next().unwrap_or_default().to_owned(),
    }
}

/// Whether the change leaves the bytes of every row as they are, so that the table is not written again: the cast is binary coercible
/// (`castmethod` in `pg_cast` is `b`), and a new length or precision takes nothing away.
pub(super) fn keeps_storage(types: Pair<&DataType>) -> bool {
    use DataType::{Char, Decimal, Int, Interval, Native, Text, Time, Timestamp, VarChar};
    match (types.from, types.to) {
        (from, to) if from == to => true,
        (VarChar { .. } | Text, Text | VarChar { length: None }) => true,
        (VarChar { length: Some(from) }, VarChar { length: Some(to) }) => from <= to,
        (Decimal { precision: Some(from), scale }, Decimal { precision: Some(to), scale: to_scale }) => {
            from <= to && scale.unwrap_or(0) == to_scale.unwrap_or(0)
        }
        (Decimal { .. }, Decimal { precision: None, .. }) => true,
        (Time { precision: from, zone }, Time { precision: to, zone: to_zone })
        | (Timestamp { precision: from, zone }, Timestamp { precision: to, zone: to_zone }) => {
            zone == to_zone && from.unwrap_or(6) <= to.unwrap_or(6)
        }
        (Native(from), Interval) => from.as_str().starts_with("interval"),
        (Text | VarChar { .. } | Char { .. }, Native(to)) => to.as_str() == "bpchar",
        (Native(from), Text | VarChar { length: None }) => from.as_str() == "xml",
        (Int, Native(to)) => is_object_number(to.as_str()),
        (Native(from), Int) => is_object_number(from.as_str()),
        (Native(from), Native(to)) => natives_keep_storage(from.as_str(), to.as_str()),
        _ => false,
    }
}

fn natives_keep_storage(from: &str, to: &str) -> bool {
    let is_varying = |it: &str| it.starts_with("bit varying");
    if is_varying(from) && is_varying(to) {
        return natives(from, to) == Cast::Widening;
    }
    if let (Some(from), Some(to)) = (interval(from), interval(to)) {
        // Fields that are left out, or digits that are lost, change values.
        return from.fields == to.fields && from.precision <= to.precision;
    }
    match (from, to) {
        ("cidr", "inet") => true,
        (_, "bit varying") => from.starts_with("bit"),
        _ => is_object_number(from) && is_object_number(to),
    }
}

/// An interval's fields, if they are restricted, and the digits of its seconds.
struct IntervalShape<'a> {
    fields: &'a str,
    precision: u32,
}

fn interval(text: &str) -> Option<IntervalShape<'_>> {
    let rest = text.strip_prefix("interval")?.trim();
    let (fields, precision) = match rest.split_once('(') {
        Some((fields, precision)) => (fields.trim(), precision.trim_end_matches(')').parse().ok()?),
        None => (rest, 6),
    };
    Some(IntervalShape { fields, precision })
}

/// `oid` and the types that print one as a name.
fn is_object_number(text: &str) -> bool {
    text == "oid" || text.starts_with("reg") && text != "regex"
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
            ("integer", "bigint", Cast::Widening),
            ("bigint", "integer", Cast::Narrowing),
            ("varchar(10)", "varchar(20)", Cast::Widening),
            ("varchar(20)", "varchar(10)", Cast::Narrowing),
            ("varchar(20)", "text", Cast::Widening),
            ("text", "varchar(20)", Cast::Narrowing),
            ("numeric(10,2)", "numeric(12,2)", Cast::Widening),
            ("numeric(10,2)", "numeric(10,4)", Cast::Narrowing),
            ("numeric(10,2)", "numeric(12,4)", Cast::Widening),
            ("integer", "numeric(10)", Cast::Widening),
            ("integer", "numeric(10,2)", Cast::Narrowing),
            ("bigint", "double", Cast::Narrowing),
            ("timestamp", "timestamptz", Cast::Narrowing),
            ("timestamp(3)", "timestamp", Cast::Widening),
            ("date", "timestamp", Cast::Widening),
            ("boolean", "uuid", Cast::Impossible),
            ("date", "integer", Cast::Impossible),
            ("int4range", "int8range", Cast::Impossible),
            ("int4range", "int4range", Cast::Same),
            ("int4range", "text", Cast::Widening),
            ("json", "json", Cast::Same),
            ("integer[]", "bigint[]", Cast::Widening),
        ] {
            let (from_type, to_type) = types(from, to);
            assert_eq!(cast(Pair::new(&from_type, &to_type)), expected, "{from} to {to}");
        }
    }

    #[test]
    fn knows_what_is_not_rewritten() {
        for (from, to, kept) in [
            ("varchar(10)", "varchar(20)", true),
            ("varchar(10)", "text", true),
            ("text", "varchar", true),
            ("text", "varchar(9)", false),
            ("integer", "bigint", false),
            ("numeric(10,2)", "numeric(12,2)", true),
            ("numeric(10,2)", "numeric", true),
            ("numeric(10,2)", "numeric(14,4)", false),
            ("timestamp(3)", "timestamp(6)", true),
            ("timestamp", "timestamp(3)", false),
            ("interval(3)", "interval", true),
            ("bit varying(8)", "bit varying(16)", true),
            ("bit(8)", "bit varying", true),
            ("bit(8)", "bit varying(16)", false),
            ("interval(3)", "interval(5)", true),
            ("interval(5)", "interval(3)", false),
            ("interval", "interval year to month", false),
            ("text", "bpchar", true),
            ("char(3)", "bpchar", true),
            ("integer", "oid", true),
            ("oid", "regclass", true),
            ("char(3)", "char(9)", false),
            ("varchar(9)[]", "varchar(19)[]", false),
            ("char(3)", "text", false),
            ("jsonb", "json", false),
        ] {
            let (from_type, to_type) = types(from, to);
            assert_eq!(keeps_storage(Pair::new(&from_type, &to_type)), kept, "{from} to {to}");
        }
    }

    #[test]
    fn knows_when_using_is_needed() {
        for (from, to, assignable) in
            [("text", "integer", false), ("integer", "text", true), ("jsonb", "json", true), ("text", "uuid", false)]
        {
            let (from_type, to_type) = types(from, to);
            assert_eq!(is_assignable(Pair::new(&from_type, &to_type)), assignable, "{from} to {to}");
        }
    }
}
