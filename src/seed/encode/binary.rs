//! PostgreSQL's COPY in binary format (documentation of COPY, "Binary Format").

use super::Encoder;
use super::plain::write_plain;
use crate::seed::batch::{Batch, Column, Values};
use crate::seed::civil::DAY;

/// How the server reads a field: the type of its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryField {
    Boolean,
    Int2,
    Int4,
    Int8,
    Float4,
    Float8,
    Numeric,
    Date,
    Time,
    Timestamp,
    Uuid,
    Bytes,
    /// Also enums and JSON.
    Text,
    /// A version number in front of the text.
    Jsonb,
}

/// Rows with one field for each column.
#[derive(Clone, Debug)]
pub struct CopyBinary {
    fields: Vec<BinaryField>,
}

/// Days and microseconds from 1970-01-01 to 2000-01-01, where PostgreSQL begins to count.
const EPOCH_DAYS: i32 = 10_957;
const EPOCH: i64 = EPOCH_DAYS as i64 * DAY;

impl CopyBinary {
    pub fn new(fields: Vec<BinaryField>) -> Self {
        Self { fields }
    }

    #[inline]
    fn field(field: BinaryField, column: &Column, row: usize, out: &mut Vec<u8>) {
        if column.is_null(row) {
            return out.extend_from_slice(&(-1_i32).to_be_bytes());
        }
        match (&column.values, field) {
            (Values::Booleans(it), BinaryField::Boolean) => fixed([u8::from(it[row])], out),
            (Values::Integers(it), BinaryField::Int8) => fixed(it[row].to_be_bytes(), out),
            (Values::Integers(it), BinaryField::Int4) => fixed((it[row] as i32).to_be_bytes(), out),
            (Values::Integers(it), BinaryField::Int2) => fixed((it[row] as i16).to_be_bytes(), out),
            (Values::Integers(it), BinaryField::Numeric) => numeric(it[row], 0, out),
            (Values::Decimals { unscaled, scale }, BinaryField::Numeric) => numeric(unscaled[row], *scale, out),
            (Values::Floats(it), BinaryField::Float8) => fixed(it[row].to_be_bytes(), out),
            (Values::Floats(it), BinaryField::Float4) => fixed((it[row] as f32).to_be_bytes(), out),
            (Values::Dates(it), BinaryField::Date) => fixed((it[row] - EPOCH_DAYS).to_be_bytes(), out),
            (Values::Times(it), BinaryField::Time) => fixed(it[row].to_be_bytes(), out),
            (Values::Timestamps(it), BinaryField::Timestamp) => fixed((it[row] - EPOCH).to_be_bytes(), out),
            (Values::Uuids(it), BinaryField::Uuid) => fixed(it[row].to_be_bytes(), out),
            (Values::Texts(it) | Values::Bytes(it), BinaryField::Text | BinaryField::Bytes) => put(it.get(row), out),
            (Values::Texts(it), BinaryField::Jsonb) => measured(out, |out| {
                out.push(1);
                out.extend_from_slice(it.get(row));
            }),
            // Anything fits into a text; other pairs `fits` keeps out.
            (values, _) => measured(out, |out| write_plain(values, row, out)),
        }
    }
}

/// Whether values of this kind can be sent to a column of this type.
pub fn fits(values: &Values, field: BinaryField) -> bool {
    use BinaryField as F;
    match values {
        Values::Booleans(_) => matches!(field, F::Boolean),
        Values::Integers(_) => matches!(field, F::Int2 | F::Int4 | F::Int8 | F::Numeric | F::Text),
        Values::Decimals { .. } => matches!(field, F::Numeric | F::Text),
        Values::Floats(_) => matches!(field, F::Float4 | F::Float8 | F::Text),
        Values::Dates(_) => matches!(field, F::Date | F::Text),
        Values::Times(_) => matches!(field, F::Time | F::Text),
        Values::Timestamps(_) => matches!(field, F::Timestamp | F::Text),
        Values::Uuids(_) => matches!(field, F::Uuid | F::Text),
        Values::Texts(_) => matches!(field, F::Text | F::Jsonb),
        Values::Bytes(_) => matches!(field, F::Bytes),
    }
}

