//! Values of the database that a question mentions.

use super::catalog::{Catalog, ColumnId, Kind};
use super::lexicon::{ALIASES, is_participle};
use super::stem::stem;
use super::token::{Token, TokenKind};
use std::collections::HashMap;

/// Every value that was sampled, by its text in lower case.
#[derive(Debug)]
pub struct Values {
    by_text: HashMap<String, Vec<(ColumnId, String)>>,
    /// Values of one word, by its stem.
    by_stem: HashMap<String, Vec<(ColumnId, String)>>,
}

impl Values {
    pub fn new(catalog: &Catalog) -> Self {
        let mut by_text: HashMap<String, Vec<(ColumnId, String)>> = HashMap::new();
        for id in catalog.column_ids() {
            for value in &catalog.column(id).values {
                by_text.entry(folded(value)).or_default().push((id, value.clone()));
            }
        }
        let one_word = by_text.iter().filter(|(text, _)| text.chars().all(char::is_alphabetic));
        let mut by_stem: HashMap<String, Vec<(ColumnId, String)>> = HashMap::new();
        for (text, found) in one_word {
            by_stem.entry(stem(text)).or_default().extend(found.iter().cloned());
        }
        for found in by_stem.values_mut() {
            found.sort();
        }
        Self { by_text, by_stem }
    }

    /// The columns that hold what the tokens say, and how much that is worth.
    pub fn find(&self, tokens: &[Token], catalog: &Catalog) -> Option<(Vec<(ColumnId, String)>, f64)> {
        if tokens.iter().all(|token| token.kind != TokenKind::Word) {
            return None;
        }
        let text = folded(&tokens.iter().map(|token| token.lower.as_str()).collect::<Vec<_>>().join(" "));
        let length = tokens.len() as f64;
        let is_named = tokens.iter().any(|token| token.text.starts_with(char::is_uppercase));
        if let Some(found) = self.by_text.get(&text).filter(|_| text.chars().count() > 1) {
            return Some((found.clone(), length * if is_named { 1.06 } else { 0.97 }));
        }
        // A single letter is a value only when it is written as one.
        if let [token] = tokens
            && token.text.len() == 1
            && token.text.starts_with(char::is_uppercase)
            && token.lower != "a"
            && let Some(found) = self.by_text.get(&token.lower)
        {
            return Some((found.clone(), 1.05));
        }
        let cut = ["s", "es"].iter().filter_map(|end| text.strip_suffix(end).map(str::to_owned));
        let mut singulars = cut.chain(text.strip_suffix("ies").map(|bare| format!("{bare}y")));
        let singular = singulars.find_map(|it| self.by_text.get(&it));
        if let Some(found) = singular.filter(|_| text.chars().count() > 3) {
            return Some((found.clone(), length * 0.93));
        }
        let plural = self.by_text.get(&format!("{text}s")).filter(|_| text.chars().count() > 3);
        if let Some(found) = plural {
            return Some((found.clone(), length * 0.9));
        }
        // `inspections that failed`, where the result is `fail`.
        if let [token] = tokens
            && is_participle(&token.lower)
            && let Some(found) = self.by_stem.get(&token.stem)
            && found.iter().all(|(id, _)| is_choice(catalog, *id))
        {
            return Some((found.clone(), 1.0));
        }
        let aliases = ALIASES.iter().find(|(word, _)| *word == text)?.1;
        let found: Vec<(ColumnId, String)> = aliases
            .iter()
            .filter_map(|alias| self.by_text.get(*alias).map(|found| (alias.len(), found)))
            .flat_map(|(length, found)| {
                found.iter().filter(move |(id, _)| length > 1 || is_choice(catalog, *id)).cloned()
            })
            .collect();
        (!found.is_empty()).then_some((found, length * 1.02))
    }

    /// The columns that hold exactly this text, letter case aside.
    pub fn exact(&self, text: &str) -> Vec<(ColumnId, String)> {
        self.by_text.get(&folded(text)).cloned().unwrap_or_default()
    }
}

/// Whether the column chooses between a few short values.
fn is_choice(catalog: &Catalog, id: ColumnId) -> bool {
    let column = catalog.column(id);
    column.kind == Kind::Text && column.values.len() <= 4
}

/// Lower case, blanks single, marks between words as the tokens have them.
fn folded(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut spaced = String::with_capacity(lower.len());
    for (at, character) in lower.char_indices() {
        let is_inside = lower[at + character.len_utf8()..].chars().next().is_some_and(char::is_alphanumeric);
        match character {
            ',' | '(' | ')' | ';' | '!' | '?' => spaced.extend([' ', character, ' ']),
            '.' if !is_inside => spaced.extend([' ', character, ' ']),
            other => spaced.push(other),
        }
    }
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
