//! The random number between 0 and 1 that a value is made from; columns whose numbers hang together correlate.

use super::distribution::{standard_normal_cumulative, standard_normal_quantile};
use super::stream::Stream;

/// A number for each row.
///
/// Correlated ones come from a Gaussian copula: normal scores of several streams are added with weights whose squares add up to 1, so that the sum
/// is normal again. Each column keeps its own distribution, and two columns that share streams go up and down together.
#[derive(Clone, Debug)]
pub enum Shares {
    Own(Stream),
    Correlated(Vec<(Stream, f64)>),
}

impl Shares {
    /// Scores that correlate with those of `other` by `strength`, which is between -1 and 1.
    pub fn with(own: Stream, other: &Self, strength: f64) -> Self {
        let others = match other {
            Self::Own(stream) => vec![(*stream, strength)],
            Self::Correlated(terms) => terms.iter().map(|(stream, weight)| (*stream, weight * strength)).collect(),
        };
        let rest = (own, (1.0 - strength * strength).max(0.0).sqrt());
        Self::Correlated(others.into_iter().chain([rest]).collect())
    }

    #[inline]
    pub fn at(&self, index: u64) -> f64 {
        match self {
            Self::Own(stream) => stream.unit(index),
            Self::Correlated(terms) => {
                let score: f64 =
                    terms.iter().map(|(stream, weight)| weight * standard_normal_quantile(stream.unit(index))).sum();
                standard_normal_cumulative(score).clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_correlate_as_they_are_told_and_stay_even() {
        let first = Shares::Own(Stream::new(1));
        let second = Shares::with(Stream::new(2), &first, 0.8);
        let third = Shares::with(Stream::new(3), &second, -0.5);
        let score = |shares: &Shares, row| standard_normal_quantile(shares.at(row));
        let correlation =
            |a: &Shares, b: &Shares| (0..20_000).map(|row| score(a, row) * score(b, row)).sum::<f64>() / 20_000.0;
        assert!((correlation(&first, &second) - 0.8).abs() < 0.03);
        assert!((correlation(&second, &third) + 0.5).abs() < 0.03);
        assert!((correlation(&first, &third) + 0.4).abs() < 0.03);
        let mean = (0..20_000).map(|row| third.at(row)).sum::<f64>() / 20_000.0;
        assert!((mean - 0.5).abs() < 0.01, "{mean}");
    }
}