/// A value whose length is known to the compiler: no call for a few bytes, and one look at the room that is left for the length as well.
#[inline]
fn fixed<const LENGTH: usize>(bytes: [u8; LENGTH], out: &mut Vec<u8>) {
    const { assert!(LENGTH <= WIDEST) };
    let mut field = [0; 4 + WIDEST];
    field[..4].copy_from_slice(&(LENGTH as i32).to_be_bytes());
    field[4..4 + LENGTH].copy_from_slice(&bytes);
    out.extend_from_slice(&field[..4 + LENGTH]);
}

/// Bytes of the widest type whose values are all of one length: `uuid`.
const WIDEST: usize = 16;

#[inline]
fn put(bytes: &[u8], out: &mut Vec<u8>) {
    // Values are far shorter than 2 GiB.
    out.extend_from_slice(&(bytes.len() as i32).to_be_bytes());
    out.extend_from_slice(bytes);
}

/// Writes the length of what `write` appends in front of it.
fn measured(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    write(out);
    let length = (out.len() - start - 4) as i32;
    out[start..start + 4].copy_from_slice(&length.to_be_bytes());
}

/// Most digits to the base 10,000: 64 bits are 19 decimal digits, and up to three zeros are appended.
const GROUPS: usize = 6;

/// Bytes of a number in front of its digits: the length of the field, how many digits there are, the weight of the first one, sign and scale.
const HEAD: usize = 12;

/// Digits to the base 10,000, the most significant first, aligned at the point (`numeric_send` in PostgreSQL's source).
#[inline]
fn numeric(unscaled: i64, scale: u32, out: &mut Vec<u8>) {
    // As many decimal digits behind the point as fill whole groups of four.
    let padding = (4 - scale % 4) % 4;
    let fraction_groups = (scale + padding) / 4;
    let factor = [1, 10, 100, 1_000][padding as usize];
    match unscaled.unsigned_abs().checked_mul(factor) {
        Some(product @ 1..FOUR_GROUPS) => short_numeric(product, unscaled < 0, (scale, fraction_groups), out),
        Some(_) | None => long_numeric(unscaled, scale, (factor, fraction_groups), out),
    }
}

/// The first number of more than four digits to the base 10,000.
const FOUR_GROUPS: u64 = 10_000_u64.pow(4);

/// Up to four digits fit into one register, and need no branch for each: of random numbers a processor guesses every other one wrong.
#[inline]
fn short_numeric(product: u64, is_negative: bool, (scale, fraction_groups): (u32, u32), out: &mut Vec<u8>) {
    let (high, low) = (product / 100_000_000, product % 100_000_000);
    let groups = (high / 10_000) << 48 | (high % 10_000) << 32 | (low / 10_000) << 16 | (low % 10_000);
    // At least one digit is not zero.
    let (unused, zeros) = (groups.leading_zeros() / 16, groups.trailing_zeros() / 16);
    let weight = 4 - unused as i16 - fraction_groups as i16 - 1;
    let mut field = [0; HEAD + 8];
    field[..HEAD].copy_from_slice(&head(4 - unused - zeros, weight, is_negative, scale));
    field[HEAD..].copy_from_slice(&(groups << (16 * unused)).to_be_bytes());
    // Written whole, and cut to its length: see `digits`.
    let end = out.len() + HEAD + 2 * (4 - unused - zeros) as usize;
    out.extend_from_slice(&field);
    out.truncate(end);
}

