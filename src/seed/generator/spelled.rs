//! Values of a type that one engine alone has.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::batch::Strings;
use crate::seed::spelled::Spelling;
use crate::seed::stream::Stream;

/// Text in the engine's spelling, of a random number or of the index itself.
#[derive(Debug)]
pub struct Spelled {
    pub spelling: Spelling,
    pub stream: Option<Stream>,
}

impl Generator for Spelled {
    fn generate(&self, indexes: &[u64], _: &Frame) -> Column {
        let mut texts = Strings::with_capacity(indexes.len());
        for index in indexes {
            let number = self.stream.map_or(*index, |stream| stream.at(*index));
            self.spelling.put(number, texts.writer());
            texts.end();
        }
        full(Values::Texts(texts))
    }
}
