//! A question as words, numbers, quoted texts and marks.

use super::lexicon::number_word;
use super::stem::stem;
use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// As written, without quotes.
    pub text: String,
    pub lower: String,
    pub stem: String,
    pub kind: TokenKind,
    /// Bytes of the question.
    pub place: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    Word,
    /// Digits or a number word; `text` is in digits.
    Number,
    Quoted,
    /// Punctuation, and the possessive `'s`.
    Mark,
}

/// Characters that open a quoted text, with those that close it.
const QUOTES: [(char, char); 6] = [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’'), ('`', '`'), ('«', '»')];

/// Takes a question apart.
pub fn tokens(question: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(character) = question[at..].chars().next() {
        let rest = &question[at..];
        at += if character.is_whitespace() {
            character.len_utf8()
        } else if let Some((token, length)) = quoted(rest, at, question) {
            found.push(token);
            length
        } else if character.is_alphanumeric() || character == '_' || is_minus(question, at) {
            word(rest, at, &mut found)
        } else {
            mark(rest, at, &mut found)
        };
    }
    found
}

fn token(text: &str, kind: TokenKind, place: Range<usize>) -> Token {
    let lower = text.to_lowercase();
    let stem = if kind == TokenKind::Word { stem(&lower) } else { lower.clone() };
    Token { text: text.to_owned(), lower, stem, kind, place }
}

/// A quote opens at the start of a word only: the one in `captain's` does not.
fn quoted(rest: &str, at: usize, question: &str) -> Option<(Token, usize)> {
    let open = rest.chars().next()?;
    let close = QUOTES.iter().find(|(it, _)| *it == open)?.1;
    if question[..at].chars().next_back().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let inner = &rest[open.len_utf8()..];
    let is_end = |end: &usize| !inner[*end + close.len_utf8()..].chars().next().is_some_and(char::is_alphanumeric);
    let end = inner.match_indices(close).map(|(end, _)| end).find(is_end).filter(|end| *end > 0)?;
    let length = open.len_utf8() + end + close.len_utf8();
    Some((token(inner[..end].trim_end_matches([',', '.']), TokenKind::Quoted, at..at + length), length))
}

fn word(rest: &str, at: usize, found: &mut Vec<Token>) -> usize {
    let is_inside = |(place, c): &(usize, char)| {
        let next = rest[place + c.len_utf8()..].chars().next();
        c.is_alphanumeric()
            || *c == '_'
            || (matches!(c, '-' | '&' | '/' | '.' | ':') && next.is_some_and(char::is_alphanumeric))
            || (*c == ',' && is_thousands(&rest[..*place], &rest[place + 1..]))
    };
    let length = rest.char_indices().take_while(is_inside).last().map_or(1, |(place, c)| place + c.len_utf8());
    let text = &rest[..length];
    let digits = text.replace(',', "");
    let unsigned = digits.strip_prefix('-').unwrap_or(&digits);
    if digits.parse::<f64>().is_ok() && unsigned.starts_with(|c: char| c.is_ascii_digit()) {
        found.push(token(&digits, TokenKind::Number, at..at + length));
    } else if let Some(number) = number_word(&text.to_lowercase()).or_else(|| one(text, found)) {
        found.push(Token { lower: text.to_lowercase(), ..token(number, TokenKind::Number, at..at + length) });
    } else {
        return contraction(rest, text, at, found);
    }
    length
}

/// Whether the sign of a number stands here, and no hyphen.
fn is_minus(question: &str, at: usize) -> bool {
    let is_free = question[..at].chars().next_back().is_none_or(char::is_whitespace);
    let mut rest = question[at..].chars();
    is_free && rest.next() == Some('-') && rest.next().is_some_and(|next| next.is_ascii_digit())
}

/// `more than one` is a number; `the one that` is none.
fn one(text: &str, found: &[Token]) -> Option<&'static str> {
    let counts = matches!(found.last()?.lower.as_str(), "than" | "least" | "most" | "exactly" | "only" | "over");
    (counts && text.eq_ignore_ascii_case("one")).then_some("1")
}

/// Splits `don't` into `do` and `not`.
fn contraction(rest: &str, text: &str, at: usize, found: &mut Vec<Token>) -> usize {
    let length = text.len();
    let tail = &rest[length..];
    let apostrophe = ["'t", "’t"].into_iter().find(|it| tail.starts_with(it));
    match (apostrophe, text.strip_suffix('n')) {
        (Some(mark), Some(verb)) => {
            found.push(token(verb, TokenKind::Word, at..at + length - 1));
            found.push(token("not", TokenKind::Word, at + length - 1..at + length + mark.len()));
            length + mark.len()
        }
        _ => {
            found.push(token(text, TokenKind::Word, at..at + length));
            length
        }
    }
}

/// Whether a comma between these stands in a number: `20,000`.
fn is_thousands(before: &str, after: &str) -> bool {
    let digits = after.chars().take_while(char::is_ascii_digit).count();
    before.chars().all(|c| c.is_ascii_digit() || c == ',') && digits == 3
}

fn mark(rest: &str, at: usize, found: &mut Vec<Token>) -> usize {
    let possessive = ["'s", "’s", "'S"].into_iter().find(|it| rest.starts_with(it));
    let comparison = [">=", "<=", "!=", "<>"].into_iter().find(|it| rest.starts_with(it));
    let text = possessive.or(comparison).unwrap_or_else(|| {
        let length = rest.chars().next().map_or(0, char::len_utf8);
        &rest[..length]
    });
    let text_or_s = if possessive.is_some() { "'s" } else { text };
    found.push(token(text_or_s, TokenKind::Mark, at..at + text.len()));
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(question: &str) -> Vec<String> {
        tokens(question).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_numbers_quotes_and_marks() {
        assert_eq!(texts("Who's older than 1,000.5?"), ["Who", "'s", "older", "than", "1000.5", "?"]);
        assert_eq!(texts("They don't weigh >= twenty"), ["They", "do", "not", "weigh", ">=", "20"]);
        assert_eq!(texts("named 'Ann O'Hara' or “Bo”"), ["named", "Ann O'Hara", "or", "Bo"]);
        assert_eq!(texts("colder than -10.5"), ["colder", "than", "-10.5"]);
        assert_eq!(texts("students' names, 2016-03-15"), ["students", "'", "names", ",", "2016-03-15"]);
    }
}
