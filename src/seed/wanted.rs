//! What is wanted of the rows: by a profile, or by the command line.

use super::generator::{Blemish, Season};
use super::locale::{LOCALES, Locale};
use super::recipe::Recipe;
use crate::model::{Name, QualifiedName};
use std::collections::BTreeMap;

/// What is wanted.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub seed: u64,
    /// Rows of tables of which nothing else is said, the largest ones.
    pub rows: u64,
    /// All volumes times this, but those of tables that do not scale.
    pub scale: f64,
    pub locale: &'static Locale,
    /// The day that counts as today, from 1970-01-01. Never the clock's: the same seed makes the same rows next year.
    pub today: i32,
    pub tables: BTreeMap<QualifiedName, WantedTable>,
}

/// What is wanted of one table.
#[derive(Clone, Debug)]
pub struct WantedTable {
    pub rows: Option<WantedRows>,
    /// Whether `scale` changes its volume.
    pub scales: bool,
    /// The number of the first row: how many rows the table has had already.
    pub first: u64,
    pub locale: Option<&'static Locale>,
    /// Of a dimension of type 2.
    pub history: Option<WantedHistory>,
    pub columns: BTreeMap<Name, WantedColumn>,
    /// By the columns of the foreign key, in its order.
    pub references: BTreeMap<Vec<Name>, WantedReference>,
}

impl Default for WantedTable {
    fn default() -> Self {
        Self {
            rows: None,
            scales: true,
            first: 0,
            locale: None,
            history: None,
            columns: BTreeMap::new(),
            references: BTreeMap::new(),
        }
    }
}

/// How many things of a dimension have several versions, and how many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WantedHistory {
    /// Share of the things, from 0 to 1.
    pub share: f64,
    /// The most versions of one thing, 2 at least; fewer are as frequent.
    pub versions: u64,
}

/// How many rows a table gets.
#[derive(Clone, Debug, PartialEq)]
pub enum WantedRows {
    Exactly(u64),
    /// So many for each row of another table, on average.
    PerRow {
        of: QualifiedName,
        mean: f64,
    },
}

/// What is wanted of one column. What nothing is said of is inferred.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WantedColumn {
    pub recipe: Option<Recipe>,
    /// Share of rows without a value.
    pub nulls: Option<f64>,
    /// Smallest and largest value: numbers as they are, days from 1970-01-01, moments in microseconds.
    pub bounds: (Option<f64>, Option<f64>),
    pub correlation: Option<Correlation>,
    pub outliers: Option<Outliers>,
    pub drift: Option<Drift>,
    pub dirt: Option<WantedDirt>,
}

/// Goes up and down with another column.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlation {
    pub with: Name,
    /// Of the normal scores, from -1 to 1.
    pub strength: f64,
}

/// A share of the values is multiplied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outliers {
    pub share: f64,
    pub factor: f64,
}

/// Values change with the day in another column: factors at some days, straight lines in between.
#[derive(Clone, Debug, PartialEq)]
pub struct Drift {
    pub by: Name,
    /// In the order of the days.
    pub keyframes: Vec<(i32, f64)>,
}

/// A share of the texts is spoilt.
#[derive(Clone, Debug, PartialEq)]
pub struct WantedDirt {
    pub share: f64,
    /// Never none.
    pub blemishes: Vec<Blemish>,
}

/// How rows spread over their parents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WantedReference {
    pub spread: Option<ParentSpread>,
    /// Share of rows without a parent.
    pub nulls: Option<f64>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ParentSpread {
    /// Every parent is as likely as any other.
    Uniform,
    /// Few parents have most of the rows.
    Zipf { exponent: f64 },
    /// Every parent has as many rows as any other, up to one.
    Equal,
    /// Every parent at most once.
    Once,
    /// By the days of the parents.
    Days(Box<DaySpread>),
}

/// How much happens on which day of a date dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct DaySpread {
    /// The first day, in days from 1970-01-01, and the one behind the last; all days of the dimension where nothing is said.
    pub range: (Option<i32>, Option<i32>),
    pub season: Season,
}

impl DaySpread {
    /// What a day weighs; growth counts from `first`.
    pub fn weight(&self, day: i32, first: i32) -> f64 {
        let (from, until) = self.range;
        let is_inside = from.is_none_or(|from| day >= from) && until.is_none_or(|until| day < until);
        if is_inside { self.season.weight(day, first) } else { 0.0 }
    }
}

/// The day that counts as today where nobody says another one: 2026-01-01.
pub const TODAY: i32 = 20_454;

impl Default for Wanted {
    fn default() -> Self {
        Self { seed: 1, rows: 1_000, scale: 1.0, locale: &LOCALES[0], today: TODAY, tables: BTreeMap::new() }
    }
}

impl Wanted {
    /// A volume at the wanted scale. Something stays something.
    pub fn scaled(&self, rows: u64) -> u64 {
        if self.scale == 1.0 {
            return rows;
        }
        // More rows than a float counts exactly are far beyond any database.
        ((rows as f64 * self.scale).round() as u64).max(rows.min(1))
    }
}
