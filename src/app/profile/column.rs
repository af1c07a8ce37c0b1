//! One column: what enough of its rows share.

use crate::app::AppError;
use crate::app::report::{LiveTable, double, text, whole};
use crate::model::{Column, ForeignKey, Name, Row, Value};
use crate::report::{ColumnQuery, ValueKind};
use crate::seed::learn::{LearnedMoments, MonthCount, Tile, TimeCounts, choice, moments, quantiles};
use crate::seed::{Recipe, Shape, Spread};

/// Most quantiles of a column of numbers.
const MOST_TILES: u64 = 100;

/// Most words that are told with their weights.
const MOST_WORDS: usize = 200;

/// Up to so many different whole numbers are told one by one.
const FEW_NUMBERS: u64 = 20;

/// Share of the rows that numbers told one by one have to have.
const NEARLY_ALL: f64 = 0.95;

/// What was found of a column.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub recipe: Option<Recipe>,
    pub nulls: Option<f64>,
    /// Why there is no recipe, or what it leaves out.
    pub reason: Option<String>,
}

/// `tells_values` is false of sensitive columns, of which only the share of NULLs is looked at.
pub(super) async fn find(
    live: &mut LiveTable,
    column: &Column,
    bound: u64,
    tells_values: bool,
) -> Result<Found, AppError> {
    let sql = live.query(column).summary();
    let summary = live.asker.row(&sql).await?;
    let nulls = nulls(&summary, bound);
    let values = summary.get(1).map_or(0, whole);
    if values < bound || !tells_values {
        return Ok(Found { nulls, reason: Some(format!("fewer than {bound} rows have a value")), recipe: None });
    }
    let found = match live.kind(column) {
        ValueKind::WholeNumber | ValueKind::Number | ValueKind::Double => {
            numbers(live, column, &summary, bound).await?
        }
        ValueKind::Moment => {
            let has_hours = Shape::of(&column.data_type, &live.schema) == Some(Shape::Timestamp);
            time(live, Looked::At(column), (&summary, has_hours), bound).await?
        }
        ValueKind::Word => words(live, column, values, bound).await?,
        ValueKind::Value | ValueKind::Opaque => Found::reason("values of such a type are made up"),
    };
    Ok(Found { nulls, ..found })
}

impl Found {
    fn reason(reason: &str) -> Self {
        Self { reason: Some(reason.to_owned()), ..Self::default() }
    }

    fn recipe(recipe: Recipe) -> Self {
        Self { recipe: Some(recipe), ..Self::default() }
    }
}

/// The share of rows without a value. `None` where too few rows say so.
pub(super) async fn null_share(live: &mut LiveTable, column: &Column, bound: u64) -> Result<Option<f64>, AppError> {
    let sql = live.query(column).summary();
    Ok(nulls(&live.asker.row(&sql).await?, bound))
}

fn nulls(summary: &Row, bound: u64) -> Option<f64> {
    let count = |at: usize| summary.get(at).map_or(0, whole);
    let (rows, values) = (count(0), count(1));
    let nulls = rows.saturating_sub(values);
    if rows < bound {
        return None;
    }
    // A few rows that differ from all others are not told of.
    let told = if nulls < bound {
        0
    } else if values < bound {
        rows
    } else {
        nulls
    };
    Some((told as f64 / rows as f64 * 1e4).round() / 1e4)
}

async fn numbers(live: &mut LiveTable, column: &Column, summary: &Row, bound: u64) -> Result<Found, AppError> {
    let (distinct, usable) = (summary.get(2).map_or(0, whole), summary.get(3).map_or(0, whole));
    if live.kind(column) == ValueKind::WholeNumber && distinct <= FEW_NUMBERS {
        let counts = common(live, column, bound).await?;
        if let Some(learned) = choice(&counts, usable, bound).filter(|it| 1.0 - it.left_out >= NEARLY_ALL) {
            return Ok(Found::recipe(learned.recipe));
        }
    }
    let tiles = tiles(live, Looked::At(column), usable, bound).await?;
    Ok(quantiles(&tiles, bound).map_or_else(|| Found::reason("too few rows for a distribution"), Found::recipe))
}

/// Equal parts of the sorted values, each of as many rows as the bound or more; none where that leaves fewer than two.
async fn tiles(live: &mut LiveTable, column: Looked<'_>, usable: u64, bound: u64) -> Result<Vec<Tile>, AppError> {
    let parts = (usable / bound.max(1)).min(MOST_TILES);
    if parts < 2 {
        return Ok(Vec::new());
    }
    let sql = column.query(live).tiles(parts);
    let tile = |row: &Row| Some(Tile { mean: double(row.get(1)?)?, rows: whole(row.get(2)?) });
    Ok(live.asker.rows(&sql).await?.iter().filter_map(tile).collect())
}

/// What is looked at.
#[derive(Clone, Copy)]
pub(super) enum Looked<'a> {
    At(&'a Column),
    /// A column of a parent, by the rows that refer to it.
    Over {
        key: &'a ForeignKey,
        referenced: &'a [Name],
        column: &'a Column,
    },
}

