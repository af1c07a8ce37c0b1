//! Random numbers that are looked up, not drawn: the n-th number of a stream is a function of the stream's key and n alone.
//!
//! SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014) with its counter given instead of kept. Any
//! part of a table can be made anywhere, in any order, and comes out the same.

/// 2^64 divided by the golden ratio, made odd: the step of SplitMix64's counter.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// SplitMix64's finalizer: a bijection of the 64-bit numbers in which every bit of the result hangs on every bit of the argument.
#[inline]
pub const fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

/// The upper half of the product: maps a number of 64 bits evenly onto `0..bound` (Lemire, 2019), without a division.
#[inline]
pub fn scale(number: u64, bound: u64) -> u64 {
    ((u128::from(number) * u128::from(bound)) >> 64) as u64
}

/// One sequence of random numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream(u64);

impl Stream {
    /// The root of all streams of a run.
    pub const fn new(seed: u64) -> Self {
        Self(mix(seed.wrapping_add(STEP)))
    }

    /// A stream of its own for something that has a name.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        // FNV-1a over the bytes; the length keeps `ab` + `c` apart from `a` + `bc`.
        let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        let hash = name.bytes().fold(0xCBF2_9CE4_8422_2325, fold);
        Self(mix(self.0 ^ mix(hash.wrapping_add(name.len() as u64))))
    }

    /// All 64 bits of the number at `counter`.
    #[inline]
    pub const fn at(self, counter: u64) -> u64 {
        mix(self.0.wrapping_add(counter.wrapping_mul(STEP)))
    }

    /// Evenly in `0..bound`.
    #[inline]
    pub fn below(self, counter: u64, bound: u64) -> u64 {
        scale(self.at(counter), bound)
    }

    /// Evenly between 0 and 1, neither of them ever: the middle of one of 2^52 steps.
    #[inline]
    pub fn unit(self, counter: u64) -> f64 {
        ((self.at(counter) >> 12) as f64 + 0.5) * (1.0 / (1_u64 << 52) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_splitmix64() {
        // The reference implementation (Vigna, splitmix64.c) started at 1234567.
        let stream = Stream(1_234_567);
        let numbers: Vec<u64> = (1..=3).map(|counter| stream.at(counter)).collect();
        assert_eq!(numbers, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn names_and_seeds_part_streams() {
        let root = Stream::new(1);
        assert_ne!(root.named("a"), root.named("b"));
        assert_ne!(root.named("ab").named("c"), root.named("a").named("bc"));
        assert_ne!(root.named("a"), Stream::new(2).named("a"));
    }

    #[test]
    fn units_are_even() {
        let stream = Stream::new(7);
        let mut counts = [0_u32; 16];
        for counter in 0..160_000 {
            let unit = stream.unit(counter);
            assert!(unit > 0.0 && unit < 1.0);
            counts[(unit * 16.0) as usize] += 1;
        }
        // Chi-squared with 15 degrees of freedom: beyond 37.7 once in a thousand.
        let chi: f64 = counts.iter().map(|count| (f64::from(*count) - 10_000.0).powi(2) / 10_000.0).sum();
        assert!(chi < 37.7, "{chi}");
    }
}