/// Zero, and what has more digits.
#[inline(never)]
fn long_numeric(unscaled: i64, scale: u32, (factor, fraction_groups): (u64, u32), out: &mut Vec<u8>) {
    let (groups, count) = groups(unscaled.unsigned_abs(), factor);
    let weight = count as i16 - fraction_groups as i16 - 1;
    let zeros = groups[..count].iter().take_while(|group| **group == 0).count();
    let digits = &groups[zeros..count];
    let weight = if digits.is_empty() { 0 } else { weight };
    out.extend_from_slice(&head(digits.len() as u32, weight, unscaled < 0, scale));
    out.extend(digits.iter().rev().flat_map(|group| group.to_be_bytes()));
}

#[inline]
fn head(digits: u32, weight: i16, is_negative: bool, scale: u32) -> [u8; HEAD] {
    let sign: u16 = if is_negative { 0x4000 } else { 0 };
    let mut head = [0; HEAD];
    head[..4].copy_from_slice(&(HEAD as u32 - 4 + 2 * digits).to_be_bytes());
    head[4..6].copy_from_slice(&(digits as u16).to_be_bytes());
    head[6..8].copy_from_slice(&weight.to_be_bytes());
    head[8..10].copy_from_slice(&sign.to_be_bytes());
    head[10..].copy_from_slice(&(scale as u16).to_be_bytes());
    head
}

/// The digits of a product to the base 10,000, the least significant first, and how many there are.
fn groups(magnitude: u64, factor: u64) -> ([u16; GROUPS], usize) {
    let mut groups = [0; GROUPS];
    let mut count = 0;
    // Divisions of 128 bits are slow, and hardly ever needed: one of them leaves no more than 64 bits.
    let mut rest = magnitude.checked_mul(factor).unwrap_or_else(|| {
        let product = u128::from(magnitude) * u128::from(factor);
        (groups[0], count) = ((product % 10_000) as u16, 1);
        (product / 10_000) as u64
    });
    while rest > 0 {
        groups[count] = (rest % 10_000) as u16;
        rest /= 10_000;
        count += 1;
    }
    (groups, count)
}

impl Encoder for CopyBinary {
    fn begin(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"PGCOPY\n\xFF\r\n\0");
        // Neither flags nor an extension of the header.
        out.extend_from_slice(&[0; 8]);
    }

    fn rows(&self, batch: &Batch, out: &mut Vec<u8>) {
        // PostgreSQL allows 1,600 columns.
        let count = (batch.columns.len() as i16).to_be_bytes();
        for row in 0..batch.rows {
            out.extend_from_slice(&count);
            for (column, field) in batch.columns.iter().zip(&self.fields) {
                Self::field(*field, column, row, out);
            }
        }
    }

    fn end(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&(-1_i16).to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a numeric back as text.
    fn read(bytes: &[u8]) -> String {
        let short = |at: usize| i16::from_be_bytes([bytes[4 + at], bytes[5 + at]]);
        let (count, weight, sign, scale) = (short(0), short(2), short(4), short(6));
        let digits: Vec<i128> = (0..count).map(|at| short(8 + 2 * at as usize).into()).collect();
        // value = sum of digit · 10000^(weight - i), here in units of 10^-scale.
        let unscaled: i128 = digits
            .iter()
            .enumerate()
            .map(|(at, digit)| {
                let power = 4 * (i32::from(weight) - at as i32) + i32::from(scale);
                if power >= 0 { digit * 10_i128.pow(power as u32) } else { digit / 10_i128.pow(-power as u32) }
            })
            .sum();
        format!("{}{unscaled}e-{scale}", if sign == 0 { "" } else { "-" })
    }

    #[test]
    fn numerics_are_read_back() {
        for scale in 0..=18 {
            for unscaled in [0, 1, -1, 12, 9_999, 10_000, 10_001, 123_456_789, -99_999_999, i64::MAX] {
                let mut out = Vec::new();
                numeric(unscaled, scale, &mut out);
                assert_eq!(read(&out), format!("{unscaled}e-{scale}"));
                assert_eq!(out.len() as i32 - 4, i32::from_be_bytes(out[..4].try_into().unwrap()));
            }
        }
    }
}
