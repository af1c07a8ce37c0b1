//! Whose columns are meant: `names of captains`, `captain's age`, `the captain names`.

use super::Parser;
use crate::ask::element::Named;
use crate::ask::item::{Item, ItemKind};
use crate::ask::lexicon::{Key, is_verb};
use crate::ask::query::Aggregate;
use crate::ask::sketch::Measure;

impl Parser<'_> {
    /// `average captain's age`: the table of the column that is measured.
    pub(super) fn owns_next(&self, mention: usize) -> bool {
        let word = self.items.get(self.at).map(|item| self.tokens[item.place.start].lower.as_str());
        let has_column = |item: &Item| matches!(&item.kind, ItemKind::Element(named) if !named.columns.is_empty());
        let owns = |named: &Named| {
            let tables = &self.sketch.mentions[mention].named.tables;
            named.tables.is_empty() && named.columns.iter().any(|it| tables.iter().any(|table| table.it == it.it.table))
        };
        // `average player earnings`
        let is_joined = matches!(self.items.get(self.at), Some(Item { kind: ItemKind::Element(named), .. }) if owns(named))
            && (!self.waiting.aggregates.is_empty() || self.waiting.is_total);
        self.sketch.mentions[mention].is_table()
            && (is_joined || matches!(word, Some("'s" | "'")) && self.items.get(self.at + 1).is_some_and(has_column))
    }

    /// `the longest lamp range`: a table right before a column of numbers that it has.
    pub(super) fn is_beside_number(&self, mention: usize) -> bool {
        let Some(Item { kind: ItemKind::Element(next), .. }) = self.items.get(self.at) else { return false };
        let tables = &self.sketch.mentions[mention].named.tables;
        let best = next.columns.first().filter(|it| next.tables.is_empty() && it.score >= 0.9);
        self.sketch.mentions[mention].is_table()
            && best.is_some_and(|it| {
                let is_number = self.catalog.is_amount(it.it);
                is_number && tables.iter().any(|table| table.it == it.it.table)
            })
    }

    /// `names of captains`, `the number of crossings from harbours`: the table says whose the columns are.
    pub(super) fn is_owner(&self) -> bool {
        let before = self.items.get(..self.at.saturating_sub(1)).unwrap_or_default();
        let is_empty = |kind: &&ItemKind| {
            matches!(
                kind,
                ItemKind::Stop
                    | ItemKind::Value(_)
                    | ItemKind::Superlative(_)
                    | ItemKind::Number(_)
                    | ItemKind::Unknown
                    | ItemKind::Key(Key::Some | Key::All | Key::Filler | Key::Distinct)
            )
        };
        let joint = before.iter().rev().map(|item| &item.kind).find(|kind| !is_empty(kind));
        let counts = self.sketch.outputs.iter().any(|it| !it.is_plain());
        let is_joint = match joint {
            Some(ItemKind::Key(Key::Of | Key::At)) => true,
            Some(ItemKind::Key(Key::By)) => !counts || !self.is_group_by(),
            _ => false,
        };
        // `for each kind of permit`
        let is_of_group = self.sketch.groups.last().is_some_and(|it| *it + 2 == self.sketch.mentions.len());
        is_joint && (!self.sketch.outputs.is_empty() || is_of_group)
    }

    /// `countries' channels`: the column stands before its table.
    pub(super) fn is_owned(&self) -> bool {
        let is_column =
            self.sketch.outputs.last().and_then(|it| it.mention).is_some_and(|it| !self.sketch.mentions[it].is_table());
        is_column && matches!(self.word_behind(), "'" | "'s")
    }

    /// Makes a table the owner of the columns before it that have none.
    pub(super) fn give_to(&mut self, mention: usize) {
        let tables = self.sketch.mentions[mention].named.tables.iter();
        let tables: Vec<usize> = tables.map(|it| self.catalog.base(it.it)).collect();
        for output in &self.sketch.outputs[self.first_owed()..] {
            if let Some(column) = output.mention
                && column != mention
                && !self.is_of_another(column, &tables)
            {
                self.sketch.mentions[column].owner.get_or_insert(mention);
            }
        }
        self.owed = self.sketch.outputs.len();
    }

    /// `the name and the name of their boss`: where a word is repeated, only the last is of the owner.
    fn first_owed(&self) -> usize {
        let words = |output: &Measure| output.mention.map(|it| self.sketch.mentions[it].words.to_lowercase());
        let first = self.owed.min(self.sketch.outputs.len());
        let repeats = match &self.sketch.outputs[first..] {
            [others @ .., last] => others.iter().any(|it| words(it) == words(last)),
            [] => false,
        };
        if repeats { self.sketch.outputs.len() - 1 } else { first }
    }

    /// `the lock name and the name of its keeper`: what is called fully by another table's column is no part of this one.
    pub(super) fn is_of_another(&self, mention: usize, tables: &[usize]) -> bool {
        let it = &self.sketch.mentions[mention];
        let is_whole = it.words.contains(' ') && it.column_score() >= 0.97;
        let best = it.named.columns.iter().filter(|column| column.score >= it.column_score());
        is_whole && best.map(|column| column.it.table).all(|table| !tables.contains(&table))
    }

    pub(super) fn own(&mut self, mention: usize) {
        self.give_to(mention);
        let counts = self.sketch.outputs.iter().any(|it| it.aggregate == Some(Aggregate::Count));
        if self.sketch.subject.is_none() {
            self.sketch.subject = Some(mention);
        } else if !counts || self.sketch.outputs.len() == 1 {
            self.relate(mention);
        }
    }

    /// `birth date of the skipper who …`: a column that is only like the word, behind `of`, stands for the rows.
    pub(super) fn is_possessor(&self, mention: usize) -> bool {
        let is_of = matches!(self.behind(), Some(ItemKind::Key(Key::Of))) && !self.sketch.outputs.is_empty();
        let is_plain = self.sketch.outputs.iter().all(Measure::is_plain);
        let is_told_of = matches!(self.ahead(0), Some(ItemKind::Key(Key::Relative)));
        is_of
            && is_plain
            && (is_told_of || self.sketch.mentions[mention].column_score() < 0.95)
            && !self.sketch.mentions[mention].is_table()
    }

    /// `captain's name`, `the captain names`: a table right before a column is no answer of its own.
    pub(super) fn owner_before(&mut self, mention: usize) -> Option<usize> {
        let previous = self.sketch.outputs.last().filter(|it| it.is_plain() && !it.is_everything)?.mention?;
        let item = self.items.get(self.at - 1)?;
        let before = &self.sketch.mentions[previous];
        let gap = &self.tokens[before.at..item.place.start];
        let length = before.words.split(' ').count();
        let is_joined =
            gap.len() == length || gap[length..].iter().all(|token| matches!(token.lower.as_str(), "'s" | "'"));
        let is_compared = matches!(
            self.ahead(0),
            Some(ItemKind::Comparative(_) | ItemKind::Superlative(_) | ItemKind::Key(Key::Compare(_) | Key::Between))
        );
        // `doctors earn`, `books cost more than` are no names of columns.
        let it = &self.sketch.mentions[mention];
        let is_clause = it.column_score() < 0.9 && (is_compared || is_verb(&it.words.to_lowercase()));
        // `which trails allow dogs`
        let is_truth = it.named.columns.first().is_some_and(|it| self.catalog.column(it.it).truth(true).is_some());
        let is_column = it.column_score() > 0.0 && !is_clause && !is_truth;
        (is_joined && is_column && before.is_table()).then(|| {
            self.sketch.outputs.pop();
            previous
        })
    }
}
