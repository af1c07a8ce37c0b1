//! Partitioning and partitions.

use super::Lowering;
use super::draft::{Draft, Source};
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{
    Column, IndexKey, IndexTerm, Name, ObjectId, PartitionBound, PartitionKey, PartitionOf, PartitionStrategy,
    Partitioning, SqlText, Table, generated_name,
};
use crate::spec::document::{
    BoundDocument, BoundValue, IndexColumns, IndexKeyDocument, PartitioningDocument, TableBody,
};
use crate::spec::read::{Either, Spanned};
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
                let body = &document.partition.body;
                let old_table = body.was.as_ref().map(|was| super::old_name(&was.value, &draft.table.name));
                let old_table = old_table.unwrap_or_else(|| draft.table.name.clone());
                for name in draft.table.columns.keys() {
                    let id = ObjectId::column(&draft.table.name, name);
                    self.note(&id, &body.name.span);
                    // Renamed with the parent's.
                    let old_name = self.renames.old(&ObjectId::column(parent, name)).map(|old| old.name().clone());
                    self.rename(&id, old_name.map(|old_name| ObjectId::column(&old_table, &old_name)));
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
                vec![PartitionKey::on_column(column.value.clone())]
            }
            (None, Some(columns), None) => {
                let keys = self.index_keys(columns, Some(known));
                self.refuse_order(columns);
                let key =
                    |key: IndexKey| PartitionKey { term: key.term, opclass: key.opclass, collation: key.collation };
                keys.into_iter().map(key).collect()
            }
            (None, None, Some(expression)) => {
                vec![PartitionKey::new(IndexTerm::Expression(self.expression(expression)))]
            }
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

    /// What a key of an index has and one of a partitioning has not.
    fn refuse_order(&mut self, columns: &IndexColumns) {
        for item in &columns.0 {
            let Either::Long(IndexKeyDocument { statistics, key }) = &item.value else { continue };
            if let Some(written) = statistics {
                self.report_misplaced_statistics(written, "a key of a partitioning has no statistics");
            }
            if key.order.is_some() || key.nulls.is_some() {
                let diagnostic = Diagnostic::error("misplaced-key", "a key of a partitioning has no order")
                    .at(item.span.clone(), "this key")
                    .help("leave `order` and `nulls` out");
                self.report(diagnostic);
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
    columns.iter().map(|(name, column)| (name.clone(), column.as_inherited())).collect()
}

/// The columns a partition has where it writes none; `emit` leaves them out then.
pub fn inherited_columns(parent: &Table) -> IndexMap<Name, Column> {
    inherited(&parent.columns)
}

/// A partitioned table whose partitions are not written at all gets one that takes every row: without it the table could hold none.
/// `partitions: []` says that there shall be none, and a hash has no default.
pub fn home_for_rows(body: &TableBody, table: &Table) -> Option<Table> {
    let document = &body.partitioning.as_deref()?.value;
    let strategy = table.partitioning.as_ref()?.strategy;
    if document.partitions.is_some() || strategy == PartitionStrategy::Hash {
        return None;
    }
    let mut partition = Table::new(table.name.sibling(generated_name(&table.name.name, &[], "default")));
    partition.columns = inherited(&table.columns);
    partition.partition_of = Some(PartitionOf { parent: table.name.clone(), bound: PartitionBound::Default });
    Some(partition)
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

#[cfg(test)]
mod tests {
    use crate::model::{ObjectId, QualifiedName};
    use crate::spec::load_text;
    use std::path::Path;

    #[test]
    fn columns_of_partitions_are_renamed_with_those_of_the_parent() {
        let loaded = load_text(
            Path::new("a.yml"),
            "version: 1\nentities:\n  tables:\n    - name: t\n      columns: [{name: day, type: DATE, was: at}]\n      \
             partitioning: {strategy: range, column: day, partitions: [{name: p, was: old_p, from: 2024-01-01, to: 2025-01-01}]}\n",
        );
        assert_eq!(loaded.diagnostics, []);
        let column = |table: &str, column: &str| ObjectId::column(&QualifiedName::bare(table), &column.into());
        assert_eq!(loaded.spec.renames.old(&column("p", "day")), Some(&column("old_p", "at")));
    }
}
