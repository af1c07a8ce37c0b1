//! `FOR SYSTEM_TIME …` of MariaDB's versioned tables.

use super::token::is_word;
use sqlparser::tokenizer::{Token, TokenWithSpan};

/// How many tokens say which time; `None` where they are more than literals and the clock.
pub(super) fn length(tokens: &[TokenWithSpan], places: &[usize]) -> Option<usize> {
    let sees = |at: usize, words: &[&str]| {
        words
            .iter()
            .enumerate()
            .all(|(ahead, word)| places.get(at + ahead).is_some_and(|it| is_word(&tokens[*it].token, word)))
    };
    let point = |at: usize| point_in_time(tokens, places, at);
    if sees(0, &["ALL"]) {
        Some(1)
    } else if sees(0, &["AS", "OF"]) {
        point(2)
    } else if sees(0, &["BETWEEN"]) {
        point(1).filter(|end| sees(*end, &["AND"])).and_then(|end| point(end + 1))
    } else if sees(0, &["FROM"]) {
        point(1).filter(|end| sees(*end, &["TO"])).and_then(|end| point(end + 1))
    } else {
        None
    }
}

/// `[TIMESTAMP | TRANSACTION] literal`, or the clock, with an interval off it; the position behind.
fn point_in_time(tokens: &[TokenWithSpan], places: &[usize], start: usize) -> Option<usize> {
    let token = |at: usize| places.get(at).map(|place| &tokens[*place].token);
    let is = |at: usize, word: &str| token(at).is_some_and(|token| is_word(token, word));
    let is_literal = |at: usize| {
        matches!(token(at), Some(Token::SingleQuotedString(_) | Token::DoubleQuotedString(_) | Token::Number(..)))
    };
    let at = start + usize::from(is(start, "TIMESTAMP") || is(start, "TRANSACTION"));
    if is_literal(at) {
        return Some(at + 1);
    }
    let is_clock = ["NOW", "CURRENT_TIMESTAMP", "SYSDATE", "CURDATE", "CURRENT_DATE"].iter().any(|word| is(at, word));
    if !is_clock {
        return None;
    }
    let has_parentheses = token(at + 1) == Some(&Token::LParen) && token(at + 2) == Some(&Token::RParen);
    let end = at + if has_parentheses { 3 } else { 1 };
    let has_interval =
        matches!(token(end), Some(Token::Minus | Token::Plus)) && is(end + 1, "INTERVAL") && is_literal(end + 2);
    Some(if has_interval { end + 4 } else { end })
}
