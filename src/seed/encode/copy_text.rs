//! Tab-separated text: PostgreSQL's COPY in text format, and what MySQL's LOAD DATA reads by default.

use super::Encoder;
use super::plain::{write_hex, write_plain};
use crate::seed::batch::{Batch, Column, Values};

/// One row a line, columns apart by tabs, `\N` for no value, backslashes in front of what would be mistaken.
#[derive(Clone, Copy, Debug)]
pub struct CopyText {
    /// What comes in front of the hexadecimal digits of bytes: PostgreSQL's text form of `bytea`.
    pub hex_prefix: &'static [u8],
}

impl CopyText {
    pub const POSTGRES: Self = Self { hex_prefix: b"\\\\x" };
    /// Bytes are read with `UNHEX`.
    pub const MYSQL: Self = Self { hex_prefix: b"" };

    #[inline]
    fn field(&self, column: &Column, row: usize, out: &mut Vec<u8>) {
        if column.is_null(row) {
            return out.extend_from_slice(b"\\N");
        }
        match &column.values {
            Values::Texts(texts) => escape(texts.get(row), out),
            Values::Bytes(bytes) => {
                out.extend_from_slice(self.hex_prefix);
                write_hex(bytes.get(row), out);
            }
            values => write_plain(values, row, out),
        }
    }
}

/// Both engines read these escapes; NUL occurs in bytes alone.
fn escape(text: &[u8], out: &mut Vec<u8>) {
    let is_special = |byte: &u8| matches!(byte, b'\\' | b'\t' | b'\n' | b'\r');
    if !text.iter().any(is_special) {
        return out.extend_from_slice(text);
    }
    for byte in text {
        match byte {
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            other => out.push(*other),
        }
    }
}

impl Encoder for CopyText {
    fn begin(&self, _: &mut Vec<u8>) {}

    fn rows(&self, batch: &Batch, out: &mut Vec<u8>) {
        for row in 0..batch.rows {
            for (at, column) in batch.columns.iter().enumerate() {
                if at > 0 {
                    out.push(b'\t');
                }
                self.field(column, row, out);
            }
            out.push(b'\n');
        }
    }

    fn end(&self, _: &mut Vec<u8>) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::batch::Strings;

    #[test]
    fn nothing_in_a_value_ends_it() {
        let mut texts = Strings::default();
        texts.push(b"a\tb\\c\n");
        texts.push(b"");
        let mut bytes = Strings::default();
        bytes.push(&[0, 255]);
        bytes.push(b"");
        let columns = vec![
            Column { values: Values::Texts(texts), nulls: Some(vec![false, true]) },
            Column { values: Values::Bytes(bytes), nulls: None },
        ];
        let mut out = Vec::new();
        CopyText::POSTGRES.rows(&Batch { columns, rows: 2 }, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "a\\tb\\\\c\\n\t\\\\x00ff\n\\N\t\\\\x\n");
    }
}
