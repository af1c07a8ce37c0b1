//! Numbers in a row.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::shape::Shape;

/// `start + index · step`, in the units of the shape.
#[derive(Clone, Debug)]
pub struct Sequence {
    pub shape: Shape,
    pub start: i64,
    pub step: i64,
}

impl Sequence {
    #[inline]
    fn at(&self, index: u64) -> i64 {
        self.start.wrapping_add((index as i64).wrapping_mul(self.step))
    }
}

impl Generator for Sequence {
    fn generate(&self, indexes: &[u64], _: &Frame) -> Column {
        let numbers = indexes.iter().map(|index| self.at(*index));
        full(match &self.shape {
            Shape::Decimal { scale, .. } => {
                let unit = 10_i64.pow(*scale);
                Values::Decimals {
                    unscaled: numbers.map(|number| number.saturating_mul(unit)).collect(),
                    scale: *scale,
                }
            }
            Shape::Float => Values::Floats(numbers.map(|number| number as f64).collect()),
            Shape::Date => Values::Dates(numbers.map(|number| number as i32).collect()),
            Shape::Timestamp => Values::Timestamps(numbers.collect()),
            Shape::Time => Values::Times(numbers.map(|number| number.rem_euclid(crate::seed::civil::DAY)).collect()),
            _ => Values::Integers(numbers.collect()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_the_units_of_its_shape() {
        let sequence = |shape| Sequence { shape, start: 10, step: 5 }.generate(&[0, 2], &Frame::default()).values;
        assert_eq!(sequence(Shape::Integer { min: 0, max: 100 }), Values::Integers(vec![10, 20]));
        let decimal = Shape::Decimal { precision: 6, scale: 2 };
        assert_eq!(sequence(decimal), Values::Decimals { unscaled: vec![1_000, 2_000], scale: 2 });
    }
}
