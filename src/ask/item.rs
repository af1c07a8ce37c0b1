//! A question as a row of items: words of the grammar, names of tables and columns, values and numbers.
//!
//! All ways to cut the question are weighed against each other; long matches and good ones win.

use super::catalog::{Catalog, ColumnId};
use super::element::{Named, Vocabulary};
use super::lexicon::{ADJECTIVES, Key, LEADS, LONGEST_PHRASE, NOUNS_OF_PHRASES, PHRASES, is_participle, is_stop_word};
use super::stem::stem;
use super::token::{Token, TokenKind};
use super::value::Values;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub kind: ItemKind,
    /// Of the tokens.
    pub place: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ItemKind {
    Key(Key),
    /// `older than` and `oldest`: position in [`ADJECTIVES`].
    Comparative(usize),
    Superlative(usize),
    /// `oldest to youngest`: the first of the two.
    Spelled(usize),
    Element(Named),
    /// The columns that hold it, with the spelling it has there.
    Value(Vec<(ColumnId, String)>),
    Number(String),
    Quoted(String),
    /// A word that means nothing by itself here.
    Stop,
    /// A word that nobody knows.
    Unknown,
}

/// Least score of a column whose last word is meant.
const HEADED: f64 = 0.65;

/// Least score of a name that is only written with a word more or less.
const LABELLED: f64 = 0.88;

/// Least score of a column that is named, and not only like the words.
const NAMED: f64 = 0.9;

/// The best way to cut the question.
pub fn items(tokens: &[Token], catalog: &Catalog, vocabulary: &Vocabulary, values: &Values) -> Vec<Item> {
    let cutter = Cutter { tokens, catalog, vocabulary, values, known: RefCell::default() };
    // best[n]: the best weight of the first n tokens, and the item that ends there.
    let mut best: Vec<(f64, Option<Item>)> = vec![(0.0, None)];
    for end in 1..=tokens.len() {
        let mut top: (f64, Option<Item>) = (f64::NEG_INFINITY, None);
        let first = end.saturating_sub(LONGEST_PHRASE);
        for (start, (before, _)) in best.iter().enumerate().skip(first) {
            for (kind, weight) in cutter.readings(start..end) {
                if before + weight > top.0 {
                    top = (before + weight, Some(Item { kind, place: start..end }));
                }
            }
        }
        best.push(top);
    }
    let mut items = Vec::new();
    let mut end = tokens.len();
    while let Some(item) = best[end].1.clone() {
        end = item.place.start;
        items.push(item);
    }
    items.reverse();
    items
}

struct Cutter<'a> {
    tokens: &'a [Token],
    catalog: &'a Catalog,
    vocabulary: &'a Vocabulary,
    values: &'a Values,
    /// What words name, by themselves: the same few are looked up again and again.
    known: RefCell<HashMap<String, Named>>,
}

