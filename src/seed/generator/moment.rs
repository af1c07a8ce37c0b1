//! Days and moments.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::civil::{DAY, weekday};
use crate::seed::stream::Stream;

/// Moments between two days, the last one left out.
#[derive(Debug)]
pub struct Moment {
    pub stream: Stream,
    /// In days from 1970-01-01.
    pub first: i32,
    pub end: i32,
    pub spread: Spread,
    /// Days alone, without a time of day.
    pub is_date: bool,
}

/// Where in its range a moment falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    Even,
    /// Weekends are moved to the Friday before, and hours are those of a working day.
    Business,
}

impl Moment {
    fn day(&self, index: u64) -> i32 {
        let span = u64::try_from(i64::from(self.end) - i64::from(self.first)).unwrap_or(0).max(1);
        let day = self.first.wrapping_add(self.stream.below(index, span) as i32);
        match self.spread {
            Spread::Even => day,
            Spread::Business => {
                let back = weekday(day).saturating_sub(4) as i32;
                // Never before the range begins.
                if day - back >= self.first { day - back } else { day }
            }
        }
    }

    /// Whole seconds, so that every engine keeps them.
    fn time(&self, index: u64) -> i64 {
        let times = self.stream.named("time");
        let seconds = match self.spread {
            Spread::Even => times.below(index, 86_400) as i64,
            // Two random numbers added: noon is likelier than the ends of the day.
            Spread::Business => {
                8 * 3_600 + (times.below(2 * index, 18_000) + times.below(2 * index + 1, 18_000)) as i64
            }
        };
        seconds * 1_000_000
    }
}

impl Generator for Moment {
    fn generate(&self, indexes: &[u64], _: &Frame) -> Column {
        full(if self.is_date {
            Values::Dates(indexes.iter().map(|index| self.day(*index)).collect())
        } else {
            Values::Timestamps(
                indexes.iter().map(|index| i64::from(self.day(*index)) * DAY + self.time(*index)).collect(),
            )
        })
    }
}

/// Times of day, in whole seconds.
#[derive(Debug)]
pub struct Clock {
    pub stream: Stream,
}

impl Generator for Clock {
    fn generate(&self, indexes: &[u64], _: &Frame) -> Column {
        let time = |index: &u64| self.stream.below(*index, 86_400) as i64 * 1_000_000;
        full(Values::Times(indexes.iter().map(time).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn business_days_are_no_weekends() {
        let moment =
            Moment { stream: Stream::new(1), first: 20_000, end: 20_100, spread: Spread::Business, is_date: true };
        for index in 0..1_000 {
            let day = moment.day(index);
            assert!((20_000..20_100).contains(&day) && (weekday(day) < 5 || day - 20_000 < 2), "{day}");
        }
    }
}
