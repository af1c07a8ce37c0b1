//! Quantile functions that have no formula, looked up in a table.

use super::{Quantile, standard_normal_cumulative, standard_normal_quantile};

/// Values at steps of the normal score, with straight lines in between. Quantiles of smooth distributions are nearly straight over
/// it, in their tails too, which they are not over the share itself.
#[derive(Debug)]
pub struct Tabulated {
    values: Vec<f64>,
}

/// Scores beyond this come once in 12 billion; they get the last value.
const FARTHEST: f64 = 6.5;
const STEPS_OF_ONE: f64 = 128.0;
/// Halvings of a bracket: as many as a 64-bit number has bits of fraction.
const HALVINGS: u32 = 52;

impl Tabulated {
    /// Inverts a cumulative distribution function of values from `least` up.
    pub fn invert(least: f64, most: f64, scale: f64, cumulative: impl Fn(f64) -> f64) -> Self {
        let count = (2.0 * FARTHEST * STEPS_OF_ONE) as usize;
        let mut values = Vec::with_capacity(count + 1);
        let mut low = least;
        for step in 0..=count {
            let share = standard_normal_cumulative(step as f64 / STEPS_OF_ONE - FARTHEST);
            low = solve(low, most, scale, |value| cumulative(value) < share);
            values.push(low);
        }
        Self { values }
    }
}

/// Where `is_below` stops to be true, from `low` up.
fn solve(low: f64, most: f64, scale: f64, is_below: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut width) = (low, scale);
    // First far enough to the right, then in halves.
    while is_below((low + width).min(most)) && low + width < most {
        low += width;
        width *= 2.0;
    }
    let mut high = (low + width).min(most);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if high - low <= 1e-12 * high.abs() {
            break;
        }
        if is_below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

impl Quantile for Tabulated {
    #[inline]
    fn at(&self, share: f64) -> f64 {
        let place = (standard_normal_quantile(share).clamp(-FARTHEST, FARTHEST) + FARTHEST) * STEPS_OF_ONE;
        let step = (place as usize).min(self.values.len() - 2);
        let (low, high) = (self.values[step], self.values[step + 1]);
        low + (place - step as f64) * (high - low)
    }
}
