//! A query in words, so that a person sees what was understood.

use super::catalog::{Catalog, ColumnId};
use super::element::without_role;
use super::name;
use super::query::{Aggregate, Comparison, Operand, Predicate, Query, SetOperator, Term};

/// `name and age of captain where country is "France", by age downwards, the first 3`
pub fn meaning(catalog: &Catalog, query: &Query) -> String {
    Words { catalog, counted: counted(catalog, query) }.written(query)
}

struct Words<'a> {
    catalog: &'a Catalog,
    /// Whose rows are counted, where they are not those that the query is about.
    counted: Option<usize>,
}

/// `the number of crossings of each harbour` joins crossings for nothing else than to count them.
fn counted(catalog: &Catalog, query: &Query) -> Option<usize> {
    let refers = |table: usize| catalog.joins.iter().any(|join| join.from == table && join.to != table);
    let mut joined = query.tables.iter().copied().filter(|table| *table != query.root && refers(*table));
    match (joined.next(), joined.next()) {
        (Some(table), None) => Some(table),
        _ => None,
    }
}

impl Words<'_> {
    fn query(&self, query: &Query) -> String {
        Words { catalog: self.catalog, counted: counted(self.catalog, query) }.written(query)
    }

    fn written(&self, query: &Query) -> String {
        let mut shown: Vec<String> = query.select.iter().map(|term| self.term(term)).collect();
        if !query.share.is_empty() {
            shown.push(format!("percentage with {}", self.any(&query.share)));
        }
        let mut text = String::new();
        if !query.within.is_empty() {
            text += &format!("in each {} ", self.columns(&query.within));
            text += &format!("the first {} by {}: ", query.limit.unwrap_or(1), self.order(query));
        }
        if query.is_distinct {
            text += "different ";
        }
        text += &format!("{} of {}", list(&shown), self.table(query.root));
        let conditions: Vec<String> = query.filter.iter().map(|any| self.any(any)).collect();
        if !conditions.is_empty() {
            text += &format!(" where {}", conditions.join(" and "));
        }
        if !query.group.is_empty() && query.within.is_empty() {
            text += &format!(", for each {}", self.columns(&query.group));
        }
        if !query.having.is_empty() {
            let conditions: Vec<String> = query.having.iter().map(|it| self.predicate(it)).collect();
            text += &format!(" with {}", conditions.join(" and "));
        }
        if let Some((operator, other)) = &query.combined {
            let word = match operator {
                SetOperator::Intersect => "that are also among",
                SetOperator::Except => "without",
                SetOperator::Union => "together with",
            };
            text += &format!(", {word} {}", self.query(other));
        }
        if query.within.is_empty() {
            if !query.order.is_empty() {
                text += &format!(", by {}", self.order(query));
            }
            match query.limit {
                Some(1) => text += ", the first",
                Some(limit) => text += &format!(", the first {limit}"),
                None => {}
            }
        }
        text
    }

    fn order(&self, query: &Query) -> String {
        let keys: Vec<String> = query
            .order
            .iter()
            .map(|order| {
                format!("{} {}", self.term(&order.term), if order.is_descending { "downwards" } else { "upwards" })
            })
            .collect();
        list(&keys)
    }

    fn columns(&self, columns: &[ColumnId]) -> String {
        list(&columns.iter().map(|column| self.column(*column)).collect::<Vec<_>>())
    }

    fn table(&self, table: usize) -> String {
        name::words(without_role(&self.catalog.tables[table].name)).join(" ")
    }

    fn column(&self, id: ColumnId) -> String {
        let column = name::words(&self.catalog.column(id).name).join(" ");
        let table = self.table(id.table);
        if column.starts_with(&table) { column } else { format!("{table} {column}") }
    }

    fn term(&self, term: &Term) -> String {
        let column = term.column.map(|column| self.column(column));
        let different = if term.is_distinct { "different " } else { "" };
        match (term.aggregate, column) {
            (None, Some(column)) => column,
            (None, None) => "everything".into(),
            (Some(Aggregate::Count), None) => match self.counted {
                Some(table) => format!("number of {}", self.table(table)),
                None => "number".into(),
            },
            (Some(Aggregate::Count), Some(column)) => format!("number of {different}{column}"),
            (Some(aggregate), column) => format!("{} {different}{}", aggregate.word(), column.unwrap_or_default()),
        }
    }

    fn any(&self, predicates: &[Predicate]) -> String {
        let parts: Vec<String> = predicates.iter().map(|it| self.predicate(it)).collect();
        if parts.len() > 1 { format!("({})", parts.join(" or ")) } else { parts.concat() }
    }

    fn predicate(&self, predicate: &Predicate) -> String {
        match predicate {
            Predicate::Compare { left, comparison, right } => {
                let word = match comparison {
                    Comparison::Equal => "is",
                    Comparison::NotEqual => "is not",
                    Comparison::More => "is more than",
                    Comparison::Less => "is less than",
                    Comparison::AtLeast => "is at least",
                    Comparison::AtMost => "is at most",
                };
                format!("{} {word} {}", self.term(left), self.operand(right))
            }
            Predicate::Between { left, from, to, is_negated } => {
                let not = if *is_negated { "not " } else { "" };
                format!("{} is {not}between {} and {}", self.term(left), self.operand(from), self.operand(to))
            }
            Predicate::Like { column, pattern, is_negated } => {
                format!("{} {} `{pattern}`", self.column(*column), if *is_negated { "is not like" } else { "is like" })
            }
            Predicate::In { column, query, is_negated } => {
                let word = if *is_negated { "is not among" } else { "is among" };
                format!("{} {word} ({})", self.column(*column), self.query(query))
            }
            Predicate::Null { column, is_negated } => {
                format!("{} {}", self.column(*column), if *is_negated { "is known" } else { "is not known" })
            }
        }
    }

    fn operand(&self, operand: &Operand) -> String {
        match operand {
            Operand::Text(text) => format!("\"{text}\""),
            Operand::Number(digits) => digits.clone(),
            Operand::Column(column) => self.column(*column),
            Operand::Query(query) => format!("the {}", self.query(query)),
        }
    }
}

/// `a, b and c`
fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::catalog::{Column, Join, Kind, Table};
    use std::collections::BTreeSet;

    fn column(name: &str) -> Column {
        Column {
            name: name.into(),
            kind: Kind::Text,
            comment: None,
            is_private: false,
            values: Vec::new(),
            has_nulls: false,
            is_unique: false,
        }
    }

    #[test]
    fn what_is_counted_is_named() {
        let table = |name: &str, columns| Table { name: name.into(), columns, key: vec![0], ..Table::default() };
        let tables = vec![
            table("harbours", vec![column("id"), column("town")]),
            table("crossings", vec![column("id"), column("harbour_id")]),
        ];
        let join = Join { from: 1, to: 0, columns: vec![(1, 0)], is_declared: true, has_part: false };
        let catalog = Catalog::new(tables, vec![join]);
        let town = ColumnId { table: 0, column: 1 };
        let number = Term { aggregate: Some(Aggregate::Count), is_distinct: false, column: None };
        let of_towns = Query { select: vec![number], group: vec![town], ..Query::default() };
        assert_eq!(meaning(&catalog, &of_towns), "number of harbours, for each harbours town");
        let of_crossings = Query { tables: BTreeSet::from([1]), ..of_towns };
        assert_eq!(meaning(&catalog, &of_crossings), "number of crossings of harbours, for each harbours town");
    }
}
