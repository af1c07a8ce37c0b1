//! Values computed from other columns of the row.

use super::{Column, Frame, Generator, Values};
use crate::seed::batch::Strings;
use crate::seed::civil::DAY;
use crate::seed::encode::write_plain;
use crate::seed::expression::{Expression, Scalar};
use crate::seed::shape::Shape;

/// An expression, and where the columns it names are.
#[derive(Debug)]
pub struct Computed {
    pub expression: Expression,
    /// Places of the columns of the expression, in its order.
    pub columns: Vec<usize>,
    /// What the results become.
    pub shape: Shape,
    /// Numbers are kept within these bounds, texts within so many characters.
    pub bounds: (f64, f64),
    pub longest: usize,
    /// Whether an unknown result is no value; otherwise it is zero, or an empty text.
    pub nullable: bool,
}

impl Generator for Computed {
    fn generate(&self, indexes: &[u64], frame: &Frame) -> Column {
        let inputs: Vec<&Column> = self.columns.iter().map(|at| frame.column(*at)).collect();
        let results: Vec<Scalar> =
            (0..indexes.len()).map(|row| self.expression.value(&|at| scalar(inputs[at], row))).collect();
        self.column(&results)
    }

    fn reads(&self) -> Vec<usize> {
        self.columns.clone()
    }
}

impl Computed {
    fn column(&self, results: &[Scalar]) -> Column {
        let (min, max) = self.bounds;
        let numbers = || results.iter().map(|result| result.number());
        let clamped = || numbers().map(|number| number.map(|number| number.clamp(min, max)));
        let mut missing: Vec<bool> = numbers().map(|number| number.is_none()).collect();
        let values = match &self.shape {
            Shape::Integer { .. } => {
                Values::Integers(clamped().map(|number| number.unwrap_or(0.0).round() as i64).collect())
            }
            Shape::Decimal { scale, .. } => {
                let unit = self.shape.unit();
                let unscaled = clamped().map(|number| (number.unwrap_or(0.0) * unit).round() as i64);
                Values::Decimals { unscaled: unscaled.collect(), scale: *scale }
            }
            Shape::Float => Values::Floats(clamped().map(|number| number.unwrap_or(0.0)).collect()),
            Shape::Date => Values::Dates(numbers().map(|days| days.unwrap_or(0.0).floor() as i32).collect()),
            Shape::Timestamp => {
                // Whole seconds, so that every engine keeps them.
                let moment = |days: Option<f64>| (days.unwrap_or(0.0) * DAY as f64 / 1e6).round() as i64 * 1_000_000;
                Values::Timestamps(numbers().map(moment).collect())
            }
            Shape::Boolean => {
                missing = results.iter().map(|result| result.truth().is_none()).collect();
                Values::Booleans(results.iter().map(|result| result.truth().unwrap_or(false)).collect())
            }
            // The profile is refused where the type of the column is none of these and no text.
            _ => {
                missing = results.iter().map(|result| *result == Scalar::Null).collect();
                let mut texts = Strings::with_capacity(results.len());
                for result in results {
                    let text: String = result.text().unwrap_or_default().chars().take(self.longest).collect();
                    texts.push(text.as_bytes());
                }
                Values::Texts(texts)
            }
        };
        Column { values, nulls: (self.nullable && missing.contains(&true)).then_some(missing) }
    }
}

/// What stands in a row of a column.
pub fn scalar(column: &Column, row: usize) -> Scalar {
    if column.is_null(row) {
        return Scalar::Null;
    }
    match &column.values {
        Values::Booleans(it) => Scalar::Truth(it[row]),
        Values::Integers(it) => Scalar::Number(it[row] as f64),
        Values::Decimals { unscaled, scale } => {
            Scalar::Number(unscaled[row] as f64 / 10_f64.powi(i32::try_from(*scale).unwrap_or(0)))
        }
        Values::Floats(it) => Scalar::Number(it[row]),
        Values::Dates(it) => Scalar::Number(it[row].into()),
        Values::Times(it) | Values::Timestamps(it) => Scalar::Number(it[row] as f64 / DAY as f64),
        values @ (Values::Uuids(_) | Values::Texts(_) | Values::Bytes(_)) => {
            let mut text = Vec::new();
            write_plain(values, row, &mut text);
            Scalar::Text(String::from_utf8_lossy(&text).into_owned())
        }
    }
}