impl<'a> Looked<'a> {
    fn query<'l>(&'l self, live: &'l LiveTable) -> ColumnQuery<'l> {
        match self {
            Self::At(column) => live.query(column),
            Self::Over { key, referenced, column } => live.query_of_children(key, referenced, column),
        }
    }
}

/// When the rows that refer to a table of days do so, by the days of that table. `None` where too few tell.
pub(super) async fn days(live: &mut LiveTable, looked: Looked<'_>, bound: u64) -> Result<Option<Recipe>, AppError> {
    let sql = looked.query(live).summary();
    let summary = live.asker.row(&sql).await?;
    if summary.get(1).map_or(0, whole) < bound {
        return Ok(None);
    }
    Ok(time(live, looked, (&summary, false), bound).await?.recipe)
}

/// From when to when the days of a table of days go, in whole months. `None` where no month has enough of them.
pub(super) async fn calendar(live: &mut LiveTable, column: &Column, bound: u64) -> Result<Option<Recipe>, AppError> {
    let sql = live.query(column).months(bound);
    let months = months(&live.asker.rows(&sql).await?);
    let counts = TimeCounts { months: &months, weekdays: [0; 7], hours: None, tiles: &[] };
    Ok(moments(&counts, bound).and_then(|learned| match learned.recipe {
        Recipe::Moment { first, end, .. } => Some(Recipe::Moment { first, end, spread: Spread::Even }),
        _ => None,
    }))
}

fn months(rows: &[Row]) -> Vec<MonthCount> {
    let month = |row: &Row| {
        let (year, month) = (row.first()?.as_i64()?, row.get(1)?.as_i64()?);
        Some(MonthCount {
            year: i32::try_from(year).ok()?,
            month: u32::try_from(month).ok()?,
            rows: whole(row.get(2)?),
        })
    };
    rows.iter().filter_map(month).collect()
}

async fn time(
    live: &mut LiveTable,
    column: Looked<'_>,
    (summary, has_hours): (&Row, bool),
    bound: u64,
) -> Result<Found, AppError> {
    let (values, usable) = (summary.get(1).map_or(0, whole), summary.get(3).map_or(0, whole));
    let query = column.query(live);
    let (by_month, by_weekday, by_hour) = (query.months(bound), query.weekdays(bound), query.hours(bound));
    let months = months(&live.asker.rows(&by_month).await?);
    let weekdays: [u64; 7] = places(&live.asker.rows(&by_weekday).await?);
    let hours: Option<[u64; 24]> = if has_hours { Some(places(&live.asker.rows(&by_hour).await?)) } else { None };
    let told: u64 = months.iter().map(|it| it.rows).sum();
    if told * 2 < values {
        return Ok(Found::reason(&format!("most months have fewer than {bound} rows")));
    }
    let tiles = tiles(live, column, usable, bound).await?;
    let counts = TimeCounts { months: &months, weekdays, hours, tiles: &tiles };
    let Some(LearnedMoments { recipe, far_off }) = moments(&counts, bound) else {
        return Ok(Found::reason(&format!("no month has {bound} rows")));
    };
    let reason = (far_off > 0).then(|| format!("{far_off} of its rows lie more than a century off: they are left out"));
    Ok(Found { recipe: Some(recipe), reason, nulls: None })
}

/// Counts by places from 0.
fn places<const N: usize>(rows: &[Row]) -> [u64; N] {
    let mut counts = [0; N];
    for row in rows {
        let place = row.first().and_then(Value::as_i64).and_then(|place| usize::try_from(place).ok());
        if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
            *count = row.get(1).map_or(0, whole);
        }
    }
    counts
}

async fn words(live: &mut LiveTable, column: &Column, values: u64, bound: u64) -> Result<Found, AppError> {
    let counts = common(live, column, bound).await?;
    if Shape::of(&column.data_type, &live.schema) == Some(Shape::Boolean) {
        let is_true = |word: &str| matches!(word, "1" | "t" | "true");
        let truths: u64 = counts.iter().filter(|(word, _)| is_true(word)).map(|(_, rows)| rows).sum();
        let told: u64 = counts.iter().map(|(_, rows)| rows).sum();
        let share = truths as f64 / told.max(1) as f64;
        return Ok(Found::recipe(Recipe::Flag((share * 1e4).round() / 1e4)));
    }
    let Some(learned) = choice(&counts, values, bound) else {
        return Ok(Found::reason(&format!("most words are those of fewer than {bound} rows: they are made up")));
    };
    let reason = (learned.left_out > 0.0).then(|| {
        format!("{:.1} % of its rows have words that fewer than {bound} share, or rare ones", learned.left_out * 100.0)
    });
    Ok(Found { recipe: Some(learned.recipe), reason, nulls: None })
}

/// Values that enough rows share, the most frequent ones first.
async fn common(live: &mut LiveTable, column: &Column, bound: u64) -> Result<Vec<(String, u64)>, AppError> {
    let sql = live.query(column).common(bound, MOST_WORDS);
    let rows = live.asker.rows(&sql).await?;
    Ok(rows.iter().filter_map(|row| Some((text(row.first()?)?, whole(row.get(1)?)))).collect())
}
