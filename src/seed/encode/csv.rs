//! Comma-separated values (RFC 4180): a header, `\n` behind each line, nothing for no value and `""` for an empty text.

use super::Encoder;
use super::plain::{write_hex, write_plain};
use crate::seed::batch::{Batch, Values};

#[derive(Clone, Debug)]
pub struct Csv {
    pub header: Vec<String>,
}

fn quote(text: &[u8], out: &mut Vec<u8>) {
    let needs_quotes = text.is_empty() || text.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'));
    if !needs_quotes {
        return out.extend_from_slice(text);
    }
    out.push(b'"');
    for byte in text {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
    out.push(b'"');
}

impl Encoder for Csv {
    fn begin(&self, out: &mut Vec<u8>) {
        for (at, name) in self.header.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            quote(name.as_bytes(), out);
        }
        out.push(b'\n');
    }

    fn rows(&self, batch: &Batch, out: &mut Vec<u8>) {
        for row in 0..batch.rows {
            for (at, column) in batch.columns.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                if column.is_null(row) {
                    continue;
                }
                match &column.values {
                    Values::Texts(texts) => quote(texts.get(row), out),
                    Values::Bytes(bytes) => write_hex(bytes.get(row), out),
                    Values::Booleans(it) => out.extend_from_slice(if it[row] { b"true" } else { b"false" }),
                    other => write_plain(other, row, out),
                }
            }
            out.push(b'\n');
        }
    }

    fn end(&self, _: &mut Vec<u8>) {}
}
