//! From aggregates of a live table to what a profile says of it.
//!
//! Nothing here has seen a row: means of groups, counts of groups, and counts of counts come in. Groups smaller than a bound are left out
//! before they get here, so that no recipe tells of fewer rows than that.

mod number;
mod season;
mod spread;
mod trend;
mod word;

pub use number::{Tile, quantiles};
pub use season::{LearnedMoments, MonthCount, TimeCounts, moments};
pub use spread::{Cardinality, spread};
pub use word::{LearnedWords, choice};

use std::f64::consts::PI;

/// Rank correlations nearer to zero than this are chance, as far as a profile cares.
const WEAKEST: f64 = 0.1;

/// The strength of a Gaussian copula that gives a rank correlation (Spearman's): 2 sin(πρ/6), by Pearson (1907). `None` where there is next to none.
pub fn strength(rank_correlation: f64) -> Option<f64> {
    let strength = 2.0 * (PI * rank_correlation / 6.0).sin();
    (rank_correlation.abs() >= WEAKEST).then(|| (strength * 100.0).round() / 100.0)
}

/// A number with so many digits that say something: what an aggregate says beyond those is noise.
fn rounded(number: f64, digits: i32) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return number;
    }
    let decimals = digits - 1 - number.abs().log10().floor() as i32;
    // Through text, which is rounded once.
    match usize::try_from(decimals) {
        Ok(decimals) if decimals <= 300 => format!("{number:.decimals$}").parse().unwrap_or(number),
        Ok(_) => number,
        Err(_) => {
            let unit = 10_f64.powi(-decimals);
            (number / unit).round() * unit
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rank_correlations_become_those_of_normal_scores() {
        assert_eq!([strength(1.0), strength(-1.0), strength(0.05)], [Some(1.0), Some(-1.0), None]);
        assert_eq!(strength(0.5), Some(0.52));
    }

    #[test]
    fn digits_that_say_nothing_go() {
        assert_eq!([rounded(1234.5678, 3), rounded(0.001_234_5, 3), rounded(-2.0, 3)], [1230.0, 0.00123, -2.0]);
        assert_eq!([rounded(0.0, 3), rounded(f64::INFINITY, 3)], [0.0, f64::INFINITY]);
    }
}
