//! Ranks: the second is half as frequent as the first, the third a third.

use super::discrete::Discrete;

pub fn quantile(exponent: f64, count: u32) -> Discrete {
    let weights: Vec<f64> = (1..=count.max(1)).map(|rank| f64::from(rank).powf(-exponent)).collect();
    Discrete::new(1.0, &weights)
}
