//! Tokens as sqlparser makes them.

use super::{bytes, unreadable};
use crate::guard::refusal::Refusal;
use sqlparser::dialect::MySqlDialect;
use sqlparser::parser::ParserError;
use sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer, TokenizerError};

pub(super) fn tokens(sql: &str) -> Result<Vec<TokenWithSpan>, Refusal> {
    Tokenizer::new(&MySqlDialect {}, sql).tokenize_with_location().map_err(|error| {
        let TokenizerError { message, location } = error;
        let place = at(sql, location);
        unreadable(&ParserError::TokenizerError(message), Some(place))
    })
}

fn at(sql: &str, location: Location) -> std::ops::Range<usize> {
    bytes(sql, sqlparser::tokenizer::Span::new(location, location))
}

/// The word that a token is, in upper case.
pub(super) fn word(token: &Token) -> Option<String> {
    match token {
        Token::Word(word) if word.quote_style.is_none() => Some(word.value.to_ascii_uppercase()),
        _ => None,
    }
}

pub(super) fn is_word(token: &Token, expected: &str) -> bool {
    matches!(token, Token::Word(word) if word.quote_style.is_none() && word.value.eq_ignore_ascii_case(expected))
}

/// Positions of the tokens that mean something.
pub(super) fn significant(tokens: &[TokenWithSpan]) -> Vec<usize> {
    let means = |token: &Token| !matches!(token, Token::Whitespace(_) | Token::EOF);
    tokens.iter().enumerate().filter(|(_, it)| means(&it.token)).map(|(at, _)| at).collect()
}
