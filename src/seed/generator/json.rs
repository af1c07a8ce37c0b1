//! Documents.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::batch::Strings;
use crate::seed::stream::Stream;
use std::io::Write as _;

/// A small object: the index, a word and a score.
#[derive(Debug)]
pub struct Json {
    pub stream: Stream,
}

const TAGS: [&str; 6] = ["new", "standard", "priority", "review", "archived", "test"];

impl Generator for Json {
    fn generate(&self, indexes: &[u64], _: &Frame) -> Column {
        let mut texts = Strings::with_capacity(indexes.len());
        for index in indexes {
            let number = self.stream.at(*index);
            let tag = TAGS[(number % TAGS.len() as u64) as usize];
            // A buffer in memory takes everything.
            let _ =
                write!(texts.writer(), "{{\"id\": {index}, \"tag\": \"{tag}\", \"score\": {}}}", (number >> 32) % 100);
            texts.end();
        }
        full(Values::Texts(texts))
    }
}
