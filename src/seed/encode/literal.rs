//! Rows as the values of INSERT statements.

use super::Encoder;
use super::plain::{write_hex, write_plain};
use crate::dialect::LiteralStyle;
use crate::seed::batch::{Batch, Column, Values};

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

    /// Appends one value.
    pub fn value(&self, column: &Column, row: usize, out: &mut Vec<u8>) {
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

/// INSERT statements of a few hundred rows each.
#[derive(Clone, Debug)]
pub struct Inserts {
    /// `INSERT INTO "t" ("a", "b") VALUES`
    pub head: String,
    pub literals: Literals,
}

/// Rows of one statement: many enough to be fast, few enough for every tool that reads the file.
const ROWS_OF_A_STATEMENT: usize = 200;

impl Encoder for Inserts {
    fn begin(&self, _: &mut Vec<u8>) {}

    fn rows(&self, batch: &Batch, out: &mut Vec<u8>) {
        for row in 0..batch.rows {
            let first = row % ROWS_OF_A_STATEMENT == 0;
            if first {
                out.extend_from_slice(self.head.as_bytes());
            }
            out.extend_from_slice(if first { b"\n  " } else { b",\n  " });
            self.literals.row(batch, row, out);
            if row % ROWS_OF_A_STATEMENT == ROWS_OF_A_STATEMENT - 1 || row == batch.rows - 1 {
                out.extend_from_slice(b";\n");
            }
        }
    }

    fn end(&self, _: &mut Vec<u8>) {}
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
        let style = LiteralStyle { escapes_backslash: true, truth: ["0", "1"], bytes: ["X'", "'"], overriding: "" };
        let mut out = Vec::new();
        Literals(style).row(&Batch { columns, rows: 1 }, 0, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "('a''); drop table t; --\\\\')");
    }
}
