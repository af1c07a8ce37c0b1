//! `with` and `and` behind what was asked: whether they go on with the answer or begin a condition.

use super::{Parser, Region};
use crate::ask::element::Named;
use crate::ask::item::{Item, ItemKind};
use crate::ask::lexicon::Key;
use crate::ask::query::Aggregate;

/// Least score of a column in a list of them.
const LISTED: f64 = 0.68;

impl Parser<'_> {
    /// `with the name of its owner` goes on with the answer; anything else that a row has is a condition.
    pub(super) fn have(&mut self) {
        if self.region != Region::Order && self.word_read() == "with" && self.shows_more_of_rows() {
            self.settle_truth();
            self.denied = None;
            self.region = Region::Answer;
            return;
        }
        if self.region == Region::Answer
            && self.word_read() == "with"
            && (self.shows_more() || self.asks_how_many() || self.shows_measure())
        {
            return;
        }
        self.end_denial();
        // `how much have we spent`: no more than a form of the verb behind it.
        let is_auxiliary = self.region == Region::Answer && self.waiting.is_total && self.word_read() != "with";
        if !is_auxiliary {
            self.enter_where();
        }
    }

    /// `…, with their points`, `…, with the name of that shop`: behind a condition, up to the end of the clause, nothing but names.
    fn shows_more_of_rows(&self) -> bool {
        let word = |item: &Item| self.tokens[item.place.start].lower.as_str();
        let is_apart =
            matches!(self.items.get(self.at.wrapping_sub(2)), Some(item) if item.kind == ItemKind::Key(Key::Comma));
        let is_theirs =
            self.items.get(self.at).is_some_and(|item| matches!(word(item), "their" | "its" | "his" | "her"));
        let clause = self.items[self.at..].iter().take_while(|item| !matches!(word(item), "." | "?" | "," | ";"));
        let clause: Vec<&Item> = clause.collect();
        let is_name = |item: &&Item| {
            matches!(
                item.kind,
                ItemKind::Element(_)
                    | ItemKind::Stop
                    | ItemKind::Key(
                        Key::Of | Key::And | Key::Some | Key::All | Key::Count | Key::Aggregate(_) | Key::Total
                    )
            ) || word(item) == "that"
        };
        let names_column = clause
            .iter()
            .any(|item| matches!(&item.kind, ItemKind::Element(named) if !named.columns.is_empty() || is_theirs));
        (is_apart || is_theirs) && names_column && clause.iter().all(is_name) || self.lists_columns()
    }

    /// `with band name, venue name and date`: columns in a row, of which nothing is said.
    fn lists_columns(&self) -> bool {
        let is_part = |item: &&Item| {
            matches!(item.kind, ItemKind::Element(_) | ItemKind::Stop | ItemKind::Key(Key::And | Key::Comma | Key::Of))
        };
        let list: Vec<&Item> = self.items[self.at..].iter().take_while(is_part).collect();
        let next = self.items.get(self.at + list.len()).map(|item| &item.kind);
        let ends =
            matches!(next, None | Some(ItemKind::Spelled(_) | ItemKind::Superlative(_) | ItemKind::Key(Key::OrderBy)));
        let is_truth =
            |named: &Named| named.columns.first().is_some_and(|it| self.catalog.column(it.it).truth(true).is_some());
        let names: Vec<&Named> = list
            .iter()
            .filter_map(|item| match &item.kind {
                ItemKind::Element(named) => Some(named),
                _ => None,
            })
            .collect();
        let is_column = |named: &&Named| named.columns.first().is_some_and(|it| it.score >= LISTED);
        // A table among columns is called by what its rows are called.
        ends && names.len() > 1 && names.iter().any(is_column) && !names.into_iter().any(is_truth)
    }

    /// `with the number of its towers`, `with its heaviest bell`: what nothing is compared with is shown.
    fn shows_measure(&self) -> bool {
        let next: Vec<&ItemKind> = self.meaningful(self.at).take(4).collect();
        let compares = next.iter().any(|kind| {
            matches!(
                kind,
                ItemKind::Number(_) | ItemKind::Comparative(_) | ItemKind::Key(Key::Compare(_) | Key::Between)
            )
        });
        let is_its = self.items.get(self.at).is_some_and(|item| {
            matches!(self.tokens[item.place.start].lower.as_str(), "its" | "their" | "his" | "her")
        });
        let measures = matches!(
            next.first(),
            Some(ItemKind::Key(
                Key::Count | Key::Total | Key::Average | Key::Aggregate(Aggregate::Average | Aggregate::Sum),
            ))
        ) || is_its && matches!(next.first(), Some(ItemKind::Superlative(_)));
        measures && !compares && !(self.sketch.outputs.is_empty() && self.sketch.groups.is_empty())
    }

    /// `venues in Bonn, with how many seats each has`
    fn asks_how_many(&self) -> bool {
        self.items.get(self.at).is_some_and(|item| self.tokens[item.place.start].lower == "how")
    }

    /// Whether a column of another table follows, and nothing that compares it.
    fn shows_more(&self) -> bool {
        let next: Vec<&ItemKind> = self.meaningful(self.at).take(4).collect();
        let [ItemKind::Element(column), ItemKind::Key(Key::Of), ItemKind::Element(owner), rest @ ..] = &next[..] else {
            return false;
        };
        let compares = matches!(
            rest.first(),
            Some(
                ItemKind::Number(_)
                    | ItemKind::Value(_)
                    | ItemKind::Quoted(_)
                    | ItemKind::Key(Key::Compare(_) | Key::Is)
            )
        );
        let has_answer = !self.sketch.outputs.is_empty() || !self.sketch.groups.is_empty();
        has_answer && !column.columns.is_empty() && !owner.tables.is_empty() && !compares
    }

    /// `… and their names`, `… and how many`, `and the average age`
    pub(super) fn answer_goes_on(&self) -> bool {
        let next = self.items.get(self.at);
        let word = next.map_or("", |item| self.tokens[item.place.start].lower.as_str());
        self.measures_more()
            || matches!(
                word,
                "their"
                    | "its"
                    | "his"
                    | "her"
                    | "what"
                    | "show"
                    | "list"
                    | "return"
                    | "how"
                    | "give"
                    | "find"
                    | "sort"
                    | "order"
            )
    }

    /// `… and the average score`: a measure that nothing is compared with.
    fn measures_more(&self) -> bool {
        let ends = |item: &&Item| matches!(self.tokens[item.place.start].lower.as_str(), "." | "?" | "," | ";");
        let clause: Vec<&ItemKind> =
            self.items[self.at..].iter().take_while(|item| !ends(item)).map(|item| &item.kind).collect();
        let mut full = clause.iter().filter(|kind| !matches!(kind, ItemKind::Stop | ItemKind::Key(Key::Some)));
        let measures =
            matches!(full.next(), Some(ItemKind::Key(Key::Count | Key::Total | Key::Average | Key::Aggregate(_))));
        let compares = clause.iter().any(|kind| {
            matches!(
                kind,
                ItemKind::Number(_)
                    | ItemKind::Comparative(_)
                    | ItemKind::Key(Key::Compare(_) | Key::Between | Key::Is)
            )
        });
        measures && !compares && self.waiting.comparison.is_none() && !self.sketch.outputs.is_empty()
    }
}
