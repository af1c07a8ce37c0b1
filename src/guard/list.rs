//! Lists of names, kept as text beside the code: words divided by white space, `#` starts a comment.

use std::collections::HashSet;

#[derive(Debug)]
pub(super) struct List(HashSet<&'static str>);

impl List {
    pub fn of(texts: &[&'static str]) -> Self {
        let lines = texts.iter().flat_map(|text| text.lines());
        let words = lines.flat_map(|line| line.split('#').next().unwrap_or_default().split_whitespace());
        Self(words.collect())
    }

    pub fn holds(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}
