//! Numbers multiplied after they were made: outliers, and what drifts with time.

use super::{Column, Frame, Generator, Values};
use crate::seed::civil::DAY;
use crate::seed::stream::Stream;

/// Values of another generator, times a factor for each row; kept within bounds.
#[derive(Debug)]
pub struct Scaled {
    pub inner: Box<dyn Generator>,
    pub factor: Factor,
    /// Smallest and largest value, both possible.
    pub bounds: (f64, f64),
}

/// What a value is multiplied by.
#[derive(Debug)]
pub enum Factor {
    /// A share of the rows by this factor, the others by one.
    Outliers { stream: Stream, share: f64, factor: f64 },
    /// By the day in another column: factors at some days, straight lines in between.
    Drift { column: usize, keyframes: Vec<(i32, f64)> },
}

impl Factor {
    fn of_rows(&self, indexes: &[u64], frame: &Frame) -> Vec<f64> {
        match self {
            Self::Outliers { stream, share, factor } => {
                indexes.iter().map(|index| if stream.unit(*index) < *share { *factor } else { 1.0 }).collect()
            }
            Self::Drift { column, keyframes } => match &frame.column(*column).values {
                Values::Dates(days) => days.iter().map(|day| between(keyframes, f64::from(*day))).collect(),
                Values::Timestamps(moments) => {
                    moments.iter().map(|moment| between(keyframes, *moment as f64 / DAY as f64)).collect()
                }
                // Compiled for columns of days and moments only.
                _ => vec![1.0; indexes.len()],
            },
        }
    }
}

/// The factor of a day; before the first keyframe that of the first, behind the last that of the last.
fn between(keyframes: &[(i32, f64)], day: f64) -> f64 {
    let next = keyframes.partition_point(|(at, _)| f64::from(*at) <= day);
    match (next.checked_sub(1).and_then(|at| keyframes.get(at)), keyframes.get(next)) {
        (Some((from, low)), Some((to, high))) => low + (day - f64::from(*from)) / f64::from(to - from) * (high - low),
        (Some((_, factor)), None) | (None, Some((_, factor))) => *factor,
        (None, None) => 1.0,
    }
}

impl Generator for Scaled {
    fn generate(&self, indexes: &[u64], frame: &Frame) -> Column {
        let mut column = self.inner.generate(indexes, frame);
        let factors = self.factor.of_rows(indexes, frame);
        let (min, max) = self.bounds;
        let whole = |values: &mut [i64], unit: f64| {
            for (value, factor) in values.iter_mut().zip(&factors).filter(|(_, factor)| **factor != 1.0) {
                *value = (*value as f64 * factor).round().clamp((min * unit).ceil(), (max * unit).floor()) as i64;
            }
        };
        match &mut column.values {
            Values::Integers(values) => whole(values, 1.0),
            Values::Decimals { unscaled, scale } => {
                let unit = 10_f64.powi(i32::try_from(*scale).unwrap_or(0));
                whole(unscaled, unit);
            }
            Values::Floats(values) => {
                for (value, factor) in values.iter_mut().zip(&factors) {
                    *value = (*value * factor).clamp(min, max);
                }
            }
            // Compiled for numbers only.
            Values::Booleans(_)
            | Values::Dates(_)
            | Values::Times(_)
            | Values::Timestamps(_)
            | Values::Uuids(_)
            | Values::Texts(_)
            | Values::Bytes(_) => {}
        }
        column
    }

    fn reads(&self) -> Vec<usize> {
        let own = match &self.factor {
            Factor::Outliers { .. } => None,
            Factor::Drift { column, .. } => Some(*column),
        };
        self.inner.reads().into_iter().chain(own).collect()
    }

    fn lanes(&self) -> Vec<usize> {
        self.inner.lanes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::generator::Constant;

    #[test]
    fn factors_lie_between_keyframes() {
        let keyframes = [(100, 1.0), (200, 3.0)];
        assert_eq!([0.0, 100.0, 150.0, 200.0, 900.0].map(|day| between(&keyframes, day)), [1.0, 1.0, 2.0, 3.0, 3.0]);
        assert_eq!(between(&[], 5.0), 1.0);
    }

    #[test]
    fn outliers_are_few_and_within_bounds() {
        let inner = Box::new(Constant::new(Values::Integers(vec![10])));
        let factor = Factor::Outliers { stream: Stream::new(1), share: 0.1, factor: 100.0 };
        let scaled = Scaled { inner, factor, bounds: (0.0, 500.0) };
        let rows: Vec<u64> = (0..10_000).collect();
        let Values::Integers(values) = scaled.generate(&rows, &Frame::default()).values else {
            panic!("whole numbers are due")
        };
        let outliers = values.iter().filter(|value| **value == 500).count();
        assert!((900..1_100).contains(&outliers), "{outliers}");
        assert_eq!(values.iter().filter(|value| **value == 10).count(), 10_000 - outliers);
    }
}
