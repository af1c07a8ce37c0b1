//! Whole numbers as decimal digits, eight at a time and without a branch for each: of random numbers a processor guesses every other length
//! wrong, and that costs more than the digits.

const EIGHT: u64 = 100_000_000;

/// What makes a digit of each of eight bytes.
const ZEROS: u64 = 0x3030_3030_3030_3030;

/// Appends the digits of a number.
#[inline]
pub fn write_digits(number: u64, out: &mut Vec<u8>) {
    if number >= EIGHT {
        return write_long(number, out);
    }
    let digits = eight(number);
    // The last digit is written also where it is the only zero.
    append(digits, (digits.trailing_zeros() / 8).min(7), out);
}

/// Not to be a part of its callers: they are small enough to be one with the loop over rows.
#[inline(never)]
fn write_long(number: u64, out: &mut Vec<u8>) {
    write_digits(number / EIGHT, out);
    append(eight(number % EIGHT), 0, out);
}

/// Appends the digits of a number with a point in front of the last `scale` of them, which are one at least, and a digit in front of the point.
#[inline]
pub fn write_with_point(number: u64, scale: u32, out: &mut Vec<u8>) {
    if number >= EIGHT || scale > 7 {
        return write_long_with_point(number, scale, out);
    }
    // In one register all digits: those in front of the point are the lower bytes, those behind it the upper ones.
    let digits = eight(number);
    let whole = 8 - scale;
    let skipped = (digits.trailing_zeros() / 8).min(whole - 1);
    let text = digits | ZEROS;
    let point = out.len() + (whole - skipped) as usize;
    out.extend_from_slice(&(text >> (8 * skipped)).to_le_bytes());
    out.truncate(point);
    let behind = (text >> (8 * whole)) << 8 | u64::from(b'.');
    out.extend_from_slice(&behind.to_le_bytes());
    out.truncate(point + 1 + scale as usize);
}

#[inline(never)]
fn write_long_with_point(number: u64, scale: u32, out: &mut Vec<u8>) {
    // No number of 64 bits reaches the point where the unit is none of them.
    let (whole, fraction) = 10_u64.checked_pow(scale).map_or((0, number), |unit| (number / unit, number % unit));
    write_digits(whole, out);
    out.push(b'.');
    write_padded(fraction, scale, out);
}

/// Appends the last `length` digits of a number, zeros in front of a shorter one.
#[inline]
pub fn write_padded(number: u64, length: u32, out: &mut Vec<u8>) {
    if length > 8 {
        return write_long_padded(number, length, out);
    }
    append(eight(number % EIGHT), 8 - length, out);
}

#[inline(never)]
fn write_long_padded(number: u64, length: u32, out: &mut Vec<u8>) {
    write_padded(number / EIGHT, length - 8, out);
    append(eight(number % EIGHT), 0, out);
}

/// The digits of a number below 10^8, a byte each, the first one in the lowest byte.
///
/// Halves are taken apart until they are digits, all at once within one register; the products with a shift are divisions by 100 and by 10 that
/// are exact for what can come (Khuong: How to print integers really fast, 2017).
#[inline]
fn eight(number: u64) -> u64 {
    let fours = (number / 10_000) | ((number % 10_000) << 32);
    let hundreds = ((fours * 10_486) >> 20) & 0x0000_007F_0000_007F;
    let twos = hundreds | ((fours - 100 * hundreds) << 16);
    let tens = ((twos * 103) >> 10) & 0x000F_000F_000F_000F;
    tens | ((twos - 10 * tens) << 8)
}

/// Appends digits without the first few.
#[inline]
fn append(digits: u64, skipped: u32, out: &mut Vec<u8>) {
    let text = (digits | ZEROS).checked_shr(8 * skipped).unwrap_or(0).to_le_bytes();
    // Eight bytes and a cut are one instruction each; a few bytes whose number is known only at run time take a call.
    let end = out.len() + 8 - skipped as usize;
    out.extend_from_slice(&text);
    out.truncate(end);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = b"<".to_vec();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_of_every_length_are_written_as_the_standard_library_does() {
        let powers = (0..20).map(|power| 10_u64.pow(power));
        for number in powers.flat_map(|power| [power - 1, power, power + 1, power / 7]).chain([
            0,
            12_345_678,
            90_000_000_012_345_678,
            u64::MAX,
        ]) {
            assert_eq!(text(|out| write_digits(number, out)), format!("<{number}"));
        }
    }

    #[test]
    fn points_stand_in_front_of_the_last_digits() {
        for number in [0, 7, 70, 100, 12_345_678, 99_999_999, 100_000_000, 123_456_789_012, u64::MAX] {
            for scale in 1..12 {
                let unit = 10_u64.pow(scale);
                let expected = format!("<{}.{:0width$}", number / unit, number % unit, width = scale as usize);
                assert_eq!(text(|out| write_with_point(number, scale, out)), expected);
            }
        }
    }

    #[test]
    fn short_numbers_get_zeros_in_front() {
        assert_eq!(text(|out| write_padded(7, 3, out)), "<007");
        assert_eq!(text(|out| write_padded(12_345, 3, out)), "<345");
        assert_eq!(text(|out| write_padded(7, 0, out)), "<");
        assert_eq!(text(|out| write_padded(7, 25, out)), format!("<{:025}", 7));
    }
}
