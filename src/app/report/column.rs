//! The figures of one column.

use super::asker::{Asker, double, text, whole};
use super::live::LiveTable;
use super::{ColumnReport, FrequentValue, Lengths, PercentileFigure, Statistics};
use crate::app::AppError;
use crate::model::{Column, Row, Value};
use crate::report::{Bounds, ColumnQuery, ColumnRows, Figure, Histogram, Percent, Position, ValueKind};
use std::collections::BTreeMap;

/// How many of the most frequent values are shown.
const MOST_FREQUENT: usize = 10;

/// Up to so many different values and so many rows for each of them a word is one of a few, and how often it is there is worth telling.
const FEW_VALUES: u64 = 1_000;

/// `withheld` says why no values may be told.
pub(super) async fn figures(
    live: &mut LiveTable,
    column: &Column,
    withheld: Option<String>,
    percentiles: &[Percent],
    notes: &mut Vec<String>,
) -> Result<ColumnReport, AppError> {
    let kind = live.kind(column);
    let LiveTable { asker, dialect, table, .. } = live;
    let query =
        &ColumnQuery { dialect: dialect.as_ref(), rows: ColumnRows::Table(&table.name), column: &column.name, kind };
    let summary = asker.row(&query.summary()).await?;
    let mut report = counts(query, &summary);
    report.data_type = dialect.format_type(&column.data_type);
    report.withheld = withheld;
    if report.withheld.is_some() || report.count == report.left_out {
        return Ok(report);
    }
    match query.kind {
        ValueKind::WholeNumber | ValueKind::Number | ValueKind::Double | ValueKind::Moment => {
            report.statistics = statistics(asker, query, &summary, percentiles).await?;
            report.histogram = histogram(asker, query, &summary).await?;
            let found = report.statistics.as_ref().map_or(0, |it| it.percentiles.len());
            if found < percentiles.len() {
                notes.push(format!("rows went away while {} was read: run the report again", query.column));
            }
        }
        ValueKind::Word => {
            report.lengths = Some(lengths(&summary));
            report.frequent = frequent(asker, query, &report).await?;
        }
        ValueKind::Value | ValueKind::Opaque => {}
    }
    Ok(report)
}

/// A report of how many there are, and no more.
fn counts(query: &ColumnQuery<'_>, summary: &Row) -> ColumnReport {
    let number = |at: usize| summary.get(at).map_or(0, whole);
    let count = number(1);
    let usable = if query.kind.is_ordered() { number(3) } else { count };
    ColumnReport {
        column: query.column.to_string(),
        data_type: String::new(),
        kind: query.kind,
        count,
        nulls: number(0).saturating_sub(count),
        distinct: summary.get(2).filter(|value| **value != Value::Null).map(whole),
        left_out: count.saturating_sub(usable),
        withheld: None,
        statistics: None,
        lengths: None,
        frequent: Vec::new(),
        histogram: None,
    }
}

async fn statistics(
    asker: &mut Asker,
    query: &ColumnQuery<'_>,
    summary: &Row,
    percentiles: &[Percent],
) -> Result<Option<Statistics>, AppError> {
    let figure = |at: usize| summary.get(at).and_then(|value| figure(query.kind, value));
    let (Some(min), Some(max)) = (figure(4), figure(5)) else { return Ok(None) };
    let usable = whole(&summary[3]);
    let mean = if query.kind.is_number() { summary.get(6).and_then(double) } else { None };
    let variance = match mean {
        Some(mean) => variance(asker, query, summary, mean).await?,
        None => None,
    };
    let mut wanted = vec![Percent::median()];
    wanted.extend_from_slice(percentiles);
    let positions: Vec<Option<Position>> = wanted
        .iter()
        .map(|percent| if query.kind.is_number() { percent.between(usable) } else { percent.nearest(usable) })
        .collect();
    let values = at_ranks(asker, query, positions.iter().flatten()).await?;
    let value = |position: &Option<Position>| {
        let position = position.as_ref()?;
        let weighed = position.weigh(values.get(&position.below)?, values.get(&position.above)?);
        Some(if query.kind == ValueKind::Double { weighed.as_double() } else { weighed })
    };
    let percentiles = percentiles.iter().zip(&positions[1..]);
    Ok(Some(Statistics {
        min,
        max,
        mean,
        variance,
        standard_deviation: variance.map(f64::sqrt),
        median: value(&positions[0]),
        percentiles: percentiles
            .filter_map(|(percent, position)| {
                Some(PercentileFigure { percent: Figure::number(&percent.to_string())?, value: value(position)? })
            })
            .collect(),
    }))
}

