//! A table of a live database, and what is asked of it.

use super::asker::{Asker, double, text, whole};
use super::subject::find_table;
use crate::app::source::{Target, connect, live};
use crate::app::{AppError, Context};
use crate::dialect::Dialect;
use crate::model::{Column, Constraint, ForeignKey, Index, IndexTerm, Name, QualifiedName, Row, Schema, Table};
use crate::report::{CardinalityQuery, ColumnQuery, ColumnRows, Sample, ValueKind, correlation_query, pearson};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// Ranks by which a distribution is compared where it has too many different values to fetch them all.
const RANKS: u64 = 2_000;

/// A table, and a connection on which nothing can be changed.
pub(in crate::app) struct LiveTable {
    pub asker: Asker,
    pub dialect: Arc<dyn Dialect>,
    /// Of the whole database, normalized.
    pub schema: Schema,
    pub table: Table,
}

/// A distribution, and how far its shares may be off: 0 where every value was counted.
#[derive(Clone, Debug)]
pub(super) struct Sampled {
    pub sample: Sample,
    pub error: f64,
}

impl LiveTable {
    /// `name` is what somebody typed; `timeout` that of each statement.
    pub async fn open(context: &Context, target: &Target, name: &str, timeout: Duration) -> Result<Self, AppError> {
        let (schema, dialect) = inspect(context, target).await?;
        let table = find_table(&schema, dialect.as_ref(), name)?.clone();
        Ok(Self { asker: Asker::open(context, target, timeout).await?, dialect, schema, table })
    }

    /// Whether a column is part of a key: those say which row it is, not what it is like.
    pub fn is_key(&self, column: &Name) -> bool {
        let is_unique_index = |index: &Index| {
            let only =
                matches!(&index.keys[..], [key] if matches!(&key.term, IndexTerm::Column(name) if name == column));
            index.unique && only
        };
        self.table.indexes.values().any(is_unique_index)
            || self.table.constraints.values().any(|constraint| match constraint {
                Constraint::PrimaryKey(key) => key.columns.contains(column),
                Constraint::ForeignKey(key) => key.columns.contains(column),
                Constraint::Unique(key) => key.columns.len() == 1 && key.columns.contains(column),
                Constraint::Check(_) | Constraint::Exclude(_) => false,
            })
    }

    pub fn kind(&self, column: &Column) -> ValueKind {
        ValueKind::of(&column.data_type, &self.schema, self.dialect.capabilities())
    }

    pub fn query<'a>(&'a self, column: &'a Column) -> ColumnQuery<'a> {
        ColumnQuery {
            dialect: self.dialect.as_ref(),
            rows: ColumnRows::Table(&self.table.name),
            column: &column.name,
            kind: self.kind(column),
        }
    }

