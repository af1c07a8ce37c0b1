//! Values held against what other columns of the row amount to, as a check wants them.

use super::{Column, Frame, Generator, Values, scalar};
use crate::seed::civil::DAY;
use crate::seed::expression::Expression;
use crate::seed::stream::Stream;

/// Those of another generator where they keep the check, and other ones within what it leaves where they do not.
#[derive(Debug)]
pub struct Held {
    pub inner: Box<dyn Generator>,
    pub stream: Stream,
    pub holds: Vec<Hold>,
    /// Smallest and largest value whatever the others are: numbers as they are, days and moments in days.
    pub bounds: (f64, f64),
    /// How far from its one bound a value may be where the check has one only.
    pub farthest: f64,
}

/// One comparison with other columns.
#[derive(Debug)]
pub struct Hold {
    pub expression: Expression,
    /// Places of the columns of the expression, in its order.
    pub columns: Vec<usize>,
    /// Whether the value is not less, and not more; both where it is the same.
    pub is_least: bool,
    pub is_most: bool,
    /// How much it differs at least, in the units of the bounds.
    pub by: f64,
}

impl Held {
    /// What the comparisons leave in a row: the least and the most.
    fn range(&self, frame: &Frame, row: usize) -> (Option<f64>, Option<f64>) {
        let (mut least, mut most): (Option<f64>, Option<f64>) = (None, None);
        for hold in &self.holds {
            let column = |at: usize| scalar(frame.column(hold.columns[at]), row);
            // A comparison with nothing is kept.
            let Some(number) = hold.expression.value(&column).number() else { continue };
            if hold.is_least {
                least = Some(least.map_or(number + hold.by, |other| other.max(number + hold.by)));
            }
            if hold.is_most {
                most = Some(most.map_or(number - hold.by, |other| other.min(number - hold.by)));
            }
        }
        (least, most)
    }

    /// The value, or another one where it is out of range. `unit` is how many steps there are in one.
    fn kept(&self, value: f64, index: u64, (least, most): (Option<f64>, Option<f64>), unit: f64) -> f64 {
        // Within rounding of a sum.
        let up = |bound: f64| (bound * unit - 1e-6).ceil() / unit;
        let down = |bound: f64| (bound * unit + 1e-6).floor() / unit;
        let (least, most) = (least.map(up), most.map(down));
        let is_kept = least.is_none_or(|least| value >= least) && most.is_none_or(|most| value <= most);
        if is_kept {
            return value;
        }
        let low = least.or_else(|| most.map(|most| (most - self.farthest).max(self.bounds.0).min(most)));
        let high = most.or_else(|| least.map(|least| (least + self.farthest).min(self.bounds.1).max(least)));
        let (Some(low), Some(high)) = (low, high) else { return value };
        down(low + self.stream.unit(index) * (high - low)).max(low)
    }

    fn each(&self, (indexes, frame): (&[u64], &Frame), unit: f64, values: impl Iterator<Item = f64>) -> Vec<f64> {
        let rows = values.zip(indexes).enumerate();
        rows.map(|(row, (value, index))| self.kept(value, *index, self.range(frame, row), unit)).collect()
    }
}

/// Seconds of a day: moments are whole seconds.
const SECONDS: f64 = 86_400.0;

impl Generator for Held {
    fn generate(&self, indexes: &[u64], frame: &Frame) -> Column {
        let Column { values, nulls } = self.inner.generate(indexes, frame);
        let rows = (indexes, frame);
        let values = match values {
            Values::Integers(it) => {
                let kept = self.each(rows, 1.0, it.into_iter().map(|number| number as f64));
                Values::Integers(kept.into_iter().map(|number| number as i64).collect())
            }
            Values::Decimals { unscaled, scale } => {
                let unit = 10_f64.powi(i32::try_from(scale).unwrap_or(0));
                let kept = self.each(rows, unit, unscaled.into_iter().map(|number| number as f64 / unit));
                let unscaled = kept.into_iter().map(|number| (number * unit).round() as i64).collect();
                Values::Decimals { unscaled, scale }
            }
            // Fractions are as fine as anybody compares them.
            Values::Floats(it) => Values::Floats(self.each(rows, 1e6, it.into_iter())),
            Values::Dates(it) => {
                let kept = self.each(rows, 1.0, it.into_iter().map(f64::from));
                Values::Dates(kept.into_iter().map(|day| day as i32).collect())
            }
            Values::Timestamps(it) => {
                let kept = self.each(rows, SECONDS, it.into_iter().map(|moment| moment as f64 / DAY as f64));
                let moment = |days: f64| (days * SECONDS).round() as i64 * 1_000_000;
                Values::Timestamps(kept.into_iter().map(moment).collect())
            }
            other => other,
        };
        Column { values, nulls }
    }

    fn reads(&self) -> Vec<usize> {
        let held = self.holds.iter().flat_map(|hold| hold.columns.iter().copied());
        self.inner.reads().into_iter().chain(held).collect()
    }

    fn lanes(&self) -> Vec<usize> {
        self.inner.lanes()
    }
}