async fn variance(
    asker: &mut Asker,
    query: &ColumnQuery<'_>,
    summary: &Row,
    mean: f64,
) -> Result<Option<f64>, AppError> {
    let count = whole(&summary[3]);
    if count < 2 {
        return Ok(None);
    }
    if let Some(variance) = summary.get(7).and_then(double) {
        return Ok(Some(variance));
    }
    let sums = asker.row(&query.squares(mean)).await?;
    let (Some(squares), Some(distances)) = (sums.first().and_then(double), sums.get(1).and_then(double)) else {
        return Ok(None);
    };
    let count = count as f64;
    Ok(Some(((squares - distances * distances / count) / (count - 1.0)).max(0.0))
        .filter(|variance| variance.is_finite()))
}

async fn at_ranks(
    asker: &mut Asker,
    query: &ColumnQuery<'_>,
    positions: impl Iterator<Item = &Position>,
) -> Result<BTreeMap<u64, Figure>, AppError> {
    let mut ranks: Vec<u64> = positions.flat_map(|position| [position.below, position.above]).collect();
    ranks.sort_unstable();
    ranks.dedup();
    let rows = asker.rows(&query.at_ranks(&ranks)).await?;
    let value = |row: &Row| Some((whole(row.first()?), figure(query.kind, row.get(1)?)?));
    Ok(rows.iter().filter_map(value).collect())
}

async fn histogram(asker: &mut Asker, query: &ColumnQuery<'_>, summary: &Row) -> Result<Option<Histogram>, AppError> {
    let at = |at: usize| summary.get(at).and_then(double);
    let bounds = match query.kind {
        ValueKind::Moment => at(6).zip(at(7)).and_then(|(min, max)| Bounds::of_moments(min, max)),
        ValueKind::WholeNumber | ValueKind::Number | ValueKind::Double => {
            at(4).zip(at(5)).and_then(|(min, max)| Bounds::of_numbers(min, max, query.kind == ValueKind::WholeNumber))
        }
        ValueKind::Word | ValueKind::Value | ValueKind::Opaque => None,
    };
    let Some(bounds) = bounds else { return Ok(None) };
    let rows = asker.rows(&query.bins(bounds.inner())).await?;
    let counts: Vec<(u64, u64)> =
        rows.iter().filter_map(|row| Some((whole(row.first()?), whole(row.get(1)?)))).collect();
    Ok(Some(bounds.fill(&counts)))
}

fn lengths(summary: &Row) -> Lengths {
    let number = |at: usize| summary.get(at).map_or(0, whole);
    let mean = summary.get(5).and_then(double).unwrap_or(0.0);
    Lengths { min: number(3), max: number(4), mean, empty: number(6) }
}

/// None where nearly every row has a value of its own: those are data, not a distribution.
async fn frequent(
    asker: &mut Asker,
    query: &ColumnQuery<'_>,
    report: &ColumnReport,
) -> Result<Vec<FrequentValue>, AppError> {
    let distinct = report.distinct.unwrap_or(0);
    if distinct > FEW_VALUES && distinct > report.count / 2 {
        return Ok(Vec::new());
    }
    let rows = asker.rows(&query.frequent(MOST_FREQUENT)).await?;
    let value = |row: &Row| Some(FrequentValue { value: text(row.first()?)?, rows: whole(row.get(1)?) });
    Ok(rows.iter().filter_map(value).collect())
}

fn figure(kind: ValueKind, value: &Value) -> Option<Figure> {
    let text = text(value)?;
    match kind {
        ValueKind::WholeNumber | ValueKind::Number | ValueKind::Double => Figure::number(&text),
        ValueKind::Moment => Some(Figure::Moment(text)),
        ValueKind::Word | ValueKind::Value | ValueKind::Opaque => None,
    }
}
