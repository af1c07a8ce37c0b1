//! Order and number of the rows.

use super::{Parser, Region, Superlative};
use crate::ask::item::ItemKind;
use crate::ask::lexicon::{ADJECTIVES, Key, is_verb};
use crate::ask::query::Aggregate;
use crate::ask::sketch::{self, Measure, Ordering};

impl Parser<'_> {
    pub(super) fn order_by(&mut self) {
        self.settle_superlative(None);
        self.settle_truth();
        self.denied = None;
        self.compared = None;
        self.sorts = self.sketch.outputs.is_empty() && self.sketch.groups.is_empty();
        self.region = if self.sorts { Region::Answer } else { Region::Order };
    }

    pub(super) fn order_key(&mut self, measure: Measure) {
        let is_descending = std::mem::take(&mut self.descends);
        if std::mem::take(&mut self.rekeys) {
            return self.put_key(measure);
        }
        let key = sketch::Key::Measure(measure);
        // `in alphabetical order of name`: the order was announced before its key.
        if let Some(order) = self.sketch.orders.last_mut()
            && order.key == sketch::Key::First
            && self.sketch.limit.is_none()
        {
            order.key = key;
            return;
        }
        self.sketch.orders.push(Ordering { key, is_descending, adjective: None });
    }

    /// The key of a superlative, which came behind it. What was done the most in is added up.
    fn put_key(&mut self, measure: Measure) {
        let adds_up = self.sketch.orders.last().is_some_and(|it| match &it.key {
            sketch::Key::Adjective(adjective, _) => ADJECTIVES[*adjective].forms[2] == "most",
            sketch::Key::Measure(of) => self.is_deed(of),
            sketch::Key::First => false,
        });
        let aggregate = if adds_up { Some(Aggregate::Sum) } else { measure.aggregate };
        if let Some(order) = self.sketch.orders.last_mut() {
            order.key = sketch::Key::Measure(Measure { aggregate, ..measure });
        }
    }

    /// A direction stands behind its key, or before it.
    pub(super) fn direct(&mut self, is_descending: bool) {
        self.settle_truth();
        // `from most to fewest`: by what was counted.
        let says_amount =
            matches!(self.last_word_read(), "most" | "fewest" | "least" | "high" | "low" | "highest" | "lowest");
        if says_amount
            && self.sketch.orders.is_empty()
            && let Some(measure) = self.measure_shown(None)
        {
            let key = sketch::Key::Measure(measure);
            self.sketch.orders.push(Ordering { key, is_descending, adjective: None });
            self.region = Region::Order;
            return;
        }
        // A superlative says its own direction.
        let is_keyed =
            self.region == Region::Order && self.sketch.orders.last().is_some_and(|it| it.adjective.is_none());
        let is_new = self.sketch.orders.is_empty() || self.sketch.limit.is_some() && !is_keyed;
        if is_new || self.next_is_key() {
            self.descends = is_descending;
            self.directs = true;
        } else {
            let is_limited = self.sketch.limit.is_some();
            for order in self.sketch.orders.iter_mut().filter(|it| !is_limited || it.adjective.is_none()) {
                order.is_descending = is_descending;
            }
        }
        self.region = Region::Order;
    }

    /// `descending order of age`
    fn next_is_key(&self) -> bool {
        matches!(self.ahead(0), Some(ItemKind::Key(Key::Of)))
            && matches!(self.ahead(1), Some(ItemKind::Element(_) | ItemKind::Key(_)))
    }

    pub(super) fn alphabetical(&mut self) {
        self.settle_truth();
        if self.sketch.orders.is_empty() {
            let is_descending = std::mem::take(&mut self.descends);
            self.sketch.orders.push(Ordering { key: sketch::Key::First, is_descending, adjective: None });
        }
        self.region = Region::Order;
    }

    pub(super) fn superlative(&mut self, adjective: usize) {
        if self.is_spelled(adjective) {
            return;
        }
        let limit = self.waiting.number.take().and_then(|number| number.parse().ok()).unwrap_or(1);
        self.settle_superlative(None);
        if let Some((skip, aggregates)) = self.joined_aggregates() {
            self.at += skip;
            self.waiting.aggregates.push(extreme_of(adjective));
            self.waiting.aggregates.extend(aggregates);
            return;
        }
        self.waiting.superlative = Some(Superlative { adjective, limit });
        self.lose_unknown_key(adjective);
        let ends = matches!(
            self.ahead(0),
            None | Some(ItemKind::Key(
                Key::Of | Key::At | Key::And | Key::Comma | Key::Relative | Key::OrderBy | Key::By
            ))
        );
        if ends && !matches!(self.ahead(0), Some(ItemKind::Key(Key::By))) {
            self.settle_superlative(None);
        }
    }

    /// `the highest, the lowest and the average score`: how far the last of them is, and those behind the first.
    fn joined_aggregates(&self) -> Option<(usize, Vec<Aggregate>)> {
        let mut aggregates = Vec::new();
        let mut end = 0;
        for (skip, item) in self.items.get(self.at..).filter(|_| self.region == Region::Answer)?.iter().enumerate() {
            match &item.kind {
                ItemKind::Stop | ItemKind::Key(Key::Some | Key::Lead | Key::And | Key::Comma) => {}
                ItemKind::Superlative(other) => {
                    aggregates.push(extreme_of(*other));
                    end = skip + 1;
                }
                ItemKind::Key(Key::Aggregate(other)) => {
                    aggregates.push(*other);
                    end = skip + 1;
                }
                ItemKind::Element(named) => {
                    let best = named.columns.first().filter(|it| named.tables.is_empty() && it.score >= 0.9)?;
                    let is_next = skip == end && !aggregates.is_empty();
                    return (is_next && self.catalog.is_amount(best.it)).then_some((end, aggregates));
                }
                _ => return None,
            }
        }
        None
    }

    /// `from oldest to youngest`: the first says the direction, and the column where none was named.
    pub(super) fn spell_order(&mut self, adjective: usize) {
        self.compare_average();
        let is_descending = ADJECTIVES[adjective].is_upward;
        match self.sketch.orders.last_mut().filter(|_| self.sketch.limit.is_none()) {
            Some(order) => {
                order.is_descending = is_descending;
                order.adjective = Some(adjective);
            }
            None => {
                let is_quantity = matches!(
                    ADJECTIVES[adjective].forms[2],
                    "highest" | "lowest" | "largest" | "smallest" | "biggest" | "greatest" | "most" | "fewest"
                );
                let shown = self.measure_shown(None).filter(|_| is_quantity);
                let measure = self.last.take().or(shown);
                let key = measure.map_or(sketch::Key::Adjective(adjective, None), sketch::Key::Measure);
                self.sketch.orders.push(Ordering { key, is_descending, adjective: Some(adjective) });
            }
        }
        self.region = Region::Order;
    }

    /// `top 5 companies by revenue`
    pub(super) fn top(&mut self) {
        self.top = Some(1);
    }

    /// `by` behind `top 5` brings the key.
    pub(super) fn by(&mut self) {
        self.settle_superlative(None);
        if self.is_by_name() {
            self.settle_truth();
            self.denied = None;
            self.region = Region::Answer;
            return;
        }
        if let Some(limit) = self.top.take() {
            self.sketch.limit = Some(limit);
            self.descends = true;
            self.region = Region::Order;
        } else if std::mem::take(&mut self.sorts) {
            self.region = Region::Order;
        } else {
            self.rekey();
        }
    }

    /// `list those without an email by name`: the name is what is listed.
    fn is_by_name(&self) -> bool {
        let is_name = self.items.get(self.at).is_some_and(|item| {
            matches!(item.kind, ItemKind::Element(_)) && self.tokens[item.place.start].lower == "name"
        });
        let ends = |at: usize| self.items.get(at).is_none_or(|item| item.kind == ItemKind::Stop);
        is_name && ends(self.at + 1) && self.region == Region::Where && self.top.is_none() && !self.sorts
    }

    /// `longest book by pages`, `longest film in minutes`
    pub(super) fn rekey(&mut self) -> bool {
        let is_open = self.sketch.orders.last().is_some_and(|it| match &it.key {
            sketch::Key::Adjective(..) => true,
            sketch::Key::Measure(measure) => self.is_deed(measure),
            sketch::Key::First => false,
        });
        let is_column = matches!(self.ahead(0), Some(ItemKind::Element(named)) if named.tables.is_empty() && !named.columns.is_empty());
        if is_open && is_column && self.sketch.limit.is_some() {
            self.rekeys = true;
            self.region = Region::Order;
        }
        self.rekeys
    }

    /// `paid the most in fees`: a verb that is only like a column.
    fn is_deed(&self, measure: &Measure) -> bool {
        let mention = measure.mention.filter(|_| measure.is_plain()).map(|it| &self.sketch.mentions[it]);
        mention.is_some_and(|it| it.column_score() < 0.9 && is_verb(&it.words.to_lowercase()))
    }

    /// `in descending order` and nothing else: by what is shown first.
    pub(super) fn settle_direction(&mut self) {
        if self.region == Region::Order && self.sketch.orders.is_empty() && self.directs {
            self.alphabetical();
        }
    }

    pub(super) fn settle_top(&mut self) {
        match self.top.take() {
            Some(limit) if !self.sketch.orders.is_empty() => self.sketch.limit = Some(limit),
            Some(limit) if self.measures_shown() == 1 => self.order_by_measure(limit),
            Some(limit) => self.sketch.unused.push(format!("top {limit}, without a word on what counts")),
            None => {}
        }
    }

    fn measures_shown(&self) -> usize {
        self.sketch.outputs.iter().filter(|it| !it.is_plain()).count()
    }

    /// `for each town the number of bells, top 3`: by the one number that is shown.
    fn order_by_measure(&mut self, limit: u64) {
        let Some(measure) = self.sketch.outputs.iter().find(|it| !it.is_plain()).cloned() else { return };
        self.sketch.orders.push(Ordering { key: sketch::Key::Measure(measure), is_descending: true, adjective: None });
        self.sketch.limit = Some(limit);
    }

    /// `top 3`, `first 5`: the number behind the word.
    pub(super) fn takes_limit(&mut self, digits: &str) -> bool {
        if matches!(self.behind(), Some(ItemKind::Key(Key::Top))) {
            self.top = digits.parse().ok();
            return self.top.is_some();
        }
        let is_behind = matches!(self.behind(), Some(ItemKind::Superlative(_)));
        match (&mut self.waiting.superlative, digits.parse()) {
            (Some(superlative), Ok(limit)) if is_behind => {
                superlative.limit = limit;
                true
            }
            (None | Some(_), Ok(_) | Err(_)) => false,
        }
    }
}

/// The greatest or the least, whichever the superlative asks for.
pub(super) fn extreme_of(adjective: usize) -> Aggregate {
    if ADJECTIVES[adjective].is_upward { Aggregate::Maximum } else { Aggregate::Minimum }
}
