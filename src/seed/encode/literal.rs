//! Rows as the values of INSERT statements.

use super::plain::{write_hex, write_plain};
use crate::seed::batch::{Batch, Column, Values};

/// How an engine writes literals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiteralStyle {
    /// A backslash in a text means something, and is written twice.
    pub escapes_backslash: bool,
    pub truth: [&'static str; 2],
    /// What stands around the hexadecimal digits of bytes.
    pub bytes: [&'static str; 2],
}

/// Writes rows as `(1, 'a'),(2, NULL)`.
#[derive(Clone, Copy, Debug)]
pub struct Literals(pub LiteralStyle);

impl Literals {
    /// Appends one row in parentheses.
    pub fn row(&self, batch: &Batch, row: usize, out: &mut Vec<u8>) {
        out.push(b'(');
        for (at, column) in batch.columns.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            self.value(column, row, out);
        }
        out.push(b')');
    }

    fn value(&self, column: &Column, row: usize, out: &mut Vec<u8>) {
        if column.is_null(row) {
            return out.extend_from_slice(b"NULL");
        }
        match &column.values {
            Values::Booleans(it) => out.extend_from_slice(self.0.truth[usize::from(it[row])].as_bytes()),
            Values::Bytes(bytes) => {
                out.extend_from_slice(self.0.bytes[0].as_bytes());
                write_hex(bytes.get(row), out);
                out.extend_from_slice(self.0.bytes[1].as_bytes());
            }
            Values::Texts(texts) => self.text(texts.get(row), out),
            values @ (Values::Integers(_) | Values::Decimals { .. } | Values::Floats(_)) => {
                write_plain(values, row, out)
            }
            values @ (Values::Dates(_) | Values::Times(_) | Values::Timestamps(_) | Values::Uuids(_)) => {
                out.push(b'\'');
                write_plain(values, row, out);
                out.push(b'\'');
            }
        }
    }

    fn text(&self, text: &[u8], out: &mut Vec<u8>) {
        out.push(b'\'');
        for byte in text {
            if *byte == b'\'' || (*byte == b'\\' && self.0.escapes_backslash) {
                out.push(*byte);
            }
            out.push(*byte);
        }
        out.push(b'\'');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::batch::Strings;

    #[test]
    fn no_text_leaves_its_quotes() {
        let mut texts = Strings::default();
        texts.push(b"a'); drop table t; --\\");
        let columns = vec![Column { values: Values::Texts(texts), nulls: None }];
        let style = LiteralStyle { escapes_backslash: true, truth: ["0", "1"], bytes: ["X'", "'"] };
        let mut out = Vec::new();
        Literals(style).row(&Batch { columns, rows: 1 }, 0, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "('a''); drop table t; --\\\\')");
    }
}
