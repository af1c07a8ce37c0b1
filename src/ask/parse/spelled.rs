//! Orders that are spelled out: `highest score first`, `from the dearest to the cheapest`, `the title first`.

use super::{Parser, Region};
use crate::ask::item::{Item, ItemKind};
use crate::ask::lexicon::{ADJECTIVES, Key};
use crate::ask::query::Aggregate;
use crate::ask::sketch::{self, Measure, Ordering, Subject};

/// How many items may lie between a superlative and `first`.
const LONGEST: usize = 5;

impl Parser<'_> {
    /// Whether the superlative that was read says an order, and is done with.
    pub(super) fn is_spelled(&mut self, adjective: usize) -> bool {
        if self.puts_column_first(adjective) {
            return true;
        }
        if let Some(end) = self.end_of_range(adjective) {
            self.at = end;
            self.spell_order(adjective);
            return true;
        }
        self.most_first(adjective)
    }

    /// `show the title first` says which column comes first, and nothing of rows.
    fn puts_column_first(&self, adjective: usize) -> bool {
        let is_after_name =
            matches!(self.items.get(self.at.wrapping_sub(2)), Some(Item { kind: ItemKind::Element(_), .. }));
        ADJECTIVES[adjective].forms[2] == "first"
            && self.region == Region::Answer
            && is_after_name
            && self.ends_clause(self.at)
    }

    /// `from the dearest type to the cheapest`: the place behind it.
    fn end_of_range(&self, adjective: usize) -> Option<usize> {
        let word = |at: usize| self.items.get(at).map_or("", |item| self.tokens[item.place.start].lower.as_str());
        let before =
            if word(self.at.wrapping_sub(2)) == "the" { self.at.wrapping_sub(3) } else { self.at.wrapping_sub(2) };
        let to = (self.at..self.at + LONGEST).find(|at| word(*at) == "to").filter(|_| word(before) == "from")?;
        let end = if word(to + 1) == "the" { to + 2 } else { to + 1 };
        let Some(Item { kind: ItemKind::Superlative(other), .. }) = self.items.get(end) else { return None };
        (ADJECTIVES[*other].is_upward != ADJECTIVES[adjective].is_upward).then_some(end + 1)
    }

    /// `highest score first`, `biggest total first`, `most crossings first`.
    fn most_first(&mut self, adjective: usize) -> bool {
        let is_first =
            |item: &Item| matches!(item.kind, ItemKind::Superlative(it) if ADJECTIVES[it].forms[2] == "first");
        let next = self.items[self.at..].iter().take(LONGEST).position(is_first).filter(|skip| *skip > 0);
        let Some(end) = next.map(|skip| self.at + skip).filter(|end| self.ends_clause(end + 1)) else { return false };
        let between: Vec<Item> = self.items[self.at..end].to_vec();
        let is_part = |item: &Item| {
            let is_word = matches!(item.kind, ItemKind::Stop | ItemKind::Element(_));
            is_word || matches!(item.kind, ItemKind::Key(Key::Total | Key::Count | Key::Aggregate(_) | Key::Of))
        };
        if !between.iter().all(is_part) {
            return false;
        }
        self.compare_average();
        self.settle_truth();
        let named = between.iter().find_map(|item| match &item.kind {
            ItemKind::Element(named) => Some((item, named)),
            _ => None,
        });
        let asked = between.iter().find_map(|item| aggregate_of(&item.kind));
        let mention = named.map(|(item, named)| self.mention(item, named));
        self.at = end + 1;
        self.region = Region::Order;
        // `the five best …, highest score first` says it again.
        if self.sketch.limit.is_some() && !self.sketch.orders.is_empty() {
            return true;
        }
        let key = match (asked, mention) {
            (Some(aggregate), _) => self.measure_shown(Some(aggregate)).or_else(|| self.measure_shown(None)),
            (None, Some(mention)) if self.sketch.mentions[mention].is_table() => Some(Measure::count(Some(mention))),
            (None, Some(mention)) => Some(Measure::of(mention)),
            (None, None) => self.measure_shown(None),
        };
        match key {
            Some(measure) => {
                let is_descending = ADJECTIVES[adjective].is_upward;
                self.sketch.orders.push(Ordering {
                    key: sketch::Key::Measure(measure),
                    is_descending,
                    adjective: None,
                });
            }
            None => self.sketch.unused.push("an order".into()),
        }
        true
    }

    /// `busiest first`: a superlative that nobody knows is about what is counted, where one thing is.
    pub(super) fn unknown_first(&mut self, word: &str) -> bool {
        let is_first = matches!(self.items.get(self.at), Some(Item { kind: ItemKind::Superlative(it), .. }) if ADJECTIVES[*it].forms[2] == "first");
        if !is_first || !word.ends_with("est") || !self.ends_clause(self.at + 1) {
            return false;
        }
        let counted = self.sketch.conditions.iter().find_map(|it| match &it.subject {
            Subject::Measure(measure) if measure.aggregate.is_some() => Some(measure.clone()),
            _ => None,
        });
        let Some(measure) = self.measure_shown(None).or(counted) else { return false };
        self.at += 1;
        self.region = Region::Order;
        self.sketch.orders.push(Ordering { key: sketch::Key::Measure(measure), is_descending: true, adjective: None });
        true
    }

    /// The one measure of the answer that takes this aggregate, or any.
    pub(super) fn measure_shown(&self, aggregate: Option<Aggregate>) -> Option<Measure> {
        let fits = |it: &&Measure| !it.is_plain() && (aggregate.is_none() || it.aggregate == aggregate);
        let all = self.sketch.outputs.iter().chain(&self.asked_before);
        all.rev().find(fits).cloned()
    }

    /// Whether nothing more of the clause follows.
    fn ends_clause(&self, at: usize) -> bool {
        let word = self.items.get(at).map(|item| self.tokens[item.place.start].lower.as_str());
        word.is_none_or(|word| matches!(word, "." | "?" | "!" | "," | ";" | ")"))
    }
}

fn aggregate_of(kind: &ItemKind) -> Option<Aggregate> {
    let ItemKind::Key(key) = kind else { return None };
    match key {
        Key::Total => Some(Aggregate::Sum),
        Key::Count => Some(Aggregate::Count),
        Key::Aggregate(aggregate) => Some(*aggregate),
        _ => None,
    }
}
