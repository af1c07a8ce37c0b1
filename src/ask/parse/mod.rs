//! From a row of items to a sketch: one pass from left to right, with the words of the grammar saying what the next name is for.

mod answer;
mod calculation;
mod condition;
mod continued;
mod deed;
mod order;
mod owner;
mod row;
mod spelled;
mod superlative;
mod unit;

use super::catalog::Catalog;
use super::item::{Item, ItemKind, without_negation};
use super::lexicon::{Key, is_verb};
use super::query::{Aggregate, Comparison};
use super::sketch::{Condition, Measure, Mention, Sketch, Subject, Unknown};
use super::token::Token;
use std::collections::BTreeSet;

/// Reads the items of a question.
pub fn sketch(items: &[Item], tokens: &[Token], catalog: &Catalog) -> Sketch {
    let mut parser = Parser {
        items,
        tokens,
        catalog,
        at: 0,
        region: Region::Answer,
        waiting: Waiting::default(),
        denied: None,
        clauses: 0,
        inverted: BTreeSet::new(),
        asked_before: Vec::new(),
        owner_of_next: None,
        last: None,
        last_value: None,
        adjective: None,
        top: None,
        last_table: None,
        sorts: false,
        rekeys: false,
        directs: false,
        descends: false,
        compared: None,
        owed: 0,
        adds_up: false,
        sketch: Sketch { stems: tokens.iter().map(|token| token.stem.clone()).collect(), ..Sketch::default() },
    };
    parser.run();
    parser.sketch
}

/// What the words are for, where nothing else says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Region {
    /// Columns to show.
    Answer,
    /// Conditions on rows.
    Where,
    /// Keys to order by.
    Order,
}

/// Words that say what the next name is for.
#[derive(Clone, Debug, Default)]
struct Waiting {
    aggregates: Vec<Aggregate>,
    is_count: bool,
    is_total: bool,
    is_distinct: bool,
    is_each: bool,
    is_everything: bool,
    comparison: Option<Comparison>,
    /// `the same`, `a different`: how the next name is compared with that of another row.
    likeness: Option<Comparison>,
    /// A number that was not used yet.
    number: Option<String>,
    superlative: Option<Superlative>,
    /// `most common`, and whether it is the most.
    common: Option<bool>,
    is_alternative: bool,
    is_both: bool,
}

#[derive(Clone, Copy, Debug)]
struct Superlative {
    adjective: usize,
    limit: u64,
}

struct Parser<'a> {
    items: &'a [Item],
    tokens: &'a [Token],
    catalog: &'a Catalog,
    at: usize,
    region: Region,
    waiting: Waiting,
    /// The clause that is denied, if we are in one.
    denied: Option<usize>,
    clauses: usize,
    /// Clauses whose denial went into a comparison: `not older than`.
    inverted: BTreeSet<usize>,
    /// What was asked before a second sentence says what to show.
    asked_before: Vec<Measure>,
    /// The table whose column is measured: `average captain's age`.
    owner_of_next: Option<usize>,
    /// What the next condition is about.
    last: Option<Measure>,
    /// The position of the condition on the last value, for `France or Germany`.
    last_value: Option<usize>,
    /// The adjective of a comparison: `older than`.
    adjective: Option<usize>,
    /// `top 5`, until it is known by what.
    top: Option<u64>,
    /// The table that was named last.
    last_table: Option<usize>,
    /// `sort … by …`: the key comes behind `by`.
    sorts: bool,
    /// `longest book by pages`: the key of the superlative comes behind it.
    rekeys: bool,
    /// Whether a direction was given before its key.
    directs: bool,
    /// Whether the next key orders downwards.
    descends: bool,
    /// The condition whose aggregate the next conditions are about: `above the average of goods from Sweden`.
    compared: Option<usize>,
    /// `in total`: a number that is shown is added up.
    adds_up: bool,
    /// Outputs before this one know whose columns they are.
    owed: usize,
    sketch: Sketch,
}

