//! A table as a profile would have it, made in memory.

use super::live::{Sampled, referenced_columns};
use crate::app::AppError;
use crate::model::{ForeignKey, Name, QualifiedName, Schema};
use crate::report::{Sample, pearson};
use crate::seed::encode::write_plain;
use crate::seed::{Batch, Compiled, SeedPlan, Values, Wanted, compile};
use crate::sql::Syntax;
use std::collections::BTreeMap;

/// Most rows that are made of a table: enough for shares to be right to half a percent.
const MOST_ROWS: u64 = 100_000;

const SECONDS_OF_A_DAY: f64 = 86_400.0;
const MICROSECONDS: f64 = 1e6;

/// Rows that were made and not loaded.
pub(super) struct MadeTable {
    plan: SeedPlan,
    names: Vec<Name>,
    batch: Batch,
    /// Columns whose texts a language model writes, and has not written here.
    unwritten: Vec<Name>,
    /// Whether these are all rows of the table.
    pub is_whole: bool,
}

impl MadeTable {
    /// `None` where the profile makes no rows of the table.
    pub fn make(
        schema: &Schema,
        syntax: Syntax,
        wanted: &Wanted,
        table: &QualifiedName,
    ) -> Result<Option<Self>, AppError> {
        let Compiled { plan, texts, .. } = compile(schema, syntax, wanted).map_err(AppError::Unsupported)?;
        let Some((batch, is_whole)) = batch(&plan, table) else { return Ok(None) };
        let planned = plan.tables.iter().filter(|it| it.name == *table).flat_map(|it| &it.columns);
        let names = planned.map(|column| column.name.clone()).collect();
        let unwritten = texts.into_iter().filter(|order| order.table == *table).map(|order| order.column).collect();
        Ok(Some(Self { plan, names, batch, unwritten, is_whole }))
    }

    /// `None` where the column is not filled, or holds nothing to compare.
    pub fn sample(&self, name: &Name) -> Option<Sampled> {
        if self.unwritten.contains(name) {
            return None;
        }
        let at = self.names.iter().position(|it| it == name)?;
        let column = &self.batch.columns[at];
        let rows = (0..self.batch.rows).filter(|row| !column.is_null(*row));
        let sample = match numbers(&column.values) {
            Some(numbers) => Sample::numbers(rows.map(|row| (numbers[row], 1.0))),
            None => {
                let mut counts = BTreeMap::new();
                for row in rows {
                    *counts.entry(plain(&column.values, row)).or_insert(0.0) += 1.0;
                }
                Sample::words(counts)
            }
        };
        Some(Sampled { sample, error: 0.0 })
    }

    pub fn correlation(&self, first: &Name, second: &Name) -> Option<f64> {
        let column = |name: &Name| self.names.iter().position(|it| it == name).map(|at| &self.batch.columns[at]);
        let (first, second) = (column(first)?, column(second)?);
        let (x, y) = (numbers(&first.values)?, numbers(&second.values)?);
        let rows = (0..self.batch.rows).filter(|row| !first.is_null(*row) && !second.is_null(*row));
        let pairs: Vec<(f64, f64)> = rows.map(|row| (x[row], y[row])).collect();
        let count = pairs.len() as f64;
        let means =
            (pairs.iter().map(|it| it.0).sum::<f64>() / count, pairs.iter().map(|it| it.1).sum::<f64>() / count);
        let sum =
            |term: &dyn Fn(f64, f64) -> f64| -> f64 { pairs.iter().map(|(x, y)| term(x - means.0, y - means.1)).sum() };
        pearson(sum(&|x, y| x * y), (sum(&|x, _| x * x), sum(&|_, y| y * y)))
    }

    /// `None` where not all rows of both tables were made.
    pub fn cardinality(&self, schema: &Schema, key: &ForeignKey) -> Option<Vec<(u64, u64)>> {
        let (parent, parent_is_whole) = batch(&self.plan, &key.references)?;
        if !self.is_whole || !parent_is_whole {
            return None;
        }
        let planned = self.plan.tables.iter().find(|it| it.name == key.references)?;
        let parent_names: Vec<Name> = planned.columns.iter().map(|column| column.name.clone()).collect();
        let mut children: BTreeMap<Vec<String>, u64> = BTreeMap::new();
        for row in keys(&parent, &parent_names, &referenced_columns(schema, key))? {
            children.insert(row, 0);
        }
        for row in keys(&self.batch, &self.names, &key.columns)? {
            if let Some(count) = children.get_mut(&row) {
                *count += 1;
            }
        }
        let mut shape = BTreeMap::new();
        for count in children.into_values() {
            *shape.entry(count).or_insert(0) += 1;
        }
        Some(shape.into_iter().collect())
    }
}

/// The first rows of a table, and whether they are all.
fn batch(plan: &SeedPlan, table: &QualifiedName) -> Option<(Batch, bool)> {
    let at = plan.tables.iter().position(|it| it.name == *table)?;
    let rows = plan.tables[at].rows.clone();
    let end = rows.end.min(rows.start.saturating_add(MOST_ROWS));
    Some((plan.batch(at, rows.start..end), end == rows.end))
}

/// The key of each row that has one.
fn keys(batch: &Batch, names: &[Name], columns: &[Name]) -> Option<Vec<Vec<String>>> {
    let places: Option<Vec<usize>> =
        columns.iter().map(|column| names.iter().position(|name| name == column)).collect();
    let places = places.filter(|places| !places.is_empty())?;
    let is_whole = |row: &usize| !places.iter().any(|at| batch.columns[*at].is_null(*row));
    let key = |row: usize| places.iter().map(|at| plain(&batch.columns[*at].values, row)).collect();
    Some((0..batch.rows).filter(is_whole).map(key).collect())
}

fn plain(values: &Values, row: usize) -> String {
    let mut text = Vec::new();
    write_plain(values, row, &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// Numbers as they are, moments in seconds since 1970-01-01.
fn numbers(values: &Values) -> Option<Vec<f64>> {
    match values {
        Values::Integers(it) => Some(it.iter().map(|number| *number as f64).collect()),
        Values::Decimals { unscaled, scale } => {
            // A scale has at most 18 digits.
            let unit = 10_f64.powi(*scale as i32);
            Some(unscaled.iter().map(|number| *number as f64 / unit).collect())
        }
        Values::Floats(it) => Some(it.clone()),
        Values::Dates(it) => Some(it.iter().map(|day| f64::from(*day) * SECONDS_OF_A_DAY).collect()),
        Values::Timestamps(it) => Some(it.iter().map(|moment| *moment as f64 / MICROSECONDS).collect()),
        Values::Booleans(_) | Values::Times(_) | Values::Uuids(_) | Values::Texts(_) | Values::Bytes(_) => None,
    }
}
