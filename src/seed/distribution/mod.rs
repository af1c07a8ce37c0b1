//! Distributions of numbers, each by its quantile function: what lies below which value with which probability.
//!
//! A quantile function turns one even random number into one value, keeps order (so that columns can be made to correlate), and takes the
//! same time for every value. One distribution per file; `tests` compares each with rand_distr.

mod beta;
mod discrete;
mod exponential;
mod gamma;
mod histogram;
mod log_normal;
mod mixture;
mod normal;
mod pareto;
mod poisson;
mod tabulated;
#[cfg(test)]
mod tests;
mod uniform;
mod zipf;

pub use normal::{standard_normal_cumulative, standard_normal_quantile};

use std::fmt::Debug;

/// The inverse of a cumulative distribution function.
pub trait Quantile: Debug + Send + Sync {
    /// The value below which a share of all values lies. `share` is between 0 and 1, and neither.
    fn at(&self, share: f64) -> f64;
}

/// A distribution with its parameters.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    Uniform {
        min: f64,
        max: f64,
    },
    Normal {
        mean: f64,
        deviation: f64,
    },
    /// The exponential of a normal distribution: half lies below the median.
    LogNormal {
        median: f64,
        sigma: f64,
    },
    Exponential {
        mean: f64,
    },
    /// Mean `shape · scale`.
    Gamma {
        shape: f64,
        scale: f64,
    },
    /// Between `min` and `max`; mean at `alpha / (alpha + beta)` of the way.
    Beta {
        alpha: f64,
        beta: f64,
        min: f64,
        max: f64,
    },
    /// Whole numbers from 1 to `count`; k comes with a share of about k^-exponent.
    Zipf {
        exponent: f64,
        count: u32,
    },
    /// Type I: the minimum and a long tail, longer for a small shape.
    Pareto {
        min: f64,
        shape: f64,
    },
    /// Whole numbers from 0.
    Poisson {
        mean: f64,
    },
    /// Even within each bin; bin `i` lies between the bounds `i` and `i + 1`.
    Histogram {
        bounds: Vec<f64>,
        weights: Vec<f64>,
    },
    /// As many values lie between any two that follow one another.
    Quantiles(Vec<f64>),
    /// Parts with their weights.
    Mixture(Vec<(f64, Distribution)>),
}

/// Larger tables than this would take longer to make than they are worth.
const LARGEST_TABLE: u32 = 1_000_000;
/// Means above this need more steps of a table than [`LARGEST_TABLE`].
const LARGEST_MEAN: f64 = 1e9;

impl Distribution {
    /// The function that makes values. Parameters that [`check`](Self::check) refuses make values without sense, but no panic.
    pub fn quantile(&self) -> Box<dyn Quantile> {
        match self {
            Self::Uniform { min, max } => Box::new(uniform::Uniform { min: *min, max: *max }),
            Self::Normal { mean, deviation } => Box::new(normal::Normal { mean: *mean, deviation: *deviation }),
            Self::LogNormal { median, sigma } => Box::new(log_normal::LogNormal { median: *median, sigma: *sigma }),
            Self::Exponential { mean } => Box::new(exponential::Exponential { mean: *mean }),
            Self::Gamma { shape, scale } => Box::new(gamma::quantile(*shape, *scale)),
            Self::Beta { alpha, beta, min, max } => Box::new(beta::quantile((*alpha, *beta), (*min, *max))),
            Self::Zipf { exponent, count } => Box::new(zipf::quantile(*exponent, *count)),
            Self::Pareto { min, shape } => Box::new(pareto::Pareto { min: *min, shape: *shape }),
            Self::Poisson { mean } => Box::new(poisson::quantile(*mean)),
            Self::Histogram { bounds, weights } => Box::new(histogram::Histogram::new(bounds.clone(), weights)),
            Self::Quantiles(values) => Box::new(histogram::Histogram::of_quantiles(values.clone())),
            Self::Mixture(parts) => Box::new(mixture::Mixture::new(parts)),
        }
    }

    /// What is wrong with the parameters.
    pub fn check(&self) -> Result<(), String> {
        match self {
            Self::Uniform { min, max } => known(&[*min, *max]).and_then(|()| due(min <= max, "`min` is above `max`")),
            Self::Normal { mean, deviation } => {
                known(&[*mean, *deviation])?;
                due(*deviation >= 0.0, "`deviation` is negative")
            }
            Self::LogNormal { median, sigma } => {
                positive("median", *median)?;
                known(&[*sigma])?;
                due(*sigma >= 0.0, "`sigma` is negative")
            }
            Self::Exponential { mean } => positive("mean", *mean),
            Self::Gamma { shape, scale } => positive("shape", *shape).and_then(|()| positive("scale", *scale)),
            Self::Beta { alpha, beta, min, max } => {
                positive("alpha", *alpha)?;
                positive("beta", *beta)?;
                known(&[*min, *max])?;
                due(min < max, "`min` is not below `max`")
            }
            Self::Zipf { exponent, count } => {
                known(&[*exponent])?;
                due(*exponent >= 0.0, "`exponent` is negative")?;
                due((1..=LARGEST_TABLE).contains(count), "`count` is not between 1 and 1000000")
            }
            Self::Pareto { min, shape } => positive("min", *min).and_then(|()| positive("shape", *shape)),
            Self::Poisson { mean } => {
                positive("mean", *mean)?;
                due(*mean <= LARGEST_MEAN, "`mean` is above 1000000000")
            }
            Self::Histogram { bounds, weights } => {
                due(bounds.len() == weights.len() + 1, "there is to be one bound more than there are weights")?;
                histogram(bounds, weights)
            }
            Self::Quantiles(values) => {
                due(values.len() >= 2, "there are fewer than two values")?;
                histogram(values, &[1.0])
            }
            Self::Mixture(parts) => {
                let weights: Vec<f64> = parts.iter().map(|(weight, _)| *weight).collect();
                check_weights(&weights)?;
                parts.iter().try_for_each(|(_, part)| part.check())
            }
        }
    }
}

/// Weights that a choice can be made by.
pub fn check_weights(weights: &[f64]) -> Result<(), String> {
    due(weights.iter().all(|weight| weight.is_finite() && *weight >= 0.0), "a weight is negative")?;
    due(weights.iter().sum::<f64>() > 0.0, "all weights are zero")
}

fn histogram(bounds: &[f64], weights: &[f64]) -> Result<(), String> {
    known(bounds)?;
    due(bounds.windows(2).all(|pair| pair[0] <= pair[1]), "the values are not in ascending order")?;
    check_weights(weights)
}

fn known(parameters: &[f64]) -> Result<(), String> {
    due(parameters.iter().all(|parameter| parameter.is_finite()), "a parameter is not a finite number")
}

fn positive(name: &str, parameter: f64) -> Result<(), String> {
    let is_positive = parameter.is_finite() && parameter > 0.0;
    if is_positive { Ok(()) } else { Err(format!("`{name}` is not above zero")) }
}

fn due(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise.to_owned()) }
}
