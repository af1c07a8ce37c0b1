//! Calculations over a column or over all rows: differences and shares.

use super::Parser;
use crate::ask::item::ItemKind;
use crate::ask::lexicon::{ADJECTIVES, Key};
use crate::ask::query::Aggregate;

/// How many items may lie between the two ends of a difference: `the highest and the lowest`.
const LONGEST_PAIR: usize = 8;

impl Parser<'_> {
    /// `percentage of X`: conditions that stand before X say of which of them.
    pub(super) fn share(&mut self) {
        self.sketch.share = Some(self.sketch.conditions.len());
    }

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
            match (first, is_greatest(&item.kind)) {
                (None, Some(is_up)) => first = Some(is_up),
                (Some(one), Some(other)) => {
                    let end = self.at + skip + 1;
                    let is_same = between.is_none_or(|stem| self.names_at(end) == Some(stem));
                    return (one != other && is_same).then_some(end);
                }
                (_, None) => match &item.kind {
                    ItemKind::Stop | ItemKind::Key(Key::And | Key::Some) => {}
                    ItemKind::Element(_) if first.is_some() && between.is_none() => {
                        between = Some(&self.tokens[item.place.end - 1].stem);
                    }
                    _ => return None,
                },
            }
        }
        None
    }

    /// The stem of the name that stands at a place.
    fn names_at(&self, at: usize) -> Option<&str> {
        let item = self.items.get(at).filter(|item| matches!(item.kind, ItemKind::Element(_)))?;
        Some(&self.tokens[item.place.end - 1].stem)
    }
}

/// Whether an item asks for the greatest value or for the least; nothing where it does neither.
fn is_greatest(kind: &ItemKind) -> Option<bool> {
    match kind {
        ItemKind::Superlative(adjective) => Some(ADJECTIVES[*adjective].is_upward),
        ItemKind::Key(Key::Aggregate(Aggregate::Maximum)) => Some(true),
        ItemKind::Key(Key::Aggregate(Aggregate::Minimum)) => Some(false),
        _ => None,
    }
}
