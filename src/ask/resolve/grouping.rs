//! Groups: those that are asked for, and those that counts and averages beside plain columns need.

use super::Resolver;
use crate::ask::catalog::ColumnId;
use crate::ask::query::{Aggregate, Order, Predicate, Term};

impl Resolver<'_> {
    pub(super) fn grouping(&mut self) {
        self.row_of_extreme();
        let asked: Vec<ColumnId> = self.asked_groups();
        let counts = self.query.having.iter().filter_map(|it| it.aggregate()).next().is_some()
            || self.query.order.iter().any(|order| order.term.aggregate.is_some());
        let shows_aggregate =
            !self.query.share.is_empty() || self.query.select.iter().any(|term| term.aggregate.is_some());
        let plain: Vec<ColumnId> = self.plain_columns();
        if !asked.is_empty() && !counts && !shows_aggregate && self.query.limit.is_none() {
            // `each owner's name and their dog's name`: nothing is counted, so every pair is a row.
        } else if !asked.is_empty() {
            self.query.group = asked;
        } else if counts || shows_aggregate && !plain.is_empty() {
            self.query.group = self.group_of(&plain);
        }
        self.count_what_refers();
        self.extreme_of_groups();
        self.top_of_groups();
        self.lift_order();
        if !self.query.group.is_empty() {
            self.query.is_distinct = false;
        }
    }

    /// `the most common stall type`, where types are rows that are there once: counted are the rows that refer to them.
    fn count_what_refers(&mut self) {
        let [key] = self.query.group[..] else { return };
        let counts_rows = |predicate: &Predicate| matches!(predicate, Predicate::Compare { left, .. } | Predicate::Between { left, .. } if *left == Term::count());
        let counts = self.query.order.iter().any(|order| order.term == Term::count())
            || self.query.having.iter().any(counts_rows);
        let is_alone = self.query.all_tables().len() == 1 && self.query.filter.is_empty();
        if !counts || !is_alone || self.key_of(self.query.root) != Some(key) {
            return;
        }
        let mut referring: Vec<usize> = self
            .catalog
            .joins
            .iter()
            .filter(|join| join.to == key.table && join.from != key.table)
            .map(|it| it.from)
            .collect();
        referring.dedup();
        match referring[..] {
            [table] => {
                self.query.tables.insert(table);
            }
            _ => self.doubt(0.4, "what is counted"),
        }
    }

    /// `the smallest version and its code`: columns behind an extreme are those of its row.
    fn row_of_extreme(&mut self) {
        let [first, rest @ ..] = &self.query.select[..] else { return };
        let (Some(aggregate @ (Aggregate::Minimum | Aggregate::Maximum)), Some(column)) =
            (first.aggregate, first.column)
        else {
            return;
        };
        let is_row = !rest.is_empty() && rest.iter().all(|term| term.aggregate.is_none());
        if !is_row || !self.sketch.groups.is_empty() || !self.query.order.is_empty() {
            return;
        }
        self.query.select[0] = Term::column(column);
        self.query.order = vec![Order { term: Term::column(column), is_descending: aggregate == Aggregate::Maximum }];
        self.query.limit = Some(1);
    }

    fn plain_columns(&self) -> Vec<ColumnId> {
        let plain = self.query.select.iter().filter(|term| term.aggregate.is_none());
        plain.filter_map(|term| term.column).collect()
    }

    /// `for each country`: the column, or the key of the table; shown before or among what is counted.
    fn asked_groups(&mut self) -> Vec<ColumnId> {
        // `for each match the name of the winner and that of the loser`: nothing but that is shown.
        let lists = self.sketch.outputs.len() > 1 && self.query.select.iter().all(|term| term.aggregate.is_none());
        let mut columns = Vec::new();
        let mut shown = Vec::new();
        for mention in self.sketch.groups.clone() {
            if self.means_table(mention) {
                let Some(table) = self.table(mention) else { continue };
                let label = self.label(table);
                let is_shown = self.plain_columns().into_iter().any(|it| it.table == table || self.refers(it, table));
                columns.push(self.key_of(table).or(label.first().copied()));
                if !is_shown && !lists {
                    shown.extend(label);
                }
            } else if let Some(column) = self.column(mention) {
                columns.push(Some(column));
                // `from each country … the country name`: what the column refers to is shown already.
                let is_told = self.plain_columns().into_iter().any(|it| self.refers(column, it.table));
                if !is_told && !self.query.select.contains(&Term::column(column)) {
                    shown.push(column);
                }
            }
        }
        let first = self.sketch.groups.first().map(|it| self.sketch.mentions[*it].at);
        let output = self.sketch.outputs.iter().filter_map(|it| it.mention).map(|it| self.sketch.mentions[it].at).min();
        let is_first = matches!((first, output), (Some(group), Some(output)) if group < output);
        let shown = shown.into_iter().map(Term::column);
        if is_first {
            self.query.select.splice(0..0, shown);
        } else {
            self.query.select.extend(shown);
        }
        columns.into_iter().flatten().collect()
    }

    /// Whether the column is a foreign key to the table.
    fn refers(&self, column: ColumnId, table: usize) -> bool {
        self.catalog.joins.iter().any(|join| join.to == table && join.goes_by(column))
    }

    /// The key of the table that the columns are of, where they tell its rows apart; else the columns themselves.
    fn group_of(&self, plain: &[ColumnId]) -> Vec<ColumnId> {
        let Some(first) = plain.first() else {
            return self.key_of(self.query.root).into_iter().collect();
        };
        let is_one_table = plain.iter().all(|column| column.table == first.table);
        let key = self.key_of(first.table);
        let is_counted_over =
            self.query.all_tables().iter().any(|table| *table != first.table && self.is_many(first.table, *table));
        // `which region has the most customers` is about regions, although they are a column of customers.
        let label = self.label(first.table);
        let tells_rows = self.is_mentioned(first.table)
            || plain.iter().any(|it| label.contains(it) || self.catalog.column(*it).is_unique);
        match key {
            Some(key) if is_one_table && (is_counted_over && tells_rows || plain.contains(&key)) => vec![key],
            Some(_) | None => plain.to_vec(),
        }
    }

    /// `for each brand the number of products and the price of its most expensive one`: the extreme beside the count.
    fn extreme_of_groups(&mut self) {
        let counts = !self.query.having.is_empty() || self.query.select.iter().any(|term| term.aggregate.is_some());
        if self.sketch.groups.is_empty() || self.query.group.is_empty() || self.query.limit != Some(1) || !counts {
            return;
        }
        let [Order { term: Term { aggregate: None, column: Some(column), .. }, is_descending }, ..] =
            self.query.order[..]
        else {
            return;
        };
        let Some(at) = self.query.select.iter().position(|term| *term == Term::column(column)) else { return };
        let aggregate = if is_descending { Aggregate::Maximum } else { Aggregate::Minimum };
        self.query.select[at] = Term::aggregate(aggregate, column);
        self.query.order.remove(0);
        self.query.limit = None;
    }

    /// `for each region the 5 companies`: the limit holds in every group, and the groups are finer.
    fn top_of_groups(&mut self) {
        let is_ranked = self.query.limit.is_some() && !self.query.order.is_empty() && !self.sketch.groups.is_empty();
        let finer: Vec<ColumnId> =
            self.plain_columns().into_iter().filter(|it| !self.query.group.contains(it)).collect();
        let is_common =
            self.sketch.orders.iter().any(
                |order| matches!(&order.key, crate::ask::sketch::Key::Measure(measure) if measure.mention.is_none()),
            );
        if !is_ranked || is_common || finer.is_empty() && self.query.select.iter().any(|term| term.aggregate.is_some())
        {
            return;
        }
        if finer.iter().all(|it| {
            self.query.group.iter().any(|group| group.table == it.table && self.key_of(it.table) == Some(*group))
        }) {
            return;
        }
        self.query.within = std::mem::take(&mut self.query.group);
        let is_summed = self.query.order.iter().any(|order| order.term.aggregate.is_some());
        let orders: Vec<Term> = self.query.order.iter().map(|order| order.term.clone()).collect();
        for term in orders {
            if !self.query.select.contains(&term) && term.aggregate.is_some() {
                self.query.select.push(term);
            }
        }
        if is_summed {
            let keys = finer.iter().map(|it| self.key_of(it.table).unwrap_or(*it));
            let mut group: Vec<ColumnId> =
                self.query.within.iter().copied().chain(keys).chain(finer.iter().copied()).collect();
            let mut seen = Vec::new();
            group.retain(|it| {
                !seen.contains(it) && {
                    seen.push(*it);
                    true
                }
            });
            self.query.group = group;
        }
    }

    /// In groups, a column to order by that is no group is meant as the aggregate that is shown.
    fn lift_order(&mut self) {
        if self.query.group.is_empty() {
            return;
        }
        for order in &mut self.query.order {
            let shown = self
                .query
                .select
                .iter()
                .find(|term| term.aggregate.is_some() && term.column == order.term.column && term.column.is_some());
            if let (None, Some(shown)) = (order.term.aggregate, shown) {
                order.term = shown.clone();
            }
        }
    }
}
