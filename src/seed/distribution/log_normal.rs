//! Amounts and sizes: the logarithm is normal.

use super::{Quantile, standard_normal_quantile};

#[derive(Debug)]
pub struct LogNormal {
    /// Half of the values lie below it: e to the power of the logarithms' mean.
    pub median: f64,
    /// Standard deviation of the logarithms.
    pub sigma: f64,
}

impl Quantile for LogNormal {
    #[inline]
    fn at(&self, share: f64) -> f64 {
        self.median * (self.sigma * standard_normal_quantile(share)).exp()
    }
}
