//! What a prompt asks for, done to a draft: first what is wanted, then what is refused.

mod grain;
mod invent;
mod own_words;
pub(super) mod place;
mod refuse;
mod want;

use super::cue::Stance;
use super::draft::Draft;
use super::reading::{Mention, Owner, Reading};
use super::vocabulary::{Meaning, Style};
use crate::model::{QualifiedName, Table, TableRole};
use std::collections::BTreeMap;

/// A draft and the prompt that it is made to fit.
struct Fulfilment<'a> {
    draft: &'a mut Draft,
    reading: &'a Reading,
    /// Tables made for things that were not known, by mention.
    made: BTreeMap<usize, QualifiedName>,
}

/// Makes the draft what the prompt asks for. `date` is the date dimension for facts that are made anew.
pub fn fulfil(draft: &mut Draft, reading: &Reading, date: &Table) {
    let mut fulfilment = Fulfilment { draft, reading, made: BTreeMap::new() };
    fulfilment.choose_style();
    fulfilment.name_tables();
    fulfilment.make_things(date);
    fulfilment.want();
    fulfilment.refuse();
    fulfilment.keep_only();
    fulfilment.choose_grain();
    draft.settle();
    own_words::take_over(draft, reading);
}

impl Fulfilment<'_> {
    fn choose_style(&mut self) {
        for mention in &self.reading.mentions {
            let Some(Meaning::Style(style)) = mention.meaning else { continue };
            let style = match (style, mention.sense.stance) {
                (Style::Star, Stance::Wanted) | (Style::Normalized, Stance::Refused) => Style::Star,
                (Style::Normalized, Stance::Wanted) | (Style::Star, Stance::Refused) => Style::Normalized,
            };
            self.draft.style = Some(style);
            let meaning = match style {
                Style::Star => "facts and dimensions",
                Style::Normalized => "a table per thing, in third normal form",
            };
            self.draft.understand(&self.reading.words(mention), meaning);
        }
    }

    /// Tables that the prompt names are there, and the first to be thought of.
    fn name_tables(&mut self) {
        for (_, mention) in self.reading.wanted() {
            if let Some(Meaning::Table { table, .. }) = &mention.meaning {
                self.draft.reveal(table);
                if !self.draft.named.contains(table) {
                    self.draft.named.push(table.clone());
                }
                self.draft.understand(&self.reading.words(mention), table.to_string());
            }
        }
    }

    /// The table that a mention is said to be of.
    fn owner(&self, mention: &Mention) -> Option<QualifiedName> {
        match mention.owner.as_ref()? {
            Owner::Table(table) => Some(table.clone()),
            Owner::Mention(at) => self.made.get(at).cloned(),
        }
    }

    /// `with only customers and products`: other dimensions go, but for the calendar.
    fn keep_only(&mut self) {
        let is_kept = |mention: &&Mention| mention.sense.only && mention.sense.stance == Stance::Wanted;
        let kept: Vec<QualifiedName> = self
            .reading
            .mentions
            .iter()
            .filter(is_kept)
            .filter_map(|mention| match &mention.meaning {
                Some(Meaning::Table { table, .. }) => Some(table.clone()),
                Some(_) | None => None,
            })
            .collect();
        if kept.is_empty() {
            return;
        }
        let goes = |table: &&Table| {
            matches!(table.role, TableRole::Dimension(_)) && !kept.contains(&table.name) && !is_calendar(table)
        };
        let others: Vec<QualifiedName> = self.draft.visible().filter(goes).map(|table| table.name.clone()).collect();
        for other in others {
            self.draft.understand(&["only"], format!("{other} is left out"));
            super::edit::drop_table(&mut self.draft.schema, &other);
        }
    }
}

/// Whether rows of a table are days.
pub(super) fn is_calendar(table: &Table) -> bool {
    table.name.name.as_str() == "dim_date"
}
