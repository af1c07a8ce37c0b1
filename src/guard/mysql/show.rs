//! SHOW: what it may show, and of what.

use super::token::{is_word, significant, word};
use super::{bytes, statement};
use crate::guard::reading::{Kind, Reading};
use crate::guard::refusal::Refusal;
use sqlparser::tokenizer::{Token, TokenWithSpan};

/// What may be shown, each as the words behind SHOW. Left out: accounts and their password hashes (GRANTS, CREATE USER),
/// replication, the log files and the inside of engines.
const SHOWN: [&str; 47] = [
    "CHARACTER SET",
    "CHARSET",
    "COLLATION",
    "COLUMNS",
    "COUNT",
    "CREATE DATABASE",
    "CREATE EVENT",
    "CREATE FUNCTION",
    "CREATE PROCEDURE",
    "CREATE SCHEMA",
    "CREATE SEQUENCE",
    "CREATE TABLE",
    "CREATE TRIGGER",
    "CREATE VIEW",
    "CREATE PACKAGE",
    "DATABASES",
    "ENGINES",
    "ERRORS",
    "EVENTS",
    "EXTENDED COLUMNS",
    "EXTENDED FIELDS",
    "EXTENDED FULL COLUMNS",
    "EXTENDED INDEX",
    "FIELDS",
    "FULL COLUMNS",
    "FULL FIELDS",
    "FULL TABLES",
    "FUNCTION STATUS",
    "GLOBAL STATUS",
    "GLOBAL VARIABLES",
    "INDEX",
    "INDEXES",
    "KEYS",
    "OPEN TABLES",
    "PROCEDURE STATUS",
    "PROCESSLIST",
    "FULL PROCESSLIST",
    "SCHEMAS",
    "SESSION STATUS",
    "SESSION VARIABLES",
    "STATUS",
    "STORAGE ENGINES",
    "TABLE STATUS",
    "TABLES",
    "TRIGGERS",
    "VARIABLES",
    "WARNINGS",
];

pub(super) fn read(sql: &str, tokens: &[TokenWithSpan]) -> Result<Reading, Refusal> {
    let places = significant(tokens);
    let words: Vec<Option<String>> = places.iter().map(|place| word(&tokens[*place].token)).collect();
    let Some(length) = shown(&words[1..]) else {
        let what: Vec<String> = words.iter().take(3).flatten().cloned().collect();
        return Err(Refusal::statement(&what.join(" "), places_of(sql, tokens, &places)));
    };
    rest(sql, tokens, &places[1 + length..])
}

/// How many words the longest entry takes that the text starts with.
fn shown(words: &[Option<String>]) -> Option<usize> {
    let fits = |entry: &str| {
        let entry: Vec<&str> = entry.split(' ').collect();
        let fits =
            entry.iter().enumerate().all(|(at, word)| words.get(at).is_some_and(|it| it.as_deref() == Some(*word)));
        fits.then_some(entry.len())
    };
    SHOWN.iter().filter_map(|entry| fits(entry)).max()
}

/// `FROM table FROM database LIKE 'pattern' WHERE condition LIMIT n`: names, literals, and a condition that is judged as one.
fn rest(sql: &str, tokens: &[TokenWithSpan], places: &[usize]) -> Result<Reading, Refusal> {
    for (index, place) in places.iter().enumerate() {
        let token = &tokens[*place];
        if is_word(&token.token, "WHERE") {
            return condition(sql, tokens, &places[index + 1..]);
        }
        let is_plain = match &token.token {
            Token::Word(word) => word.quote_style.is_some() || !word.value.starts_with('@'),
            Token::Number(..) | Token::SingleQuotedString(_) | Token::DoubleQuotedString(_) => true,
            Token::Period | Token::Comma | Token::SemiColon | Token::LParen | Token::RParen | Token::Mul => true,
            _ => false,
        };
        let ends_early = token.token == Token::SemiColon && index + 1 < places.len();
        if !is_plain || ends_early {
            return Err(Refusal::clause("this part of SHOW", bytes(sql, token.span)));
        }
    }
    Ok(Reading { kind: Kind::Show, mentions: Vec::new() })
}

fn condition(sql: &str, tokens: &[TokenWithSpan], places: &[usize]) -> Result<Reading, Refusal> {
    let Some(first) = places.first() else {
        return Err(Refusal::clause("a WHERE without a condition", sql.len()..sql.len()));
    };
    let start = bytes(sql, tokens[*first].span).start;
    let prefix = "SELECT 1 WHERE ";
    let query = format!("{prefix}{}", &sql[start..]);
    let back = |at: usize| (at + start).saturating_sub(prefix.len());
    let mut reading = statement::read(&query).map_err(|mut refusal| {
        refusal.place = refusal.place.map(|place| back(place.start)..back(place.end));
        refusal
    })?;
    for mention in &mut reading.mentions {
        mention.place = back(mention.place.start)..back(mention.place.end);
    }
    Ok(Reading { kind: Kind::Show, ..reading })
}

fn places_of(sql: &str, tokens: &[TokenWithSpan], places: &[usize]) -> std::ops::Range<usize> {
    let span = |at: Option<&usize>| at.map_or(0..0, |at| bytes(sql, tokens[*at].span));
    span(places.first()).start..span(places.last()).end
}
