//! Every distribution against the samplers of rand_distr: Kolmogorov and Smirnov's test of two samples, and chi-squared for whole numbers.

use super::Distribution;
use crate::seed::stream::Stream;
use rand::rand_core::{Infallible, TryRng};
use rand_distr::{Beta, Exp, Gamma, LogNormal, Normal, Pareto, Poisson, Uniform, Zipf};

const VALUES: u64 = 20_000;

/// The random numbers of the reference.
struct Reference {
    stream: Stream,
    counter: u64,
}

impl TryRng for Reference {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|number| (number >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.counter += 1;
        Ok(self.stream.at(self.counter))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let number = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&number[..chunk.len()]);
        }
        Ok(())
    }
}

fn ours(distribution: &Distribution) -> Vec<f64> {
    assert_eq!(distribution.check(), Ok(()));
    let (quantile, stream) = (distribution.quantile(), Stream::new(11));
    (0..VALUES).map(|row| quantile.at(stream.unit(row))).collect()
}

fn theirs(sampler: &impl rand_distr::Distribution<f64>) -> Vec<f64> {
    let mut reference = Reference { stream: Stream::new(12), counter: 0 };
    (0..VALUES).map(|_| sampler.sample(&mut reference)).collect()
}

/// The largest distance between the two empirical distribution functions.
fn kolmogorov_smirnov(mut a: Vec<f64>, mut b: Vec<f64>) -> f64 {
    a.sort_by(f64::total_cmp);
    b.sort_by(f64::total_cmp);
    let (mut i, mut j, mut largest) = (0, 0, 0.0_f64);
    while i < a.len() && j < b.len() {
        let value = a[i].min(b[j]);
        while i < a.len() && a[i] <= value {
            i += 1;
        }
        while j < b.len() && b[j] <= value {
            j += 1;
        }
        largest = largest.max((i as f64 / a.len() as f64 - j as f64 / b.len() as f64).abs());
    }
    largest
}

#[track_caller]
fn same(distribution: &Distribution, sampler: &impl rand_distr::Distribution<f64>) {
    let distance = kolmogorov_smirnov(ours(distribution), theirs(sampler));
    // The bound that two samples of one distribution exceed once in a thousand times.
    let bound = 1.95 * (2.0 / VALUES as f64).sqrt();
    assert!(distance < bound, "{distribution:?}: {distance} is not below {bound}");
}

#[test]
fn continuous_ones_agree_with_rand_distr() {
    same(&Distribution::Uniform { min: -1.0, max: 3.0 }, &Uniform::new(-1.0, 3.0).unwrap());
    same(&Distribution::Normal { mean: 5.0, deviation: 2.0 }, &Normal::new(5.0, 2.0).unwrap());
    same(&Distribution::LogNormal { median: 250.0, sigma: 1.1 }, &LogNormal::new(250.0_f64.ln(), 1.1).unwrap());
    same(&Distribution::Exponential { mean: 8.0 }, &Exp::new(1.0 / 8.0).unwrap());
    same(&Distribution::Pareto { min: 3.0, shape: 1.5 }, &Pareto::new(3.0, 1.5).unwrap());
    for shape in [0.2, 1.0, 4.5, 300.0] {
        same(&Distribution::Gamma { shape, scale: 2.0 }, &Gamma::new(shape, 2.0).unwrap());
    }
    for (alpha, beta) in [(0.5, 0.5), (2.0, 5.0), (40.0, 3.0)] {
        same(&Distribution::Beta { alpha, beta, min: 0.0, max: 1.0 }, &Beta::new(alpha, beta).unwrap());
    }
}

#[test]
fn whole_ones_agree_with_rand_distr() {
    for mean in [0.3, 4.0, 70.0, 50_000.0] {
        same(&Distribution::Poisson { mean }, &Poisson::new(mean).unwrap());
    }
    same(&Distribution::Zipf { exponent: 1.2, count: 1_000 }, &Zipf::new(1_000.0, 1.2).unwrap());
}

/// The share of values in each bin, against the weights, by chi-squared.
#[test]
fn histograms_have_the_weights_of_their_bins() {
    let (bounds, weights) = (vec![0.0, 1.0, 10.0, 11.0, 50.0], vec![1.0, 0.0, 5.0, 4.0]);
    let values = ours(&Distribution::Histogram { bounds: bounds.clone(), weights: weights.clone() });
    let count = |bin: usize| values.iter().filter(|it| (bounds[bin]..bounds[bin + 1]).contains(it)).count() as f64;
    assert_eq!(count(1), 0.0);
    let expected = |bin: usize| VALUES as f64 * weights[bin] / 10.0;
    let chi: f64 = [0, 2, 3].map(|bin| (count(bin) - expected(bin)).powi(2) / expected(bin)).iter().sum();
    // Two degrees of freedom: beyond 13.8 once in a thousand.
    assert!(chi < 13.8, "{chi}");
}

#[test]
fn a_table_of_quantiles_is_read_back() {
    let median = Distribution::Quantiles(vec![1.0, 2.0, 8.0]).quantile();
    assert_eq!([0.25, 0.5, 0.75].map(|share| median.at(share)), [1.5, 2.0, 5.0]);
}

#[test]
fn a_mixture_has_the_parts_by_their_weights() {
    let part = |min: f64| Distribution::Uniform { min, max: min + 1.0 };
    let values = ours(&Distribution::Mixture(vec![(3.0, part(0.0)), (0.0, part(5.0)), (1.0, part(10.0))]));
    let low = values.iter().filter(|value| **value < 1.0).count() as f64 / VALUES as f64;
    assert!((low - 0.75).abs() < 0.02, "{low}");
    assert!(values.iter().all(|value| *value < 1.0 || *value >= 10.0));
}

#[test]
fn parameters_without_sense_are_told() {
    for (distribution, part) in [
        (Distribution::Normal { mean: 0.0, deviation: -1.0 }, "deviation"),
        (Distribution::Gamma { shape: 0.0, scale: 1.0 }, "shape"),
        (Distribution::Zipf { exponent: 1.0, count: 0 }, "count"),
        (Distribution::Histogram { bounds: vec![0.0, 1.0], weights: vec![1.0, 1.0] }, "one bound more"),
        (Distribution::Quantiles(vec![2.0, 1.0]), "ascending"),
        (Distribution::Mixture(vec![(0.0, Distribution::Exponential { mean: 1.0 })]), "zero"),
        (Distribution::Uniform { min: f64::NAN, max: 1.0 }, "finite"),
    ] {
        let problem = distribution.check().unwrap_err();
        assert!(problem.contains(part), "{problem}");
    }
}
