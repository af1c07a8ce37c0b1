//! Syntax of the servers that sqlparser does not know, put in words that it knows. What is taken out or replaced says only how to
//! compute: the text that runs is the one that was written.

use super::system_time;
use super::token::{is_word, significant, word};
use sqlparser::tokenizer::{Token, TokenWithSpan};
use std::collections::BTreeMap;

/// What becomes of one token.
enum Edit {
    Remove,
    Replace(Token),
}

/// Units of two parts, as in `EXTRACT(YEAR_MONTH FROM d)`.
const COMPOUND_UNITS: [&str; 11] = [
    "SECOND_MICROSECOND",
    "MINUTE_MICROSECOND",
    "MINUTE_SECOND",
    "HOUR_MICROSECOND",
    "HOUR_SECOND",
    "HOUR_MINUTE",
    "DAY_MICROSECOND",
    "DAY_SECOND",
    "DAY_MINUTE",
    "DAY_HOUR",
    "YEAR_MONTH",
];

pub(super) fn respelled(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let places = significant(&tokens);
    let mut edits = BTreeMap::new();
    for index in 0..places.len() {
        edit(&Ahead { tokens: &tokens, places: &places[index..] }, index, &mut edits);
    }
    let apply = |(at, mut token): (usize, TokenWithSpan)| match edits.remove(&at) {
        Some(Edit::Remove) => None,
        Some(Edit::Replace(replacement)) => {
            token.token = replacement;
            Some(token)
        }
        None => Some(token),
    };
    tokens.into_iter().enumerate().filter_map(apply).collect()
}

fn edit(ahead: &Ahead<'_>, index: usize, edits: &mut BTreeMap<usize, Edit>) {
    let mut remove = |from: usize, length: usize| {
        edits.extend(ahead.places.iter().skip(from).take(length).map(|place| (*place, Edit::Remove)));
    };
    let starts_explain = index == 0 && ["EXPLAIN", "DESCRIBE", "DESC"].iter().any(|word| ahead.sees(0, &[word]));
    if ahead.sees(0, &["FOR", "SYSTEM_TIME"]) {
        if let Some(length) = system_time::length(ahead.tokens, ahead.places.get(2..).unwrap_or_default()) {
            remove(0, 2 + length);
        }
    } else if ahead.sees(0, &["SOUNDS", "LIKE"]) {
        remove(0, 1);
    } else if ahead.sees(0, &["CHARACTER", "SET"]) {
        remove(0, 3);
    } else if ahead.sees(0, &["SEPARATOR"])
        && ahead.sees(2, &["LIMIT"])
        && matches!(ahead.token(3), Some(Token::Number(..)))
    {
        remove(2, 2);
    } else if starts_explain && (ahead.sees(1, &["EXTENDED"]) || ahead.sees(1, &["PARTITIONS"])) {
        remove(1, 1);
    } else if starts_explain && is_column_of_table(ahead) {
        remove(ahead.places.len() - 1, 1);
    } else if ahead.sees(0, &["MOD"]) && index > 0 && ahead.token(1) != Some(&Token::LParen) {
        edits.insert(ahead.places[0], Edit::Replace(Token::Mod));
    } else if ahead.token(0) == Some(&Token::ExclamationMark) {
        edits.insert(ahead.places[0], Edit::Replace(Token::make_keyword("NOT")));
    } else if ahead.token(0).and_then(word).is_some_and(|it| COMPOUND_UNITS.contains(&it.as_str())) {
        edits.insert(ahead.places[0], Edit::Replace(Token::make_keyword("DAY")));
    }
}

/// `DESCRIBE table column`, and nothing behind it.
fn is_column_of_table(ahead: &Ahead<'_>) -> bool {
    let is_name = |at: usize| matches!(ahead.token(at), Some(Token::Word(_)));
    let is_query =
        ["SELECT", "WITH", "VALUES", "TABLE", "FORMAT", "ANALYZE", "INSERT", "REPLACE", "UPDATE", "DELETE", "FOR"];
    let is_pair = ahead.places.len() == 3 && is_name(1) && is_name(2);
    let is_qualified =
        ahead.places.len() == 5 && is_name(1) && ahead.token(2) == Some(&Token::Period) && is_name(3) && is_name(4);
    (is_pair || is_qualified) && !is_query.iter().any(|word| ahead.sees(1, &[word]))
}

/// The tokens from one on, without white space.
struct Ahead<'a> {
    tokens: &'a [TokenWithSpan],
    places: &'a [usize],
}

impl Ahead<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.places.get(at).map(|place| &self.tokens[*place].token)
    }

    fn sees(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(ahead, word)| self.token(at + ahead).is_some_and(|token| is_word(token, word)))
    }
}
