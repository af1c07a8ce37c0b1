//! How the rows of a column of days or moments lie in time, by the means of equal parts of them.

use super::number::{Tile, points};
use super::rounded;
use crate::seed::generator::Season;

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// Digits of a weight that are kept.
const DIGITS: i32 = 4;

/// The greatest distance between what a season says and what the parts say (Kolmogorov and Smirnov) at which the season is told.
const FITS: f64 = 0.02;

/// The distribution function of a column in days from 1970-01-01, by points with the same share of the rows between each two.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Course {
    /// Ascending, three or more.
    points: Vec<f64>,
}

impl Course {
    /// Of parts whose means are in seconds, those that lie in a range of days. `None` where they are fewer than two. `is_date`: values are
    /// whole days, of which each lies in its middle.
    pub fn new(tiles: &[Tile], (first, end): (i32, i32), is_date: bool) -> Option<Self> {
        let shift = if is_date { 0.5 } else { 0.0 };
        let day = |tile: &Tile| Tile { mean: tile.mean / DAY + shift, ..*tile };
        let range = f64::from(first)..f64::from(end);
        let tiles: Vec<Tile> = tiles.iter().map(day).filter(|tile| range.contains(&tile.mean)).collect();
        let points = points(&tiles)?.into_iter().map(|point| point.clamp(range.start, range.end)).collect();
        Some(Self { points })
    }

    /// The first day, and the one behind the last.
    pub fn days(&self) -> (i32, i32) {
        let day = |point: Option<&f64>| point.map_or(0, |point| point.floor() as i32);
        let (first, last) = (day(self.points.first()), day(self.points.last()));
        // A last point at midnight has nothing behind it.
        let ends_at_midnight = self.points.last().is_some_and(|point| point.fract() == 0.0) && last > first;
        (first, if ends_at_midnight { last } else { last + 1 })
    }

    /// The share of the rows before the beginning of a day.
    fn before(&self, day: i32) -> f64 {
        let day = f64::from(day);
        let of_part = |part: &[f64]| {
            let (start, end) = (part[0], part[1]);
            if end < day || end == day && start < end {
                1.0
            } else if start >= day {
                0.0
            } else {
                (day - start) / (end - start)
            }
        };
        self.points.windows(2).map(of_part).sum::<f64>() / (self.points.len() - 1) as f64
    }

    /// Whether a season spreads rows over these days about as they lie.
    pub fn fits(&self, season: &Season, (first, end): (i32, i32)) -> bool {
        let weights = season.weights(first, end);
        let total: f64 = weights.iter().sum();
        let mut sum = 0.0;
        weights.iter().zip(first..).all(|(weight, day)| {
            let distance = (sum / total - self.before(day)).abs();
            sum += weight;
            distance <= FITS
        })
    }

    /// What a day weighs from each point to the next, beside its weekday: together with that as many rows fall between two points as do here.
    pub fn trend(&self, weekdays: &[f64; 7]) -> Vec<(i32, f64)> {
        let (first, end) = self.days();
        let mut bounds: Vec<i32> = self.points.iter().map(|point| point.floor() as i32).collect();
        bounds.extend([first, end]);
        bounds.sort_unstable();
        bounds.dedup();
        let season = Season { weekdays: *weekdays, ..Season::EVEN };
        let step = |pair: &[i32]| {
            let (from, until) = (pair[0], pair[1]);
            let usual: f64 = season.weights(from, until).iter().sum();
            let rows = self.before(until) - self.before(from);
            (from, if usual > 0.0 { rows / usual } else { 0.0 })
        };
        let steps: Vec<(i32, f64)> = bounds.windows(2).filter(|pair| pair[1] <= end).map(step).collect();
        let mean = steps.iter().map(|(_, weight)| weight).sum::<f64>() / steps.len().max(1) as f64;
        steps.into_iter().map(|(from, weight)| (from, rounded(weight / mean, DIGITS))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::civil::weekday;

    fn course(days: &[f64]) -> Course {
        let tiles: Vec<Tile> = days.iter().map(|day| Tile { mean: day * DAY, rows: 10 }).collect();
        Course::new(&tiles, (0, 1_000), false).unwrap()
    }

    #[test]
    fn shares_before_a_day_grow_from_none_to_all() {
        let course = course(&[1.5, 4.5, 4.5, 7.5]);
        // Points: 0, 3, 4.5, 6, 9.
        assert_eq!(course.days(), (0, 9));
        assert_eq!([0, 3, 6, 9].map(|day| course.before(day)), [0.0, 0.25, 0.75, 1.0]);
    }

    #[test]
    fn a_trend_says_where_the_rows_are() {
        // Two thirds of the rows in the last tenth of the time.
        let course = course(&[45.0, 92.5, 97.5]);
        let trend = course.trend(&[1.0; 7]);
        let (first, end) = course.days();
        let season = Season { trend: trend.clone(), ..Season::EVEN };
        assert!(course.fits(&season, (first, end)), "{course:?} {trend:?}");
        assert!(!course.fits(&Season::EVEN, (first, end)));
    }

    #[test]
    fn days_without_rows_weigh_nothing() {
        let weekend = [1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0];
        let course = course(&[10.0, 25.0, 50.0]);
        let season = Season { weekdays: weekend, trend: course.trend(&weekend), ..Season::EVEN };
        let (first, end) = course.days();
        let weights = season.weights(first, end);
        // Between the points, 2.5, 17.5, 37.5 and 62.5, a third of the rows each.
        let part: f64 = weights.iter().zip(first..).filter(|(_, day)| (17..37).contains(day)).map(|it| it.0).sum();
        let share = part / weights.iter().sum::<f64>();
        assert!((share - 1.0 / 3.0).abs() < 0.02, "{share}");
        assert!(weights.iter().zip(first..).all(|(weight, day)| (*weight == 0.0) == (weekday(day) >= 5)));
    }
}
