//! Rows as the bytes that engines and files take.

mod binary;
mod copy_text;
mod csv;
mod digits;
mod literal;
mod plain;

pub use binary::{BinaryField, CopyBinary, fits};
pub use copy_text::CopyText;
pub use csv::Csv;
pub use digits::{write_digits, write_padded};
pub use literal::{Inserts, Literals};
pub use plain::{write_hex, write_plain};

use super::batch::Batch;

/// A format of rows. Appends, so that one buffer holds many batches.
pub trait Encoder: Send {
    /// What stands in front of all rows.
    fn begin(&self, out: &mut Vec<u8>);
    fn rows(&self, batch: &Batch, out: &mut Vec<u8>);
    /// What stands behind all rows.
    fn end(&self, out: &mut Vec<u8>);
}
