//! What the walk over a tree carries along.

use crate::guard::reading::{MentionKind, Mentions, Name};
use crate::guard::refusal::{Reason, Refusal};
use crate::sql::{Lexeme, Syntax, lex};
use std::ops::Range;

pub(super) struct Walk<'a> {
    pub mentions: Mentions,
    lexemes: Vec<Lexeme<'a>>,
    length: usize,
}

impl<'a> Walk<'a> {
    /// The tree has no places: they are found among the tokens.
    pub fn over(sql: &'a str) -> Result<Self, Refusal> {
        let lexemes = lex(Syntax::Sqlite, sql).map_err(|error| Refusal::new(Reason::Unreadable, error.to_string()))?;
        Ok(Self { mentions: Mentions::default(), lexemes, length: sql.len() })
    }

    pub fn mention(&mut self, kind: MentionKind, name: &str) {
        let place = self.place(name);
        self.mentions.add(kind, Name::bare(plain(name)), place);
    }

    /// Where a word of the tree stands first.
    pub fn place(&self, word: &str) -> Range<usize> {
        let found = self.lexemes.iter().find(|lexeme| lexeme.text == word);
        found.map_or_else(|| self.everything(), |lexeme| lexeme.start..lexeme.end())
    }

    pub fn everything(&self) -> Range<usize> {
        let start = self.lexemes.first().map_or(0, |lexeme| lexeme.start);
        let end = self.lexemes.last().map_or(self.length, Lexeme::end);
        start..end
    }

    pub fn first_word(&self) -> String {
        self.lexemes.first().map_or_else(|| "it".to_owned(), |lexeme| lexeme.text.to_ascii_uppercase())
    }
}

/// A name without its quotes, in lower case: SQLite does not tell cases apart.
pub(super) fn plain(name: &str) -> String {
    let inside = |open: char, close: char| name.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    let doubled = [('"', "\"\""), ('`', "``"), ('\'', "''")];
    let quoted = doubled
        .iter()
        .find_map(|(quote, twice)| inside(*quote, *quote).map(|text| text.replace(twice, &quote.to_string())));
    let text = quoted.or_else(|| inside('[', ']').map(str::to_owned)).unwrap_or_else(|| name.to_owned());
    text.to_ascii_lowercase()
}
