//! Numbers: quantiles from means of equal parts.

use super::rounded;
use crate::seed::distribution::Distribution;
use crate::seed::recipe::Recipe;

/// Digits of a quantile that are kept.
const DIGITS: i32 = 6;

/// One of several parts of the sorted values, all of about the same size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tile {
    pub mean: f64,
    pub rows: u64,
}

/// Quantiles between the means of parts in ascending order: no bound is the value of a row. `None` with fewer than two parts, or where one of them
/// has fewer rows than `bound`.
pub fn quantiles(tiles: &[Tile], bound: u64) -> Option<Recipe> {
    if tiles.iter().any(|tile| tile.rows < bound || !tile.mean.is_finite()) {
        return None;
    }
    let mut points = points(tiles)?;
    // Amounts do not become negative by what lies beyond the first mean.
    if tiles.first().is_some_and(|first| first.mean >= 0.0) {
        points[0] = points[0].max(0.0);
    }
    let points: Vec<f64> = points.into_iter().map(|point| rounded(point, DIGITS)).collect();
    if points.iter().all(|point| *point == points[0]) {
        return Some(Recipe::Constant(points[0].to_string()));
    }
    Some(Recipe::Number(Distribution::Quantiles(points)))
}

/// Bounds of the parts: in the middle between two means, and as far beyond the outer ones as half of the way to their neighbours. `None` with
/// fewer than two parts.
pub(super) fn points(tiles: &[Tile]) -> Option<Vec<f64>> {
    let [first, second, ..] = tiles else { return None };
    let [.., before, last] = tiles else { return None };
    let lowest = first.mean - (second.mean - first.mean) / 2.0;
    let highest = last.mean + (last.mean - before.mean) / 2.0;
    let inner = tiles.windows(2).map(|pair| f64::midpoint(pair[0].mean, pair[1].mean));
    Some([lowest].into_iter().chain(inner).chain([highest]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tiles(means: &[f64], rows: u64) -> Vec<Tile> {
        means.iter().map(|mean| Tile { mean: *mean, rows }).collect()
    }

    #[test]
    fn bounds_lie_between_means() {
        let recipe = quantiles(&tiles(&[1.0, 3.0, 4.0], 10), 10).unwrap();
        assert_eq!(recipe, Recipe::Number(Distribution::Quantiles(vec![0.0, 2.0, 3.5, 4.5])));
        let recipe = quantiles(&tiles(&[-4.0, 0.0], 10), 10).unwrap();
        assert_eq!(recipe, Recipe::Number(Distribution::Quantiles(vec![-6.0, -2.0, 2.0])));
    }

    #[test]
    fn small_parts_tell_nothing() {
        assert_eq!(quantiles(&tiles(&[1.0, 2.0], 9), 10), None);
        assert_eq!(quantiles(&tiles(&[1.0], 10), 10), None);
        assert_eq!(quantiles(&tiles(&[7.0, 7.0], 10), 10), Some(Recipe::Constant("7".into())));
    }
}
