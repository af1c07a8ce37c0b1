//! Times between events that know nothing of each other.

use super::Quantile;

#[derive(Debug)]
pub struct Exponential {
    pub mean: f64,
}

impl Quantile for Exponential {
    #[inline]
    fn at(&self, share: f64) -> f64 {
        -self.mean * (-share).ln_1p()
    }
}
