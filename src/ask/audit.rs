//! What a question asks for, held against what a query does: a word of the grammar, a name or a value that left no trace in the query was
//! probably misread.

use super::catalog::{Catalog, ColumnId, Kind};
use super::element::Named;
use super::item::{Item, ItemKind};
use super::join;
use super::lexicon::{Key, is_verb};
use super::query::{Aggregate, Comparison, Operand, Predicate, Query, Term};
use super::token::Token;
use std::collections::BTreeSet;

/// What it costs that a part of the question left no trace: a word of the grammar, a value or a number; a name; what is only like a name.
const LOST: f64 = 0.3;
const LOST_NAME: f64 = 0.3;
const LOST_LIKENESS: f64 = 0.15;

/// Least score of a name that has to be in the query.
const NAMED: f64 = 0.95;

/// What was asked for and is not there, in words, with how doubtful that makes the query.
pub fn missing(items: &[Item], tokens: &[Token], catalog: &Catalog, query: &Query) -> Vec<(f64, String)> {
    let mut trace = Trace::of(catalog);
    trace.query(query);
    let mut found = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let next = items.get(at + 1).map(|item| &item.kind);
        let is_once = query.is_distinct && tokens[item.place.start].lower == "once";
        let is_count =
            matches!(tokens[item.place.start].lower.as_str(), "number" | "count" | "total" | "amount" | "average")
                && query.order.iter().any(|order| order.term.aggregate.is_some());
        let is_pair = tokens[item.place.start].lower == "two" && trace.roles() == 2;
        let is_label = trace.shows_text
            && matches!(tokens[item.place.start].lower.as_str(), "name" | "names" | "title" | "titles")
            && item.place.len() == 1;
        let is_unit =
            is_once || is_label || is_pair || is_count || at > 0 && tokens[items[at - 1].place.start].lower == "per";
        // A verb says how the names on both sides of it belong together.
        let is_verb = matches!(&item.kind, ItemKind::Element(named) if is_verb(&tokens[item.place.start].lower) && best(named) < NAMED);
        if let Some(cost) = cost(&item.kind, next, query, &trace).filter(|_| !is_unit && !is_verb) {
            let words: Vec<&str> = tokens[item.place.clone()].iter().map(|token| token.text.as_str()).collect();
            found.push((cost, format!("`{}` was not used", words.join(" "))));
        }
    }
    let asked = items.iter().filter(|item| is_comparison(&item.kind)).count();
    if trace.compares && asked > trace.comparisons {
        found.push((LOST, "a comparison was not used".into()));
    }
    found
}

fn is_comparison(kind: &ItemKind) -> bool {
    matches!(kind, ItemKind::Comparative(_) | ItemKind::Key(Key::Compare(_) | Key::Between))
}

/// Points of confidence that an item costs which left no trace; nothing where it left one, or needs none.
fn cost(kind: &ItemKind, next: Option<&ItemKind>, query: &Query, trace: &Trace<'_>) -> Option<f64> {
    let (is_there, cost) = match kind {
        ItemKind::Key(key) => return cost_of_key(*key, next, query, trace),
        // `biggest total first` orders, and keeps all rows.
        ItemKind::Superlative(_) => (trace.is_extreme() || !trace.is_unordered, LOST),
        ItemKind::Comparative(_) => (trace.compares, LOST),
        ItemKind::Element(named) => {
            let is_date = trace.has_moment && named.columns.iter().all(|it| trace.catalog.column(it.it).is_moment());
            let is_there = is_date && !named.columns.is_empty()
                || named.tables.iter().any(|it| trace.tables.contains(&it.it))
                || named.columns.iter().any(|it| trace.columns.contains(&it.it));
            (is_there, if best(named) < NAMED { LOST_LIKENESS } else { LOST_NAME })
        }
        ItemKind::Value(columns) => {
            (columns.iter().any(|(_, value)| trace.texts.contains(&value.to_lowercase())), LOST)
        }
        ItemKind::Quoted(text) => (trace.mentions(&text.to_lowercase()), LOST),
        ItemKind::Number(digits) => (trace.has_number(digits, query), LOST),
        ItemKind::Spelled(_) => (!trace.is_unordered, LOST),
        ItemKind::Stop | ItemKind::Unknown => return None,
    };
    (!is_there).then_some(cost)
}

fn best(named: &Named) -> f64 {
    let scores = named.tables.iter().map(|it| it.score).chain(named.columns.iter().map(|it| it.score));
    scores.fold(0.0, f64::max)
}

