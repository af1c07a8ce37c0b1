//! Histories of which a profile says how many things have one, and how long it is.

use super::law::Place;
use super::permutation::Permutation;
use super::stream::Stream;
use std::ops::Range;

/// Things that are shuffled among each other: of a hundred, exactly the wanted share has a history.
const BLOCK: u64 = 100;

/// Rows in runs, one row for most things and several for a share of them. The thing of a row is found without looking at other rows.
#[derive(Clone, Debug)]
pub struct Versions {
    stream: Stream,
    rows: Range<u64>,
    /// How many versions the things of a block have, before they are shuffled.
    counts: Vec<u64>,
}

impl Versions {
    /// A share of the things has from 2 to `most` versions, each number as often; the others have one.
    pub fn new(stream: Stream, rows: Range<u64>, share: f64, most: u64) -> Self {
        let histories = (share * BLOCK as f64).round() as u64;
        let count = |thing| if thing < histories { 2 + thing % (most.max(2) - 1) } else { 1 };
        Self { stream, rows, counts: (0..BLOCK).map(count).collect() }
    }

    /// Where a row is.
    pub fn place(&self, row: u64) -> Place {
        let local = row.wrapping_sub(self.rows.start);
        let rows_of_block: u64 = self.counts.iter().sum();
        let (block, mut left) = (local / rows_of_block, local % rows_of_block);
        let order = Permutation::new(Stream::new(self.stream.at(block)), BLOCK);
        let mut thing = 0;
        // The places of a permutation are those of the counts.
        let mut count = self.counts[order.apply(thing) as usize];
        while left >= count {
            left -= count;
            thing += 1;
            count = self.counts[order.apply(thing) as usize];
        }
        let is_last_row = row.wrapping_add(1) == self.rows.end;
        Place {
            group: self.rows.start + block * BLOCK + thing,
            position: left,
            is_last: left + 1 == count || is_last_row,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_share_of_the_things_has_a_history() {
        let versions = Versions::new(Stream::new(3), 50..5_050, 0.3, 4);
        let mut counts: BTreeMap<u64, u64> = BTreeMap::new();
        let mut before: Option<Place> = None;
        for row in 50..5_050 {
            let place = versions.place(row);
            match before {
                Some(it) if !it.is_last => assert_eq!((place.group, place.position), (it.group, it.position + 1)),
                Some(it) => assert_eq!((place.group, place.position), (it.group + 1, 0)),
                None => assert_eq!((place.group, place.position), (50, 0)),
            }
            *counts.entry(place.group).or_default() += 1;
            before = Some(place);
        }
        assert!(before.is_some_and(|place| place.is_last), "the last row ends its thing");
        let with_history = counts.values().filter(|count| **count > 1).count() as f64 / counts.len() as f64;
        assert!((with_history - 0.3).abs() < 0.01, "{with_history}");
        assert_eq!(counts.values().max(), Some(&4));
    }

    #[test]
    fn no_share_is_no_history() {
        let versions = Versions::new(Stream::new(3), 0..1_000, 0.0, 5);
        assert!((0..1_000).all(|row| versions.place(row) == Place { group: row, position: 0, is_last: true }));
    }
}
