//! Superlatives: the rows that come first, and the greatest and least values.

use super::order::extreme_of;
use super::{Parser, Region, Superlative};
use crate::ask::item::{Item, ItemKind};
use crate::ask::lexicon::{ADJECTIVES, Key, is_participle};
use crate::ask::sketch;
use crate::ask::sketch::{Measure, Ordering};

impl Parser<'_> {
    /// `the 3 youngest`, `with the highest salary`, `the most crossings`: orders the rows and keeps the first.
    pub(super) fn settle_superlative(&mut self, mention: Option<usize>) {
        let Some(superlative) = self.waiting.superlative.take() else { return };
        let adjective = &ADJECTIVES[superlative.adjective];
        let is_quantity = adjective.columns.is_empty()
            || matches!(adjective.forms[2], "highest" | "lowest" | "largest" | "smallest" | "biggest");
        let is_amount = matches!(adjective.forms[2], "most" | "fewest" | "least");
        let is_quantity = is_quantity || mention.is_some_and(|it| self.is_number(it));
        let Some(mention) = mention else {
            let key = match self.last.take() {
                Some(measure) => sketch::Key::Measure(measure),
                None if is_amount && (self.demands_rows() || self.shows_texts()) => {
                    sketch::Key::Measure(Measure::count(None))
                }
                None if adjective.forms[2] == "most" && self.shows_one_value() => sketch::Key::First,
                None => sketch::Key::Adjective(superlative.adjective, None),
            };
            return self.push_superlative(key, superlative);
        };
        let is_table = self.sketch.mentions[mention].is_table();
        if !is_table && (is_quantity || self.is_spoken_of(superlative.adjective, mention)) {
            if self.is_aggregate_asked() && superlative.limit == 1 {
                return self
                    .sketch
                    .outputs
                    .push(Measure { aggregate: Some(extreme_of(superlative.adjective)), ..Measure::of(mention) });
            }
            // `the five best scores`: the values themselves.
            if self.region == Region::Answer && superlative.limit > 1 && self.sketch.outputs.is_empty() {
                self.sketch.outputs.push(Measure::of(mention));
            }
            return self.push_superlative(sketch::Key::Measure(Measure::of(mention)), superlative);
        }
        if is_table && is_amount {
            return self.push_superlative(sketch::Key::Measure(Measure::count(Some(mention))), superlative);
        }
        self.push_superlative(sketch::Key::Adjective(superlative.adjective, Some(mention)), superlative);
        match self.region {
            Region::Answer => self.answer(mention),
            Region::Where | Region::Order => self.mentioned_in_where(mention),
        }
    }

    /// `the most money`, where nothing is called so: by something else would be another question.
    pub(super) fn lose_unknown_key(&mut self, adjective: usize) {
        let names_other = ADJECTIVES[adjective].columns.is_empty()
            && matches!(self.items.get(self.at), Some(Item { kind: ItemKind::Unknown, .. }));
        if names_other {
            self.sketch.unused.push("what is unknown".into());
        }
    }

    /// Whether a column of numbers is named: `the longest range`.
    fn is_number(&self, mention: usize) -> bool {
        let best = self.sketch.mentions[mention].named.columns.first().filter(|it| it.score >= 0.9);
        best.is_some_and(|it| self.catalog.is_amount(it.it))
    }

    /// `which songs were performed the most`: rows of another table were asked for, so they are what is counted.
    fn demands_rows(&self) -> bool {
        self.sketch.outputs.iter().all(Measure::is_plain) && self.sketch.related.iter().any(|it| it.denied.is_none())
    }

    /// Whether one column of texts is shown, which have no order that `the most` could mean: `which method was used most`.
    fn shows_texts(&self) -> bool {
        let [output] = &self.sketch.outputs[..] else { return false };
        let mention = output.mention.filter(|_| output.is_plain()).map(|it| &self.sketch.mentions[it]);
        let best = mention.filter(|it| !it.is_table()).and_then(|it| it.named.columns.first());
        best.is_some_and(|it| !self.catalog.is_ordered(it.it))
    }

    /// Whether one column or number is shown. What a row is called has no order that `the most` could mean.
    fn shows_one_value(&self) -> bool {
        let [output] = &self.sketch.outputs[..] else { return false };
        !output.is_plain() || output.mention.is_some_and(|it| !self.sketch.mentions[it].is_table())
    }

    /// `what is the highest salary`: the value itself is asked for, and of all rows.
    fn is_aggregate_asked(&self) -> bool {
        let ends = matches!(
            self.ahead(0),
            None | Some(ItemKind::Key(Key::Of | Key::At | Key::And | Key::Comma | Key::Each | Key::Relative))
        );
        let ends = ends || self.ends_in_participle();
        self.region == Region::Answer && ends && self.sketch.outputs.iter().all(|output| !output.is_plain())
    }

    /// `the highest toll paid`
    fn ends_in_participle(&self) -> bool {
        let word = self.items.get(self.at).map_or("", |item| self.tokens[item.place.start].lower.as_str());
        is_participle(word) && self.meaningful(self.at).nth(1).is_none()
    }

    /// Whether the adjective is one of the column: `the longest duration`.
    fn is_spoken_of(&self, adjective: usize, mention: usize) -> bool {
        let adjective = &ADJECTIVES[adjective];
        let best = self.sketch.mentions[mention].named.columns.first();
        let words = best.map(|it| self.catalog.column(it.it).name.to_lowercase()).unwrap_or_default();
        let speaks = |list: &[&str]| list.iter().any(|word| words.contains(word));
        speaks(adjective.columns) || speaks(adjective.inverse)
    }

    pub(super) fn order_by_superlative(&mut self, measure: Measure, superlative: Superlative) {
        self.push_superlative(sketch::Key::Measure(measure), superlative);
    }

    fn push_superlative(&mut self, key: sketch::Key, superlative: Superlative) {
        let is_descending = ADJECTIVES[superlative.adjective].is_upward;
        self.sketch.orders.push(Ordering { key, is_descending, adjective: Some(superlative.adjective) });
        self.sketch.limit = Some(self.top.take().unwrap_or(superlative.limit));
    }
}
