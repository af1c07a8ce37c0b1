//! Words that stand beside a name and name nothing of their own: units, amounts, and members.

use super::{Parser, Region};
use crate::ask::catalog::ColumnId;
use crate::ask::item::{Item, ItemKind};
use crate::ask::lexicon::is_unit;
use crate::ask::stem::stem;
use crate::ask::token::Token;

impl Parser<'_> {
    /// `staff members`: one of the rows that were named.
    pub(super) fn is_member_of_last(&self, word: &str) -> bool {
        let before = self.items.get(self.at.wrapping_sub(2));
        let is_table =
            before.is_some_and(|item| matches!(&item.kind, ItemKind::Element(named) if !named.tables.is_empty()));
        matches!(word, "member" | "members") && is_table
    }

    /// `area in square kilometers`: how something is measured, and nothing more.
    pub(super) fn is_mere_unit(&self, token: &Token) -> bool {
        let is_power = |word: &str| matches!(word, "square" | "cubic");
        let is_behind = matches!(self.word_behind(), "in" | "per") || is_power(self.word_behind());
        is_behind && (is_unit(&token.stem) || is_power(&token.lower))
    }

    /// `gave 5 stars`: a number before a column of numbers, behind what is shown.
    pub(super) fn is_amount_given(&self, mention: usize) -> bool {
        let it = &self.sketch.mentions[mention];
        let best = it.named.columns.first().filter(|best| !it.is_table() && best.score >= 0.9);
        let is_next = matches!(self.items.get(self.at.wrapping_sub(2)), Some(Item { kind: ItemKind::Number(_), .. }));
        let is_shown = self.region == Region::Answer && !self.sketch.outputs.is_empty();
        is_next && is_shown && self.waiting.number.is_some() && best.is_some_and(|it| self.catalog.is_amount(it.it))
    }

    /// `weight in kg`: the unit of what was named before.
    pub(super) fn is_unit_of_last(&self, mention: usize) -> bool {
        let it = &self.sketch.mentions[mention];
        let unit = &self.tokens[it.at].stem;
        let Some(before) = mention.checked_sub(1).map(|before| &self.sketch.mentions[before]) else { return false };
        let is_of = |column: ColumnId| self.catalog.words(column).last().is_some_and(|last| stem(last) == *unit);
        is_unit(unit) && self.word_behind() == "in" && before.named.columns.iter().any(|column| is_of(column.it))
    }
}
