//! From a sketch to queries: which of several columns each name means, given what the rows are about.

mod choice;
mod condition;
mod day;
mod exclusion;
mod grouping;
mod row;
mod share;
mod shared_column;

use super::catalog::{Catalog, ColumnId, Kind};
use super::lexicon::ADJECTIVES;
use super::name;
use super::query::{Aggregate, Comparison, Operand, Order, Predicate, Query, Term};
use super::sketch::{Key, Measure, Sketch};
use super::stem::stem;
use super::value::Values;
use std::collections::BTreeSet;

/// A query that the question may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub query: Query,
    /// What speaks against it, in points of confidence.
    pub doubt: f64,
    /// What was not understood or had to be guessed.
    pub remarks: Vec<String>,
}

/// One candidate for each table that the rows may be about.
pub fn candidates(catalog: &Catalog, values: &Values, sketch: &Sketch) -> Vec<Candidate> {
    if let Some(candidate) = shared_column::candidate(catalog, sketch) {
        return vec![candidate];
    }
    let roots = choice::roots(catalog, sketch);
    roots
        .into_iter()
        .filter_map(|(root, doubt)| Resolver::new(catalog, values, sketch, root, doubt).resolve())
        .collect()
}

struct Resolver<'a> {
    catalog: &'a Catalog,
    values: &'a Values,
    sketch: &'a Sketch,
    query: Query,
    doubt: f64,
    remarks: Vec<String>,
    /// What must not be there, by clause.
    excluded: exclusion::Excluded,
    /// Tables of which the rows must not lead here by a reference that was named.
    excluded_by_part: BTreeSet<usize>,
    /// Second demands of `both … and`.
    intersect: Vec<super::query::Predicate>,
    /// So many parts of the filter say of which rows a share is.
    share_base: usize,
}

impl<'a> Resolver<'a> {
    fn new(catalog: &'a Catalog, values: &'a Values, sketch: &'a Sketch, root: usize, doubt: f64) -> Self {
        let query = Query { root, ..Query::default() };
        Self {
            catalog,
            values,
            sketch,
            query,
            doubt,
            remarks: Vec::new(),
            excluded: exclusion::Excluded::default(),
            excluded_by_part: BTreeSet::new(),
            intersect: Vec::new(),
            share_base: 0,
        }
    }

    fn resolve(mut self) -> Option<Candidate> {
        self.query.is_distinct = self.sketch.is_distinct;
        self.query.limit = self.sketch.limit;
        self.query.vias = self.vias();
        self.conditions();
        self.related();
        self.share();
        self.outputs();
        self.list_values();
        self.list_rows_once();
        self.orders();
        self.aggregate_of_first();
        self.grouping();
        self.combine();
        if self.query.select.is_empty() && self.query.share.is_empty() {
            return None;
        }
        self.doubt_references();
        Some(Candidate { query: self.query, doubt: self.doubt, remarks: self.remarks })
    }

    /// `how many crossings start at the harbour with the highest capacity`: the first row is picked before anything is counted.
    fn aggregate_of_first(&mut self) {
        let counts_all = !self.query.select.is_empty() && self.query.select.iter().all(|term| term.aggregate.is_some());
        let [Order { term: Term { aggregate: None, column: Some(column), .. }, .. }] = self.query.order[..] else {
            return;
        };
        let Some(key) = self.key_of(column.table) else { return };
        if !counts_all
            || !self.sketch.groups.is_empty()
            || self.query.limit.is_none()
            || column.table == self.query.root
        {
            return;
        }
        let order = std::mem::take(&mut self.query.order);
        let first = Query {
            root: column.table,
            select: vec![Term::column(key)],
            order,
            limit: self.query.limit.take(),
            ..Query::default()
        };
        let right = Operand::Query(Box::new(first));
        self.query.filter.push(vec![Predicate::Compare {
            left: Term::column(key),
            comparison: Comparison::Equal,
            right,
        }]);
    }

