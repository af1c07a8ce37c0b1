//! Days and moments.

use super::season::Season;
use super::{Column, Frame, Generator, Values, full};
use crate::seed::alias::Alias;
use crate::seed::civil::{DAY, weekday};
use crate::seed::stream::Stream;

/// Moments between two days, the last one left out.
#[derive(Debug)]
pub struct Moment {
    stream: Stream,
    /// Of the time of day.
    times: Stream,
    /// In days from 1970-01-01.
    first: i32,
    end: i32,
    spread: Prepared,
    /// Days alone, without a time of day.
    is_date: bool,
}

/// Where in its range a moment falls.
#[derive(Clone, Debug, PartialEq)]
pub enum Spread {
    Even,
    /// Weekends are moved to the Friday before, and hours are those of a working day.
    Business,
    Seasonal(Box<Season>),
}

/// The same, with what is computed once.
#[derive(Debug)]
enum Prepared {
    Even,
    Business,
    Seasonal { days: Alias, hours: Alias },
}

impl Moment {
    pub fn new(stream: Stream, (first, end): (i32, i32), spread: &Spread, is_date: bool) -> Self {
        let spread = match spread {
            Spread::Even => Prepared::Even,
            Spread::Business => Prepared::Business,
            Spread::Seasonal(season) => {
                Prepared::Seasonal { days: season.days(first, end), hours: Alias::new(&season.hours) }
            }
        };
        Self { stream, times: stream.named("time"), first, end, spread, is_date }
    }

    fn day(&self, index: u64) -> i32 {
        if let Prepared::Seasonal { days, .. } = &self.spread {
            return self.first.wrapping_add(days.place(self.stream.at(index)) as i32);
        }
        let span = u64::try_from(i64::from(self.end) - i64::from(self.first)).unwrap_or(0).max(1);
        let day = self.first.wrapping_add(self.stream.below(index, span) as i32);
        match self.spread {
            Prepared::Even | Prepared::Seasonal { .. } => day,
            Prepared::Business => {
                let back = weekday(day).saturating_sub(4) as i32;
                // Never before the range begins.
                if day - back >= self.first { day - back } else { day }
            }
        }
    }

    /// Whole seconds, so that every engine keeps them.
    fn time(&self, index: u64) -> i64 {
        let seconds = match &self.spread {
            Prepared::Even => self.times.below(index, 86_400) as i64,
            // Two random numbers added: noon is likelier than the ends of the day.
            Prepared::Business => {
                8 * 3_600 + (self.times.below(2 * index, 18_000) + self.times.below(2 * index + 1, 18_000)) as i64
            }
            Prepared::Seasonal { hours, .. } => {
                let hour = hours.place(self.times.at(2 * index)) as i64;
                hour * 3_600 + self.times.below(2 * index + 1, 3_600) as i64
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
    /// The second of the day before which all of them are.
    pub end: u64,
}

impl Generator for Clock {
    fn generate(&self, indexes: &[u64], _: &Frame) -> Column {
        let time = |index: &u64| self.stream.below(*index, self.end) as i64 * 1_000_000;
        full(Values::Times(indexes.iter().map(time).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn business_days_are_no_weekends() {
        let moment = Moment::new(Stream::new(1), (20_000, 20_100), &Spread::Business, true);
        for index in 0..1_000 {
            let day = moment.day(index);
            assert!((20_000..20_100).contains(&day) && (weekday(day) < 5 || day - 20_000 < 2), "{day}");
        }
    }

    #[test]
    fn hours_follow_their_weights() {
        let mut season = Season::EVEN;
        season.hours = std::array::from_fn(|hour| if hour == 9 || hour == 17 { 1.0 } else { 0.0 });
        let moment = Moment::new(Stream::new(1), (20_000, 20_010), &Spread::Seasonal(Box::new(season)), false);
        let hours = (0..1_000).map(|index| moment.time(index) / 3_600_000_000);
        assert!(hours.collect::<std::collections::BTreeSet<_>>().into_iter().eq([9, 17]));
    }
}
