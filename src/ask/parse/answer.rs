//! What is to be shown, counted and grouped.

use super::{Parser, Region};
use crate::ask::catalog::ColumnId;
use crate::ask::element::Named;
use crate::ask::item::{Item, ItemKind, without_negation};
use crate::ask::lexicon::{Key, is_participle};
use crate::ask::query::Aggregate;
use crate::ask::sketch;
use crate::ask::sketch::{Measure, Ordering, Related, Subject, Test};

impl Parser<'_> {
    pub(super) fn lead(&mut self) {
        if self.region != Region::Where || self.sketch.outputs.is_empty() {
            self.region = Region::Answer;
        }
    }

    pub(super) fn each(&mut self) {
        if self.is_rate() {
            self.at += 1;
            return;
        }
        if self.is_each_once() {
            return;
        }
        self.waiting.is_each = true;
        if self.region == Region::Where {
            self.settle_superlative(None);
        }
        self.region = Region::Answer;
    }

    /// `each name once`: no group, but no row twice.
    fn is_each_once(&mut self) -> bool {
        let ends = |item: &&Item| matches!(self.tokens[item.place.start].lower.as_str(), "." | "?" | ";");
        let rest = self.items[self.at..].iter().take_while(|item| !ends(item));
        let length = rest.clone().count();
        let is_once = rest.last().is_some_and(|item| self.tokens[item.place.start].lower == "once");
        if is_once && !self.sketch.outputs.is_empty() {
            // What is shown was said before.
            self.at += length;
        }
        self.sketch.is_distinct |= is_once;
        is_once
    }

    /// `earn more than 16 per hour`: a unit of what is measured, where nothing is counted.
    fn is_rate(&self) -> bool {
        const UNITS: [&str; 8] = ["second", "minute", "hour", "day", "night", "week", "month", "year"];
        let next = self.items.get(self.at).map(|item| self.tokens[item.place.start].lower.as_str());
        let is_unit = self.word_read() == "per" && next.is_some_and(|word| UNITS.contains(&word));
        is_unit && self.sketch.outputs.iter().all(Measure::is_plain) && !self.sketch.outputs.is_empty()
    }

    /// A second sentence says better what to show: `Which artist …? Give the name and the nationality.`
    pub(super) fn next_sentence(&mut self) {
        self.compared = None;
        self.settle_superlative(None);
        self.settle_truth();
        self.denied = None;
        self.region = Region::Answer;
        let names_more = self.meaningful(self.at).any(|kind| matches!(kind, ItemKind::Element(_)));
        let asks_again = matches!(self.items.get(self.at).map(|item| &item.kind), Some(ItemKind::Key(Key::Lead)));
        if names_more && asks_again {
            let outputs = std::mem::take(&mut self.sketch.outputs);
            self.asked_before = outputs.into_iter().filter(|it| !it.is_plain()).collect();
            self.owed = 0;
        }
    }

    /// Whether nothing but names comes up to the end, or to the closing parenthesis: `defects of grade 5: type and cost`.
    pub(super) fn only_names_follow(&self) -> bool {
        let ends = |item: &&Item| !matches!(self.tokens[item.place.start].lower.as_str(), ")" | "?" | ".");
        let list: Vec<&ItemKind> = self.items[self.at..].iter().take_while(ends).map(|item| &item.kind).collect();
        let is_part = |kind: &&ItemKind| {
            matches!(
                kind,
                ItemKind::Element(_)
                    | ItemKind::Stop
                    | ItemKind::Key(Key::And | Key::Comma | Key::Lead | Key::All | Key::Of)
            )
        };
        list.iter().any(|kind| matches!(kind, ItemKind::Element(_))) && list.iter().all(is_part)
    }

    /// The names that follow say what to show of the rows that were described.
    pub(super) fn list_of_answers(&mut self) {
        self.compared = None;
        self.settle_superlative(None);
        self.settle_truth();
        self.denied = None;
        self.region = Region::Answer;
        let rows = self.sketch.subject;
        self.sketch.outputs.retain(|it| !it.is_plain() || it.mention != rows);
    }

    /// A name: what it is for depends on the words before it.
    pub(super) fn element(&mut self, mention: usize) {
        if self.sketch.mentions[mention].is_table() {
            self.last_table = Some(mention);
        }
        // The rows whose extreme is compared with.
        if self.compared.is_some() && self.sketch.mentions[mention].is_table() {
            return;
        }
        if self.is_likened(mention) || self.compares_with_row(mention) {
            return;
        }
        if self.confirms_value(mention)
            || self.is_unit_of_last(mention)
            || self.describes(mention)
            || self.repeats(mention)
        {
            return;
        }
        if self.waiting.is_each {
            return self.group(mention);
        }
        if self.is_mere_deed(mention) {
            self.count_people();
            self.enter_where();
            self.last = Some(Measure::of(mention));
            return;
        }
        let is_plain = !self.waiting.is_count && !self.waiting.is_total && self.waiting.aggregates.is_empty();
        if self.waiting.superlative.is_some() && is_plain && self.is_beside_number(mention) {
            self.owner_of_next = Some(mention);
            return;
        }
        if self.waiting.superlative.is_some() && is_plain {
            self.sketch.mentions[mention].owner = self.owner_of_next.take();
            return self.settle_superlative(Some(mention));
        }
        // `the most common among players` is not about players.
        if self.waiting.common.is_some() && matches!(self.behind(), Some(ItemKind::Key(Key::Of | Key::At))) {
            self.settle_common();
        }
        if self.waiting.common.is_some() {
            return self.common(mention);
        }
        if self.waiting.comparison.is_some() && self.waiting.number.is_some() {
            return self.compare_number(Some(mention));
        }
        if self.waiting.comparison.is_some() && !self.waiting.aggregates.is_empty() {
            return self.compare_aggregate(Some(mention));
        }
        if self.waiting.number.is_some() && self.region == Region::Where {
            return self.counted(mention);
        }
        if self.is_amount_given(mention) {
            return self.counted(mention);
        }
        let is_measured = self.waiting.is_count || self.waiting.is_total || !self.waiting.aggregates.is_empty();
        if is_measured {
            if self.owns_next(mention) {
                self.owner_of_next = Some(mention);
                return;
            }
            self.sketch.mentions[mention].owner = self.owner_of_next.take();
            return self.take_measures(Some(mention));
        }
        match self.region {
            Region::Answer => self.answer(mention),
            Region::Where => self.mentioned_in_where(mention),
            Region::Order => {
                let measure = self.measure_repeated(mention).unwrap_or_else(|| Measure::of(mention));
                self.order_key(measure);
            }
        }
    }

    /// `the Caribbean region`: the name says the column of the value before it.
    fn confirms_value(&self, mention: usize) -> bool {
        let Some(Item { kind: ItemKind::Value(columns), .. }) = self.items.get(self.at.wrapping_sub(2)) else {
            return false;
        };
        let mention = &self.sketch.mentions[mention];
        let is_free = !self.waiting.is_each && self.waiting.superlative.is_none() && !mention.is_table();
        is_free && mention.named.columns.iter().any(|it| it.score > 0.8 && columns.iter().any(|(id, _)| *id == it.it))
    }

    /// `How many … did each captain make? List the name and the count`: the count that was asked for before.
    fn repeats(&mut self, mention: usize) -> bool {
        let it = &self.sketch.mentions[mention];
        let is_word_for_it = matches!(
            it.words.to_lowercase().as_str(),
            "count" | "counts" | "number" | "numbers" | "total" | "totals" | "average" | "averages"
        );
        let is_repeated = is_word_for_it && !self.asked_before.is_empty();
        if is_repeated {
            self.sketch.outputs.append(&mut self.asked_before);
        }
        is_repeated
    }

    /// `What is the average price of each type? Show the type and the average`: an aggregate of nothing is the one that was asked for before.
    pub(super) fn settle_repeated(&mut self) {
        let is_told = |aggregate: Aggregate| {
            let all = self.sketch.outputs.iter().chain(&self.asked_before);
            all.filter(|it| it.mention.is_some()).any(|it| it.aggregate == Some(aggregate))
        };
        let repeated: Vec<Aggregate> = self.waiting.aggregates.iter().copied().filter(|it| is_told(*it)).collect();
        let is_sum = self.waiting.is_total && is_told(Aggregate::Sum);
        if repeated.is_empty() && !is_sum {
            return;
        }
        self.waiting.aggregates.retain(|it| !repeated.contains(it));
        self.sketch.outputs.append(&mut self.asked_before);
    }

    /// `ordered by number`: what was counted before.
    fn measure_repeated(&self, mention: usize) -> Option<Measure> {
        let it = &self.sketch.mentions[mention];
        let is_word_for_it =
            matches!(it.words.to_lowercase().as_str(), "count" | "number" | "total" | "amount" | "average");
        let is_named = |table: usize| {
            let tables = self.sketch.mentions.iter().flat_map(|it| &it.named.tables);
            tables.filter(|it| it.score >= 0.9).any(|it| it.it == table)
        };
        let is_column = it.named.columns.iter().any(|it| it.score >= 0.97 && is_named(it.it.table));
        if is_word_for_it && !is_column { self.measure_shown(None) } else { None }
    }

    /// `official languages`: a column of truths right before another name is a condition.
    fn describes(&mut self, mention: usize) -> bool {
        let is_next = matches!(self.items.get(self.at), Some(Item { kind: ItemKind::Element(_), .. }));
        let it = &self.sketch.mentions[mention];
        if it.column_score() < 0.9 && !is_participle(&it.words.to_lowercase()) {
            return false;
        }
        let best = it.named.columns.first();
        let is_denied = without_negation(&it.words.to_lowercase()).is_some();
        let is_truth = best
            .map(|it| self.catalog.column(it.it))
            .is_some_and(|column| column.truth(true).is_some() || is_denied && column.has_nulls);
        if is_next && is_truth {
            self.condition(Subject::Measure(Measure::of(mention)), Test::Truth);
        }
        is_next && is_truth
    }

    fn group(&mut self, mention: usize) {
        if self.sketch.mentions[mention].is_table() && self.tokens_of_each().starts_with("of") {
            self.give_to(mention);
        }
        self.sketch.groups.push(mention);
        let continues = matches!(self.ahead(0), Some(ItemKind::Key(Key::And)))
            && matches!(self.ahead(1), Some(ItemKind::Element(_)))
            && !matches!(self.ahead(2), Some(ItemKind::Key(Key::Of)))
            && !self.sketch.outputs.is_empty();
        self.waiting.is_each = continues;
        self.waiting.is_distinct = false;
    }

    /// Makes measures of the words before a name (`average and maximum age`), and puts them where they belong.
    pub(super) fn take_measures(&mut self, mention: Option<usize>) {
        let aggregates = std::mem::take(&mut self.waiting.aggregates);
        let is_distinct = std::mem::take(&mut self.waiting.is_distinct);
        let is_total = std::mem::take(&mut self.waiting.is_total);
        let mut measures: Vec<Measure> = Vec::new();
        let is_count = std::mem::take(&mut self.waiting.is_count);
        if is_count && aggregates.is_empty() {
            measures.push(Measure { is_distinct, ..Measure::count(mention) });
        } else {
            let of =
                |aggregate| Measure { aggregate: Some(aggregate), mention, is_distinct: false, ..Measure::default() };
            if is_total {
                measures.push(Measure { is_total: true, ..of(Aggregate::Sum) });
            }
            measures.extend(aggregates.into_iter().map(of));
        }
        for measure in measures {
            self.measure(measure);
        }
    }

    fn measure(&mut self, measure: Measure) {
        if let Some(superlative) = self.waiting.superlative.take() {
            return self.order_by_superlative(measure, superlative);
        }
        match self.region {
            Region::Answer => {
                self.subject_of_count(&measure);
                self.sketch.outputs.push(measure);
            }
            Region::Where if self.is_extreme(&measure) => {
                let is_descending = measure.aggregate == Some(Aggregate::Maximum);
                let key = sketch::Key::Measure(Measure { aggregate: None, ..measure });
                self.sketch.orders.push(Ordering { key, is_descending, adjective: None });
                self.sketch.limit = Some(1);
            }
            Region::Where => self.last = Some(measure),
            Region::Order => self.order_key(measure),
        }
    }

    /// `that has the minimum tonnage`: no comparison follows.
    fn is_extreme(&self, measure: &Measure) -> bool {
        let compares = self.meaningful(self.at).take(3).any(|kind| {
            matches!(
                kind,
                ItemKind::Key(Key::Compare(_) | Key::Between) | ItemKind::Comparative(_) | ItemKind::Number(_)
            )
        });
        matches!(measure.aggregate, Some(Aggregate::Maximum | Aggregate::Minimum))
            && measure.mention.is_some()
            && !compares
    }

    /// What is counted first is what the question is about, unless something else is.
    fn subject_of_count(&mut self, measure: &Measure) {
        let Some(mention) = measure.mention else { return };
        let is_counted = measure.aggregate == Some(Aggregate::Count) && self.sketch.mentions[mention].is_table();
        if is_counted
            && self.sketch.subject.is_none()
            && self.sketch.outputs.is_empty()
            && self.sketch.groups.is_empty()
        {
            self.sketch.subject = Some(mention);
        }
    }

    pub(super) fn answer(&mut self, mention: usize) {
        let is_table = self.sketch.mentions[mention].is_table();
        if std::mem::take(&mut self.waiting.is_everything) {
            self.sketch.subject = Some(mention);
            let everything = Measure { is_everything: true, ..Measure::of(mention) };
            self.sketch.outputs.push(everything);
            return;
        }
        if self.is_followed_by_value() {
            self.last = Some(Measure::of(mention));
            return;
        }
        if self.is_name_of_group(mention) {
            return;
        }
        if is_table && (self.is_owner() || self.is_owned()) {
            return self.own(mention);
        }
        if self.is_possessor(mention) {
            return;
        }
        self.drop_name_of(is_table);
        if self.is_done(mention) {
            self.enter_where();
            return self.mentioned_in_where(mention);
        }
        if let Some(measure) = self.measured_too(mention) {
            return self.sketch.outputs.push(measure);
        }
        if let Some(owner) = self.owner_before(mention).or(self.group_before(mention)) {
            self.sketch.mentions[mention].owner = Some(owner);
        } else if self.begins_clause(mention) {
            self.enter_where();
            return self.mentioned_in_where(mention);
        }
        if std::mem::take(&mut self.waiting.is_distinct) {
            self.sketch.is_distinct = true;
        }
        if self.is_group_by() {
            return self.sketch.groups.push(mention);
        }
        if is_table && self.sketch.subject.is_none() {
            self.sketch.subject = Some(mention);
        }
        self.sketch.outputs.push(Measure::of(mention));
    }

    /// `for each department its name`, where departments are a column: it is shown anyway.
    fn is_name_of_group(&self, mention: usize) -> bool {
        let [group] = self.sketch.groups[..] else { return false };
        let is_name = matches!(self.sketch.mentions[mention].words.to_lowercase().as_str(), "name" | "names");
        is_name && !self.sketch.mentions[group].is_table() && matches!(self.word_behind(), "its" | "their")
    }

    /// `each group's name`
    fn group_before(&self, mention: usize) -> Option<usize> {
        let is_owned = matches!(self.word_behind(), "'s" | "'");
        self.sketch.groups.last().copied().filter(|group| is_owned && group + 1 == mention)
    }

    /// `the average height and weight`, `the number of different names and contents`: the aggregate holds for both.
    fn measured_too(&self, mention: usize) -> Option<Measure> {
        let before = self.sketch.outputs.last().filter(|it| it.mention.is_some())?;
        let aggregate = before.aggregate.filter(|_| self.word_behind() == "and")?;
        let named = &self.sketch.mentions[mention].named;
        // A name that is only like several columns means the one that can be measured.
        let is_vague = self.sketch.mentions[mention].column_score() < 0.9;
        let mut columns = named.columns.iter().take(if is_vague { named.columns.len() } else { 1 });
        let is_amount = columns.any(|it| self.catalog.is_amount(it.it));
        let holds = match aggregate {
            Aggregate::Average | Aggregate::Sum | Aggregate::Maximum | Aggregate::Minimum => is_amount,
            Aggregate::Count => before.is_distinct && !self.sketch.mentions[mention].is_table(),
            Aggregate::Spread => false,
        };
        holds.then(|| Measure { mention: Some(mention), ..before.clone() })
    }

    /// `ferries built by`: a participle right behind what is shown.
    fn is_done(&self, mention: usize) -> bool {
        let is_joined =
            matches!(self.items.get(self.at.wrapping_sub(2)).map(|item| &item.kind), Some(ItemKind::Element(_)));
        is_joined
            && !self.sketch.outputs.is_empty()
            && is_participle(&self.sketch.mentions[mention].words.to_lowercase())
    }

    /// `books published in 2015`, `continents speak English`: behind an answer, without `and` or `of` between them.
    fn begins_clause(&self, mention: usize) -> bool {
        let it = &self.sketch.mentions[mention];
        let word = it.words.to_lowercase();
        let is_joined = matches!(
            self.items.get(self.at.wrapping_sub(2)).map(|item| &item.kind),
            Some(ItemKind::Element(_) | ItemKind::Value(_))
        );
        !self.sketch.outputs.is_empty()
            && (is_joined || is_participle(&word) && it.column_score().max(it.table_score()) < 0.95)
    }

    /// `number of captains by country`
    pub(super) fn is_group_by(&self) -> bool {
        let is_done_by = self
            .items
            .get(self.at.wrapping_sub(3))
            .is_some_and(|item| is_participle(&self.tokens[item.place.end - 1].lower));
        (self.word_behind() == "by" || self.goes_on_grouping())
            && !is_done_by
            && self.sketch.outputs.iter().any(|it| !it.is_plain())
    }

    /// `by type and direction`
    fn goes_on_grouping(&self) -> bool {
        let Some(last) = self.sketch.groups.last().filter(|_| self.word_behind() == "and") else { return false };
        let it = &self.sketch.mentions[*last];
        let is_by = it.at.checked_sub(1).is_some_and(|before| self.tokens[before].lower == "by");
        is_by && *last + 2 == self.sketch.mentions.len()
    }

    /// `in year 2014`, `in the city "Bonn"`: a column that a value follows is a condition.
    fn is_followed_by_value(&self) -> bool {
        let is_value = |kind: Option<&ItemKind>| {
            matches!(kind, Some(ItemKind::Value(_) | ItemKind::Quoted(_) | ItemKind::Number(_)))
        };
        let holds = |named: &Named, values: &[(ColumnId, String)]| {
            named.columns.iter().any(|it| it.score > 0.8 && values.iter().any(|(id, _)| *id == it.it))
                || named.tables.iter().any(|it| it.score > 0.9 && values.iter().any(|(id, _)| id.table == it.it))
        };
        if let (Some(Item { kind: ItemKind::Value(values), .. }), Some(Item { kind: ItemKind::Element(named), .. })) =
            (self.items.get(self.at), self.items.get(self.at - 1))
            && holds(named, values)
            && !self.sketch.outputs.is_empty()
        {
            return true;
        }
        if let (Some(Item { kind: ItemKind::Value(values), .. }), Some(Item { kind: ItemKind::Element(named), .. })) =
            (self.items.get(self.at), self.items.get(self.at - 1))
            && matches!(self.behind(), Some(ItemKind::Key(Key::At)))
            && named.columns.iter().any(|it| it.score > 0.9 && values.iter().any(|(id, _)| *id == it.it))
        {
            return true;
        }
        let is_place = matches!(self.behind(), Some(ItemKind::Key(Key::At | Key::Of | Key::Have)));
        is_place && !self.sketch.outputs.is_empty() && is_value(self.ahead(0))
    }

    /// The words that said `for each` or `of each`.
    fn tokens_of_each(&self) -> &str {
        let before = self.items.get(..self.at.saturating_sub(1)).unwrap_or_default();
        let each = before.iter().rev().find(|item| item.kind == ItemKind::Key(Key::Each));
        each.map_or("", |item| self.tokens[item.place.start].lower.as_str())
    }

    /// Rows of a table that have to be there, or must not.
    pub(super) fn relate(&mut self, mention: usize) {
        let is_alternative = std::mem::take(&mut self.waiting.is_alternative) && !self.sketch.related.is_empty();
        let is_said = matches!(self.behind_denial(), Some(ItemKind::Key(Key::Is)));
        self.sketch.related.push(Related { mention, denied: self.denied, is_alternative, is_said });
    }

    /// `name of the country`, where the country is a column: it is the name.
    fn drop_name_of(&mut self, is_table: bool) {
        let is_of = matches!(self.behind(), Some(ItemKind::Key(Key::Of)));
        let Some(mention) = self.sketch.outputs.last().filter(|it| it.is_plain()).and_then(|it| it.mention) else {
            return;
        };
        let words = self.sketch.mentions[mention].words.to_lowercase();
        if is_of && !is_table && matches!(words.as_str(), "name" | "names") {
            self.sketch.outputs.pop();
        }
    }

    /// `the most common country`
    fn common(&mut self, mention: usize) {
        let is_most = self.waiting.common.take().unwrap_or(true);
        let limit = self.waiting.number.take().and_then(|number| number.parse().ok()).unwrap_or(1);
        if self.region == Region::Answer {
            self.sketch.outputs.push(Measure::of(mention));
        }
        self.sketch.groups.push(mention);
        let key = sketch::Key::Measure(Measure::count(None));
        self.sketch.orders.push(Ordering { key, is_descending: is_most, adjective: None });
        self.sketch.limit = Some(limit);
    }

    /// `that was borrowed most often`: by the number of rows.
    pub(super) fn settle_common(&mut self) {
        if let Some(is_descending) = self.waiting.common.take() {
            // `which country is the most common`
            if let [Measure { mention: Some(mention), aggregate: None, is_total: false, .. }] = self.sketch.outputs[..]
                && self.sketch.groups.is_empty()
                && !self.sketch.mentions[mention].is_table()
            {
                self.sketch.groups.push(mention);
            }
            let key = sketch::Key::Measure(Measure::count(None));
            self.sketch.orders.push(Ordering { key, is_descending, adjective: None });
            self.sketch.limit = Some(1);
        }
    }

    pub(super) fn mentioned_in_where(&mut self, mention: usize) {
        if self.means_roles(mention) {
            return;
        }
        if self.sketch.mentions[mention].is_table() && !self.is_asked_of(mention) {
            return self.relate(mention);
        }
        self.settle_truth();
        self.last = Some(Measure::of(mention));
    }

    /// Whether a value, a number or a comparison of this very name follows.
    fn is_asked_of(&self, mention: usize) -> bool {
        let mut next = self.meaningful(self.at).skip_while(|kind| matches!(kind, ItemKind::Key(Key::Is | Key::Not)));
        let it = &self.sketch.mentions[mention];
        it.column_score() > 0.0
            && it.column_score() >= it.table_score()
            && matches!(
                next.next(),
                Some(
                    ItemKind::Value(_)
                        | ItemKind::Quoted(_)
                        | ItemKind::Number(_)
                        | ItemKind::Comparative(_)
                        | ItemKind::Key(Key::Compare(_) | Key::Like(_) | Key::Between)
                )
            )
    }

    /// A column of truths that nothing was said of: `that are official`.
    pub(super) fn settle_truth(&mut self) {
        if let Some(measure) = self.last.take().filter(Measure::is_plain) {
            let test = if self.is_had(&measure) { Test::Present } else { Test::Truth };
            self.condition(Subject::Measure(measure), test);
        }
    }

    /// `who have a sponsor`
    fn is_had(&self, measure: &Measure) -> bool {
        let Some(at) = measure.mention.map(|it| self.sketch.mentions[it].at) else { return false };
        let before: Vec<&str> = self.tokens[at.saturating_sub(2)..at].iter().map(|it| it.lower.as_str()).collect();
        matches!(&before[..], ["have" | "has" | "had", "a" | "an" | "any"])
    }
}