impl Parser<'_> {
    fn run(&mut self) {
        while let Some(item) = self.items.get(self.at) {
            self.at += 1;
            if self.tells_role(item) {
                continue;
            }
            match &item.kind {
                ItemKind::Key(key) => self.key(*key),
                ItemKind::Comparative(adjective) => self.comparative(*adjective),
                ItemKind::Superlative(adjective) => self.superlative(*adjective),
                ItemKind::Spelled(adjective) => self.spell_order(*adjective),
                ItemKind::Element(named) => {
                    self.share_of_next();
                    let mention = self.mention(item, named);
                    self.element(mention);
                }
                ItemKind::Value(columns) => self.value(columns),
                ItemKind::Number(digits) => self.number(digits),
                ItemKind::Quoted(text) => self.quoted(text),
                ItemKind::Stop => self.stop(item),
                ItemKind::Unknown => self.unknown(item),
            }
        }
        self.finish();
    }

    /// The end of a sentence, or a verb that begins a clause: `letters using forms`.
    fn stop(&mut self, item: &Item) {
        let word = self.tokens[item.place.start].lower.as_str();
        if matches!(word, "?" | "." | "!") && self.at < self.items.len() {
            self.next_sentence();
        } else if matches!(word, ":" | "(") && self.only_names_follow() {
            self.list_of_answers();
        } else if is_verb(word) && self.region == Region::Answer && !self.sketch.outputs.is_empty() {
            self.enter_where();
        }
    }

    fn mention(&mut self, item: &Item, named: &super::element::Named) -> usize {
        let words = self.words(item);
        self.sketch.mentions.push(Mention { words, named: named.clone(), owner: None, at: item.place.start });
        self.sketch.mentions.len() - 1
    }

    fn words(&self, item: &Item) -> String {
        self.tokens[item.place.clone()].iter().map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn unknown(&mut self, item: &Item) {
        let token = &self.tokens[item.place.start];
        if self.unknown_first(&token.lower) || self.is_member_of_last(&token.lower) || self.is_mere_unit(token) {
            return;
        }
        if is_verb(&token.lower) && self.region == Region::Answer && !self.sketch.outputs.is_empty() {
            self.enter_where();
        }
        let is_name = item.place.start > 0 && token.text.starts_with(char::is_uppercase);
        self.sketch.unknown.push(Unknown { word: token.text.clone(), is_name });
    }

    fn key(&mut self, key: Key) {
        match key {
            Key::Lead => self.lead(),
            Key::Count => self.waiting.is_count = true,
            Key::Average => self.waiting.aggregates.push(Aggregate::Average),
            Key::Total => self.waiting.is_total = true,
            Key::Share => self.share(),
            Key::Difference => self.difference(),
            Key::Aggregate(aggregate) => self.waiting.aggregates.push(aggregate),
            Key::Distinct => {
                self.waiting.is_distinct = true;
                self.liken(Comparison::NotEqual);
            }
            Key::Same => self.liken(Comparison::Equal),
            Key::Each => self.each(),
            Key::Compare(comparison) => self.compare(comparison),
            Key::CompareBehind(comparison) => self.compare_behind(comparison),
            Key::Between => self.between(),
            Key::Common(is_most) => self.waiting.common = Some(is_most),
            Key::Like(like) => self.like(like),
            Key::Not | Key::Except => self.deny(),
            Key::Both | Key::Either => self.waiting.is_both = key == Key::Both,
            Key::And => self.and(),
            Key::Or => self.waiting.is_alternative = true,
            Key::But | Key::Comma => self.pause(),
            Key::OrderBy => self.order_by(),
            Key::Ascending => self.direct(false),
            Key::Descending => self.direct(true),
            Key::Alphabetical => self.alphabetical(),
            Key::Relative => self.relative(),
            Key::Have => self.have(),
            Key::Is => self.is(),
            Key::At => self.at_place(),
            Key::By => self.by(),
            Key::Top => self.top(),
            Key::Along => self.region = Region::Answer,
            Key::EveryField => self.waiting.is_everything = true,
            Key::Null => self.missing(),
            Key::Some | Key::All => self.compare_with_all(key == Key::All),
            Key::InAll => self.adds_up = true,
            Key::Of | Key::Than | Key::Aged | Key::Filler => {}
        }
    }

    /// The kind of the item so many places on, stop words left out.
    fn ahead(&self, skip: usize) -> Option<&ItemKind> {
        self.meaningful(self.at).nth(skip)
    }

    fn meaningful(&self, from: usize) -> impl Iterator<Item = &ItemKind> {
        let is_empty = |kind: &&ItemKind| {
            !matches!(kind, ItemKind::Stop | ItemKind::Key(Key::Some | Key::All | Key::Filler | Key::InAll | Key::Lead))
        };
        let is_inside = |item: &&Item| !matches!(self.tokens[item.place.start].lower.as_str(), "?" | "!" | ".");
        let rest = self.items.get(from..).unwrap_or_default();
        rest.iter().take_while(is_inside).map(|item| &item.kind).filter(is_empty)
    }

    /// The item before the one that is read, stop words left out.
    fn behind(&self) -> Option<&ItemKind> {
        let before = self.items.get(..self.at.saturating_sub(1)).unwrap_or_default();
        let is_full = |kind: &&ItemKind| {
            !matches!(kind, ItemKind::Stop | ItemKind::Key(Key::Some | Key::All | Key::Filler | Key::InAll))
        };
        before.iter().rev().map(|item| &item.kind).find(is_full)
    }

    /// The text of the first token of the item that is read.
    fn word_read(&self) -> &str {
        self.items.get(self.at - 1).map_or("", |item| self.tokens[item.place.start].lower.as_str())
    }

    /// The text of its last token.
    fn last_word_read(&self) -> &str {
        self.items.get(self.at - 1).map_or("", |item| self.tokens[item.place.end - 1].lower.as_str())
    }

    /// The text of the token before the item that is read.
    fn word_behind(&self) -> &str {
        let place = self.items.get(self.at - 1).map_or(0, |item| item.place.start);
        place.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or("", |token| token.lower.as_str())
    }

    fn condition(&mut self, subject: Subject, test: super::sketch::Test) {
        let denied = self.denied_by_word(&subject).or(self.denied);
        let is_of = self.stands_behind_of();
        let condition = Condition {
            subject,
            test,
            denied,
            is_alternative: std::mem::take(&mut self.waiting.is_alternative) && !self.sketch.conditions.is_empty(),
            is_both: self.waiting.is_both,
            beside: self.last_table.filter(|it| self.is_role(*it) && !self.is_whose(*it) && !is_of),
        };
        match self.compared.and_then(|at| self.sketch.conditions.get_mut(at)) {
            Some(Condition { test: super::sketch::Test::Aggregate(_, _, inner), .. }) => inner.push(condition),
            Some(_) | None => self.sketch.conditions.push(condition),
        }
    }

    /// `unpaid`: a clause of its own that denies the column.
    fn denied_by_word(&mut self, subject: &Subject) -> Option<usize> {
        let Subject::Measure(Measure { mention: Some(mention), aggregate: None, .. }) = subject else { return None };
        let mention = &self.sketch.mentions[*mention];
        let best = mention.named.columns.first()?;
        let stem = &self.tokens[mention.at].stem;
        without_negation(&mention.words.to_lowercase())?;
        if self.catalog.words(best.it).iter().any(|word| super::stem::stem(word) == *stem) {
            return None;
        }
        self.clauses += 1;
        Some(self.clauses)
    }

    /// What is left at the end of the question.
    fn finish(&mut self) {
        self.settle_superlative(None);
        self.compare_average();
        self.settle_truth();
        self.settle_top();
        self.settle_common();
        if self.waiting.is_count {
            self.take_measures(None);
        }
        self.sketch.is_distinct |= self.waiting.is_distinct;
        if self.waiting.is_everything {
            let subject = self.sketch.subject;
            self.sketch.outputs.push(Measure { is_everything: true, mention: subject, ..Measure::default() });
        }
        // `What is the total of each X? Show the X name.`
        if !self.sketch.groups.is_empty() {
            self.sketch.outputs.append(&mut self.asked_before);
        }
        self.settle_repeated();
        self.settle_direction();
        self.settle_total();
        self.settle_denials();
        self.sketch.asks_what_there_is =
            self.tokens.windows(2).any(|it| it[0].lower == "are" && it[1].lower == "there");
        self.sketch.adds_up = self.adds_up;
        self.sketch.asks_when = self.tokens.first().is_some_and(|token| token.lower == "when");
        self.sketch.asks_amount = self.tokens.windows(2).any(|it| it[0].lower == "how" && it[1].lower == "much");
        self.sketch.is_both = self.waiting.is_both;
        let Waiting { comparison, number, aggregates, .. } = &self.waiting;
        if comparison.is_some() {
            self.sketch.unused.push("a comparison".into());
        }
        if let Some(number) = number {
            self.sketch.unused.push(format!("the number {number}"));
        }
        if !aggregates.is_empty() {
            self.sketch.unused.push("an aggregate".into());
        }
    }
}
