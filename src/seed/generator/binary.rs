//! Bytes.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::batch::Strings;
use crate::seed::stream::Stream;

/// So many bytes that begin with the index, so that no two are equal as far as they are long enough.
#[derive(Debug)]
pub struct Binary {
    pub stream: Stream,
    pub length: usize,
}

impl Generator for Binary {
    fn generate(&self, indexes: &[u64], _: &Frame) -> Column {
        let mut values = Strings::with_capacity(indexes.len());
        for index in indexes {
            let number = index.to_be_bytes();
            let used = self.length.min(number.len());
            let out = values.writer();
            out.extend_from_slice(&number[number.len() - used..]);
            let mut rest = self.length - used;
            let mut counter = 0;
            while rest > 0 {
                let noise = self.stream.at(index.wrapping_mul(31).wrapping_add(counter)).to_be_bytes();
                out.extend_from_slice(&noise[..rest.min(noise.len())]);
                rest -= rest.min(noise.len());
                counter += 1;
            }
            values.end();
        }
        full(Values::Bytes(values))
    }
}
