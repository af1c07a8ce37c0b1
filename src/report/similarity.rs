//! How much alike two columns are, from 0 to 1, by the formulas of SDMetrics (https://docs.sdv.dev/sdmetrics).
//!
//! `benches/similarity/check.py` compares the figures with that library.

use std::collections::BTreeMap;

/// What SDMetrics counts for a word of the second column that the first one does not have.
const REGULARIZATION: f64 = 1e-6;

/// One minus the Kolmogorov-Smirnov statistic: the greatest distance between two empirical distribution functions. Both are values with how often
/// they are there, ascending. `None` where one has no values.
pub fn ks_complement(first: &[(f64, f64)], second: &[(f64, f64)]) -> Option<f64> {
    let (total_first, total_second) = (total(first), total(second));
    if total_first <= 0.0 || total_second <= 0.0 {
        return None;
    }
    let (mut i, mut j) = (0, 0);
    let (mut below_first, mut below_second, mut distance) = (0.0, 0.0, 0.0_f64);
    while i < first.len() || j < second.len() {
        let value = match (first.get(i), second.get(j)) {
            (Some((a, _)), Some((b, _))) => a.min(*b),
            (Some((a, _)), None) => *a,
            (None, Some((b, _))) => *b,
            (None, None) => break,
        };
        while let Some((_, count)) = first.get(i).filter(|(at, _)| *at <= value) {
            below_first += count;
            i += 1;
        }
        while let Some((_, count)) = second.get(j).filter(|(at, _)| *at <= value) {
            below_second += count;
            j += 1;
        }
        distance = distance.max((below_first / total_first - below_second / total_second).abs());
    }
    Some(1.0 - distance)
}

fn total(counts: &[(f64, f64)]) -> f64 {
    counts.iter().map(|(_, count)| count).sum()
}

/// One minus the total variation distance: half the sum of the differences between the shares of each word. `None` where one has no words.
pub fn tv_complement(first: &BTreeMap<String, f64>, second: &BTreeMap<String, f64>) -> Option<f64> {
    if first.is_empty() || second.is_empty() {
        return None;
    }
    let missing = second.keys().filter(|word| !first.contains_key(*word));
    let mut expected = first.clone();
    expected.extend(missing.map(|word| (word.clone(), REGULARIZATION)));
    let (total_first, total_second): (f64, f64) = (expected.values().sum(), second.values().sum());
    let difference = |(word, count): (&String, &f64)| {
        (count / total_first - second.get(word).copied().unwrap_or(0.0) / total_second).abs()
    };
    Some(1.0 - 0.5 * expected.iter().map(difference).sum::<f64>())
}

/// Pearson's coefficient from the sums of products and of squares around the means. `None` where a column is constant.
pub fn pearson(products: f64, squares: (f64, f64)) -> Option<f64> {
    // The roots apart: the product of two sums of squares can be beyond what doubles hold.
    let norm = squares.0.sqrt() * squares.1.sqrt();
    let coefficient = products / norm;
    (norm > 0.0 && coefficient.is_finite()).then(|| coefficient.clamp(-1.0, 1.0))
}

/// One minus half the difference between two coefficients of correlation.
pub fn correlation_similarity(first: f64, second: f64) -> f64 {
    1.0 - (first - second).abs() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// Figures of the library itself, written by `benches/similarity/check.py`.
    fn expected() -> Value {
        serde_json::from_str(include_str!("../../benches/similarity/expected.json")).unwrap()
    }

    fn numbers(value: &Value) -> Vec<f64> {
        value.as_array().unwrap().iter().filter_map(Value::as_f64).collect()
    }

    fn counted(value: &Value) -> Vec<(f64, f64)> {
        let mut counts: Vec<(f64, f64)> = numbers(value).into_iter().map(|value| (value, 1.0)).collect();
        counts.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        counts
    }

    fn words(value: &Value) -> BTreeMap<String, f64> {
        let mut counts = BTreeMap::new();
        for word in value.as_array().unwrap().iter().filter_map(Value::as_str) {
            *counts.entry(word.to_owned()).or_insert(0.0) += 1.0;
        }
        counts
    }

    fn coefficient(value: &Value) -> f64 {
        let (x, y) = (numbers(&value[0]), numbers(&value[1]));
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let (mean_x, mean_y) = (mean(&x), mean(&y));
        let sum = |a: &[f64], b: &[f64], (mean_a, mean_b): (f64, f64)| -> f64 {
            a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum()
        };
        pearson(sum(&x, &y, (mean_x, mean_y)), (sum(&x, &x, (mean_x, mean_x)), sum(&y, &y, (mean_y, mean_y)))).unwrap()
    }

    #[test]
    fn figures_are_those_of_sdmetrics() {
        let cases = expected();
        let cases = cases.as_array().unwrap();
        assert!(cases.len() >= 12);
        for case in cases {
            let (first, second) = (&case["first"], &case["second"]);
            let metric = case["metric"].as_str().unwrap();
            let score = match metric {
                "ks_complement" | "cardinality_shape" => ks_complement(&counted(first), &counted(second)).unwrap(),
                "tv_complement" => tv_complement(&words(first), &words(second)).unwrap(),
                "correlation" => correlation_similarity(coefficient(first), coefficient(second)),
                other => panic!("{other}"),
            };
            let expected = case["score"].as_f64().unwrap();
            assert!((score - expected).abs() < 1e-9, "{metric} {}: {score} and not {expected}", case["name"]);
        }
    }

    #[test]
    fn without_values_there_is_no_score() {
        assert_eq!(ks_complement(&[], &[(1.0, 1.0)]), None);
        assert_eq!(tv_complement(&BTreeMap::new(), &BTreeMap::new()), None);
        assert_eq!(pearson(0.0, (0.0, 5.0)), None);
        assert!(pearson(1e300, (1e300, 1e300)).is_some());
    }
}
