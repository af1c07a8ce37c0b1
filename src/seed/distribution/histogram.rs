//! Distributions as they were measured: bins with weights, or quantiles.

use super::Quantile;

/// Even within each bin.
#[derive(Debug)]
pub struct Histogram {
    bounds: Vec<f64>,
    /// Share of all values below each bound: from 0 to 1.
    cumulative: Vec<f64>,
}

impl Histogram {
    /// One bound more than there are weights, in ascending order.
    pub fn new(bounds: Vec<f64>, weights: &[f64]) -> Self {
        let total: f64 = weights.iter().sum();
        let mut cumulative = vec![0.0];
        let mut sum = 0.0;
        for weight in weights {
            sum += weight / total;
            cumulative.push(sum);
        }
        Self { bounds, cumulative }
    }

    /// Values with the same share between each two.
    pub fn of_quantiles(values: Vec<f64>) -> Self {
        let weights = vec![1.0; values.len().saturating_sub(1)];
        Self::new(values, &weights)
    }
}

impl Quantile for Histogram {
    fn at(&self, share: f64) -> f64 {
        let last = self.bounds.len().min(self.cumulative.len()).saturating_sub(2);
        let bin = self.cumulative.partition_point(|below| *below <= share).saturating_sub(1).min(last);
        let (Some(low), Some(high)) = (self.bounds.get(bin), self.bounds.get(bin + 1)) else {
            return self.bounds.first().copied().unwrap_or(0.0);
        };
        let width = self.cumulative[bin + 1] - self.cumulative[bin];
        // The last bins may be empty: rounding alone leads into them.
        let part = if width > 0.0 { ((share - self.cumulative[bin]) / width).clamp(0.0, 1.0) } else { 0.0 };
        low + part * (high - low)
    }
}
