//! Other tables: rows that have to be there, and rows that must not.

use super::Resolver;
use crate::ask::catalog::ColumnId;
use crate::ask::join;
use crate::ask::query::{Aggregate, Predicate, Query, Term};
use crate::ask::sketch::{Condition, Key, Measure, Related, Subject, Test};
use std::collections::{BTreeMap, BTreeSet};

/// Least score of a name that is taken for what happened to rows: `absent` for `absent_on`, `won` for `winner_id`.
const LIKE_ROWS: f64 = 0.5;

impl Resolver<'_> {
    /// Whether a denied condition is about another table, so that it belongs into a subquery.
    pub(super) fn is_elsewhere(&mut self, condition: &Condition, predicate: &Predicate) -> bool {
        let Some(clause) = condition.denied else { return false };
        let table = match predicate.column() {
            Some(column) => column.table,
            None => return false,
        };
        if self.denied_rows_show(clause).is_some() && predicate.aggregate().is_none() {
            self.excluded.entry(clause).or_default().1.push((predicate.clone(), condition.is_alternative));
            return true;
        }
        let is_own = table == self.query.root || !self.is_many(self.query.root, table) && !self.is_related(clause);
        if is_own || predicate.aggregate().is_some() || self.is_counted(table) && !self.is_related(clause) {
            return false;
        }
        self.excluded.entry(clause).or_default().1.push((predicate.clone(), condition.is_alternative));
        true
    }

    /// `never been absent`, where absences are rows of their own: there is none. Whether it was that.
    pub(super) fn denies_rows(&mut self, condition: &Condition) -> bool {
        let (Some(clause), Test::Truth, Subject::Measure(Measure { mention: Some(mention), .. })) =
            (condition.denied, &condition.test, &condition.subject)
        else {
            return false;
        };
        let best = self.sketch.mentions[*mention].named.columns.first().map(|it| (it.it, it.score));
        let Some((column, score)) = best else { return false };
        if score < LIKE_ROWS || column.table == self.query.root || !self.is_many(self.query.root, column.table) {
            return false;
        }
        let reference = self.catalog.joins.iter().find(|it| it.goes_by(column) && it.to == self.query.root);
        match reference.and_then(|it| it.columns.first()) {
            // `never won`: among those that a reference with a part leads to.
            Some((_, to)) => {
                let key = ColumnId { table: self.query.root, column: *to };
                let rows = Query { root: column.table, select: vec![Term::column(column)], ..Query::default() };
                self.exclude(key, column, rows);
                self.excluded_by_part.insert(column.table);
            }
            None => self.excluded.entry(clause).or_default().0.push(column.table),
        }
        true
    }

    /// `with at least three trips that were not cancelled`: a condition on the rows that are counted.
    fn is_counted(&self, table: usize) -> bool {
        let counted = self.sketch.conditions.iter().filter_map(|it| match &it.subject {
            Subject::Measure(Measure { aggregate: Some(Aggregate::Count), mention: Some(mention), .. }) => {
                Some(*mention)
            }
            _ => None,
        });
        counted.filter(|it| self.means_table(*it)).any(|it| self.table(it) == Some(table))
    }

    /// `no dogs or cats`
    fn is_either(&self, clause: usize) -> bool {
        self.sketch.related.iter().any(|it| it.denied == Some(clause) && it.is_alternative)
    }

    pub(super) fn is_denied_with_table(&self, clause: Option<usize>) -> bool {
        clause.is_some_and(|clause| self.is_related(clause))
    }

    fn is_related(&self, clause: usize) -> bool {
        let related = self.sketch.related.iter().filter(|it| it.denied == Some(clause));
        related.filter_map(|it| self.table(it.mention)).any(|table| table != self.query.root)
    }

    pub(super) fn related(&mut self) {
        for related in &self.sketch.related {
            if !self.means_table(related.mention) {
                continue;
            }
            let Some(table) = self.table(related.mention).filter(|it| *it != self.query.root) else {
                self.doubt_denial_of_all(related);
                continue;
            };
            let is_of_others = related.denied.is_none() && self.part_of_root(table).is_some();
            if related.is_said && !is_of_others && self.plays(table, related.denied.is_some()) {
                continue;
            }
            // `home games of each club`: it chooses the reference to what is named.
            if related.denied.is_none() && self.is_mere_direction(related.mention, table) {
                continue;
            }
            let table = match self.part_of_root(table).filter(|_| related.denied.is_none()) {
                Some(join) => join.from,
                None => table,
            };
            // A join keeps the rows that have both.
            if related.is_alternative && related.denied.is_none() {
                self.doubt(0.4, "one or the other of two tables");
            }
            match related.denied {
                Some(_) if self.excluded_by_part.contains(&table) => {}
                Some(clause) => self.excluded.entry(clause).or_default().0.push(table),
                None => self.require(table),
            }
        }
        self.doubt_both();
        for (clause, (tables, predicates)) in std::mem::take(&mut self.excluded) {
            match self.denied_rows_show(clause) {
                Some(column) => self.exclude_values(column, predicates),
                // Neither one nor the other, which need not belong together.
                None if predicates.is_empty() && self.is_either(clause) => {
                    for table in tables {
                        self.select_among(&[table], Vec::new(), true);
                    }
                }
                None => self.select_among(&tables, predicates, true),
            }
        }
    }

    /// `towns without a captain` read about captains would be all of them.
    fn doubt_denial_of_all(&mut self, related: &Related) {
        let is_narrowed = self.sketch.conditions.iter().any(|it| it.denied == related.denied)
            || self.sketch.related.iter().any(|it| it.denied == related.denied && it.mention != related.mention);
        if related.denied.is_some() && !is_narrowed {
            self.doubt(0.4, "none of the rows themselves");
        }
    }

    /// `towns where both doctors and patients live`: two tables that share a value need not belong together, as a join would have it.
    fn doubt_both(&mut self) {
        let demanded = self.sketch.related.iter().filter(|it| it.denied.is_none());
        let tables: BTreeSet<usize> = demanded.filter_map(|it| self.table(it.mention)).collect();
        let [Measure { mention: Some(mention), aggregate: None, .. }] = self.sketch.outputs[..] else { return };
        let is_combined = !self.intersect.is_empty();
        if !self.sketch.is_both || is_combined || tables.len() < 2 || self.means_table(mention) {
            return;
        }
        let calls_rows = self.column(mention).is_some_and(|it| self.label(it.table).contains(&it));
        if !calls_rows {
            self.doubt(0.4, "what both have");
        }
    }

    /// `specialties that no doctor older than 50 has`: the column that the denied rows of the root itself have values of.
    fn denied_rows_show(&mut self, clause: usize) -> Option<ColumnId> {
        let denied = self.sketch.related.iter().filter(|it| it.denied == Some(clause));
        let denies_root =
            denied.filter(|it| self.means_table(it.mention)).any(|it| self.table(it.mention) == Some(self.query.root));
        let [output] = &self.sketch.outputs[..] else { return None };
        let mention = output.mention.filter(|it| output.is_plain() && denies_root && !self.means_table(*it))?;
        self.column(mention).filter(|column| column.table == self.query.root)
    }

    /// Values of a column that no row has that meets the predicates.
    fn exclude_values(&mut self, column: ColumnId, predicates: Vec<(Predicate, bool)>) {
        let mut query = Query { root: column.table, vias: self.query.vias.clone(), ..Query::default() };
        query.select = vec![Term::column(column)];
        add_all(&mut query, predicates);
        self.query.is_distinct = true;
        self.exclude(column, column, query);
    }

    /// Rows of another table have to be there. Where they are many, they must not make one row of the root several.
    fn require(&mut self, table: usize) {
        let is_used = self.query.filter.iter().flatten().filter_map(Predicate::column).any(|it| it.table == table);
        let counts = !self.sketch.groups.is_empty()
            || !self.query.having.is_empty()
            || self
                .sketch
                .orders
                .iter()
                .any(|order| matches!(&order.key, Key::Measure(measure) if !measure.is_plain()));
        let averages = self.sketch.outputs.iter().any(|it| !it.is_plain() && it.aggregate != Some(Aggregate::Count));
        if (averages || self.sketch.share.is_some()) && !counts && !is_used && self.is_many(self.query.root, table) {
            return self.select_among(&[table], Vec::new(), false);
        }
        let is_listed = self.sketch.outputs.iter().all(Measure::is_plain) && self.sketch.orders.is_empty();
        if is_listed && !counts && !is_used && self.is_many(self.query.root, table) && !self.is_shown(table) {
            self.query.is_distinct = true;
        }
        self.query.tables.insert(table);
    }

    fn is_shown(&self, table: usize) -> bool {
        let shown = self.sketch.outputs.iter().filter_map(|output| output.mention);
        shown.flat_map(|it| &self.sketch.mentions[it].named.columns).any(|it| it.it.table == table && it.score > 0.9)
    }

    /// `key IN (SELECT …)`, or NOT IN: the key of the root, among the rows that lead to the other table.
    fn select_among(&mut self, tables: &[usize], predicates: Vec<(Predicate, bool)>, is_negated: bool) {
        let mut wanted: BTreeSet<usize> = tables.iter().copied().collect();
        wanted.extend(predicates.iter().filter_map(|(it, _)| it.column()).map(|column| column.table));
        let Some(steps) = join::steps(self.catalog, self.query.root, &wanted, &self.query.vias) else {
            return self.doubt(0.5, "how the tables belong together");
        };
        let Some(first) = steps.first() else { return };
        let join = &self.catalog.joins[first.join];
        let Some((from, to)) = join.columns.first() else { return };
        let (outer, inner) = if join.from == first.table { (*to, *from) } else { (*from, *to) };
        let inner = ColumnId { table: first.table, column: inner };
        let mut query = Query { root: first.table, tables: wanted, vias: self.query.vias.clone(), ..Query::default() };
        query.tables.remove(&self.query.root);
        query.select = vec![Term::column(inner)];
        add_all(&mut query, predicates);
        let column = ColumnId { table: self.query.root, column: outer };
        if is_negated {
            self.exclude(column, inner, query);
            return self.keep_unjoined(column);
        }
        self.query.filter.push(vec![Predicate::In { column, query: Box::new(query), is_negated }]);
    }

    /// A row that refers to nothing has nothing that is denied, but NULL is never NOT IN.
    fn keep_unjoined(&mut self, column: ColumnId) {
        if self.catalog.column(column).has_nulls
            && let Some(last) = self.query.filter.last_mut()
        {
            last.push(Predicate::Null { column, is_negated: false });
        }
    }

    /// `column NOT IN (SELECT inner …)`
    fn exclude(&mut self, column: ColumnId, inner: ColumnId, mut query: Query) {
        // One NULL among the values would make NOT IN true for nobody.
        if self.catalog.column(inner).has_nulls {
            query.filter.push(vec![Predicate::Null { column: inner, is_negated: true }]);
        }
        self.query.filter.push(vec![Predicate::In { column, query: Box::new(query), is_negated: true }]);
    }
}

fn add_all(query: &mut Query, predicates: Vec<(Predicate, bool)>) {
    for (predicate, is_alternative) in predicates {
        match query.filter.last_mut().filter(|_| is_alternative) {
            Some(last) => last.push(predicate),
            None => query.filter.push(vec![predicate]),
        }
    }
}

/// By clause: the tables, and the conditions with whether they are alternatives.
pub(super) type Excluded = BTreeMap<usize, (Vec<usize>, Vec<(Predicate, bool)>)>;
