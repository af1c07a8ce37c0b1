//! Partitioning and partitions.

use super::Lowering;
use super::draft::{Draft, Source};
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{
    Column, IndexKey, IndexTerm, Name, ObjectId, PartitionBound, PartitionKey, PartitionOf, Partitioning, SqlText,
    Table,
};
use crate::spec::document::{BoundDocument, BoundValue, PartitioningDocument};
use crate::spec::read::Spanned;
use crate::spec::yaml::Style;
use indexmap::IndexMap;
use std::collections::BTreeMap;

impl Lowering<'_> {
    /// A partition has the columns of its parent where it writes none. What counts up stays with the parent.
    pub fn inherit_columns(&mut self, drafts: &mut [Draft<'_>]) {
        let mut columns: BTreeMap<_, IndexMap<Name, Column>> = BTreeMap::new();
        for draft in drafts {
            if let Source::Partition { parent, document } = &draft.source
                && document.partition.body.columns.is_none()
            {
                draft.table.columns = columns.get(parent).map(inherited).unwrap_or_default();
                for name in draft.table.columns.keys() {
                    self.note(&ObjectId::column(&draft.table.name, name), &document.partition.body.name.span);
                }
            }
            columns.insert(draft.table.name.clone(), draft.table.columns.clone());
        }
    }

    pub fn partitioning(&mut self, source: &Source<'_>, table: &mut Table) {
        if let Some(document) = &source.body().partitioning {
            let keys = self.partition_keys(document, table);
            table.partitioning = Some(Partitioning { strategy: document.value.strategy.0, keys });
        }
        if let Source::Partition { document, parent } = source {
            let bound = self.bound(&document.partition.bound, &document.partition.body.name.span);
            table.partition_of = bound.map(|bound| PartitionOf { parent: parent.clone(), bound });
        }
    }

    fn partition_keys(&mut self, written: &Spanned<PartitioningDocument>, table: &Table) -> Vec<PartitionKey> {
        let document = &written.value;
        let known = (&table.columns, &table.name.name);
        match (&document.column, &document.columns, &document.expression) {
            (Some(column), None, None) => {
                self.check_column(known.0, known.1, column);
                vec![PartitionKey::Column(column.value.clone())]
            }
            (None, Some(columns), None) => {
                self.index_keys(columns, Some(known)).into_iter().map(partition_key).collect()
            }
            (None, None, Some(expression)) => vec![PartitionKey::Expression(self.expression(expression))],
            (None, None, None) => {
                let diagnostic = Diagnostic::error("missing-key", "the key `column` is missing")
                    .at(written.span.clone(), "by which column are the rows spread?")
                    .help("write `column:`, `columns:` or `expression:`");
                self.report(diagnostic);
                Vec::new()
            }
            _ => {
                let diagnostic = Diagnostic::error(
                    "conflicting-keys",
                    "`column`, `columns` and `expression` say the same in three ways",
                )
                .at(written.span.clone(), "in this partitioning")
                .help("keep one of them");
                self.report(diagnostic);
                Vec::new()
            }
        }
    }

    fn bound(&mut self, document: &BoundDocument, span: &Span) -> Option<PartitionBound> {
        let BoundDocument { from, to, values, modulus, remainder, default, bound } = document;
        let default = default.filter(|default| *default);
        match (from, to, values, modulus, remainder, default, bound) {
            (Some(from), Some(to), None, None, None, None, None) => {
                Some(values_bound(format!("FROM ({}) TO ({})", literals(&from.0), literals(&to.0))))
            }
            (None, None, Some(values), None, None, None, None) => {
                Some(values_bound(format!("IN ({})", literals(values))))
            }
            (None, None, None, Some(modulus), Some(remainder), None, None) => {
                Some(values_bound(format!("WITH (modulus {modulus}, remainder {remainder})")))
            }
            (None, None, None, None, None, Some(_), None) => Some(PartitionBound::Default),
            (None, None, None, None, None, None, Some(bound)) => Some(PartitionBound::Values(self.expression(bound))),
            _ => {
                let diagnostic = Diagnostic::error("conflicting-keys", "the bound of this partition is not clear")
                    .at(span.clone(), "which rows does it take?")
                    .help("write `from` and `to`, or `values`, or `modulus` and `remainder`, or `default: true`");
                self.report(diagnostic);
                None
            }
        }
    }
}

fn inherited(columns: &IndexMap<Name, Column>) -> IndexMap<Name, Column> {
    let inherit = |column: &Column| Column { identity: None, comment: None, ..column.clone() };
    columns.iter().map(|(name, column)| (name.clone(), inherit(column))).collect()
}

/// The columns a partition has where it writes none; `emit` leaves them out then.
pub fn inherited_columns(parent: &Table) -> IndexMap<Name, Column> {
    inherited(&parent.columns)
}

fn partition_key(key: IndexKey) -> PartitionKey {
    match key.term {
        IndexTerm::Column(name) => PartitionKey::Column(name),
        IndexTerm::Expression(expression) => PartitionKey::Expression(expression),
    }
}

fn values_bound(text: String) -> PartitionBound {
    PartitionBound::Values(SqlText::new(text))
}

fn literals(values: &[BoundValue]) -> String {
    values.iter().map(literal).collect::<Vec<_>>().join(", ")
}

/// A scalar of a bound as SQL.
fn literal(value: &BoundValue) -> String {
    let BoundValue(scalar) = value;
    let text = &scalar.text;
    let plain = scalar.style == Style::Plain;
    let keyword = ["MINVALUE", "MAXVALUE"].into_iter().find(|word| word.eq_ignore_ascii_case(text));
    match keyword {
        Some(keyword) if plain => keyword.into(),
        _ if scalar.is_null() => "NULL".into(),
        _ if scalar.as_bool().is_some() => text.to_ascii_lowercase(),
        _ if plain && super::default::is_number(text) => text.clone(),
        _ => format!("'{}'", text.replace('\'', "''")),
    }
}
