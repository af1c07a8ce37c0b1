//! How many events fall into a span of time.

use super::discrete::Discrete;

/// Standard deviations around the mean that the table covers; beyond lies less than 10^-20.
const DEVIATIONS: f64 = 10.0;
/// Numbers that the table reaches at least beyond those, for small means.
const SPARE: f64 = 25.0;

pub fn quantile(mean: f64) -> Discrete {
    let reach = DEVIATIONS * mean.sqrt() + SPARE;
    let first = (mean - reach).floor().max(0.0);
    let count = (mean + reach).ceil() - first;
    let mode = mean.floor() - first;
    // Relative to the most frequent number, so that nothing overflows: p(k) / p(k - 1) = mean / k.
    let mut weights = vec![1.0; count as usize + 1];
    for at in (mode as usize + 1)..weights.len() {
        weights[at] = weights[at - 1] * mean / (first + at as f64);
    }
    for at in (0..mode as usize).rev() {
        weights[at] = weights[at + 1] * (first + at as f64 + 1.0) / mean;
    }
    Discrete::new(first, &weights)
}
