//! A hash of a multiset of rows: equal whatever the order, different when a row is missing, doubled or changed.

use super::row;
use crate::model::Cell;
use sha2::{Digest as _, Sha256};
use std::io;

/// The sum of the SHA-256 hashes of all rows, modulo 2^256. Adding, unlike XOR, does not let a pair of equal rows vanish (Clarke et al.,
/// "Incremental Multiset Hash Functions", 2003: MSet-Add-Hash). It finds accidents; the files themselves have hashes of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowsDigest {
    /// Little endian: the lowest 64 bits first.
    sum: [u64; 4],
    rows: u64,
}

impl RowsDigest {
    /// `row` in its canonical bytes.
    pub fn add(&mut self, row: &[u8]) {
        let hash = Sha256::digest(row);
        let mut carry = false;
        for (limb, bytes) in self.sum.iter_mut().zip(hash.as_chunks::<8>().0) {
            let (sum, over) = limb.overflowing_add(u64::from_le_bytes(*bytes));
            let (sum, over_again) = sum.overflowing_add(carry.into());
            (*limb, carry) = (sum, over || over_again);
        }
        self.rows += 1;
    }

    /// A row as it comes from a server or a file.
    pub fn add_row(&mut self, row: &[Cell]) -> io::Result<()> {
        let mut bytes = Vec::new();
        row::encode(row, &mut bytes)?;
        self.add(&bytes);
        Ok(())
    }

    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// 64 hex digits.
    pub fn hex(&self) -> String {
        hex::encode(self.sum.map(u64::to_le_bytes).concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[&str]) -> RowsDigest {
        let mut digest = RowsDigest::default();
        rows.iter().for_each(|row| digest.add(row.as_bytes()));
        digest
    }

    #[test]
    fn order_plays_no_part_and_everything_else_does() {
        assert_eq!(of(&["a", "b", "c"]), of(&["c", "a", "b"]));
        for other in [&["a", "b"][..], &["a", "b", "b"], &["a", "b", "d"], &["a", "b", "c", "c", "c"]] {
            assert_ne!(of(&["a", "b", "c"]).hex(), of(other).hex(), "{other:?}");
        }
        assert_ne!(of(&["a", "a"]).hex(), of(&[]).hex());
    }

    #[test]
    fn carries_go_on() {
        let mut digest = RowsDigest { sum: [u64::MAX, u64::MAX, u64::MAX, 0], rows: 0 };
        digest.add(b"x");
        let hash = Sha256::digest(b"x");
        let lowest = u64::from_le_bytes(hash.as_chunks::<8>().0[0]);
        assert_eq!(digest.sum[0], lowest.wrapping_sub(1));
        let highest = u64::from_le_bytes(hash.as_chunks::<8>().0[3]);
        assert_eq!(digest.sum[3], highest.wrapping_add(1));
    }
}
