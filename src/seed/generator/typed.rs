//! Values that are written as words: the allowed ones of a check.

use super::{Choice, Column, Frame, Generator, Values, full};
use crate::seed::shape::Shape;

/// Words of a choice, read as what the shape holds.
#[derive(Debug)]
pub struct Typed {
    pub choice: Choice,
    pub shape: Shape,
}

impl Generator for Typed {
    fn generate(&self, indexes: &[u64], frame: &Frame) -> Column {
        let column = self.choice.generate(indexes, frame);
        let Values::Texts(texts) = &column.values else { return column };
        let numbers = || {
            texts.iter().map(|text| {
                std::str::from_utf8(text).ok().and_then(|text| text.parse::<f64>().ok()).unwrap_or_default()
            })
        };
        full(match &self.shape {
            Shape::Integer { .. } => Values::Integers(numbers().map(|number| number as i64).collect()),
            Shape::Decimal { scale, .. } => {
                let unit = 10_f64.powi(*scale as i32);
                Values::Decimals {
                    unscaled: numbers().map(|number| (number * unit).round() as i64).collect(),
                    scale: *scale,
                }
            }
            Shape::Float => Values::Floats(numbers().collect()),
            Shape::Boolean => {
                Values::Booleans(texts.iter().map(|text| matches!(text, b"1" | b"t" | b"true" | b"TRUE")).collect())
            }
            _ => return column,
        })
    }
}
