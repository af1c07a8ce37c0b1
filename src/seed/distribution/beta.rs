//! Shares and ratings: values between two bounds with a preference.

use super::Quantile;
use super::tabulated::Tabulated;

/// A beta distribution stretched over a range.
#[derive(Debug)]
pub struct Beta {
    standard: Tabulated,
    min: f64,
    max: f64,
}

pub fn quantile((alpha, beta): (f64, f64), (min, max): (f64, f64)) -> Beta {
    Beta { standard: Tabulated::invert(0.0, 1.0, 1.0 / 64.0, |x| incomplete(alpha, beta, x)), min, max }
}

impl Quantile for Beta {
    #[inline]
    fn at(&self, share: f64) -> f64 {
        self.min + self.standard.at(share) * (self.max - self.min)
    }
}

const MOST_TERMS: u32 = 10_000;
const PRECISION: f64 = 1e-14;
/// Instead of a zero that would be divided by.
const TINY: f64 = 1e-300;

/// The regularized incomplete beta function I_x(a, b) by its continued fraction (DLMF 8.17.22), which is fast on one side of the mean; the other
/// side follows by symmetry (DLMF 8.17.4).
fn incomplete(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_below(b, a, 1.0 - x);
    }
    incomplete_below(a, b, x)
}

fn incomplete_below(a: f64, b: f64, x: f64) -> f64 {
    let logarithm = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * x.ln() + b * (-x).ln_1p();
    logarithm.exp() / a / fraction(a, b, x)
}

/// 1 + d₁/(1 + d₂/(1 + …)) by Lentz's method.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let safe = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut fraction, mut c, mut d) = (1.0, 1.0, 0.0);
    for n in 1..MOST_TERMS {
        let m = f64::from(n / 2);
        let factor = if n % 2 == 0 {
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        } else {
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        };
        d = 1.0 / safe(1.0 + factor * d);
        c = safe(1.0 + factor / c);
        fraction *= c * d;
        if (c * d - 1.0).abs() < PRECISION {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_closed_forms() {
        for x in [0.01, 0.2, 0.5, 0.8, 0.99] {
            assert!((incomplete(1.0, 1.0, x) - x).abs() < 1e-12);
            assert!((incomplete(2.0, 1.0, x) - x * x).abs() < 1e-12);
            // The arcsine distribution.
            let arcsine = 2.0 / std::f64::consts::PI * x.sqrt().asin();
            assert!((incomplete(0.5, 0.5, x) - arcsine).abs() < 1e-12);
            assert!((incomplete(2.0, 3.0, x) - (6.0 * x * x - 8.0 * x.powi(3) + 3.0 * x.powi(4))).abs() < 1e-12);
        }
    }
}
