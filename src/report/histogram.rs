//! Bins of equal width with bounds that read well.

use super::timeline;
use schemars::JsonSchema;
use serde::Serialize;

/// How many bins there are about.
const BINS: f64 = 10.0;

/// How many rows there are in each bin, in ascending order.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Histogram {
    pub bins: Vec<Bin>,
}

/// Values from `from` up to `to`; that bound itself belongs to the next bin, and to the last one only where there is no next.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Bin {
    pub from: String,
    pub to: String,
    pub rows: u64,
}

/// The bounds of bins, one more than there are bins: as numbers (of moments, seconds since 1970-01-01), and as they are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Bounds {
    values: Vec<f64>,
    labels: Vec<String>,
}

impl Bounds {
    /// `None` where there is nothing to divide: all values are the same, or too near for doubles to tell.
    pub fn of_numbers(min: f64, max: f64, whole: bool) -> Option<Self> {
        let range = max - min;
        if !range.is_finite() || range <= 0.0 || range / BINS <= min.abs().max(max.abs()) * f64::EPSILON * 4.0 {
            return None;
        }
        let step = Step::nice(range / BINS, whole);
        let first = (min / step.width()).floor();
        let last = max / step.width();
        // A bin of whole numbers ends in front of its upper bound.
        let end = if whole { last.floor() + 1.0 } else { last.ceil().max(first + 1.0) };
        // At most 25 bins, by the choice of the step.
        let values: Vec<f64> = (0..=(end - first) as u32).map(|at| step.times(first + f64::from(at))).collect();
        let labels = values.iter().map(f64::to_string).collect();
        Some(Self { values, labels })
    }

    /// Bounds in seconds since 1970-01-01. `None` where there is nothing to divide.
    pub fn of_moments(min: f64, max: f64) -> Option<Self> {
        let (values, labels) = timeline::bounds(min, max)?.into_iter().unzip();
        Some(Self { values, labels })
    }

    /// Those that divide two bins.
    pub fn inner(&self) -> &[f64] {
        &self.values[1..self.values.len() - 1]
    }

    /// The bins with their rows; `counts` are pairs of a bin, from 0, and how many rows it has.
    pub fn fill(self, counts: &[(u64, u64)]) -> Histogram {
        let rows = |at: usize| {
            let of_bin = counts.iter().filter(|(bin, _)| usize::try_from(*bin) == Ok(at));
            of_bin.map(|(_, rows)| rows).sum()
        };
        let pairs = self.labels.windows(2).enumerate();
        let bins = pairs.map(|(at, pair)| Bin { from: pair[0].clone(), to: pair[1].clone(), rows: rows(at) });
        Histogram { bins: bins.collect() }
    }
}

/// 1, 2 or 5 times a power of ten.
struct Step {
    digit: f64,
    exponent: i32,
}

impl Step {
    /// The smallest that is not below `wanted`.
    fn nice(wanted: f64, whole: bool) -> Self {
        let wanted = if whole { wanted.max(1.0) } else { wanted };
        let exponent = wanted.log10().floor() as i32;
        let digit = wanted / power(exponent);
        match [1.0, 2.0, 5.0].into_iter().find(|candidate| *candidate >= digit - 1e-9) {
            Some(digit) => Self { digit, exponent },
            None => Self { digit: 1.0, exponent: exponent + 1 },
        }
    }

    fn width(&self) -> f64 {
        self.times(1.0)
    }

    /// Divided by a whole power of ten a multiple is rounded once, so that three times 0.1 is 0.3.
    fn times(&self, factor: f64) -> f64 {
        let multiple = factor * self.digit;
        if self.exponent < 0 { multiple / power(-self.exponent) } else { multiple * power(self.exponent) }
    }
}

fn power(exponent: i32) -> f64 {
    10_f64.powi(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(min: f64, max: f64, whole: bool) -> String {
        Bounds::of_numbers(min, max, whole).unwrap().labels.join(" ")
    }

    #[test]
    fn bounds_read_well() {
        assert_eq!(labels(0.0, 1.0, false), "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1");
        assert_eq!(labels(-3.0, 17.5, false), "-5 0 5 10 15 20");
        assert_eq!(labels(1.0, 5.0, true), "1 2 3 4 5 6");
        assert_eq!(labels(1.0, 1000.0, true), "0 100 200 300 400 500 600 700 800 900 1000 1100");
        assert_eq!(labels(0.0001, 0.00011, false).split(' ').next(), Some("0.0001"));
    }

    #[test]
    fn what_cannot_be_divided_has_no_bins() {
        for (min, max) in [(5.0, 5.0), (-1.7e308, 1.7e308), (1e15, 1e15 + 0.25), (f64::NAN, 1.0), (2.0, 1.0)] {
            assert_eq!(Bounds::of_numbers(min, max, false), None, "{min} {max}");
        }
        let bins = Bounds::of_numbers(-8e307, 8e307, false).unwrap().values;
        assert!(bins.iter().all(|bound| bound.is_finite()) && bins.is_sorted());
    }

    #[test]
    fn a_bin_without_rows_is_there() {
        let bounds = Bounds::of_numbers(1.0, 3.0, true).unwrap();
        assert_eq!(bounds.inner(), [2.0, 3.0]);
        let rows: Vec<u64> = bounds.fill(&[(0, 4), (2, 1)]).bins.iter().map(|bin| bin.rows).collect();
        assert_eq!(rows, [4, 0, 1]);
    }
}
