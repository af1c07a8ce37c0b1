//! Comparisons with another row, or another column: `earns more than the boss`, `in the same city as the winner`.

use super::{Parser, Region};
use crate::ask::element::{Named, Scored};
use crate::ask::item::{Item, ItemKind};
use crate::ask::lexicon::Key;
use crate::ask::query::Comparison;
use crate::ask::sketch::{Measure, Subject, Test};

/// How many items may lie between what is the same and whose it is: `in the same city as the player who is the`.
const LONGEST_GAP: usize = 6;

impl Parser<'_> {
    /// `earns more than the boss`, `arrived after the due date`: a row or a column stands where a number could.
    pub(super) fn compares_with_row(&mut self, mention: usize) -> bool {
        let is_bare = self.waiting.number.is_none() && self.waiting.aggregates.is_empty() && !self.waiting.is_count;
        let Some(comparison) = self.waiting.comparison.filter(|_| is_bare) else { return false };
        let is_followed = matches!(
            self.ahead(0),
            Some(ItemKind::Number(_) | ItemKind::Quoted(_) | ItemKind::Value(_) | ItemKind::Key(Key::Of))
        );
        let mention = self.role_told_of(mention);
        let is_role = self.is_role(mention);
        if !is_role && (is_followed || !self.is_comparable(mention)) {
            return false;
        }
        let subject = match (self.last.take(), self.adjective.take()) {
            (Some(measure), _) => Subject::Measure(measure),
            (None, Some(adjective)) if is_role => Subject::Adjective(adjective, self.table_before(mention)),
            (None, _) => return false,
        };
        self.waiting.comparison = None;
        self.region = Region::Where;
        self.condition(subject, Test::Row(comparison, mention));
        true
    }

    /// `the person who trained them`: the role that the clause tells.
    fn role_told_of(&mut self, mention: usize) -> usize {
        let is_clause = matches!(self.items.get(self.at), Some(Item { kind: ItemKind::Key(Key::Relative), .. }));
        let Some(item) =
            self.items.get(self.at + 1).filter(|_| is_clause && self.sketch.mentions[mention].is_table()).cloned()
        else {
            return mention;
        };
        let Some(named) = self.role_in(&item) else { return mention };
        self.at += 2;
        self.mention(&item, &named)
    }

    /// Whether the name is a column in the way of the one that is compared: a number beside a number, a day beside a day.
    fn is_comparable(&self, mention: usize) -> bool {
        let best = |mention: usize| {
            let it = &self.sketch.mentions[mention];
            it.named.columns.first().filter(|best| !it.is_table() && best.score >= 0.9).map(|best| best.it)
        };
        let before = self.last.as_ref().filter(|it| it.is_plain()).and_then(|it| it.mention).and_then(best);
        let (Some(one), Some(other)) = (before, best(mention)) else { return false };
        let is_amount = self.catalog.is_amount(one) && self.catalog.is_amount(other);
        one != other && (is_amount || self.catalog.column(one).is_moment() && self.catalog.column(other).is_moment())
    }

    /// The table that was named last before a mention.
    fn table_before(&self, mention: usize) -> Option<usize> {
        (0..mention).rev().find(|it| self.sketch.mentions[*it].is_table())
    }

    pub(super) fn is_role(&self, mention: usize) -> bool {
        let it = &self.sketch.mentions[mention];
        it.is_table() && it.named.tables.first().is_some_and(|it| self.catalog.is_role(it.it))
    }

    /// `the same city as the winner`, `a different shop from the boss`, and `in the same country` where two roles were named.
    pub(super) fn is_likened(&mut self, mention: usize) -> bool {
        let Some(comparison) = self.waiting.likeness.take() else { return false };
        let next = self.items[self.at..].iter().take(LONGEST_GAP).enumerate();
        let mut names = next.filter_map(|(skip, item)| Some((skip, item, self.role_in(item)?)));
        let other = match names.next() {
            Some((skip, item, named)) => {
                let item = item.clone();
                self.at += skip + 1;
                self.mention(&item, &named)
            }
            None if self.roles_named() == 2 => mention,
            None if comparison == Comparison::Equal => {
                self.sketch.unused.push("the same".into());
                return false;
            }
            None => return false,
        };
        self.waiting.is_distinct = false;
        self.settle_truth();
        self.region = Region::Where;
        self.condition(Subject::Measure(Measure::of(mention)), Test::Row(comparison, other));
        true
    }

    fn role_in(&self, item: &Item) -> Option<Named> {
        if let Some(role) = self.role_of_deed(item) {
            return Some(Named { tables: vec![Scored { it: role, score: 1.0 }], columns: Vec::new() });
        }
        let ItemKind::Element(named) = &item.kind else { return None };
        named.tables.first().filter(|it| self.catalog.is_role(it.it)).map(|_| named.clone())
    }

    /// `the two players`, of whom two roles were named.
    pub(super) fn says_how_many_roles(&self, digits: &str) -> bool {
        digits == "2" && self.waiting.comparison.is_none() && self.word_behind() == "the" && self.roles_named() == 2
    }

    /// `the mentor's name of Ann Lee`: values behind `of` say whose mentor it is.
    pub(super) fn stands_behind_of(&self) -> bool {
        let before = self.items.get(..self.at.saturating_sub(1)).unwrap_or_default();
        let mut full = before.iter().rev().map(|item| &item.kind);
        matches!(full.find(|kind| !matches!(kind, ItemKind::Stop | ItemKind::Value(_))), Some(ItemKind::Key(Key::Of)))
    }

    /// The item before the one that is read, `not` and articles left out.
    pub(super) fn behind_denial(&self) -> Option<&ItemKind> {
        let before = self.items.get(..self.at.saturating_sub(1)).unwrap_or_default();
        let is_full =
            |kind: &&ItemKind| !matches!(kind, ItemKind::Stop | ItemKind::Key(Key::Some | Key::All | Key::Not));
        before.iter().rev().map(|item| &item.kind).find(is_full)
    }

    /// `the boss of Ann`: what stands behind `of` is not the role, but whose it is.
    pub(super) fn is_whose(&self, role: usize) -> bool {
        let it = &self.sketch.mentions[role];
        let length = it.words.split(' ').count();
        self.tokens.get(it.at + length).is_some_and(|token| matches!(token.lower.as_str(), "of" | "for"))
    }

    /// `the two players`: no third one.
    pub(super) fn means_roles(&self, mention: usize) -> bool {
        let tables = &self.sketch.mentions[mention].named.tables;
        let is_base = |role: usize| tables.first().is_some_and(|it| self.catalog.tables[role].role_of == Some(it.it));
        let mut roles = self.sketch.mentions[..mention].iter().filter_map(|it| it.named.tables.first());
        self.word_behind() == "two" && self.roles_named() == 2 && roles.any(|it| is_base(it.it))
    }

    fn roles_named(&self) -> usize {
        (0..self.sketch.mentions.len()).filter(|it| self.is_role(*it)).count()
    }

    /// `same` before a name; `different` where it does not ask for each once: `in a different shop`.
    pub(super) fn liken(&mut self, comparison: Comparison) {
        let is_named = matches!(self.items.get(self.at), Some(Item { kind: ItemKind::Element(_), .. }));
        let is_place = comparison == Comparison::Equal || matches!(self.word_behind(), "a" | "in" | "from");
        if is_named && is_place {
            self.waiting.likeness = Some(comparison);
        }
    }
}