    /// The same of a column of a parent, once for each row that refers to it by a foreign key of this table.
    pub fn query_of_children<'a>(
        &'a self,
        key: &'a ForeignKey,
        referenced: &'a [Name],
        column: &'a Column,
    ) -> ColumnQuery<'a> {
        ColumnQuery { rows: ColumnRows::Children(self.children(key, referenced)), ..self.query(column) }
    }

    fn children<'a>(&'a self, key: &'a ForeignKey, referenced: &'a [Name]) -> CardinalityQuery<'a> {
        CardinalityQuery {
            dialect: self.dialect.as_ref(),
            child: &self.table.name,
            columns: &key.columns,
            parent: &key.references,
            referenced,
        }
    }

    /// How the values of a column are distributed. `None` where too many words are different to be compared, or the column is not there.
    pub(super) async fn sample(&mut self, name: &Name) -> Result<Option<Sampled>, AppError> {
        let Some(column) = self.table.columns.get(name) else { return Ok(None) };
        let query = self.query(column);
        if query.kind.is_ordered() {
            let (counted, summary) = (query.counted_numbers(), query.summary());
            return self.numbers(name, &counted, &summary).await.map(Some);
        }
        if query.kind != ValueKind::Word {
            return Ok(None);
        }
        let sql = query.counted_words();
        let rows = self.asker.rows_if_few(&sql).await?;
        Ok(rows.map(|rows| Sampled { sample: words(&rows), error: 0.0 }))
    }

    async fn numbers(&mut self, name: &Name, counted: &str, summary: &str) -> Result<Sampled, AppError> {
        if let Some(rows) = self.asker.rows_if_few(counted).await? {
            let counts = rows.iter().filter_map(|row| Some((double(row.first()?)?, whole(row.get(1)?) as f64)));
            return Ok(Sampled { sample: Sample::numbers(counts), error: 0.0 });
        }
        let count = self.asker.row(summary).await?.get(3).map_or(0, whole);
        // The middle of each of equal parts.
        let ranks: Vec<u64> = (0..RANKS)
            .map(|at| (u128::from(count) * u128::from(2 * at + 1) / u128::from(2 * RANKS)) as u64 + 1)
            .collect();
        let Some(column) = self.table.columns.get(name) else {
            return Ok(Sampled { sample: Sample::numbers([]), error: 0.0 });
        };
        let sql = self.query(column).numbers_at_ranks(&ranks);
        let rows = self.asker.rows(&sql).await?;
        let values = rows.iter().filter_map(|row| Some((double(row.get(1)?)?, 1.0)));
        Ok(Sampled { sample: Sample::numbers(values), error: 1.0 / RANKS as f64 })
    }

    /// Pearson's coefficient of two columns. `None` where one is constant.
    pub(super) async fn correlation(&mut self, first: &Name, second: &Name) -> Result<Option<f64>, AppError> {
        let columns = (self.table.columns.get(first), self.table.columns.get(second));
        let (Some(first), Some(second)) = columns else { return Ok(None) };
        let sql = correlation_query(&self.query(first), &self.query(second));
        let row = self.asker.row(&sql).await?;
        let sum = |at: usize| row.get(at).and_then(double);
        Ok(sum(1).zip(sum(2)).zip(sum(3)).and_then(|((products, first), second)| pearson(products, (first, second))))
    }

    /// Numbers of children, and how many parents have so many.
    pub(in crate::app) async fn cardinality(&mut self, key: &ForeignKey) -> Result<Vec<(u64, u64)>, AppError> {
        let referenced = referenced_columns(&self.schema, key);
        let sql = self.children(key, &referenced).shape();
        let rows = self.asker.rows(&sql).await?;
        Ok(rows.iter().filter_map(|row| Some((whole(row.first()?), whole(row.get(1)?)))).collect())
    }
}

/// The schema of the database, by the address for reading where there is one.
pub(in crate::app) async fn inspect(
    context: &Context,
    target: &Target,
) -> Result<(Schema, Arc<dyn Dialect>), AppError> {
    let database = context.needed_database(target)?;
    let url = context.reader_url(target)?.unwrap_or(database.url);
    let mut driver = connect(&url).await?;
    Ok((live(context, driver.as_mut()).await?, driver.dialect()))
}

/// Those that are written, or the parent's primary key.
pub(in crate::app) fn referenced_columns(schema: &Schema, key: &ForeignKey) -> Vec<Name> {
    if !key.referenced_columns.is_empty() {
        return key.referenced_columns.clone();
    }
    let parent = |name: &QualifiedName| schema.table(name).and_then(Table::primary_key);
    parent(&key.references).map(|key| key.columns.clone()).unwrap_or_default()
}

fn words(rows: &[Row]) -> Sample {
    let mut counts = BTreeMap::new();
    for row in rows {
        if let (Some(word), Some(count)) = (row.first().and_then(text), row.get(1)) {
            *counts.entry(word).or_insert(0.0) += whole(count) as f64;
        }
    }
    Sample::words(counts)
}
