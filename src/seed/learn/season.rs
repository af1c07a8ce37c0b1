//! Days and moments: from when to when, and how much of it in which month, on which weekday, at which hour.

use super::rounded;
use crate::seed::civil::Civil;
use crate::seed::generator::{Season, Spread};
use crate::seed::recipe::Recipe;

/// Digits of a weight that are kept.
const DIGITS: i32 = 4;

/// How many rows a month has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthCount {
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    pub rows: u64,
}

impl MonthCount {
    /// The first day of it, and of the next one, from 1970-01-01.
    fn days(self) -> (i32, i32) {
        let (year, month) = if self.month == 12 { (self.year + 1, 1) } else { (self.year, self.month + 1) };
        (Civil::new(self.year, self.month, 1).days(), Civil::new(year, month, 1).days())
    }
}

/// Moments by counts per month, weekday (from Monday) and hour. Whatever fewer than `bound` rows have counts as none. `None` without months.
pub fn moments(months: &[MonthCount], weekdays: &[u64; 7], hours: Option<&[u64; 24]>, bound: u64) -> Option<Recipe> {
    let mut told: Vec<MonthCount> =
        months.iter().copied().filter(|it| it.rows >= bound && (1..=12).contains(&it.month)).collect();
    told.sort();
    let (first, end) = (told.first()?.days().0, told.last()?.days().1);
    let growth = growth(&told);
    let season = Season {
        weekdays: weights(weekdays, bound),
        months: by_month(&told, first, growth),
        hours: hours.map_or(Season::EVEN.hours, |hours| weights(hours, bound)),
        growth,
    };
    let spread = if season == Season::EVEN { Spread::Even } else { Spread::Seasonal(Box::new(season)) };
    Some(Recipe::Moment { first, end, spread })
}

/// How much more the last twelve months have than the twelve before, where there are two years.
fn growth(months: &[MonthCount]) -> f64 {
    let Some(last) = months.last() else { return 0.0 };
    let age = |it: &MonthCount| (last.year - it.year) * 12 + last.month.cast_signed() - it.month.cast_signed();
    let rows = |ages: std::ops::Range<i32>| -> u64 {
        months.iter().filter(|it| ages.contains(&age(it))).map(|it| it.rows).sum()
    };
    let (recent, before) = (rows(0..12), rows(12..24));
    let has_two_years = months.first().is_some_and(|first| age(first) >= 23);
    if !has_two_years || before == 0 {
        return 0.0;
    }
    rounded(recent as f64 / before as f64 - 1.0, 2).clamp(-0.9, 9.0)
}

/// Rows per day of each month of the year, apart from growth, one on average. Months that were not there get one.
fn by_month(months: &[MonthCount], first: i32, growth: f64) -> [f64; 12] {
    let mut rows = [0.0; 12];
    let mut days = [0.0; 12];
    for it in months {
        let (start, end) = it.days();
        let at = it.month as usize - 1;
        rows[at] += it.rows as f64;
        // What the days would weigh by growth alone.
        days[at] += f64::from(end - start) * (1.0 + growth).powf(f64::from(start - first) / 365.2425);
    }
    let known: Vec<f64> = (0..12).filter(|at| days[*at] > 0.0).map(|at| rows[at] / days[at]).collect();
    let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
    std::array::from_fn(|at| if days[at] > 0.0 { rounded(rows[at] / days[at] / mean, DIGITS) } else { 1.0 })
}

fn weights<const N: usize>(counts: &[u64; N], bound: u64) -> [f64; N] {
    let told = counts.map(|count| if count >= bound { count as f64 } else { 0.0 });
    let mean = told.iter().sum::<f64>() / N as f64;
    if mean == 0.0 { [1.0; N] } else { told.map(|count| rounded(count / mean, DIGITS)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn season(recipe: Recipe) -> (i32, i32, Season) {
        match recipe {
            Recipe::Moment { first, end, spread: Spread::Seasonal(season) } => (first, end, *season),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn weights_are_shares_of_the_mean() {
        let months = [
            MonthCount { year: 2024, month: 2, rows: 290 },
            MonthCount { year: 2024, month: 1, rows: 155 },
            MonthCount { year: 1900, month: 1, rows: 1 },
        ];
        let (first, end, season) = season(moments(&months, &[100, 100, 100, 100, 100, 9, 0], None, 10).unwrap());
        assert_eq!((first, end), (Civil::new(2024, 1, 1).days(), Civil::new(2024, 3, 1).days()));
        // 5 rows a day in January, 10 in February.
        assert_eq!(season.months[..3], [0.6667, 1.333, 1.0]);
        assert_eq!((season.weekdays[0], season.weekdays[5], season.weekdays[6]), (1.4, 0.0, 0.0));
        assert_eq!((season.hours, season.growth), ([1.0; 24], 0.0));
    }

    #[test]
    fn growth_is_told_apart_from_seasons() {
        let month = |year, month, rows| MonthCount { year, month, rows };
        let months: Vec<MonthCount> =
            (1..=12).flat_map(|it| [month(2023, it, 1_000), month(2024, it, 2_000)]).collect();
        let (_, _, season) = season(moments(&months, &[50; 7], Some(&[20; 24]), 10).unwrap());
        assert_eq!(season.growth, 1.0);
        assert!(season.months.iter().all(|weight| (0.6..1.7).contains(weight)), "{:?}", season.months);
    }

    #[test]
    fn few_rows_tell_nothing() {
        assert_eq!(moments(&[MonthCount { year: 2024, month: 1, rows: 9 }], &[9; 7], None, 10), None);
        assert_eq!(moments(&[MonthCount { year: 2024, month: 13, rows: 90 }], &[9; 7], None, 10), None);
    }
}
