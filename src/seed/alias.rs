//! One of many, each with its weight.

use super::stream::scale;

/// Walker's alias method (1977): one random number and one comparison a choice, however many there are to choose from.
#[derive(Clone, Debug)]
pub struct Alias {
    /// For each place the share of its slot that is its own, in 2^-32, and whose the rest is.
    slots: Vec<(u32, u32)>,
}

impl Alias {
    /// Weights that are not negative, and not all zero.
    pub fn new(weights: &[f64]) -> Self {
        let total: f64 = weights.iter().sum();
        let mut shares: Vec<f64> = weights.iter().map(|weight| weight / total * weights.len() as f64).collect();
        let mut slots: Vec<(u32, u32)> = (0..weights.len() as u32).map(|word| (u32::MAX, word)).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..weights.len()).partition(|word| shares[*word] < 1.0);
        while let (Some(less), Some(&more)) = (small.pop(), large.last()) {
            slots[less] = ((shares[less] * f64::from(u32::MAX)) as u32, more as u32);
            shares[more] -= 1.0 - shares[less];
            if shares[more] < 1.0 {
                large.pop();
                small.push(more);
            }
        }
        Self { slots }
    }

    /// The place that a random number of 64 bits falls on.
    #[inline]
    pub fn place(&self, number: u64) -> usize {
        let slot = scale(number, self.slots.len() as u64) as usize;
        let (own, other) = self.slots[slot];
        if (number as u32) < own { slot } else { other as usize }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::stream::Stream;

    #[test]
    fn places_come_by_their_weights() {
        let (alias, stream) = (Alias::new(&[0.5, 0.3, 0.2, 0.0]), Stream::new(3));
        let mut counts = [0; 4];
        (0..100_000).for_each(|index| counts[alias.place(stream.at(index))] += 1);
        assert_eq!(counts[3], 0);
        for (count, share) in counts.into_iter().zip([0.5, 0.3, 0.2]) {
            // Within five standard deviations.
            let expected = 100_000.0 * share;
            assert!((f64::from(count) - expected).abs() < 5.0 * (expected * (1.0 - share)).sqrt(), "{counts:?}");
        }
    }
}
