//! Verbs: those that are only like a column, and those that tell the part that rows play: `managed by Ann`, `who manages Bob`, `the member who referred them`.

use super::{Parser, Region};
use crate::ask::element::{Named, Scored};
use crate::ask::item::{Item, ItemKind};
use crate::ask::lexicon::{is_participle, is_verb};
use crate::ask::sketch::Measure;
use crate::ask::stem::stem;

impl Parser<'_> {
    /// Whether the item is a verb that tells a role, and which rows play it is taken from there.
    pub(super) fn tells_role(&mut self, item: &Item) -> bool {
        let Some(role) = self.role_of_deed(item) else { return false };
        let word = |at: usize| self.items.get(at).map_or("", |item| self.tokens[item.place.start].lower.as_str());
        let names_row = |kind: Option<&ItemKind>| matches!(kind, Some(ItemKind::Value(_) | ItemKind::Quoted(_)));
        let is_by = word(self.at) == "by";
        if is_by && names_row(self.items.get(self.at + 1).map(|item| &item.kind)) {
            // `managed by Ann`: the value behind it is of the role.
            let mention = self.role_mention(item, role);
            self.enter_where();
            self.last_table = Some(mention);
            self.at += 1;
            return true;
        }
        // `who manages Bob`: the rows that are asked for play it.
        let is_asked = names_row(self.items.get(self.at).map(|item| &item.kind));
        let [Measure { mention: Some(asked), aggregate: None, is_everything: false, .. }] = self.sketch.outputs[..]
        else {
            return false;
        };
        let base = self.catalog.base(role);
        let is_of_rows = self.sketch.mentions[asked].named.tables.iter().any(|it| it.it == base);
        let is_subject = matches!(self.word_behind(), "who" | "that") || asked + 1 == self.sketch.mentions.len();
        if !is_asked || !is_of_rows || !is_subject {
            return false;
        }
        let mention = self.role_mention(item, role);
        self.sketch.outputs = vec![Measure::of(mention)];
        self.sketch.subject = Some(mention);
        self.region = Region::Where;
        true
    }

    fn role_mention(&mut self, item: &Item, role: usize) -> usize {
        self.mention(item, &Named { tables: vec![Scored { it: role, score: 1.0 }], columns: Vec::new() })
    }

    /// `how many people work in …`, `which staff earn more than …`: a verb that is only like a column is neither shown nor counted.
    pub(super) fn is_mere_deed(&self, mention: usize) -> bool {
        let it = &self.sketch.mentions[mention];
        let is_asked = !self.sketch.outputs.is_empty() || self.waiting.is_count;
        let is_free = self.waiting.aggregates.is_empty() && !self.waiting.is_total && !self.waiting.is_each;
        let follows = !matches!(self.word_behind(), "of" | "the" | "and" | "," | "its" | "their" | "many");
        self.region == Region::Answer
            && is_asked
            && is_free
            && follows
            && self.waiting.superlative.is_none()
            && !it.is_table()
            && it.column_score() < 0.9
            && is_verb(&it.words.to_lowercase())
    }

    /// `how many work there`: the count is of the rows, as nothing else was named.
    pub(super) fn count_people(&mut self) {
        if self.waiting.is_count {
            self.take_measures(None);
        }
    }

    /// The role that a verb tells: `manager` of `manages`, `referred_by` of `refers`. Only of rows of the table that refers to them.
    pub(super) fn role_of_deed(&self, item: &Item) -> Option<usize> {
        let [token] = &self.tokens[item.place.clone()] else { return None };
        let is_word = matches!(item.kind, ItemKind::Element(_) | ItemKind::Unknown | ItemKind::Stop);
        let is_verb = is_participle(&token.lower) || token.lower.ends_with('s');
        if !is_word || !is_verb {
            return None;
        }
        let tells = |role: &usize| {
            let words: Vec<String> = self.catalog.tables[*role].name.split('_').map(stem).collect();
            let [part, rest @ ..] = &words[..] else { return false };
            let is_agent = rest.is_empty() && is_agent(part, &token.stem);
            let is_done_by = matches!(rest, [by] if by == "by") && *part == token.stem;
            is_agent || is_done_by
        };
        let is_own = |role: &usize| {
            let referring = self.catalog.joins.iter().filter(|join| join.to == *role);
            self.catalog.is_role(*role) && referring.into_iter().any(|join| join.from == self.catalog.base(*role))
        };
        (0..self.catalog.tables.len()).find(|role| is_own(role) && tells(role))
    }
}

/// Whether a noun, as a stem, is who does what the stem of a verb says: `mentor` who mentors, `supervisor` who supervises.
fn is_agent(noun: &str, verb: &str) -> bool {
    noun == verb || noun.strip_prefix(verb).is_some_and(|end| matches!(end, "or" | "er" | "r"))
}
