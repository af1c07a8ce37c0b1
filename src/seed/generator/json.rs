//! Documents.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::batch::Strings;
use crate::seed::stream::Stream;
use std::io::Write as _;

/// A small object: the index, a word and a score, and whatever else it is to have; or a list with that object in it.
#[derive(Debug)]
pub struct Json {
    pub stream: Stream,
    pub is_list: bool,
    /// Further keys, with a word each.
    pub keys: Vec<String>,
}

const TAGS: [&str; 6] = ["new", "standard", "priority", "review", "archived", "test"];

impl Generator for Json {
    fn generate(&self, indexes: &[u64], _: &Frame) -> Column {
        let mut texts = Strings::with_capacity(indexes.len());
        for index in indexes {
            let number = self.stream.at(*index);
            let tag = TAGS[(number % TAGS.len() as u64) as usize];
            let out = texts.writer();
            let (before, after) = if self.is_list { ("[", "]") } else { ("", "") };
            // A buffer in memory takes everything.
            let _ = write!(out, "{before}{{\"id\": {index}, \"tag\": \"{tag}\", \"score\": {}", (number >> 32) % 100);
            for key in &self.keys {
                let _ = write!(out, ", {}: \"{tag}\"", serde_json::Value::from(key.as_str()));
            }
            let _ = write!(out, "}}{after}");
            texts.end();
        }
        full(Values::Texts(texts))
    }
}
