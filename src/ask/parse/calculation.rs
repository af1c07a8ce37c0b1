//! Calculations over a column or over all rows: differences and shares.

use super::Parser;
use crate::ask::item::ItemKind;
use crate::ask::lexicon::{ADJECTIVES, Key};
use crate::ask::query::Aggregate;
use crate::ask::sketch::{Condition, Measure, Subject, Test};

/// How many items may lie between the two ends of a difference: `the highest and the lowest`.
const LONGEST_PAIR: usize = 8;

impl Parser<'_> {
    /// `percentage of X`: conditions that stand before X say of which of them.
    pub(super) fn share(&mut self) {
        // `the share of X that …, in percent` says it twice.
        if self.sketch.share.is_none() || self.sketch.outputs.is_empty() {
            self.sketch.share = Some(self.sketch.conditions.len());
        }
    }

    /// `what fees did it pay in total`: the number that is shown last is added up.
    pub(super) fn settle_total(&mut self) {
        let is_amount = |mention: usize| {
            let mention = &self.sketch.mentions[mention];
            let best = mention.named.columns.first().filter(|_| !mention.is_table());
            best.is_some_and(|it| self.catalog.is_amount(it.it))
        };
        let is_one_answer = self.sketch.outputs.len() == 1 || !self.sketch.groups.is_empty();
        let last = self.sketch.outputs.last().filter(|it| it.is_plain() && !it.is_everything).and_then(|it| it.mention);
        let is_summed = self.adds_up && is_one_answer && self.sketch.orders.is_empty() && last.is_some_and(is_amount);
        if let Some(output) = self.sketch.outputs.last_mut().filter(|_| is_summed) {
            output.aggregate = Some(Aggregate::Sum);
        } else if self.adds_up && self.sketch.outputs.iter().all(Measure::is_plain) {
            self.compare_total();
        }
    }

    /// `sold more than 1000 copies altogether`: the sum is compared.
    fn compare_total(&mut self) {
        let is_compared = |it: &&mut Condition| matches!(it.test, Test::Number(..) | Test::Between(..));
        if let Some(Condition { subject: Subject::Measure(measure), .. }) =
            self.sketch.conditions.iter_mut().rev().find(is_compared)
            && measure.mention.is_some()
            && measure.aggregate.is_none()
        {
            *measure = Measure { aggregate: Some(Aggregate::Sum), is_total: true, ..measure.clone() };
        }
    }

    /// The first name behind `percentage of` is X.
    pub(super) fn share_of_next(&mut self) {
        if self.sketch.share.is_some() && self.sketch.outputs.is_empty() {
            self.share();
        }
    }

    /// `difference between the highest and lowest X`: both ends become one aggregate of the name behind them.
    pub(super) fn difference(&mut self) {
        match self.pair_of_extremes() {
            Some(end) => {
                self.at = end;
                self.waiting.aggregates.push(Aggregate::Spread);
            }
            None => self.sketch.unused.push("a difference".into()),
        }
    }

    /// The place behind two extremes of the same thing, one of each kind.
    fn pair_of_extremes(&self) -> Option<usize> {
        let mut first: Option<bool> = None;
        let mut between: Option<&str> = None;
        let next = self.items.get(self.at..)?.iter().take(LONGEST_PAIR);
        for (skip, item) in next.enumerate() {
            let end = self.at + skip + 1;
            match (first, is_greatest(&item.kind)) {
                (None, Some(is_up)) => first = Some(is_up),
                (Some(one), Some(other)) => {
                    let is_same = between.is_none_or(|stem| self.name_at(end) == Some(stem));
                    return (one != other && is_same).then_some(end);
                }
                (_, None) if matches!(item.kind, ItemKind::Stop | ItemKind::Key(Key::And | Key::Some)) => {}
                (Some(_), None) if between.is_none() => between = Some(self.name_at(end - 1)?),
                (None | Some(_), None) => return None,
            }
        }
        None
    }

    /// The stem of the name that stands at a place.
    fn name_at(&self, at: usize) -> Option<&str> {
        let item = self.items.get(at).filter(|item| matches!(item.kind, ItemKind::Element(_)))?;
        Some(&self.tokens[item.place.end - 1].stem)
    }
}

/// Whether an item asks for the greatest value or for the least; nothing where it does neither.
fn is_greatest(kind: &ItemKind) -> Option<bool> {
    if let ItemKind::Superlative(adjective) = kind {
        return Some(ADJECTIVES[*adjective].is_upward);
    }
    let ItemKind::Key(Key::Aggregate(aggregate)) = kind else { return None };
    match aggregate {
        Aggregate::Maximum => Some(true),
        Aggregate::Minimum => Some(false),
        Aggregate::Count | Aggregate::Sum | Aggregate::Average | Aggregate::Spread => None,
    }
}
