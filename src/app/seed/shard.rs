//! `--shard`: one part of the work, for machines that work side by side.

/// One of several parts of the work, all of the same size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    pub number: u64,
    pub of: u64,
}

impl Shard {
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// This part of some rows.
    pub fn part(self, rows: &std::ops::Range<u64>) -> std::ops::Range<u64> {
        let count = u128::from(rows.end - rows.start);
        // The product of two 64-bit numbers divided by one of them fits again.
        let bound = |part: u64| rows.start + (count * u128::from(part) / u128::from(self.of)) as u64;
        bound(self.number - 1)..bound(self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_make_up_the_whole() {
        for of in 1..7 {
            let parts: Vec<_> = (1..=of).map(|number| Shard { number, of }.part(&(10..u64::MAX))).collect();
            assert_eq!((parts[0].start, parts[parts.len() - 1].end), (10, u64::MAX));
            assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start));
        }
    }
}
