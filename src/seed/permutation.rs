//! Bijections: numbers in another order, each exactly once, without a table.

use super::stream::{Stream, mix};

/// A random-looking bijection of `0..size`.
///
/// A balanced Feistel network over the smallest even number of bits that holds `size`; what falls outside is sent through again until it falls
/// inside (cycle walking, Black and Rogaway 2002), fewer than four times on average.
#[derive(Clone, Debug)]
pub struct Permutation {
    size: u64,
    half_bits: u32,
    keys: [u64; ROUNDS],
}

/// Three are enough to look random, four withstand also who can ask both ways (Luby and Rackoff, 1988).
const ROUNDS: usize = 4;

impl Permutation {
    pub fn new(stream: Stream, size: u64) -> Self {
        let bits = u64::BITS - size.saturating_sub(1).leading_zeros();
        let keys = std::array::from_fn(|round| stream.at(round as u64));
        Self { size, half_bits: bits.div_ceil(2).max(1), keys }
    }

    pub fn size(&self) -> u64 {
        self.size
    }

    /// Where `index` goes. Indexes beyond the size stay where they are, so that the whole stays a bijection.
    #[inline]
    pub fn apply(&self, index: u64) -> u64 {
        if index >= self.size {
            return index;
        }
        let mut walker = self.once(index);
        while walker >= self.size {
            walker = self.once(walker);
        }
        walker
    }

    #[inline]
    fn once(&self, index: u64) -> u64 {
        let mask = u64::MAX >> (u64::BITS - self.half_bits);
        let mut left = index >> self.half_bits;
        let mut right = index & mask;
        for key in self.keys {
            (left, right) = (right, left ^ (mix(right ^ key) & mask));
        }
        (left << self.half_bits) | right
    }
}

/// A number taken apart into digits whose places have different sizes, the first digit the most significant.
#[derive(Clone, Debug)]
pub struct MixedRadix {
    sizes: Vec<u64>,
}

impl MixedRadix {
    pub fn new(sizes: Vec<u64>) -> Self {
        Self { sizes }
    }

    /// How many numbers there are; as many as fit into 64 bits at most.
    pub fn product(&self) -> u64 {
        self.sizes.iter().fold(1, |product: u64, size| product.saturating_mul(*size))
    }

    /// The digit at `place` of `number`.
    #[inline]
    pub fn digit(&self, number: u64, place: usize) -> u64 {
        let weight = self.sizes[place + 1..].iter().fold(1, |product: u64, size| product.saturating_mul(*size));
        number / weight % self.sizes[place]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_number_comes_once() {
        for size in [1, 2, 3, 7, 64, 100, 1_000, 4_097] {
            let permutation = Permutation::new(Stream::new(size), size);
            let found: HashSet<u64> = (0..size).map(|index| permutation.apply(index)).collect();
            assert_eq!(found.len() as u64, size);
            assert!(found.iter().all(|index| *index < size));
            assert_eq!(permutation.apply(size + 5), size + 5);
        }
    }

    #[test]
    fn the_order_is_another_one() {
        let permutation = Permutation::new(Stream::new(1), 1_000);
        let fixed = (0..1_000).filter(|index| permutation.apply(*index) == *index).count();
        assert!(fixed < 10, "{fixed} of 1000 stay");
    }

    #[test]
    fn the_largest_size_works() {
        let permutation = Permutation::new(Stream::new(1), u64::MAX);
        let found: HashSet<u64> = (0..1_000).map(|index| permutation.apply(index)).collect();
        assert_eq!(found.len(), 1_000);
    }

    #[test]
    fn digits_make_up_the_number() {
        let radix = MixedRadix::new(vec![3, 4, 5]);
        let tuples: HashSet<[u64; 3]> =
            (0..60).map(|number| std::array::from_fn(|place| radix.digit(number, place))).collect();
        assert_eq!((radix.product(), tuples.len()), (60, 60));
        assert_eq!(std::array::from_fn(|place| radix.digit(59, place)), [2, 3, 4]);
    }
}
