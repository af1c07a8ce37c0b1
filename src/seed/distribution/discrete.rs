//! Distributions of whole numbers, looked up in a table of their cumulative shares.

use super::Quantile;

/// Whole numbers from `first` on, each with its share; found by indexed search (Chen and Asau, 1974): a guide says where to begin.
#[derive(Debug)]
pub struct Discrete {
    first: f64,
    /// Share of all numbers up to this one.
    cumulative: Vec<f64>,
    /// For each step of the share, the first number that reaches it.
    guide: Vec<u32>,
}

impl Discrete {
    /// From weights that are not negative, and not all zero.
    pub fn new(first: f64, weights: &[f64]) -> Self {
        let total: f64 = weights.iter().sum();
        let mut sum = 0.0;
        let cumulative: Vec<f64> = weights
            .iter()
            .map(|weight| {
                sum += weight / total;
                sum
            })
            .collect();
        let mut guide = Vec::with_capacity(weights.len());
        let mut at = 0;
        for step in 0..weights.len() {
            let share = step as f64 / weights.len() as f64;
            while at + 1 < cumulative.len() && cumulative[at] < share {
                at += 1;
            }
            guide.push(at as u32);
        }
        Self { first, cumulative, guide }
    }
}

impl Quantile for Discrete {
    #[inline]
    fn at(&self, share: f64) -> f64 {
        let step = ((share * self.guide.len() as f64) as usize).min(self.guide.len() - 1);
        let mut at = self.guide[step] as usize;
        while at + 1 < self.cumulative.len() && self.cumulative[at] < share {
            at += 1;
        }
        self.first + at as f64
    }
}