    fn doubt(&mut self, points: f64, remark: impl Into<String>) {
        self.doubt += points;
        let remark = remark.into();
        if !remark.is_empty() && !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    fn outputs(&mut self) {
        if !self.query.share.is_empty() {
            return;
        }
        for output in &self.sketch.outputs {
            if output.is_everything {
                self.everything(output.mention);
            } else {
                let terms = self.terms(output);
                let known = terms.clone();
                let shown = &self.query.select;
                let new: Vec<Term> = terms
                    .into_iter()
                    .filter(|term| !(shown.contains(term) || output.is_plain() && is_measured(shown, term)))
                    .collect();
                let is_new = |term: &&Term| !is_measured(&self.query.select, term);
                let known = if output.is_plain() { known.iter().filter(is_new).count() } else { known.len() };
                if new.is_empty() && known > 0 && output.is_plain() && !self.is_said_again(output) {
                    self.doubt(0.2, "two names were taken for one column");
                }
                self.query.select.extend(new);
            }
        }
        self.answer_when();
        if self.query.select.is_empty() && self.sketch.groups.is_empty() {
            let label = self.label(self.query.root);
            self.query.select.extend(label.into_iter().map(Term::column));
            self.doubt(0.15, "");
        }
    }

    /// `when was the longest peal`: what rows are called is no answer.
    fn answer_when(&mut self) {
        let shows_rows =
            self.sketch.outputs.iter().all(|it| it.is_plain() && it.mention.is_none_or(|it| self.means_table(it)));
        if !self.sketch.asks_when || !shows_rows {
            return;
        }
        let Some(column) = self.moment(None) else { return self.doubt(0.4, "when it was") };
        let moments = self.catalog.tables[column.table].columns.iter().filter(|it| it.is_moment());
        if moments.count() > 1 && self.direction(column) == 0 {
            self.doubt(0.15, format!("{} is one of several", self.catalog.column(column).name));
        }
        self.query.select = vec![Term::column(column)];
    }

    /// `which play types are there`: the values of a column that calls no rows, each once.
    fn list_values(&mut self) {
        let [Term { aggregate: None, column: Some(column), .. }] = self.query.select[..] else { return };
        let is_row = self.sketch.outputs.iter().filter_map(|it| it.mention).any(|it| self.means_table(it));
        let is_label = is_row && self.label(column.table).contains(&column) || self.catalog.is_key(column);
        self.query.is_distinct |= self.sketch.asks_what_there_is && !is_label;
    }

    /// Whether an earlier output has the same words, or one of the two only stands for the rows.
    fn is_said_again(&self, output: &Measure) -> bool {
        let Some(mention) = output.mention.filter(|it| !self.means_table(*it)) else { return true };
        let words = |mention: usize| {
            let words = self.sketch.mentions[mention].words.to_lowercase();
            words.split(' ').map(stem).collect::<Vec<_>>()
        };
        let mut others = self.sketch.outputs.iter().take_while(|it| *it != output).filter_map(|it| it.mention);
        others.any(|it| self.means_table(it) || words(it) == words(mention))
    }

    /// `crags that have a route longer than 40`: a row that meets the condition several times is one row.
    fn list_rows_once(&mut self) {
        let is_plain = self.query.select.iter().all(|term| term.aggregate.is_none()) && self.query.share.is_empty();
        let is_listed =
            is_plain && self.sketch.orders.is_empty() && self.sketch.groups.is_empty() && self.query.having.is_empty();
        let shown: Vec<ColumnId> = self.query.select.iter().filter_map(|term| term.column).collect();
        // Not every engine can tell whether two documents are the same.
        let is_told_apart = |it: &ColumnId| it.table == self.query.root && self.catalog.column(*it).kind != Kind::Other;
        let mut asked = self.query.filter.iter().flatten().filter_map(Predicate::column);
        let repeats = asked.any(|it| self.is_many(self.query.root, it.table));
        self.query.is_distinct |= is_listed && !shown.is_empty() && shown.iter().all(is_told_apart) && repeats;
    }

    /// Every column of a table: `*` where no other table is joined.
    fn everything(&mut self, mention: Option<usize>) {
        let table = mention.and_then(|it| self.table(it)).unwrap_or(self.query.root);
        let columns = 0..self.catalog.tables[table].columns.len();
        self.query.select.extend(columns.map(|column| Term::column(ColumnId { table, column })));
    }

    /// What a measure of the answer shows.
    fn terms(&mut self, measure: &Measure) -> Vec<Term> {
        if !measure.is_plain() {
            return self.measure(measure).into_iter().collect();
        }
        let Some(mention) = measure.mention else { return Vec::new() };
        if self.means_table(mention) {
            let table = self.table(mention).unwrap_or(self.query.root);
            let label = self.label(table);
            // `what did they eat`: not the number of a feeding.
            let is_number = label.iter().all(|it| Some(*it) == self.key_of(table));
            if is_number && self.sketch.mentions[mention].table_score() < 0.95 {
                self.doubt(0.3, "what of it is asked for");
            }
            return label.into_iter().map(Term::column).collect();
        }
        if let Some(names) = self.names_of_rows(mention) {
            return names.into_iter().map(Term::column).collect();
        }
        self.column(mention).into_iter().map(Term::column).collect()
    }

    /// A number or a column to compare, to order by, or to show.
    fn measure(&mut self, measure: &Measure) -> Option<Term> {
        if measure.aggregate == Some(Aggregate::Count) {
            return Some(self.count(measure));
        }
        let mention = measure.mention?;
        if measure.is_total {
            if self.means_table(mention) && self.sketch.asks_amount {
                return self.money_of(mention);
            }
            if self.means_table(mention) {
                return Some(self.count(&Measure::count(Some(mention))));
            }
            let column = self.column(mention)?;
            if self.catalog.column(column).kind != Kind::Number || self.catalog.is_key(column) {
                return Some(self.count(&Measure::count(Some(mention))));
            }
            if self.catalog.words(column).iter().any(|word| word == "year") {
                self.doubt(0.3, "a sum or an average of what cannot be added up");
            }
            return Some(Term { aggregate: measure.aggregate, is_distinct: false, column: Some(column) });
        }
        let column = self.column_of_kind(mention, measure.aggregate.is_some())?;
        let is_amount = self.catalog.is_amount(column);
        if matches!(measure.aggregate, Some(Aggregate::Sum | Aggregate::Average)) && !self.adds_up(column) {
            self.doubt(0.3, "a sum or an average of what cannot be added up");
        }
        if measure.aggregate == Some(Aggregate::Spread) && !is_amount {
            self.doubt(0.5, "a difference of what are no numbers");
        }
        Some(Term { aggregate: measure.aggregate, is_distinct: measure.is_distinct, column: Some(column) })
    }

    /// `how much did the loans bring in`: the sum of what rows cost, where they have one such column.
    fn money_of(&mut self, mention: usize) -> Option<Term> {
        const MONEY: [&str; 11] =
            ["price", "cost", "fee", "fare", "charge", "payment", "revenue", "amount", "salary", "wage", "income"];
        let table = self.table(mention)?;
        let columns = (0..self.catalog.tables[table].columns.len()).map(|column| ColumnId { table, column });
        let is_money =
            |id: &ColumnId| self.adds_up(*id) && self.catalog.words(*id).iter().any(|it| MONEY.contains(&it.as_str()));
        let found: Vec<ColumnId> = columns.filter(is_money).collect();
        let [column] = found[..] else {
            self.doubt(0.4, "how much of what");
            return None;
        };
        Some(Term::aggregate(Aggregate::Sum, column))
    }

    /// Whether values can be added up: numbers, also where they are written as text, but neither keys nor dates.
    fn adds_up(&self, column: ColumnId) -> bool {
        let it = self.catalog.column(column);
        let is_number = it.kind == Kind::Number || it.kind == Kind::Text && self.catalog.is_ordered(column);
        is_number && !self.catalog.is_key(column)
    }

    /// Rows of a table, or different values of a column.
    fn count(&mut self, measure: &Measure) -> Term {
        let Some(mention) = measure.mention else { return Term::count() };
        if self.means_table(mention) {
            let table = self.table(mention).unwrap_or(self.query.root);
            if table != self.query.root {
                self.query.tables.insert(table);
            } else if self.multiplies() {
                let key = self.key_of(table);
                return key.map_or_else(Term::count, |key| Term {
                    aggregate: Some(Aggregate::Count),
                    is_distinct: true,
                    column: Some(key),
                });
            }
            if !measure.is_distinct {
                return Term::count();
            }
            let key = self.key_of(table);
            return key.map_or_else(Term::count, |key| Term {
                aggregate: Some(Aggregate::Count),
                is_distinct: true,
                column: Some(key),
            });
        }
        let (doubt, remarks) = (self.doubt, self.remarks.len());
        let Some(column) = self.column(mention) else { return Term::count() };
        let it = self.catalog.column(column);
        if self.catalog.joins.iter().any(|join| join.goes_by(column) && self.catalog.is_role(join.to)) {
            // `wins` of a player are the rows that refer to it.
            self.doubt = doubt;
            self.remarks.truncate(remarks);
            self.query.tables.insert(column.table);
            return Term::count();
        }
        // `how many penalties`, where that is said of goals.
        if it.truth(true).is_some() && !measure.is_distinct {
            self.query.filter.extend(self.is_true(column).map(|predicate| vec![predicate]));
            return Term::count();
        }
        let is_amount = it.kind == Kind::Number && !self.catalog.is_key(column) && !measure.is_distinct;
        if is_amount && !name::words(&it.name).iter().any(|word| word == "year") {
            return Term::aggregate(Aggregate::Sum, column);
        }
        if self.catalog.tables[column.table].key == [column.column] {
            self.query.tables.insert(column.table);
            return Term::count();
        }
        Term { aggregate: Some(Aggregate::Count), is_distinct: true, column: Some(column) }
    }

    /// Whether a condition on another table may meet a row of the root several times.
    fn multiplies(&self) -> bool {
        self.query.group.is_empty()
            && self.sketch.groups.is_empty()
            && self.query.all_tables().into_iter().any(|table| self.is_many(self.query.root, table))
    }

    fn orders(&mut self) {
        for order in &self.sketch.orders {
            let found = match &order.key {
                Key::Measure(measure) => self.order_term(measure).map(|term| {
                    let is_inverse = order.adjective.is_some_and(|it| self.is_inverse(it, &term));
                    (self.added_up(term, order.adjective), order.is_descending != is_inverse)
                }),
                Key::First => self.query.select.first().cloned().map(|term| (term, order.is_descending)),
                Key::Adjective(adjective, mention) => self.adjective_order(*adjective, *mention, order.is_descending),
            };
            match found {
                Some((term, is_descending)) => {
                    let has_no_order =
                        |it: ColumnId| !self.catalog.is_ordered(it) && !self.catalog.column(it).is_moment();
                    let is_text = term.aggregate.is_none() && term.column.is_some_and(has_no_order);
                    if is_text && order.adjective.is_some() {
                        self.doubt(0.4, "a text has no greatest");
                    }
                    self.query.order.push(Order { term, is_descending });
                }
                None => self.doubt(0.5, "what to order by"),
            }
        }
    }

    /// `has the most wins`, where wins are references to it: so many. `flew the most hours`, where there are many rows of one: their sum.
    fn added_up(&self, term: Term, adjective: Option<usize>) -> Term {
        let is_amount = adjective.is_some_and(|it| matches!(ADJECTIVES[it].forms[2], "most" | "fewest" | "least"))
            || self.sketch.adds_up && self.shows_kinds();
        let Some(column) = term.column.filter(|_| is_amount && term.aggregate.is_none()) else { return term };
        if self.catalog.joins.iter().any(|join| join.goes_by(column)) {
            return Term::count();
        }
        let is_own = column.table == self.query.root || !self.is_many(self.query.root, column.table);
        if is_own && !self.shows_kinds() || !self.adds_up(column) {
            term
        } else {
            Term::aggregate(Aggregate::Sum, column)
        }
    }

    /// Whether what is shown is one column of the root that rows share and are not called by: `which wing has the most beds`.
    fn shows_kinds(&self) -> bool {
        let [Term { aggregate: None, column: Some(shown), .. }] = self.query.select[..] else { return false };
        let is_shared = !self.catalog.column(shown).is_unique && !self.catalog.is_key(shown);
        shown.table == self.query.root && is_shared && !self.label(shown.table).contains(&shown)
    }

    /// Whether an adjective goes the other way in a column: the oldest have the earliest birth years.
    fn is_inverse(&self, adjective: usize, term: &Term) -> bool {
        let Some(column) = term.column.filter(|_| term.aggregate.is_none()) else { return false };
        let words = name::words(&self.catalog.column(column).name);
        let speaks = |list: &[&str]| list.iter().any(|hint| words.iter().any(|word| stem(word) == stem(hint)));
        !speaks(ADJECTIVES[adjective].columns) && speaks(ADJECTIVES[adjective].inverse)
    }

    /// A table orders by what it is called.
    fn order_term(&mut self, measure: &Measure) -> Option<Term> {
        if measure.is_plain() {
            return self.terms(measure).into_iter().next();
        }
        let term = self.measure(measure)?;
        // `the largest number of beds` is a column of the row; rows that are alike must not be added up.
        let is_own = term.column.is_some_and(|it| it.table == self.query.root);
        let is_amount = measure.aggregate == Some(Aggregate::Count) && term.aggregate == Some(Aggregate::Sum);
        let is_grouped = !self.sketch.groups.is_empty() || !self.is_mentioned(self.query.root);
        Some(if is_own && is_amount && !is_grouped { Term { aggregate: None, ..term } } else { term })
    }

    fn adjective_order(
        &mut self,
        adjective: usize,
        mention: Option<usize>,
        is_descending: bool,
    ) -> Option<(Term, bool)> {
        let table = mention.and_then(|it| self.table(it)).unwrap_or(self.query.root);
        let words = mention.map(|it| self.sketch.mentions[it].words.clone()).unwrap_or_default();
        let (column, is_inverse) = self.adjective_column(adjective, table, &words)?;
        Some((self.added_up(Term::column(column), Some(adjective)), is_descending != is_inverse))
    }
}

/// `how much did they pay in fees`: what is added up is not shown beside its sum, which would take the sum apart.
fn is_measured(shown: &[Term], term: &Term) -> bool {
    let is_sum = |it: &Term| matches!(it.aggregate, Some(Aggregate::Sum | Aggregate::Average));
    shown.iter().any(|it| is_sum(it) && it.column.is_some() && it.column == term.column)
}