fn cost_of_key(key: Key, next: Option<&ItemKind>, query: &Query, trace: &Trace<'_>) -> Option<f64> {
    let has = |aggregate: Aggregate| trace.aggregates.contains(&aggregate);
    let is_there = match key {
        // `the maximum number of seats` is of a column of numbers.
        Key::Count => has(Aggregate::Count) || has(Aggregate::Sum) || trace.has_amount || trace.is_extreme(),
        Key::Total => has(Aggregate::Count) || has(Aggregate::Sum) || trace.has_amount,
        Key::Aggregate(Aggregate::Average) | Key::Average => has(Aggregate::Average) || trace.has_amount,
        Key::Aggregate(Aggregate::Maximum) => has(Aggregate::Maximum) || has(Aggregate::Spread) || trace.is_extreme(),
        Key::Aggregate(Aggregate::Minimum) => has(Aggregate::Minimum) || has(Aggregate::Spread) || trace.is_extreme(),
        Key::Aggregate(aggregate) => has(aggregate),
        Key::Common(_) => trace.is_extreme(),
        Key::Compare(_) | Key::CompareBehind(_) | Key::Between => trace.compares || trace.equals_number,
        Key::Like(_) => trace.has_pattern || matches!(next, Some(ItemKind::Element(_))),
        Key::OrderBy | Key::Ascending | Key::Descending | Key::Alphabetical => !trace.is_unordered,
        Key::Not | Key::Except => trace.denies || trace.compares,
        Key::Share => !query.share.is_empty(),
        Key::Top => query.limit.is_some(),
        Key::Null => trace.has_null,
        Key::Both => {
            query.combined.is_some()
                || query.select.len() > 1
                || trace.texts.len() + trace.numbers.len() > 1
                || trace.tables.len() > 2
        }
        Key::Lead
        | Key::Distinct
        | Key::Difference
        | Key::Same
        | Key::Each
        | Key::Aged
        | Key::Filler
        | Key::InAll
        | Key::Either
        | Key::And
        | Key::Or
        | Key::But
        | Key::Comma
        | Key::Relative
        | Key::Have
        | Key::Is
        | Key::At
        | Key::Of
        | Key::By
        | Key::Than
        | Key::Along
        | Key::Some
        | Key::All
        | Key::EveryField => true,
    };
    (!is_there).then_some(LOST)
}

/// Everything that a query and those in it read, compare and calculate.
#[derive(Debug)]
struct Trace<'a> {
    catalog: &'a Catalog,
    tables: BTreeSet<usize>,
    columns: BTreeSet<ColumnId>,
    aggregates: BTreeSet<Aggregate>,
    /// Texts of conditions in lower case.
    texts: BTreeSet<String>,
    numbers: BTreeSet<String>,
    compares: bool,
    equals_number: bool,
    /// How many predicates compare with a bound or a number.
    comparisons: usize,
    denies: bool,
    has_pattern: bool,
    has_null: bool,
    has_limit: bool,
    /// Whether the rows of the whole query come in no order.
    is_unordered: bool,
    /// Whether a plain column of numbers is shown, compared or ordered by.
    has_amount: bool,
    /// Whether a text is shown, which may be what rows are called by.
    shows_text: bool,
    /// Whether a column of days is read.
    has_moment: bool,
}

impl<'a> Trace<'a> {
    fn of(catalog: &'a Catalog) -> Self {
        Self {
            catalog,
            tables: BTreeSet::new(),
            columns: BTreeSet::new(),
            aggregates: BTreeSet::new(),
            texts: BTreeSet::new(),
            numbers: BTreeSet::new(),
            compares: false,
            equals_number: false,
            comparisons: 0,
            denies: false,
            has_pattern: false,
            has_null: false,
            has_limit: false,
            is_unordered: false,
            has_amount: false,
            has_moment: false,
            shows_text: false,
        }
    }

    fn query(&mut self, query: &Query) {
        self.is_unordered = query.order.is_empty();
        let mut shown = query.select.iter().filter(|term| term.aggregate.is_none()).filter_map(|term| term.column);
        self.shows_text = shown.any(|it| self.catalog.column(it).kind == Kind::Text);
        self.inner(query);
    }

    fn inner(&mut self, query: &Query) {
        self.tables.extend(query.all_tables().into_iter().flat_map(|table| [table, self.catalog.base(table)]));
        self.joins(query);
        for column in query.group.iter().chain(&query.within) {
            self.column(*column);
        }
        for term in query.select.iter().chain(query.order.iter().map(|order| &order.term)) {
            self.term(term);
        }
        self.has_limit |= query.limit.is_some();
        for predicate in query.filter.iter().flatten().chain(&query.having).chain(&query.share) {
            self.predicate(predicate);
        }
        if let Some((operator, other)) = &query.combined {
            self.denies |= *operator == super::query::SetOperator::Except;
            self.inner(other);
        }
    }

    /// A column of a role is one of its table.
    fn column(&mut self, id: ColumnId) {
        self.has_moment |= self.catalog.column(id).is_moment();
        self.columns.insert(id);
        let own = ColumnId { table: self.catalog.base(id.table), ..id };
        self.columns.insert(own);
        // A reference stands for what it refers to.
        self.tables.extend(self.catalog.joins.iter().filter(|join| join.goes_by(own)).map(|join| join.to));
    }

    /// A reference that is followed was used.
    fn joins(&mut self, query: &Query) {
        let steps = join::steps(self.catalog, query.root, &query.all_tables(), &query.vias).unwrap_or_default();
        for join in steps.iter().map(|step| &self.catalog.joins[step.join]) {
            let from = join.columns.iter().map(|(column, _)| ColumnId { table: join.from, column: *column });
            self.columns.extend(from.filter(|_| join.has_part));
        }
    }

