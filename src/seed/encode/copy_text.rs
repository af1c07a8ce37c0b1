//! Tab-separated text: PostgreSQL's COPY in text format, and what MySQL's LOAD DATA reads by default.

use super::Encoder;
use super::plain::{write_hex, write_plain};
use crate::seed::batch::{Batch, Column, Values};

/// One row a line, columns apart by tabs, `\N` for no value, backslashes in front of what would be mistaken.
#[derive(Clone, Copy, Debug)]
pub struct CopyText {
    /// What comes in front of the hexadecimal digits of bytes: PostgreSQL's text form of `bytea`. Without it bytes go over as they are.
    pub hex_prefix: Option<&'static [u8]>,
}

impl CopyText {
    pub const POSTGRES: Self = Self { hex_prefix: Some(b"\\\\x") };
    pub const MYSQL: Self = Self { hex_prefix: None };

    #[inline]
    fn field(&self, column: &Column, row: usize, out: &mut Vec<u8>) {
        if column.is_null(row) {
            return out.extend_from_slice(b"\\N");
        }
        match (&column.values, self.hex_prefix) {
            (Values::Texts(texts), _) => escape(texts.get(row), out),
            (Values::Bytes(bytes), None) => escape(bytes.get(row), out),
            (Values::Bytes(bytes), Some(prefix)) => {
                out.extend_from_slice(prefix);
                write_hex(bytes.get(row), out);
            }
            (values, _) => write_plain(values, row, out),
        }
    }
}

/// Both engines read these escapes; NUL occurs in bytes alone, and PostgreSQL's texts hold none.
fn escape(text: &[u8], out: &mut Vec<u8>) {
    let is_special = |byte: &u8| matches!(byte, b'\\' | b'\t' | b'\n' | b'\r' | 0);
    if !text.iter().any(is_special) {
        return out.extend_from_slice(text);
    }
    for byte in text {
        match byte {
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            0 => out.extend_from_slice(b"\\0"),
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
