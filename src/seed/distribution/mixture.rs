//! Several kinds of rows in one column, each with a distribution of its own.

use super::{Distribution, Quantile};

/// The share decides on the part, and what is left of it on the value. So order is kept within a part, and between parts as they are
/// written: a correlated mixture wants its parts from low to high.
#[derive(Debug)]
pub struct Mixture {
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    /// Shares of the part: from here, and how many.
    from: f64,
    width: f64,
    quantile: Box<dyn Quantile>,
}

impl Mixture {
    pub fn new(parts: &[(f64, Distribution)]) -> Self {
        let total: f64 = parts.iter().map(|(weight, _)| weight).sum();
        let mut from = 0.0;
        let part = |(weight, distribution): &(f64, Distribution)| {
            let width = weight / total;
            let part = Part { from, width, quantile: distribution.quantile() };
            from += width;
            part
        };
        Self { parts: parts.iter().filter(|(weight, _)| *weight > 0.0).map(part).collect() }
    }
}

/// Shares are neither 0 nor 1.
const EDGE: f64 = 1e-16;

impl Quantile for Mixture {
    fn at(&self, share: f64) -> f64 {
        let at = self.parts.partition_point(|part| part.from <= share).saturating_sub(1);
        let Some(part) = self.parts.get(at) else { return 0.0 };
        part.quantile.at(((share - part.from) / part.width).clamp(EDGE, 1.0 - EDGE))
    }
}
