//! Numbers of a distribution.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::civil::DAY;
use crate::seed::distribution::{Distribution, Quantile};
use crate::seed::shape::Shape;
use crate::seed::share::Shares;
use crate::seed::stream::{Stream, scale};

/// Values of a distribution, rounded to what the shape holds and kept within bounds.
#[derive(Debug)]
pub struct Number {
    shape: Shape,
    shares: Shares,
    quantile: Box<dyn Quantile>,
    /// The stream of even whole numbers, which take the short way, without floating point.
    even: Option<Stream>,
    /// Smallest and largest value, both possible.
    bounds: (f64, f64),
}

impl Number {
    pub fn new(shape: Shape, shares: Shares, distribution: &Distribution, bounds: (f64, f64)) -> Self {
        let is_even = *distribution == (Distribution::Uniform { min: bounds.0, max: bounds.1 });
        let even = match &shares {
            Shares::Own(stream) if is_even => Some(*stream),
            Shares::Own(_) | Shares::Correlated(_) => None,
        };
        Self { shape, shares, quantile: distribution.quantile(), even, bounds }
    }

    fn floats<'a>(&'a self, indexes: &'a [u64]) -> impl Iterator<Item = f64> + 'a {
        let (min, max) = self.bounds;
        indexes.iter().map(move |index| self.quantile.at(self.shares.at(*index)).clamp(min, max))
    }

    /// Whole numbers of units.
    fn units(&self, indexes: &[u64]) -> Vec<i64> {
        let unit = self.shape.unit();
        // Rounded inwards: a bound of 0.001 is 0.01 in hundredths.
        let min = (self.bounds.0 * unit).ceil() as i64;
        let max = (self.bounds.1 * unit).floor() as i64;
        if let Some(stream) = self.even.filter(|_| min <= max) {
            let size = max.wrapping_sub(min) as u64;
            let size = size.saturating_add(1);
            return indexes.iter().map(|index| min.wrapping_add(scale(stream.at(*index), size) as i64)).collect();
        }
        self.floats(indexes).map(|value| ((value * unit).round() as i64).clamp(min, max.max(min))).collect()
    }
}

impl Generator for Number {
    fn generate(&self, indexes: &[u64], _: &Frame) -> Column {
        full(match &self.shape {
            Shape::Float => Values::Floats(self.floats(indexes).map(round_to_sixth).collect()),
            Shape::Decimal { scale, .. } => Values::Decimals { unscaled: self.units(indexes), scale: *scale },
            Shape::Date => Values::Dates(self.units(indexes).into_iter().map(|days| days as i32).collect()),
            Shape::Timestamp => Values::Timestamps(self.units(indexes)),
            Shape::Time => Values::Times(self.units(indexes).into_iter().map(|time| time.rem_euclid(DAY)).collect()),
            _ => Values::Integers(self.units(indexes)),
        })
    }
}

/// Six digits behind the point: engines that keep 32 bits then print what was meant.
fn round_to_sixth(value: f64) -> f64 {
    if value.abs() < 1e9 { (value * 1e6).round() / 1e6 } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_within_its_bounds() {
        let rows: Vec<u64> = (0..10_000).collect();
        let bounds = (-2.004, 3.0);
        for distribution in
            [Distribution::Uniform { min: -2.004, max: 3.0 }, Distribution::Normal { mean: 0.0, deviation: 10.0 }]
        {
            let shape = Shape::Decimal { precision: 6, scale: 2 };
            let number = Number::new(shape, Shares::Own(Stream::new(1)), &distribution, bounds);
            let Values::Decimals { unscaled, .. } = number.generate(&rows, &Frame::default()).values else {
                panic!("decimals are due")
            };
            assert_eq!((unscaled.iter().min(), unscaled.iter().max()), (Some(&-200), Some(&300)));
        }
    }
}
