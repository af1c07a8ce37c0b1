//! Rows beside others: a column of the row against the same column of the row that plays a role for it.

use super::Resolver;
use crate::ask::catalog::ColumnId;
use crate::ask::query::{Comparison, Operand, Predicate, Query, Term};
use crate::ask::sketch::Subject;
use std::collections::BTreeSet;

impl Resolver<'_> {
    /// `earns more than the boss`: the column, and that of the other row, or another column where one is named.
    pub(super) fn row_predicate(
        &mut self,
        subject: &Subject,
        comparison: Comparison,
        other: usize,
    ) -> Option<Predicate> {
        let left = match subject {
            Subject::Measure(it) if it.mention == Some(other) => return self.roles_predicate(other, comparison),
            Subject::Measure(it) => match it.mention.filter(|mention| self.means_table(*mention)) {
                Some(mention) => self.reference_to(self.table(mention)?)?,
                None => self.subject_term(subject)?.column?,
            },
            Subject::Adjective(..) | Subject::Moment | Subject::Value => self.subject_term(subject)?.column?,
        };
        let right =
            if self.means_table(other) { self.counterpart(left, self.table(other)?)? } else { self.column(other)? };
        if left == right {
            return None;
        }
        Some(compare(left, comparison, right))
    }

    /// `whose boss is called …`: a condition right behind a role is about its rows.
    pub(super) fn at_role(&self, predicate: Predicate, beside: Option<usize>) -> Predicate {
        let Some(role) = beside.filter(|it| self.means_table(*it)).and_then(|it| self.table(it)) else {
            return predicate;
        };
        let seat = |id: ColumnId| self.seated(id, Some(role));
        let seat_term = |term: Term| Term { column: term.column.map(seat), ..term };
        match predicate {
            Predicate::Compare { left, comparison, right } if !matches!(right, Operand::Column(_)) => {
                Predicate::Compare { left: seat_term(left), comparison, right }
            }
            Predicate::Between { left, from, to, is_negated } => {
                Predicate::Between { left: seat_term(left), from, to, is_negated }
            }
            Predicate::Like { column, pattern, is_negated } => {
                Predicate::Like { column: seat(column), pattern, is_negated }
            }
            Predicate::Null { column, is_negated } => Predicate::Null { column: seat(column), is_negated },
            other @ (Predicate::Compare { .. } | Predicate::In { .. }) => other,
        }
    }

    /// `who are captains`: rows that others refer to so. Whether the role is one of the rows themselves.
    pub(super) fn plays(&mut self, role: usize, is_negated: bool) -> bool {
        if self.catalog.tables[role].role_of != Some(self.query.root) {
            return false;
        }
        let Some(join) = self.catalog.joins.iter().find(|it| it.to == role) else { return false };
        let [(from, to)] = join.columns[..] else { return false };
        let inner = ColumnId { table: join.from, column: from };
        let mut query = Query { root: join.from, select: vec![Term::column(inner)], ..Query::default() };
        // One NULL among the values would make NOT IN true for nobody.
        if is_negated && self.catalog.column(inner).has_nulls {
            query.filter.push(vec![Predicate::Null { column: inner, is_negated: true }]);
        }
        let column = ColumnId { table: self.query.root, column: to };
        self.query.filter.push(vec![Predicate::In { column, query: Box::new(query), is_negated }]);
        true
    }

    /// The same column in the role, or what the role's rows refer to.
    fn counterpart(&mut self, column: ColumnId, role: usize) -> Option<ColumnId> {
        if self.catalog.base(role) == self.catalog.base(column.table) {
            return Some(ColumnId { table: role, ..column });
        }
        // `bookings in the town where the guest lives`: a column of the same name.
        let name = &self.catalog.column(column).name;
        let at = self.catalog.tables[role].columns.iter().position(|it| it.name == *name)?;
        Some(ColumnId { table: role, column: at })
    }

    /// The column by which the root refers to a table.
    fn reference_to(&self, table: usize) -> Option<ColumnId> {
        let join = self.catalog.joins.iter().find(|it| it.from == self.query.root && it.to == table)?;
        join.columns.first().map(|(column, _)| ColumnId { table: join.from, column: *column })
    }

    /// `in different countries`: what two roles of the same table have.
    fn roles_predicate(&mut self, mention: usize, comparison: Comparison) -> Option<Predicate> {
        let named = (0..self.sketch.mentions.len()).filter(|it| *it != mention && self.means_table(*it));
        let roles: BTreeSet<usize> =
            named.filter_map(|it| self.table(it)).filter(|it| self.catalog.is_role(*it)).collect();
        let (one, other) = (*roles.first()?, *roles.last()?);
        let base = self.catalog.base(one);
        let columns = &self.sketch.mentions[mention].named.columns;
        let column = columns.iter().find(|it| it.it.table == base && base == self.catalog.base(other))?.it;
        Some(compare(ColumnId { table: one, ..column }, comparison, ColumnId { table: other, ..column }))
    }
}

fn compare(left: ColumnId, comparison: Comparison, right: ColumnId) -> Predicate {
    Predicate::Compare { left: Term::column(left), comparison, right: Operand::Column(right) }
}
