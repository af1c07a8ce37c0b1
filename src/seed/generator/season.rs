//! When things happen: more on Mondays than on Sundays, more in December, more at noon, more each year.

use crate::seed::alias::Alias;
use crate::seed::civil::{Civil, weekday};

/// Weights of days and hours. What is left out is even.
#[derive(Clone, Debug, PartialEq)]
pub struct Season {
    /// From Monday.
    pub weekdays: [f64; 7],
    /// From January.
    pub months: [f64; 12],
    /// From midnight.
    pub hours: [f64; 24],
    /// How much more there is of everything a year later: 0.2 is a fifth.
    pub growth: f64,
    /// What a day weighs from each of these days (from 1970-01-01) to the next one, in their order; the first one holds before it too.
    pub trend: Vec<(i32, f64)>,
}

/// Days of a year on average, in the Gregorian calendar.
const YEAR: f64 = 365.2425;

impl Season {
    pub const EVEN: Self =
        Self { weekdays: [1.0; 7], months: [1.0; 12], hours: [1.0; 24], growth: 0.0, trend: Vec::new() };

    /// The weight of each day from `first` on.
    pub fn weights(&self, first: i32, end: i32) -> Vec<f64> {
        (first..end.max(first + 1)).map(|day| self.weight(day, first)).collect()
    }

    /// The weight of a day; growth counts from `first`.
    pub fn weight(&self, day: i32, first: i32) -> f64 {
        let years = f64::from(day - first) / YEAR;
        let month = Civil::from_days(day).month as usize - 1;
        self.weekdays[weekday(day) as usize] * self.months[month] * (1.0 + self.growth).powf(years) * self.level(day)
    }

    /// What the trend says of a day.
    fn level(&self, day: i32) -> f64 {
        let behind = self.trend.partition_point(|(from, _)| *from <= day);
        self.trend.get(behind.saturating_sub(1)).map_or(1.0, |(_, weight)| *weight)
    }

    /// A day by its weight, counted from `first`. Even where no day has any: a range may hold nothing but a weekend.
    pub fn days(&self, first: i32, end: i32) -> Alias {
        let weights = self.weights(first, end);
        if weights.iter().sum::<f64>() > 0.0 { Alias::new(&weights) } else { Alias::new(&vec![1.0; weights.len()]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::stream::Stream;

    #[test]
    fn days_follow_the_weights() {
        let mut season = Season { growth: 1.0, ..Season::EVEN };
        season.weekdays[6] = 0.0;
        season.months[11] = 3.0;
        // 2024 and 2025.
        let (first, end) = (Civil::new(2024, 1, 1).days(), Civil::new(2026, 1, 1).days());
        let (alias, stream) = (season.days(first, end), Stream::new(5));
        let days: Vec<i32> = (0..50_000).map(|row| first + alias.place(stream.at(row)) as i32).collect();
        assert!(days.iter().all(|day| weekday(*day) != 6), "nothing happens on Sundays");
        let share = |keep: &dyn Fn(Civil) -> bool| {
            days.iter().filter(|day| keep(Civil::from_days(**day))).count() as f64 / days.len() as f64
        };
        // Twice as much in the second year as in the first.
        let second = share(&|day| day.year == 2025);
        assert!((second - 2.0 / 3.0).abs() < 0.01, "{second}");
        // Three times a month of eleven others, grown over the year: a bit more than 3/14.
        let december = share(&|day| day.month == 12);
        assert!((0.21..0.35).contains(&december), "{december}");
    }

    #[test]
    fn a_trend_holds_until_the_next_one() {
        let season = Season { trend: vec![(10, 2.0), (12, 0.5)], ..Season::EVEN };
        assert_eq!(season.weights(8, 14), [2.0, 2.0, 2.0, 2.0, 0.5, 0.5]);
    }
}
