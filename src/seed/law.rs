//! Which parent a row belongs to, without looking at any parent.

use super::alias::Alias;
use super::permutation::Permutation;
use super::stream::Stream;
use super::versions::Versions;
use std::ops::Range;

/// How the rows of a table spread over the rows of the one they refer to. Indexes in and out count over all rows there ever were.
#[derive(Debug)]
pub enum Law {
    /// Every parent is as likely as any other.
    Uniform { stream: Stream, parents: Range<u64> },
    /// Few parents have most of the rows: the k-th most frequent one has a share of about k^-exponent (Zipf). Which these are is shuffled.
    Zipf { stream: Stream, parents: Range<u64>, exponent: f64, order: Permutation },
    /// Each parent at most once.
    Own { rows: Range<u64>, parents: Range<u64>, order: Permutation },
    /// Each parent as often as any other, up to one.
    InTurn { first: u64, parents: Range<u64>, order: Permutation },
    /// Rows of the same table that come before; the first ones refer to themselves.
    Earlier { stream: Stream, first: u64, roots: u64 },
    /// Each parent by its own weight.
    Weighted { stream: Stream, parents: Range<u64>, weights: Alias },
    /// The index is the parent's already, counted from the first one.
    Given { parents: Range<u64> },
}

impl Law {
    pub fn pick(&self, indexes: &[u64]) -> Vec<u64> {
        match self {
            Self::Uniform { stream, parents } => {
                let size = parents.end - parents.start;
                indexes.iter().map(|index| parents.start + stream.below(*index, size)).collect()
            }
            Self::Zipf { stream, parents, exponent, order } => {
                let size = parents.end - parents.start;
                let rank = |index: &u64| parents.start + order.apply(zipf_rank(stream.unit(*index), size, *exponent));
                indexes.iter().map(rank).collect()
            }
            Self::Own { rows, parents, order } => {
                indexes.iter().map(|index| parents.start + order.apply(index.wrapping_sub(rows.start))).collect()
            }
            Self::InTurn { first, parents, order } => {
                let size = (parents.end - parents.start).max(1);
                indexes.iter().map(|index| parents.start + order.apply(index.wrapping_sub(*first) % size)).collect()
            }
            Self::Earlier { stream, first, roots } => {
                let earlier = |index: &u64| {
                    let local = index.wrapping_sub(*first);
                    if local < *roots { *index } else { first + stream.below(*index, local) }
                };
                indexes.iter().map(earlier).collect()
            }
            Self::Weighted { stream, parents, weights } => {
                indexes.iter().map(|index| parents.start + weights.place(stream.at(*index)) as u64).collect()
            }
            Self::Given { parents } => indexes.iter().map(|index| parents.start + index).collect(),
        }
    }
}

/// A rank from 0 for an even random number: the inverse of the integral of x^-exponent over 1 to size + 1, rounded down. Close to Zipf's law,
/// and takes the same time for every size.
fn zipf_rank(share: f64, size: u64, exponent: f64) -> u64 {
    let end = size as f64 + 1.0;
    let value = if (exponent - 1.0).abs() < 1e-9 {
        (share * end.ln()).exp()
    } else {
        let power = 1.0 - exponent;
        (share * (end.powf(power) - 1.0) + 1.0).powf(1.0 / power)
    };
    (value as u64).clamp(1, size) - 1
}

/// Rows in runs: the first few belong to the first group, the next few to the second, and so on. A group has from one to about twice
/// the mean number of rows.
#[derive(Clone, Debug)]
pub struct Runs {
    pub stream: Stream,
    pub rows: Range<u64>,
    pub groups: u64,
}

/// How rows come in groups.
#[derive(Clone, Debug)]
pub enum Grouping {
    /// From one to about twice the mean.
    Runs(Runs),
    /// As a profile says of a history.
    Versions(Versions),
}

impl Grouping {
    pub fn place(&self, row: u64) -> Place {
        match self {
            Self::Runs(runs) => runs.place(row),
            Self::Versions(versions) => versions.place(row),
        }
    }
}

/// Where in its run a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// From the number of the first row, so that groups of rows that are appended are others.
    pub group: u64,
    /// From 0.
    pub position: u64,
    pub is_last: bool,
}

impl Runs {
    /// The first row of a group, counted from the first row of all: evenly spaced, each moved back by a random part of a space.
    fn start(&self, group: u64) -> u64 {
        let rows = self.rows.end - self.rows.start;
        if group == 0 {
            return 0;
        }
        if group >= self.groups {
            return rows;
        }
        // With at least one row a group, boundaries that are a space apart never meet: the rest of the rows is what is spread.
        let spare = rows.saturating_sub(self.groups);
        let position = (group as f64 - self.stream.unit(group)) * (spare as f64 / self.groups as f64);
        group + (position as u64).min(spare)
    }

    pub fn place(&self, row: u64) -> Place {
        let local = row.wrapping_sub(self.rows.start);
        let rows = self.rows.end - self.rows.start;
        // The boundaries grow with the groups: a guess, then a few steps.
        let mut group = ((local as f64 / rows.max(1) as f64) * self.groups as f64) as u64;
        group = group.min(self.groups.saturating_sub(1));
        while group > 0 && self.start(group) > local {
            group -= 1;
        }
        while group + 1 < self.groups && self.start(group + 1) <= local {
            group += 1;
        }
        let position = local - self.start(group);
        Place { group: self.rows.start + group, position, is_last: local + 1 >= self.start(group + 1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn runs_cover_every_group_without_gaps() {
        for (rows, groups) in [(1_000, 300), (10, 10), (7, 3), (1, 1), (5_000, 1)] {
            let runs = Runs { stream: Stream::new(rows), rows: 50..50 + rows, groups };
            let mut expected = Place { group: 50, position: 0, is_last: false };
            for row in 50..50 + rows {
                let place = runs.place(row);
                assert_eq!((place.group, place.position), (expected.group, expected.position), "{row}");
                expected = if place.is_last {
                    Place { group: place.group + 1, position: 0, is_last: false }
                } else {
                    Place { position: place.position + 1, ..expected }
                };
            }
            assert_eq!(expected.group, 50 + groups);
        }
    }

    #[test]
    fn zipf_prefers_few() {
        let order = Permutation::new(Stream::new(2), 100);
        let law = Law::Zipf { stream: Stream::new(1), parents: 10..110, exponent: 1.0, order };
        let mut counts: BTreeMap<u64, u32> = BTreeMap::new();
        for parent in law.pick(&(0..10_000).collect::<Vec<_>>()) {
            assert!((10..110).contains(&parent));
            *counts.entry(parent).or_default() += 1;
        }
        let most = counts.values().max().unwrap();
        assert!(*most > 1_000, "{most}");
    }

    #[test]
    fn in_turn_every_parent_has_as_many() {
        let order = Permutation::new(Stream::new(2), 10);
        let law = Law::InTurn { first: 7, parents: 100..110, order };
        let parents = law.pick(&(7..37).collect::<Vec<_>>());
        assert!((100..110).all(|parent| parents.iter().filter(|it| **it == parent).count() == 3), "{parents:?}");
    }

    #[test]
    fn a_tree_has_no_loops() {
        let law = Law::Earlier { stream: Stream::new(1), first: 5, roots: 2 };
        let parents = law.pick(&(5..105).collect::<Vec<_>>());
        assert_eq!(&parents[..2], [5, 6]);
        assert!(parents.iter().zip(5..).skip(2).all(|(parent, row)| (5..row).contains(parent)));
    }
}
