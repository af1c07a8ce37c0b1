//! Every value between two bounds is as likely as any other.

use super::Quantile;

#[derive(Debug)]
pub struct Uniform {
    pub min: f64,
    pub max: f64,
}

impl Quantile for Uniform {
    #[inline]
    fn at(&self, share: f64) -> f64 {
        self.min + share * (self.max - self.min)
    }
}
