//! What a question asks for, before anything is known of a schema.

use super::lexicon::{ADJECTIVES, Key, LONGEST_PHRASE, PHRASES};
use super::query::Aggregate;
use super::token::{Token, TokenKind, tokens};
use schemars::JsonSchema;
use serde::Serialize;

/// A question as its words, and what they say by themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Intent {
    #[serde(skip)]
    pub(super) tokens: Vec<Token>,
    pub wants: Wants,
    /// Once for each of something.
    pub per_group: bool,
    /// So many of the first rows.
    pub first: Option<u64>,
    /// Whether something is denied: `never`, `without`.
    pub denies: bool,
    /// Whether something is compared: `more than`, `between`.
    pub compares: bool,
    /// Numbers, quoted texts and words written like names: what conditions are made of.
    pub values: Vec<String>,
}

/// The kind of answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Wants {
    Rows,
    Count,
    Total,
    Average,
    /// The greatest or the least, or the rows that have it.
    Extreme,
    /// Part of a whole, in percent.
    Share,
}

impl Intent {
    pub fn of(question: &str) -> Self {
        let tokens = tokens(question);
        let keys = keys(&tokens);
        let has = |wanted: fn(&Word) -> bool| keys.iter().any(wanted);
        Self {
            wants: keys.iter().find_map(wants).unwrap_or(Wants::Rows),
            per_group: has(|word| matches!(word, Word::Key(Key::Each))),
            first: first(&tokens),
            denies: has(|word| matches!(word, Word::Key(Key::Not | Key::Except | Key::Null))),
            compares: has(|word| {
                matches!(word, Word::Comparative | Word::Key(Key::Compare(_) | Key::CompareBehind(_) | Key::Between))
            }),
            values: values(&tokens),
            tokens,
        }
    }

    /// In words, for people.
    pub fn describe(&self) -> String {
        let wants = match self.wants {
            Wants::Rows => "rows",
            Wants::Count => "a count",
            Wants::Total => "a total",
            Wants::Average => "an average",
            Wants::Extreme => "the greatest or the least",
            Wants::Share => "a share",
        };
        let first = self.first.map(|first| format!(", the first {first}")).unwrap_or_default();
        let group = if self.per_group { ", for each of something" } else { "" };
        format!("{wants}{group}{first}")
    }
}

enum Word {
    Key(Key),
    Comparative,
    Superlative,
}

/// The words of the grammar, longest phrases first.
fn keys(tokens: &[Token]) -> Vec<Word> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let lengths = (1..=LONGEST_PHRASE.min(tokens.len() - at)).rev();
        let read = lengths.into_iter().find_map(|length| Some((word(&tokens[at..at + length])?, length)));
        at += read.as_ref().map_or(1, |(_, length)| *length);
        found.extend(read.map(|(word, _)| word));
    }
    found
}

fn word(tokens: &[Token]) -> Option<Word> {
    if tokens.iter().any(|token| token.kind == TokenKind::Quoted) {
        return None;
    }
    let text = tokens.iter().map(|token| token.lower.as_str()).collect::<Vec<_>>().join(" ");
    let key = PHRASES.iter().find(|(phrase, _)| *phrase == text).map(|(_, key)| Word::Key(*key));
    let comparative = || text.strip_suffix(" than").and_then(|form| adjective(form, 1)).map(|()| Word::Comparative);
    key.or_else(|| adjective(&text, 2).map(|()| Word::Superlative)).or_else(comparative)
}

/// Whether a text is this form of an adjective.
fn adjective(text: &str, form: usize) -> Option<()> {
    ADJECTIVES.iter().any(|it| it.forms[form] == text).then_some(())
}

fn wants(word: &Word) -> Option<Wants> {
    let key = match word {
        Word::Superlative => return Some(Wants::Extreme),
        Word::Comparative => return None,
        Word::Key(key) => key,
    };
    match key {
        Key::Count => Some(Wants::Count),
        Key::Total | Key::Aggregate(Aggregate::Sum) => Some(Wants::Total),
        Key::Average | Key::Aggregate(Aggregate::Average) => Some(Wants::Average),
        Key::Aggregate(Aggregate::Minimum | Aggregate::Maximum | Aggregate::Spread) | Key::Top | Key::Common(_) => {
            Some(Wants::Extreme)
        }
        Key::Aggregate(Aggregate::Count) => Some(Wants::Count),
        Key::Share => Some(Wants::Share),
        Key::Lead
        | Key::Distinct
        | Key::Each
        | Key::Difference
        | Key::Aged
        | Key::InAll
        | Key::Filler
        | Key::Compare(_)
        | Key::CompareBehind(_)
        | Key::Between
        | Key::Same
        | Key::Like(_)
        | Key::Not
        | Key::Except
        | Key::Both
        | Key::Either
        | Key::And
        | Key::Or
        | Key::But
        | Key::Comma
        | Key::OrderBy
        | Key::Ascending
        | Key::Descending
        | Key::Alphabetical
        | Key::Relative
        | Key::Have
        | Key::Is
        | Key::At
        | Key::Of
        | Key::By
        | Key::Than
        | Key::Along
        | Key::Some
        | Key::All
        | Key::EveryField
        | Key::Null => None,
    }
}

/// `top 5`, `first 3`
fn first(tokens: &[Token]) -> Option<u64> {
    let pair = tokens.windows(2).find(|it| {
        matches!(it[0].lower.as_str(), "top" | "first" | "bottom" | "last") && it[1].kind == TokenKind::Number
    });
    pair.and_then(|it| it[1].text.parse().ok())
}

fn values(tokens: &[Token]) -> Vec<String> {
    let is_value = |(at, token): &(usize, &Token)| match token.kind {
        TokenKind::Number | TokenKind::Quoted => true,
        TokenKind::Word => *at > 0 && token.text.starts_with(char::is_uppercase),
        TokenKind::Mark => false,
    };
    tokens.iter().enumerate().filter(is_value).map(|(_, token)| token.text.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_answer_is_told_without_a_schema() {
        for (question, wants) in [
            ("Which lanterns hang in the Harbour?", Wants::Rows),
            ("How many lanterns are lit?", Wants::Count),
            ("What is the total oil burnt?", Wants::Total),
            ("average height of the towers", Wants::Average),
            ("Who keeps the tallest tower?", Wants::Extreme),
            ("What percentage of lanterns is lit?", Wants::Share),
        ] {
            assert_eq!(Intent::of(question).wants, wants, "{question}");
        }
    }

    #[test]
    fn groups_limits_and_values_are_found() {
        let intent = Intent::of("For each coast the top 3 towers never visited by Ann Moy that are older than 40");
        assert!(intent.per_group && intent.denies && intent.compares);
        assert_eq!(intent.first, Some(3));
        assert_eq!(intent.values, ["3", "Ann", "Moy", "40"]);
        assert_eq!(intent.describe(), "the greatest or the least, for each of something, the first 3");
    }
}
