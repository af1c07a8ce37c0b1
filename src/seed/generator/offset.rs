//! Values a way off those of another column: an end behind its start.

use super::{Column, Frame, Generator, Values};
use crate::seed::civil::DAY;
use crate::seed::stream::Stream;

/// In microseconds.
const MINUTE: i64 = 60_000_000;

/// The other column's value plus a random distance; where that column has no value, neither has this one.
///
/// Of rows that come in turn each is a distance behind the one before it, and the first one a distance behind the other column's value.
#[derive(Debug)]
pub struct Offset {
    pub column: usize,
    pub stream: Stream,
    /// Smallest and largest distance: in days for days and moments, in minutes for times of day, in ones for numbers.
    pub distance: (i64, i64),
    pub late: Option<Late>,
    /// The lane that says the how-manieth of its parent a row is, where rows of one parent come in turn. They stand side by side.
    pub turn: Option<usize>,
}

/// Some values come much later than the others: events that are told of afterwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Late {
    pub share: f64,
    /// The largest distance on top, in the units of the distance.
    pub most: i64,
}

impl Offset {
    /// How far each row is from the other column's value, in parts of the unit.
    fn distances(&self, indexes: &[u64], frame: &Frame, unit: i64) -> Vec<i64> {
        let usual = match self.turn {
            None => indexes.iter().map(|index| self.usual(*index, unit)).collect(),
            Some(lane) => self.in_turn(indexes, &frame.lanes[lane], unit),
        };
        usual.into_iter().zip(indexes).map(|(usual, index)| usual.saturating_add(self.lateness(*index, unit))).collect()
    }

    #[inline]
    fn usual(&self, index: u64, unit: i64) -> i64 {
        let (min, max) = self.distance;
        let span = max.saturating_sub(min).saturating_mul(unit).max(0) as u64;
        min.saturating_mul(unit).saturating_add(self.stream.below(index, span.saturating_add(1)) as i64)
    }

    /// The distances of a row and of all rows of its parent before it, added up.
    fn in_turn(&self, indexes: &[u64], positions: &[u64], unit: i64) -> Vec<i64> {
        let mut before: Option<(u64, i64)> = None;
        let pairs = indexes.iter().zip(positions);
        let sum = |(index, position): (&u64, &u64)| {
            let own = self.usual(*index, unit);
            let sum = match before {
                Some((last, sum)) if *position > 0 && last + 1 == *index => sum.saturating_add(own),
                _ => {
                    let others = (1..=*position).map(|back| self.usual(index.wrapping_sub(back), unit));
                    others.fold(own, i64::saturating_add)
                }
            };
            before = Some((*index, sum));
            sum
        };
        pairs.map(sum).collect()
    }

    /// What comes on top of the usual distance.
    fn lateness(&self, index: u64, unit: i64) -> i64 {
        let Some(Late { share, most }) = self.late else { return 0 };
        if self.stream.named("late").unit(index) >= share {
            return 0;
        }
        let most = most.saturating_mul(unit).max(1) as u64;
        // From one up: what is late is not on time.
        1 + self.stream.named("lateness").below(index, most) as i64
    }

    fn added(&self, values: &[i64], (indexes, frame): (&[u64], &Frame), unit: i64) -> Vec<i64> {
        let pairs = values.iter().zip(self.distances(indexes, frame, unit));
        pairs.map(|(value, distance)| value.saturating_add(distance)).collect()
    }
}

impl Generator for Offset {
    fn generate(&self, indexes: &[u64], frame: &Frame) -> Column {
        let other = frame.column(self.column);
        let rows = (indexes, frame);
        let values = match &other.values {
            Values::Dates(days) => {
                let pairs = days.iter().zip(self.distances(indexes, frame, 1));
                Values::Dates(pairs.map(|(day, distance)| day.saturating_add(distance as i32)).collect())
            }
            Values::Timestamps(moments) => {
                // Whole seconds stay whole.
                let second = |moment: i64| moment - moment.rem_euclid(1_000_000);
                Values::Timestamps(self.added(moments, rows, DAY).into_iter().map(second).collect())
            }
            Values::Times(times) => {
                // The last second of the day is the end.
                let last = DAY - 1_000_000;
                Values::Times(self.added(times, rows, MINUTE).into_iter().map(|time| time.min(last)).collect())
            }
            Values::Integers(numbers) => Values::Integers(self.added(numbers, rows, 1)),
            Values::Decimals { unscaled, scale } => {
                Values::Decimals { unscaled: self.added(unscaled, rows, 10_i64.pow(*scale)), scale: *scale }
            }
            Values::Floats(numbers) => {
                let pairs = numbers.iter().zip(self.distances(indexes, frame, 1));
                Values::Floats(pairs.map(|(number, distance)| number + distance as f64).collect())
            }
            other @ (Values::Booleans(_) | Values::Uuids(_) | Values::Texts(_) | Values::Bytes(_)) => other.clone(),
        };
        Column { values, nulls: other.nulls.clone() }
    }

    fn reads(&self) -> Vec<usize> {
        vec![self.column]
    }

    fn lanes(&self) -> Vec<usize> {
        self.turn.into_iter().collect()
    }
}