impl Cutter<'_> {
    /// What the tokens may be together, with how much that is worth: about 1 for each.
    fn readings(&self, place: Range<usize>) -> Vec<(ItemKind, f64)> {
        let tokens = &self.tokens[place.clone()];
        let length = tokens.len() as f64;
        let mut found = Vec::new();
        if let [token] = tokens {
            found.push(self.alone(token, place.start));
        }
        if tokens.iter().any(|token| token.kind == TokenKind::Quoted) {
            return found;
        }
        let text = tokens.iter().map(|token| token.lower.as_str()).collect::<Vec<_>>().join(" ");
        if place.start == 0 || self.tokens[place.start - 1].kind == TokenKind::Mark {
            let is_start = place.start == 0 || matches!(self.tokens[place.start - 1].lower.as_str(), "." | "?" | "!");
            let is_noun = matches!(
                text.as_str(),
                "name" | "state" | "report" | "see" | "the" | "display" | "when" | "where" | "who" | "which" | "what"
            );
            if LEADS.contains(&text.as_str()) && (is_start || !is_noun) {
                found.push((ItemKind::Key(Key::Lead), 1.1 * length));
            }
        }
        if self.asks_for_people(&place) {
            found.extend(self.vocabulary.people().map(|people| (ItemKind::Element(people), 1.25)));
        }
        if matches!(text.as_str(), "people" | "persons") && !self.is_table(&[&tokens[0]]) {
            found.extend(self.vocabulary.people().map(|people| (ItemKind::Element(people), 1.05)));
        }
        let is_after_mark = |at: usize| at == 0 || self.tokens[at - 1].kind == TokenKind::Mark;
        if text == "count" && is_after_mark(place.start) {
            found.push((ItemKind::Key(Key::Count), 1.1));
        }
        if let Some((_, key)) = PHRASES.iter().find(|(phrase, _)| *phrase == text)
            && !self.is_phrase_of_column(tokens)
            && !self.ends_name(&place, *key)
            && !self.is_done_to_rows(&place)
        {
            found.push((ItemKind::Key(*key), if tokens.len() > 1 { 1.22 * length } else { 1.02 }));
        }
        if self.begins_name(&place) {
            // `last name` is no last one.
        } else if self.is_adverb(&place) {
            found.push((ItemKind::Stop, 1.03));
        } else {
            found.extend(adjective(&text).map(|kind| (kind, if tokens.len() > 1 { 1.2 * length } else { 1.03 })));
        }
        if let Some((columns, weight)) = self.values.find(tokens, self.catalog) {
            let weight = if self.is_rather_name(tokens, &columns) { weight * 0.6 } else { weight };
            let weight = if self.is_rather_value(&place, &columns) { weight.max(1.4 * length) } else { weight };
            found.push((ItemKind::Value(columns), weight));
        }
        found.extend(self.element(place));
        found
    }

    /// `who directed …` asks for people; in `who are the directors` the noun says which.
    fn asks_for_people(&self, place: &Range<usize>) -> bool {
        let is_start =
            place.start.checked_sub(1).is_none_or(|at| matches!(self.tokens[at].lower.as_str(), "." | "?" | "!"));
        let next = self.tokens.get(place.end).map_or("", |token| token.lower.as_str());
        let is_who = place.len() == 1 && self.tokens[place.start].lower == "who";
        let is_done = self.tokens.get(place.end + 1).is_some_and(|token| is_participle(&token.lower));
        is_who && is_start && (!matches!(next, "is" | "are" | "was" | "were" | "'s" | "'") || is_done)
    }

    /// `phone number of`: the noun before it makes the number a name. `the number of the ship` is one where ships have numbers.
    fn ends_name(&self, place: &Range<usize>, key: Key) -> bool {
        let first =
            self.tokens[place.clone()].iter().position(|token| matches!(token.lower.as_str(), "number" | "numbers"));
        let Some(first) = first.filter(|_| key == Key::Count).map(|at| place.start + at) else { return false };
        if self.has_number(&self.tokens[first], place.end) {
            return true;
        }
        let Some(before) = first.checked_sub(1).map(|at| &self.tokens[at]).filter(|_| first == place.start) else {
            return false;
        };
        let named = self.named(&[before]);
        before.kind == TokenKind::Word
            && named.columns.first().is_some_and(|it| it.score >= 0.8)
            && adjective(&before.lower).is_none()
            && !PHRASES.iter().any(|(phrase, _)| *phrase == before.lower)
            && !is_imperative(&before.lower)
    }

    /// Whether one row of a table follows that has a number of its own.
    fn has_number(&self, number: &Token, at: usize) -> bool {
        let [article, noun, ..] = &self.tokens[at.min(self.tokens.len())..] else { return false };
        let is_one = article.lower == "the" && noun.kind == TokenKind::Word && !noun.lower.ends_with('s');
        let tables = self.named(&[noun]).tables;
        let columns = self.named(&[number]).columns;
        let owns = |table: usize| columns.iter().any(|it| it.it.table == table && it.score >= NAMED);
        is_one && tables.iter().any(|table| table.score > 0.95 && owns(table.it))
    }

    /// `price` in small letters, where there is a ticket price, is no Mr Price.
    fn is_rather_name(&self, tokens: &[Token], values: &[(ColumnId, String)]) -> bool {
        let [token] = tokens else { return false };
        let is_small = token.text.starts_with(char::is_lowercase);
        let is_great = values.iter().all(|(_, value)| value.starts_with(char::is_uppercase));
        is_small && is_great && self.named(&[token]).columns.first().is_some_and(|it| it.score >= HEADED)
    }

    /// `never been ordered`: the participle, and no order of the rows.
    fn is_done_to_rows(&self, place: &Range<usize>) -> bool {
        const BEFORE: [&str; 12] =
            ["been", "have", "has", "had", "was", "were", "is", "are", "not", "never", "ever", "they"];
        let word = |at: usize| self.tokens.get(at).map_or("", |token| token.lower.as_str());
        let before = place.start.checked_sub(1).map_or("", word);
        matches!(word(place.start), "ordered" | "sorted" | "ranked")
            && place.len() == 1
            && BEFORE.contains(&before)
            && !matches!(word(place.end), "by" | "in" | "from")
    }

    /// `the salary of clerks`, where clerks are a job: rows of the kind rather than those that play the part somewhere.
    fn is_rather_value(&self, place: &Range<usize>, values: &[(ColumnId, String)]) -> bool {
        let words: Vec<&Token> = self.tokens[place.clone()].iter().collect();
        let named = self.named(&words);
        let before = place.start.checked_sub(1).map_or("", |at| self.tokens[at].lower.as_str());
        let is_theirs = matches!(before, "their" | "his" | "her" | "its");
        let of_base = |role: usize| values.iter().any(|(id, _)| id.table == self.catalog.base(role));
        let is_role = named.tables.first().is_some_and(|it| self.catalog.is_role(it.it) && of_base(it.it));
        is_role && !is_theirs && named.columns.first().is_none_or(|it| it.score < NAMED)
    }

    fn begins_name(&self, place: &Range<usize>) -> bool {
        let is_ordinal = place.len() == 1 && matches!(self.tokens[place.start].lower.as_str(), "first" | "last");
        is_ordinal && self.tokens.get(place.end).is_some_and(|next| next.stem == "name")
    }

    /// `first climbed after 2000`: it orders nothing.
    fn is_adverb(&self, place: &Range<usize>) -> bool {
        let next = self.tokens.get(place.end);
        place.len() == 1
            && matches!(self.tokens[place.start].lower.as_str(), "first" | "last")
            && next.is_some_and(|next| {
                is_participle(&next.lower) && self.named(&[next]).tables.first().is_none_or(|it| it.score < NAMED)
            })
    }

    /// `quantity of` where there is a column of quantities.
    fn is_phrase_of_column(&self, tokens: &[Token]) -> bool {
        let noun = tokens.iter().find(|token| NOUNS_OF_PHRASES.contains(&token.lower.as_str()));
        let columns = noun.map(|noun| self.named(&[noun]).columns).unwrap_or_default();
        columns.first().is_some_and(|it| it.score >= NAMED)
    }

    fn alone(&self, token: &Token, at: usize) -> (ItemKind, f64) {
        match token.kind {
            TokenKind::Quoted => (ItemKind::Quoted(token.text.clone()), 1.0),
            TokenKind::Number => (ItemKind::Number(token.text.clone()), 1.0),
            TokenKind::Mark => (ItemKind::Stop, 0.2),
            TokenKind::Word if is_date(&token.text) => (ItemKind::Quoted(token.text.clone()), 1.0),
            TokenKind::Word if is_stop_word(&token.lower) => (ItemKind::Stop, 0.2),
            TokenKind::Word => {
                let is_named = at > 0 && token.text.starts_with(char::is_uppercase);
                (ItemKind::Unknown, if is_named { 0.0 } else { 0.05 })
            }
        }
    }

    /// Tables and columns. Words in between that say nothing (`name of the song`) are let pass.
    fn element(&self, place: Range<usize>) -> Option<(ItemKind, f64)> {
        let tokens = &self.tokens[place.clone()];
        let is_word = |token: &Token| token.kind == TokenKind::Word;
        let (first, last) = (tokens.first()?, tokens.last()?);
        if !is_word(first) || !is_word(last) || is_joint(first) || is_joint(last) {
            return None;
        }
        if place.start == 0 && is_imperative(&first.lower) {
            return None;
        }
        let inner = |token: &&Token| !matches!(token.lower.as_str(), "of" | "the" | "all" | "on");
        let words: Vec<&Token> = tokens.iter().filter(inner).collect();
        let gaps = tokens.len() - words.len();
        if tokens.iter().any(|token| token.kind == TokenKind::Mark) {
            return None;
        }
        if words.len() > 1 && is_participle(&last.lower) && self.is_table(&words[..words.len() - 1]) {
            return None;
        }
        if self.is_quality(&words) || self.begins_name(&place) {
            return None;
        }
        let mut named = self.named(&words);
        if let ([word], true) = (&words[..], named == Named::default()) {
            named = self.denied(word);
        }
        if gaps > 0 && self.is_column_of_table(tokens) {
            return None;
        }
        let best = named.tables.first().map(|it| it.score).into_iter().chain(named.columns.first().map(|it| it.score));
        let best = best.fold(0.0, f64::max);
        // `date of birth` is one column, `names of songs` are two things: only a name of several words spans a gap.
        if best == 0.0 || gaps > 0 && (best < 0.95 || !self.spans(&named, words.len())) {
            return None;
        }
        let is_whole = words.len() > 1 && best > 0.95;
        // `number of seats` where there is such a column is neither a count nor seats.
        let is_number = is_whole && gaps > 0 && matches!(first.lower.as_str(), "number" | "amount");
        // `hiring date` is one name although both of its words name something.
        let is_labelled = words.len() > 1 && !is_whole && best >= LABELLED && !self.is_table(&words[..words.len() - 1]);
        let bonus =
            if is_whole { 0.3 } else { 0.0 } + if is_labelled { 0.15 } else { 0.0 } + if is_number { 0.3 } else { 0.0 };
        let skipped = tokens.iter().map(|token| match token.lower.as_str() {
            "of" => 1.0,
            "the" | "all" => 0.25,
            _ => 0.0,
        });
        let weight = best * words.len() as f64 + bonus + skipped.sum::<f64>();
        Some((ItemKind::Element(named), weight))
    }

    fn named(&self, words: &[&Token]) -> Named {
        let text = words.iter().map(|token| token.lower.as_str()).collect::<Vec<_>>().join(" ");
        if let Some(known) = self.known.borrow().get(&text) {
            return known.clone();
        }
        let stems: Vec<String> = words.iter().map(|token| token.stem.clone()).collect();
        let letters = words.iter().flat_map(|token| token.lower.chars());
        let plain: String = letters.filter(|it| it.is_alphanumeric()).collect();
        let named = self.vocabulary.named(&stems, &plain);
        self.known.borrow_mut().insert(text, named.clone());
        named
    }

    /// `unpaid`, where there is a column of what is paid.
    fn denied(&self, word: &Token) -> Named {
        let Some(bare) = without_negation(&word.lower) else { return Named::default() };
        let named = self.vocabulary.named(&[stem(bare)], bare);
        let is_column = named.columns.first().is_some_and(|it| it.score >= HEADED);
        if is_column { Named { tables: Vec::new(), ..named } } else { Named::default() }
    }

    /// `codes of countries` where there is a table of countries that has codes: two names.
    fn is_column_of_table(&self, tokens: &[Token]) -> bool {
        let Some(joint) = tokens.iter().position(|token| token.lower == "of") else { return false };
        let words = |tokens: &'_ [Token]| -> Vec<usize> {
            (0..tokens.len()).filter(|at| !matches!(tokens[*at].lower.as_str(), "of" | "the" | "all")).collect()
        };
        let pick =
            |part: &[Token]| -> Named { self.named(&words(part).into_iter().map(|at| &part[at]).collect::<Vec<_>>()) };
        let tables = pick(&tokens[joint + 1..]).tables;
        let columns = pick(&tokens[..joint]).columns;
        let owns = |table: usize| columns.iter().any(|it| it.it.table == table && it.score > 0.95);
        tables.iter().any(|table| table.score > 0.95 && owns(table.it))
    }

    /// `certified instructors`: a column of truths before its table says which rows.
    fn is_quality(&self, words: &[&Token]) -> bool {
        let [quality, rows] = words else { return false };
        let columns = self.named(&[quality]).columns;
        let is_truth =
            columns.first().is_some_and(|it| it.score >= NAMED && self.catalog.column(it.it).truth(true).is_some());
        is_truth && self.is_table(&[rows])
    }

    fn is_table(&self, words: &[&Token]) -> bool {
        self.named(words).tables.first().is_some_and(|it| it.score > 0.95)
    }

    fn spans(&self, named: &Named, words: usize) -> bool {
        let column = named.columns.first().map(|it| self.catalog.words(it.it).len());
        let table = named.tables.first().map(|it| super::name::words(&self.catalog.tables[it.it].name).len());
        column.into_iter().chain(table).any(|length| length >= words)
    }
}

