//! What is to be shown, counted and grouped.

use super::{Parser, Region, Superlative};
use crate::ask::catalog::ColumnId;
use crate::ask::element::Named;
use crate::ask::item::{Item, ItemKind};
use crate::ask::lexicon::{ADJECTIVES, Key, is_participle, is_plain_verb};
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
        self.waiting.is_each = true;
        if self.region == Region::Where {
            self.settle_superlative(None);
        }
        self.region = Region::Answer;
    }

    /// A second sentence says better what to show: `Which artist …? Give the name and the nationality.`
    pub(super) fn next_sentence(&mut self) {
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

    /// A name: what it is for depends on the words before it.
    pub(super) fn element(&mut self, mention: usize) {
        if self.sketch.mentions[mention].is_table() {
            self.last_table = Some(mention);
        }
        if self.confirms_value(mention) || self.describes(mention) || self.repeats(mention) {
            return;
        }
        if self.waiting.is_each {
            return self.group(mention);
        }
        let is_plain = !self.waiting.is_count && !self.waiting.is_total && self.waiting.aggregates.is_empty();
        if self.waiting.superlative.is_some() && is_plain {
            return self.settle_superlative(Some(mention));
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
            Region::Order => self.order_key(Measure::of(mention)),
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

    /// `average singer's age`: the table of the column that is measured.
    fn owns_next(&self, mention: usize) -> bool {
        let word = self.items.get(self.at).map(|item| self.tokens[item.place.start].lower.as_str());
        let has_column = |item: &Item| matches!(&item.kind, ItemKind::Element(named) if !named.columns.is_empty());
        self.sketch.mentions[mention].is_table()
            && matches!(word, Some("'s" | "'"))
            && self.items.get(self.at + 1).is_some_and(has_column)
    }

    /// `How many … did each singer give? List the name and the count`: the count that was asked for before.
    fn repeats(&mut self, mention: usize) -> bool {
        let it = &self.sketch.mentions[mention];
        let is_word_for_it = matches!(
            it.words.to_lowercase().as_str(),
            "count" | "counts" | "number" | "numbers" | "total" | "totals" | "average" | "averages"
        );
        let is_repeated = is_word_for_it && it.column_score() < 0.9 && !self.asked_before.is_empty();
        if is_repeated {
            self.sketch.outputs.append(&mut self.asked_before);
        }
        is_repeated
    }

    /// `official languages`: a column of truths right before another name is a condition.
    fn describes(&mut self, mention: usize) -> bool {
        let is_next = matches!(self.items.get(self.at), Some(Item { kind: ItemKind::Element(_), .. }));
        let it = &self.sketch.mentions[mention];
        if it.column_score() < 0.9 && !is_participle(&it.words.to_lowercase()) {
            return false;
        }
        let best = it.named.columns.first();
        let is_truth = best.is_some_and(|it| self.catalog.column(it.it).truth(true).is_some());
        if is_next && is_truth {
            self.condition(Subject::Measure(Measure::of(mention)), Test::Truth);
        }
        is_next && is_truth
    }

    fn group(&mut self, mention: usize) {
        self.sketch.groups.push(mention);
        let continues = matches!(self.ahead(0), Some(ItemKind::Key(Key::And)))
            && matches!(self.ahead(1), Some(ItemKind::Element(_)))
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

    /// `that has the minimum horsepower`: no comparison follows.
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

    fn answer(&mut self, mention: usize) {
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
        if let Some(owner) = self.owner_before(mention) {
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

    /// `cartoons directed by`: a participle right behind what is shown.
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

    /// `number of singers by country`
    fn is_group_by(&self) -> bool {
        let is_done_by = self
            .items
            .get(self.at.wrapping_sub(3))
            .is_some_and(|item| is_participle(&self.tokens[item.place.end - 1].lower));
        self.word_behind() == "by" && !is_done_by && self.sketch.outputs.iter().any(|it| !it.is_plain())
    }

    /// `in year 2014`, `in the city "Bonn"`: a column that a value follows is a condition.
    fn is_followed_by_value(&self) -> bool {
        let is_value = |kind: Option<&ItemKind>| {
            matches!(kind, Some(ItemKind::Value(_) | ItemKind::Quoted(_) | ItemKind::Number(_)))
        };
        let holds = |named: &Named, values: &[(ColumnId, String)]| {
            named.columns.iter().any(|it| it.score > 0.8 && values.iter().any(|(id, _)| *id == it.it))
        };
        if let (Some(Item { kind: ItemKind::Value(values), .. }), Some(Item { kind: ItemKind::Element(named), .. })) =
            (self.items.get(self.at), self.items.get(self.at - 1))
            && holds(named, values)
            && !self.sketch.outputs.is_empty()
        {
            return true;
        }
        let is_place = matches!(self.behind(), Some(ItemKind::Key(Key::At | Key::Of | Key::Have)));
        is_place && !self.sketch.outputs.is_empty() && is_value(self.ahead(0))
    }

    /// `names of singers`, `the number of concerts in stadiums`: the table says whose the columns are.
    fn is_owner(&self) -> bool {
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
        is_joint && !self.sketch.outputs.is_empty()
    }

    /// `countries' channels`: the column stands before its table.
    fn is_owned(&self) -> bool {
        let is_column =
            self.sketch.outputs.last().and_then(|it| it.mention).is_some_and(|it| !self.sketch.mentions[it].is_table());
        is_column && matches!(self.word_behind(), "'" | "'s")
    }

    fn own(&mut self, mention: usize) {
        for output in &self.sketch.outputs[self.owed.min(self.sketch.outputs.len())..] {
            if let Some(column) = output.mention
                && column != mention
            {
                self.sketch.mentions[column].owner.get_or_insert(mention);
            }
        }
        self.owed = self.sketch.outputs.len();
        let counts = self.sketch.outputs.iter().any(|it| it.aggregate == Some(Aggregate::Count));
        if self.sketch.subject.is_none() {
            self.sketch.subject = Some(mention);
        } else if !counts || self.sketch.outputs.len() == 1 {
            self.relate(mention);
        }
    }

    /// Rows of a table that have to be there, or must not.
    fn relate(&mut self, mention: usize) {
        let is_alternative = std::mem::take(&mut self.waiting.is_alternative) && !self.sketch.related.is_empty();
        self.sketch.related.push(Related { mention, denied: self.denied, is_alternative });
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

    /// `birth date of the winner who …`: a column that is only like the word, behind `of`, stands for the rows.
    fn is_possessor(&self, mention: usize) -> bool {
        let is_of = matches!(self.behind(), Some(ItemKind::Key(Key::Of))) && !self.sketch.outputs.is_empty();
        let is_plain = self.sketch.outputs.iter().all(Measure::is_plain);
        let is_told_of = matches!(self.ahead(0), Some(ItemKind::Key(Key::Relative)));
        is_of
            && is_plain
            && (is_told_of || self.sketch.mentions[mention].column_score() < 0.95)
            && !self.sketch.mentions[mention].is_table()
    }

    /// `singer's name`, `the singer names`: a table right before a column is no answer of its own.
    fn owner_before(&mut self, mention: usize) -> Option<usize> {
        let previous = self.sketch.outputs.last().filter(|it| it.is_plain() && !it.is_everything)?.mention?;
        let item = self.items.get(self.at - 1)?;
        let before = &self.sketch.mentions[previous];
        let gap = &self.tokens[before.at..item.place.start];
        let length = before.words.split(' ').count();
        let is_joined =
            gap.len() == length || gap[length..].iter().all(|token| matches!(token.lower.as_str(), "'s" | "'"));
        let is_compared = matches!(self.ahead(0), Some(ItemKind::Comparative(_) | ItemKind::Key(Key::Compare(_))));
        // `doctors earn`, `books cost more than` are no names of columns.
        let it = &self.sketch.mentions[mention];
        let is_clause = it.column_score() < 0.9 && (is_compared || is_plain_verb(&it.words.to_lowercase()));
        let is_column = it.column_score() > 0.0 && !is_clause;
        (is_joined && is_column && before.is_table()).then(|| {
            self.sketch.outputs.pop();
            previous
        })
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
            let key = sketch::Key::Measure(Measure::count(None));
            self.sketch.orders.push(Ordering { key, is_descending, adjective: None });
            self.sketch.limit = Some(1);
        }
    }

    fn mentioned_in_where(&mut self, mention: usize) {
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
            self.condition(Subject::Measure(measure), Test::Truth);
        }
    }

    /// `the 3 youngest`, `with the highest salary`, `the most concerts`: orders the rows and keeps the first.
    pub(super) fn settle_superlative(&mut self, mention: Option<usize>) {
        let Some(superlative) = self.waiting.superlative.take() else { return };
        let adjective = &ADJECTIVES[superlative.adjective];
        let is_quantity = adjective.columns.is_empty()
            || matches!(adjective.forms[2], "highest" | "lowest" | "largest" | "smallest" | "biggest");
        let is_amount = matches!(adjective.forms[2], "most" | "fewest" | "least");
        let Some(mention) = mention else {
            let key = match self.last.take() {
                Some(measure) => sketch::Key::Measure(measure),
                None if is_amount && self.demands_rows() => sketch::Key::Measure(Measure::count(None)),
                None if adjective.forms[2] == "most" && self.shows_one_value() => sketch::Key::First,
                None => sketch::Key::Adjective(superlative.adjective, None),
            };
            return self.push_superlative(key, superlative);
        };
        let is_table = self.sketch.mentions[mention].is_table();
        if !is_table && (is_quantity || self.is_spoken_of(superlative.adjective, mention)) {
            if self.is_aggregate_asked() && superlative.limit == 1 {
                let aggregate = if adjective.is_upward { Aggregate::Maximum } else { Aggregate::Minimum };
                return self.sketch.outputs.push(Measure { aggregate: Some(aggregate), ..Measure::of(mention) });
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

    /// `which songs were performed the most`: rows of another table were asked for, so they are what is counted.
    fn demands_rows(&self) -> bool {
        self.sketch.outputs.iter().all(Measure::is_plain) && self.sketch.related.iter().any(|it| it.denied.is_none())
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
        self.region == Region::Answer && ends && self.sketch.outputs.iter().all(|output| !output.is_plain())
    }

    /// Whether the adjective is one of the column: `the longest duration`.
    fn is_spoken_of(&self, adjective: usize, mention: usize) -> bool {
        let adjective = &ADJECTIVES[adjective];
        let best = self.sketch.mentions[mention].named.columns.first();
        let words = best.map(|it| self.catalog.column(it.it).name.to_lowercase()).unwrap_or_default();
        let speaks = |list: &[&str]| list.iter().any(|word| words.contains(word));
        speaks(adjective.columns) || speaks(adjective.inverse)
    }

    fn order_by_superlative(&mut self, measure: Measure, superlative: Superlative) {
        self.push_superlative(sketch::Key::Measure(measure), superlative);
    }

    fn push_superlative(&mut self, key: sketch::Key, superlative: Superlative) {
        let is_descending = ADJECTIVES[superlative.adjective].is_upward;
        self.sketch.orders.push(Ordering { key, is_descending, adjective: Some(superlative.adjective) });
        self.sketch.limit = Some(self.top.take().unwrap_or(superlative.limit));
    }
}
