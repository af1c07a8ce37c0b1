//! Distributions of numbers, each by its quantile function: what lies below which value with which probability.
//!
//! A quantile function turns one even random number into one value, keeps order (so that columns can be made to correlate), and takes the
//! same time for every value.

mod normal;

pub use normal::standard_normal_quantile;

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
    /// Type I: the minimum and a long tail, longer for a small shape.
    Pareto {
        min: f64,
        shape: f64,
    },
}

impl Distribution {
    /// The value below which a share of all values lies. `share` is between 0 and 1, and neither.
    #[inline]
    pub fn quantile(&self, share: f64) -> f64 {
        match self {
            Self::Uniform { min, max } => min + share * (max - min),
            Self::Normal { mean, deviation } => mean + deviation * standard_normal_quantile(share),
            Self::LogNormal { median, sigma } => median * (sigma * standard_normal_quantile(share)).exp(),
            Self::Exponential { mean } => -mean * (-share).ln_1p(),
            Self::Pareto { min, shape } => min * (1.0 - share).powf(-1.0 / shape),
        }
    }
}