/// The participle that a word denies: `unpaid` denies `paid`.
pub fn without_negation(word: &str) -> Option<&str> {
    word.strip_prefix("un").or_else(|| word.strip_prefix("non-")).filter(|bare| is_participle(bare))
}

/// Words that join two nouns.
fn is_joint(token: &Token) -> bool {
    matches!(token.lower.as_str(), "of" | "the" | "a" | "an" | "in" | "for" | "and" | "or" | "by" | "to" | "is" | "are")
}

/// Verbs that ask for an answer at the start of a question, whatever else they name.
fn is_imperative(word: &str) -> bool {
    matches!(
        word,
        "show"
            | "list"
            | "find"
            | "give"
            | "return"
            | "name"
            | "count"
            | "state"
            | "report"
            | "display"
            | "order"
            | "sort"
    )
}

fn adjective(text: &str) -> Option<ItemKind> {
    // `heaviest first`
    if let Some(bare) = text.strip_suffix(" first") {
        let superlative = ADJECTIVES.iter().position(|it| it.forms[2] == bare && bare != "first" && bare != "last");
        return superlative.map(ItemKind::Spelled);
    }
    if let Some((from, to)) = text.split_once(" to ") {
        let to = to.strip_prefix("the ").unwrap_or(to);
        // `most to least expensive`
        let whole = match (from, to.split_once(' ')) {
            ("most", Some(("least", of))) => Some(format!("most {of}")),
            ("least", Some(("most", of))) => Some(format!("least {of}")),
            _ => None,
        };
        if let Some(whole) = whole {
            return ADJECTIVES.iter().position(|it| it.forms[2] == whole).map(ItemKind::Spelled);
        }
        let place = |word: &str| ADJECTIVES.iter().position(|it| it.forms[0] == word || it.forms[2] == word);
        return place(to).and(place(from)).map(ItemKind::Spelled);
    }
    let bare = text.strip_suffix(" than");
    let compared = bare.and_then(|bare| ADJECTIVES.iter().position(|it| it.forms[1] == bare));
    if let Some(at) = compared {
        return Some(ItemKind::Comparative(at));
    }
    let superlative = ADJECTIVES.iter().position(|it| it.forms[2] == text).map(ItemKind::Superlative);
    superlative.or_else(|| ADJECTIVES.iter().position(|it| it.forms[1] == text).map(ItemKind::Comparative))
}

/// `2016-03-15`, `2016/03`
fn is_date(text: &str) -> bool {
    text.len() >= 7
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | ':' | 'T'))
}
