//! Universally unique identifiers of version 4 (RFC 9562), each index its own.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::permutation::Permutation;
use crate::seed::stream::Stream;

#[derive(Debug)]
pub struct Uuid {
    stream: Stream,
    /// Of the 62 bits behind the variant: what makes no two equal.
    lower: Permutation,
}

impl Uuid {
    pub fn new(stream: Stream) -> Self {
        Self { stream, lower: Permutation::new(stream.named("lower"), 1 << 62) }
    }

    #[inline]
    fn at(&self, index: u64) -> u128 {
        let upper = (self.stream.at(index) & !0xF000) | 0x4000;
        let lower = self.lower.apply(index) | (0b10 << 62);
        (u128::from(upper) << 64) | u128::from(lower)
    }
}

impl Generator for Uuid {
    fn generate(&self, indexes: &[u64], _: &Frame) -> Column {
        full(Values::Uuids(indexes.iter().map(|index| self.at(*index)).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn are_of_version_4_and_differ() {
        let uuid = Uuid::new(Stream::new(1));
        let found: HashSet<u128> = (0..10_000).map(|index| uuid.at(index)).collect();
        assert_eq!(found.len(), 10_000);
        assert!(found.iter().all(|it| (it >> 76) & 0xF == 4 && (it >> 62) & 0b11 == 0b10));
    }
}
