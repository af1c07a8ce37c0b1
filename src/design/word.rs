//! A prompt taken apart into words and marks.

use rust_stemmers::{Algorithm, Stemmer};
use std::ops::Range;

/// A word or a mark of punctuation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// In lower case.
    pub text: String,
    /// What forms of one word have in common; the text itself for a mark.
    pub stem: String,
    pub kind: Kind,
    /// Bytes of the prompt.
    pub place: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Word,
    Comma,
    Colon,
    /// End of a sentence or of a part of one: `.`, `;`, `!`, `?` or a line break.
    Stop,
    Open,
    Close,
}

impl Token {
    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    /// Whether it is a plural by its form.
    pub fn is_plural(&self) -> bool {
        self.is_word() && singular(&self.text) != self.text
    }
}

/// The words and marks of a text. Names such as `loan_id` and words with hyphens come apart; `e-mail` does not.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((start, character)) = rest.next() {
        if !character.is_alphanumeric() {
            tokens.extend(mark(character).map(|kind| Token {
                text: character.to_string(),
                stem: character.to_string(),
                kind,
                place: start..start + character.len_utf8(),
            }));
            continue;
        }
        let mut end = start + character.len_utf8();
        while let Some((at, next)) = rest.next_if(|(_, next)| next.is_alphanumeric() || matches!(next, '\'' | '’')) {
            end = at + next.len_utf8();
        }
        tokens.push(word(&text[start..end], start..end));
    }
    joined(tokens)
}

fn mark(character: char) -> Option<Kind> {
    match character {
        ',' => Some(Kind::Comma),
        ':' => Some(Kind::Colon),
        '.' | ';' | '!' | '?' | '\n' => Some(Kind::Stop),
        '(' | '[' | '{' => Some(Kind::Open),
        ')' | ']' | '}' => Some(Kind::Close),
        _ => None,
    }
}

fn word(written: &str, place: Range<usize>) -> Token {
    let lower = written.to_lowercase().replace('’', "'");
    let text = match lower.as_str() {
        "don't" | "doesn't" | "dont" => "not".to_owned(),
        _ => lower.trim_end_matches("'s").trim_end_matches('\'').replace('\'', ""),
    };
    Token { stem: stem(&text), text, kind: Kind::Word, place }
}

/// Two words that are written as one as often.
const JOINED: &[(&str, &str, &str)] =
    &[("e", "mail", "email"), ("e", "commerce", "ecommerce"), ("check", "in", "checkin"), ("check", "ins", "checkins")];

fn joined(tokens: Vec<Token>) -> Vec<Token> {
    let mut result: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let before = result.last().map_or("", |token| token.text.as_str());
        let singular = singular(&token.text);
        match JOINED.iter().find(|(first, second, _)| *first == before && *second == singular) {
            Some((_, _, whole)) => {
                if let Some(last) = result.last_mut() {
                    *last = Token {
                        text: (*whole).to_owned(),
                        stem: stem(whole),
                        kind: Kind::Word,
                        place: last.place.start..token.place.end,
                    };
                }
            }
            None => result.push(token),
        }
    }
    result
}

/// Plurals that no rule makes.
const IRREGULAR: &[(&str, &str)] = &[
    ("people", "person"),
    ("children", "child"),
    ("men", "man"),
    ("women", "woman"),
    ("indices", "index"),
    ("criteria", "criterion"),
    ("media", "medium"),
    ("diagnoses", "diagnosis"),
    ("analyses", "analysis"),
    ("syllabi", "syllabus"),
    ("movies", "movie"),
    ("cookies", "cookie"),
    ("series", "series"),
    ("species", "species"),
    ("hives", "hive"),
    ("leaves", "leave"),
];

/// Words that end like plurals and are none.
const SINGULAR: &[&str] = &[
    "address",
    "status",
    "business",
    "process",
    "access",
    "class",
    "gas",
    "bus",
    "campus",
    "diagnosis",
    "analysis",
    "basis",
    "progress",
    "series",
    "species",
    "news",
    "sms",
    "gps",
    "saas",
    "logistics",
    "analytics",
    "kubernetes",
    "express",
    "this",
    "has",
    "was",
    "yes",
];

/// The word for one of them: `policies` gives `policy`.
pub fn singular(word: &str) -> String {
    if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| *many == word) {
        return (*one).to_owned();
    }
    if SINGULAR.contains(&word)
        || word.len() < 4
        || !word.ends_with('s')
        || word.ends_with("ss")
        || word.ends_with("us")
    {
        return word.to_owned();
    }
    if let Some(front) = word.strip_suffix("ies").filter(|front| front.len() > 1) {
        return format!("{front}y");
    }
    let es = ["sses", "shes", "ches", "xes", "zes", "uses"];
    if es.iter().any(|ending| word.ends_with(ending))
        && !["causes", "houses", "warehouses", "purchases", "caches", "leases"].contains(&word)
    {
        return word[..word.len() - 2].to_owned();
    }
    word[..word.len() - 1].to_owned()
}

/// The word for several of them.
pub fn plural(word: &str) -> String {
    if let Some((many, _)) = IRREGULAR.iter().find(|(_, one)| *one == word) {
        return (*many).to_owned();
    }
    if singular(word) != word {
        return word.to_owned();
    }
    let vowel_before_y = ["ay", "ey", "oy", "uy"].iter().any(|ending| word.ends_with(ending));
    if word.ends_with('y') && !vowel_before_y {
        return format!("{}ies", &word[..word.len() - 1]);
    }
    if ["s", "x", "z", "ch", "sh"].iter().any(|ending| word.ends_with(ending)) {
        return format!("{word}es");
    }
    format!("{word}s")
}

/// What the forms of a word have in common, by Porter's second stemmer. Nouns in -ing are words of their own: a booking is no book.
pub fn stem(word: &str) -> String {
    let one = singular(word);
    if one.ends_with("ing") { one } else { Stemmer::create(Algorithm::English).stem(&one).into_owned() }
}

/// The stems of the words of a name or a phrase.
pub fn stems(phrase: &str) -> Vec<String> {
    tokens(phrase).into_iter().filter(Token::is_word).map(|token| token.stem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prompt_comes_apart() {
        let texts = |text: &str| tokens(text).into_iter().map(|token| token.text).collect::<Vec<_>>();
        assert_eq!(texts("Customers' E-Mails, no loan_id."), ["customers", "email", ",", "no", "loan", "id", "."]);
        assert_eq!(texts("don’t track (PII)"), ["not", "track", "(", "pii", ")"]);
    }

    #[test]
    fn one_and_many() {
        for (many, one) in [
            ("policies", "policy"),
            ("addresses", "address"),
            ("purchases", "purchase"),
            ("branches", "branch"),
            ("warehouses", "warehouse"),
            ("people", "person"),
            ("taxes", "tax"),
            ("status", "status"),
            ("days", "day"),
        ] {
            assert_eq!(singular(many), one);
            assert_eq!(stem(many), stem(one));
        }
        for (one, many) in [("policy", "policies"), ("day", "days"), ("branch", "branches"), ("person", "people")] {
            assert_eq!(plural(one), many);
        }
    }
}