    fn term(&mut self, term: &Term) {
        if let Some(column) = term.column {
            self.column(column);
        }
        match term.aggregate {
            Some(aggregate) => {
                self.aggregates.insert(aggregate);
            }
            None => self.has_amount |= term.column.is_some_and(|it| self.catalog.column(it).kind == Kind::Number),
        }
    }

    fn predicate(&mut self, predicate: &Predicate) {
        if let Some(column) = predicate.column() {
            self.column(column);
        }
        match predicate {
            Predicate::Compare { left, comparison, right } => {
                self.term(left);
                self.denies |= *comparison == Comparison::NotEqual;
                let is_bound = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
                let is_number = matches!(right, Operand::Number(_));
                self.compares |= is_bound;
                self.equals_number |= is_number;
                self.comparisons += usize::from(is_bound || is_number);
                self.operand(right);
            }
            Predicate::Between { left, from, to, is_negated } => {
                self.term(left);
                self.compares = true;
                // Two bounds may have become one range.
                self.comparisons += 2;
                self.denies |= is_negated;
                self.operand(from);
                self.operand(to);
            }
            Predicate::Like { pattern, is_negated, .. } => {
                self.has_pattern = true;
                self.denies |= is_negated;
                self.texts.insert(pattern.trim_matches('%').to_lowercase());
            }
            Predicate::In { query, is_negated, .. } => {
                self.denies |= is_negated;
                self.inner(query);
            }
            Predicate::Null { is_negated, .. } => {
                self.has_null = true;
                self.denies |= !is_negated;
            }
        }
    }

    fn operand(&mut self, operand: &Operand) {
        match operand {
            Operand::Text(text) => {
                self.texts.insert(text.to_lowercase());
            }
            Operand::Number(digits) => {
                self.numbers.insert(digits.clone());
            }
            Operand::Column(column) => self.column(*column),
            Operand::Query(query) => self.inner(query),
        }
    }

    fn roles(&self) -> usize {
        self.tables.iter().filter(|table| self.catalog.is_role(**table)).count()
    }

    fn is_extreme(&self) -> bool {
        const EXTREMES: [Aggregate; 3] = [Aggregate::Minimum, Aggregate::Maximum, Aggregate::Spread];
        self.has_limit || EXTREMES.iter().any(|aggregate| self.aggregates.contains(aggregate))
    }

    fn mentions(&self, text: &str) -> bool {
        self.texts.iter().any(|it| it.contains(text)) || self.numbers.contains(text)
    }

    /// Years are compared as days: `after 2015` is from 2016-01-01 on.
    fn has_number(&self, digits: &str, query: &Query) -> bool {
        let next = digits.parse::<u64>().map(|number| (number + 1).to_string()).unwrap_or_default();
        query.limit.is_some_and(|limit| limit.to_string() == digits)
            || self.has_limit && digits == "1"
            || self.mentions(digits)
            || !next.is_empty() && self.texts.iter().any(|text| text.starts_with(&next))
    }
}

#[cfg(test)]
mod tests {
    use super::super::catalog::{Column, Table};
    use super::super::element::Vocabulary;
    use super::super::item::items;
    use super::super::token::tokens;
    use super::super::value::Values;
    use super::*;

    const NAME: ColumnId = ColumnId { table: 0, column: 0 };
    const AGE: ColumnId = ColumnId { table: 0, column: 1 };

    fn lost(question: &str, query: &Query) -> Vec<String> {
        let column = |name: &str, kind| Column {
            name: name.into(),
            kind,
            comment: None,
            is_private: false,
            values: Vec::new(),
            has_nulls: false,
            is_unique: false,
        };
        let columns = vec![column("name", Kind::Text), column("age", Kind::Number)];
        let ships = Table { name: "ship".into(), columns, ..Table::default() };
        let catalog = Catalog::new(vec![ships], Vec::new());
        let tokens = tokens(question);
        let items = items(&tokens, &catalog, &Vocabulary::new(&catalog), &Values::new(&catalog));
        missing(&items, &tokens, &catalog, query).into_iter().map(|(_, remark)| remark).collect()
    }

    #[test]
    fn what_left_no_trace_is_named() {
        let names = Query { select: vec![Term::column(NAME)], ..Query::default() };
        let question = "What are the names of ships older than 30?";
        assert_eq!(lost(question, &names), ["`older than` was not used", "`30` was not used"]);
        let older = Predicate::Compare {
            left: Term::column(AGE),
            comparison: Comparison::More,
            right: Operand::Number("30".into()),
        };
        let filtered = Query { filter: vec![vec![older]], ..names };
        assert_eq!(lost(question, &filtered), Vec::<String>::new());
        assert_eq!(
            lost("What are the names of ships older than 30 and younger than 50?", &filtered),
            ["`50` was not used", "a comparison was not used"]
        );
    }
}
