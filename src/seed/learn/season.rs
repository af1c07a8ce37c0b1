//! Days and moments: from when to when, and how much of it in which month, on which weekday, at which hour.

use super::number::Tile;
use super::rounded;
use super::trend::Course;
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

/// What was counted of a column of days or moments, in groups of any size.
#[derive(Clone, Debug)]
pub struct TimeCounts<'a> {
    pub months: &'a [MonthCount],
    /// From Monday.
    pub weekdays: [u64; 7],
    /// From midnight; `None` of days.
    pub hours: Option<[u64; 24]>,
    /// Equal parts of the sorted values, whose means are seconds from 1970-01-01; none where they would be too small.
    pub tiles: &'a [Tile],
}

/// Moments, and what is not told of them.
#[derive(Clone, Debug, PartialEq)]
pub struct LearnedMoments {
    pub recipe: Recipe,
    /// Rows that lie so far from the others that they stand for something else than a time: 9999-12-31.
    pub far_off: u64,
}

/// How far from the middle of the rows a month may lie: behind that stand values that are no times.
const FAR_OFF_YEARS: i32 = 100;

/// Moments by counts. Whatever fewer than `bound` rows have counts as none. `None` where no month is told.
///
/// Months, weekdays, hours and growth say when it happens where rows lie by that; otherwise a trend says it, by the parts of the rows.
pub fn moments(counts: &TimeCounts<'_>, bound: u64) -> Option<LearnedMoments> {
    let mut told: Vec<MonthCount> =
        counts.months.iter().copied().filter(|it| it.rows >= bound && (1..=12).contains(&it.month)).collect();
    told.sort();
    let far_off = take_far_off(&mut told);
    let range = (told.first()?.days().0, told.last()?.days().1);
    let tiles: Vec<Tile> = counts.tiles.iter().copied().filter(|tile| tile.rows >= bound).collect();
    let course = Course::new(&tiles, range, counts.hours.is_none());
    let (first, end) = course.as_ref().map_or(range, Course::days);
    let weekdays = weights(&counts.weekdays, bound);
    let hours = counts.hours.as_ref().map_or(Season::EVEN.hours, |hours| weights(hours, bound));
    let growth = growth(&told);
    let by_month = Season { weekdays, months: by_month(&told, (first, end), growth), hours, growth, trend: Vec::new() };
    let season = match course {
        Some(course) if !course.fits(&by_month, (first, end)) => {
            Season { weekdays, hours, trend: course.trend(&weekdays), ..Season::EVEN }
        }
        Some(_) | None => by_month,
    };
    let spread = if season == Season::EVEN { Spread::Even } else { Spread::Seasonal(Box::new(season)) };
    Some(LearnedMoments { recipe: Recipe::Moment { first, end, spread }, far_off })
}

/// Takes the months away that lie too far from the middle of the rows, and tells how many rows they have.
fn take_far_off(months: &mut Vec<MonthCount>) -> u64 {
    let rows = |months: &[MonthCount]| -> u64 { months.iter().map(|it| it.rows).sum() };
    let all = rows(months);
    let mut seen = 0;
    let reaches_middle = |it: &&MonthCount| {
        seen += it.rows;
        seen * 2 >= all
    };
    let Some(middle) = months.iter().find(reaches_middle).map(|it| it.year) else { return 0 };
    months.retain(|it| it.year.abs_diff(middle) <= FAR_OFF_YEARS.unsigned_abs());
    all - rows(months)
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
fn by_month(months: &[MonthCount], (first, end): (i32, i32), growth: f64) -> [f64; 12] {
    let mut rows = [0.0; 12];
    let mut days = [0.0; 12];
    for it in months {
        let (start, behind) = it.days();
        // Of the first and the last month a part.
        let (start, behind) = (start.max(first), behind.min(end).max(start.max(first)));
        let at = it.month as usize - 1;
        rows[at] += it.rows as f64;
        // What the days would weigh by growth alone.
        days[at] += f64::from(behind - start) * (1.0 + growth).powf(f64::from(start - first) / 365.2425);
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

    fn counts(months: &[MonthCount], weekdays: [u64; 7], hours: Option<[u64; 24]>) -> TimeCounts<'_> {
        TimeCounts { months, weekdays, hours, tiles: &[] }
    }

    fn season(learned: LearnedMoments) -> (i32, i32, Season) {
        match learned.recipe {
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
        let (first, end, season) =
            season(moments(&counts(&months, [100, 100, 100, 100, 100, 9, 0], None), 10).unwrap());
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
        let (_, _, season) = season(moments(&counts(&months, [50; 7], Some([20; 24])), 10).unwrap());
        assert_eq!(season.growth, 1.0);
        assert!(season.months.iter().all(|weight| (0.6..1.7).contains(weight)), "{:?}", season.months);
    }

    #[test]
    fn few_rows_tell_nothing() {
        let told = |month| {
            moments(
                &counts(&[MonthCount { year: 2024, month, rows: if month == 1 { 9 } else { 90 } }], [9; 7], None),
                10,
            )
        };
        assert_eq!([told(1), told(13)], [None, None]);
    }

    #[test]
    fn what_rises_and_falls_again_has_a_trend() {
        // Twelve months up, twelve months down, of about as many days each: by month of the year it is even.
        let month = |at: u32| MonthCount {
            year: 2023 + (at / 12).cast_signed(),
            month: at % 12 + 1,
            rows: u64::from(1 + at.min(23 - at)) * 100,
        };
        let months: Vec<MonthCount> = (0..24).map(month).collect();
        let parts = months.iter().flat_map(|it| {
            let ((start, end), rows) = (it.days(), it.rows / 100);
            let mean = move |part: u64| f64::from(start) + f64::from(end - start) * (part as f64 + 0.5) / rows as f64;
            (0..rows).map(move |part| Tile { mean: mean(part) * 86_400.0, rows: 100 })
        });
        let tiles: Vec<Tile> = parts.collect();
        let counts = TimeCounts { months: &months, weekdays: [2_000; 7], hours: Some([600; 24]), tiles: &tiles };
        let (first, end, season) = season(moments(&counts, 10).unwrap());
        assert!(season.trend.len() > 20 && season.growth == 0.0, "{season:?}");
        let weights = season.weights(first, end);
        let summit: f64 = weights
            .iter()
            .zip(first..)
            .filter(|(_, day)| (334..396).contains(&(day - months[0].days().0)))
            .map(|it| it.0)
            .sum();
        assert!((summit / weights.iter().sum::<f64>() - 24.0 / 156.0).abs() < 0.01, "{summit}");
    }

    #[test]
    fn ends_of_time_are_left_out() {
        let months = [MonthCount { year: 2024, month: 1, rows: 500 }, MonthCount { year: 9999, month: 12, rows: 400 }];
        let learned = moments(&counts(&months, [100; 7], None), 10).unwrap();
        assert_eq!(learned.far_off, 400);
        assert!(matches!(learned.recipe, Recipe::Moment { end, .. } if end == Civil::new(2024, 2, 1).days()));
    }
}
