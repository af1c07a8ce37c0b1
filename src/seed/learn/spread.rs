//! How children spread over parents.

use crate::seed::wanted::ParentSpread;

/// The largest exponent of Zipf's law that is told: with it one parent has most of the rows.
const LARGEST: f64 = 3.0;

/// Parents that the law is fitted on; more of them change the exponent little.
const MOST_PARENTS: u64 = 20_000;

/// How many parents have so many children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cardinality {
    pub children: u64,
    pub parents: u64,
}

/// The spread that fits best. `None` without parents or children.
pub fn spread(shape: &[Cardinality]) -> Option<ParentSpread> {
    let parents: u64 = shape.iter().map(|it| it.parents).sum();
    let sum = |term: &dyn Fn(f64) -> f64| -> f64 {
        shape.iter().map(|it| it.parents as f64 * term(it.children as f64)).sum()
    };
    let children = sum(&|children| children);
    if parents == 0 || children == 0.0 {
        return None;
    }
    let mean = children / parents as f64;
    let present = || shape.iter().filter(|it| it.parents > 0).map(|it| it.children);
    let (fewest, most) = (present().min()?, present().max()?);
    if most <= 1 {
        return Some(ParentSpread::Once);
    }
    if most - fewest <= 1 && parents > 1 {
        return Some(ParentSpread::Equal);
    }
    // What chance alone makes is a variance as large as the mean (Poisson).
    let variance = sum(&|children| (children - mean) * (children - mean)) / parents as f64;
    let excess = (variance - mean) / (mean * mean);
    let exponent = exponent(parents.min(MOST_PARENTS), excess);
    Some(if exponent < 0.05 { ParentSpread::Uniform } else { ParentSpread::Zipf { exponent } })
}

/// The exponent of a Zipf law whose squared coefficient of variation is `wanted` (the method of moments), by bisection.
fn exponent(parents: u64, wanted: f64) -> f64 {
    let (mut low, mut high) = (0.0, LARGEST);
    for _ in 0..20 {
        let middle = f64::midpoint(low, high);
        if variation(parents, middle) < wanted { low = middle } else { high = middle }
    }
    (low * 100.0).round() / 100.0
}

/// n Σ w² / (Σ w)² - 1
fn variation(parents: u64, exponent: f64) -> f64 {
    let (mut sum, mut squares) = (0.0, 0.0);
    for rank in 1..=parents {
        let weight = (rank as f64).powf(-exponent);
        sum += weight;
        squares += weight * weight;
    }
    parents as f64 * squares / (sum * sum) - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(counts: &[u64]) -> Option<ParentSpread> {
        let shape: Vec<Cardinality> =
            counts.iter().map(|children| Cardinality { children: *children, parents: 1 }).collect();
        spread(&shape)
    }

    #[test]
    fn spreads_are_told_apart() {
        assert_eq!([of(&[0, 1, 1]), of(&[3, 4, 3])], [Some(ParentSpread::Once), Some(ParentSpread::Equal)]);
        assert_eq!(of(&[9, 12, 7, 10, 14, 8, 11, 10]), Some(ParentSpread::Uniform));
        assert_eq!([of(&[]), of(&[0, 0])], [None, None]);
    }

    #[test]
    fn the_exponent_of_zipf_is_found() {
        let counts: Vec<u64> = (1..=200).map(|rank| (10_000.0 * f64::from(rank).powf(-0.8)) as u64).collect();
        match of(&counts) {
            Some(ParentSpread::Zipf { exponent }) => assert!((exponent - 0.8).abs() < 0.03, "{exponent}"),
            other => panic!("{other:?}"),
        }
        // Something beyond the largest exponent stays there.
        assert!(matches!(of(&[1_000_000, 0, 0, 0, 1]), Some(ParentSpread::Zipf { exponent }) if exponent <= LARGEST));
    }
}
