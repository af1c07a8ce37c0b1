//! One value as plain text.

use super::digits::{write_digits, write_with_point};
use crate::seed::batch::Values;
use crate::seed::civil::{write_date, write_time, write_timestamp};

/// Appends the value of a row, in the spelling that every engine reads from a text, without quotes or escapes.
// Always a part of the loop over rows: a call costs a good part of what a number does.
#[inline(always)]
pub fn write_plain(values: &Values, row: usize, out: &mut Vec<u8>) {
    match values {
        Values::Booleans(it) => out.push(if it[row] { b'1' } else { b'0' }),
        Values::Integers(it) => write_integer(it[row], out),
        Values::Decimals { unscaled, scale } => write_decimal(unscaled[row], *scale, out),
        Values::Floats(it) => write_float(it[row], out),
        Values::Dates(it) => write_date(it[row], out),
        Values::Times(it) => write_time(it[row], out),
        Values::Timestamps(it) => write_timestamp(it[row], out),
        Values::Uuids(it) => write_uuid(it[row], out),
        Values::Texts(it) | Values::Bytes(it) => out.extend_from_slice(it.get(row)),
    }
}

#[inline]
fn write_integer(number: i64, out: &mut Vec<u8>) {
    if number < 0 {
        out.push(b'-');
    }
    write_digits(number.unsigned_abs(), out);
}

#[inline]
fn write_decimal(unscaled: i64, scale: u32, out: &mut Vec<u8>) {
    if scale == 0 {
        return write_integer(unscaled, out);
    }
    if unscaled < 0 {
        out.push(b'-');
    }
    write_with_point(unscaled.unsigned_abs(), scale, out);
}

/// The shortest text that reads back as the same number.
pub(super) fn write_float(number: f64, out: &mut Vec<u8>) {
    // A buffer in memory takes everything.
    let _ = std::io::Write::write_fmt(out, format_args!("{number}"));
}

/// Two lower-case hexadecimal digits for each byte.
pub fn write_hex(bytes: &[u8], out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.extend(bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]));
}

fn write_uuid(uuid: u128, out: &mut Vec<u8>) {
    let bytes = uuid.to_be_bytes();
    for (at, part) in [&bytes[..4], &bytes[4..6], &bytes[6..8], &bytes[8..10], &bytes[10..]].into_iter().enumerate() {
        if at > 0 {
            out.push(b'-');
        }
        write_hex(part, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(values: &Values) -> String {
        let mut out = Vec::new();
        write_plain(values, 0, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn values_are_written_as_people_write_them() {
        let decimal = |unscaled, scale| text(&Values::Decimals { unscaled: vec![unscaled], scale });
        assert_eq!(decimal(-5, 2), "-0.05");
        assert_eq!(decimal(123_456, 2), "1234.56");
        assert_eq!(decimal(i64::MIN, 18), "-9.223372036854775808");
        assert_eq!(decimal(12, 21), "0.000000000000000000012");
        assert_eq!(text(&Values::Integers(vec![i64::MIN])), "-9223372036854775808");
        assert_eq!(text(&Values::Floats(vec![0.1])), "0.1");
        assert_eq!(
            text(&Values::Uuids(vec![0x1234_5678_9abc_4def_8123_4567_89ab_cdef])),
            "12345678-9abc-4def-8123-456789abcdef"
        );
    }
}
