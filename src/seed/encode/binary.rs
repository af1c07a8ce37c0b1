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
            (Values::Booleans(it), BinaryField::Boolean) => put(&[u8::from(it[row])], out),
            (Values::Integers(it), BinaryField::Int8) => put(&it[row].to_be_bytes(), out),
            (Values::Integers(it), BinaryField::Int4) => put(&(it[row] as i32).to_be_bytes(), out),
            (Values::Integers(it), BinaryField::Int2) => put(&(it[row] as i16).to_be_bytes(), out),
            (Values::Integers(it), BinaryField::Numeric) => numeric(it[row], 0, out),
            (Values::Decimals { unscaled, scale }, BinaryField::Numeric) => numeric(unscaled[row], *scale, out),
            (Values::Floats(it), BinaryField::Float8) => put(&it[row].to_be_bytes(), out),
            (Values::Floats(it), BinaryField::Float4) => put(&(it[row] as f32).to_be_bytes(), out),
            (Values::Dates(it), BinaryField::Date) => put(&(it[row] - EPOCH_DAYS).to_be_bytes(), out),
            (Values::Times(it), BinaryField::Time) => put(&it[row].to_be_bytes(), out),
            (Values::Timestamps(it), BinaryField::Timestamp) => put(&(it[row] - EPOCH).to_be_bytes(), out),
            (Values::Uuids(it), BinaryField::Uuid) => put(&it[row].to_be_bytes(), out),
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

/// Digits to the base 10,000, the most significant first, aligned at the point (`numeric_send` in PostgreSQL's source).
fn numeric(unscaled: i64, scale: u32, out: &mut Vec<u8>) {
    // As many decimal digits behind the point as fill whole groups of four.
    let padding = (4 - scale % 4) % 4;
    let (groups, count) = groups(unscaled.unsigned_abs(), 10_u64.pow(padding));
    let fraction_groups = (scale + padding) / 4;
    let weight = count as i16 - fraction_groups as i16 - 1;
    let zeros = groups[..count].iter().take_while(|group| **group == 0).count();
    let digits = &groups[zeros..count];
    let sign: u16 = if unscaled < 0 { 0x4000 } else { 0 };
    // Written whole, and cut to its length: see `digits`.
    let mut field = [0; 12 + 2 * GROUPS];
    let length = 12 + 2 * digits.len();
    field[..4].copy_from_slice(&(length as i32 - 4).to_be_bytes());
    field[4..6].copy_from_slice(&(digits.len() as i16).to_be_bytes());
    field[6..8].copy_from_slice(&if digits.is_empty() { 0 } else { weight }.to_be_bytes());
    field[8..10].copy_from_slice(&sign.to_be_bytes());
    field[10..12].copy_from_slice(&(scale as i16).to_be_bytes());
    for (place, group) in field[12..].chunks_exact_mut(2).zip(digits.iter().rev()) {
        place.copy_from_slice(&group.to_be_bytes());
    }
    let start = out.len();
    out.extend_from_slice(&field);
    out.truncate(start + length);
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
