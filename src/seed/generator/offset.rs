//! Values a way off those of another column: an end behind its start.

use super::{Column, Frame, Generator, Values};
use crate::seed::civil::DAY;
use crate::seed::stream::Stream;

/// The other column's value plus a random distance; where that column has no value, neither has this one.
#[derive(Debug)]
pub struct Offset {
    pub column: usize,
    pub stream: Stream,
    /// Smallest and largest distance: in days for days and moments, in ones for numbers.
    pub distance: (i64, i64),
    pub late: Option<Late>,
}

/// Some values come much later than the others: events that are told of afterwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Late {
    pub share: f64,
    /// The largest distance on top, in the units of the distance.
    pub most: i64,
}

impl Offset {
    #[inline]
    fn distance(&self, index: u64, unit: i64) -> i64 {
        let (min, max) = self.distance;
        let span = max.saturating_sub(min).saturating_mul(unit).max(0) as u64;
        let usual = min.saturating_mul(unit).saturating_add(self.stream.below(index, span.saturating_add(1)) as i64);
        usual.saturating_add(self.lateness(index, unit))
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

    fn added(&self, values: &[i64], indexes: &[u64], unit: i64) -> Vec<i64> {
        let pairs = values.iter().zip(indexes);
        pairs.map(|(value, index)| value.saturating_add(self.distance(*index, unit))).collect()
    }
}

impl Generator for Offset {
    fn generate(&self, indexes: &[u64], frame: &Frame) -> Column {
        let other = frame.column(self.column);
        let values = match &other.values {
            Values::Dates(days) => {
                let pairs = days.iter().zip(indexes);
                Values::Dates(pairs.map(|(day, index)| day.saturating_add(self.distance(*index, 1) as i32)).collect())
            }
            Values::Timestamps(moments) => {
                // Whole seconds stay whole.
                let second = |moment: i64| moment - moment.rem_euclid(1_000_000);
                Values::Timestamps(self.added(moments, indexes, DAY).into_iter().map(second).collect())
            }
            Values::Times(times) => Values::Times(times.clone()),
            Values::Integers(numbers) => Values::Integers(self.added(numbers, indexes, 1)),
            Values::Decimals { unscaled, scale } => {
                Values::Decimals { unscaled: self.added(unscaled, indexes, 10_i64.pow(*scale)), scale: *scale }
            }
            Values::Floats(numbers) => {
                let pairs = numbers.iter().zip(indexes);
                Values::Floats(pairs.map(|(number, index)| number + self.distance(*index, 1) as f64).collect())
            }
            other @ (Values::Booleans(_) | Values::Uuids(_) | Values::Texts(_) | Values::Bytes(_)) => other.clone(),
        };
        Column { values, nulls: other.nulls.clone() }
    }

    fn reads(&self) -> Vec<usize> {
        vec![self.column]
    }
}
