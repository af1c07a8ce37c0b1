//! A few have most of it: incomes, sizes of companies. Type I.

use super::Quantile;

#[derive(Debug)]
pub struct Pareto {
    pub min: f64,
    pub shape: f64,
}

impl Quantile for Pareto {
    #[inline]
    fn at(&self, share: f64) -> f64 {
        self.min * (1.0 - share).powf(-1.0 / self.shape)
    }
}
