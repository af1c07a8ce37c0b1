//! Criterion's samples, kept a second time so that they can be compared with each other.

use criterion::Criterion;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Seconds per call of each sample, by the name of the measurement.
#[derive(Debug, Default)]
pub struct Timings {
    samples: BTreeMap<String, Vec<f64>>,
}

impl Timings {
    /// Measures under a name. Where the command line asks for other names nothing is called.
    pub fn measure(&mut self, criterion: &mut Criterion, name: &str, mut call: impl FnMut()) {
        let samples = RefCell::new(Vec::new());
        criterion.bench_function(name, |bencher| {
            bencher.iter_custom(|calls| {
                let begin = Instant::now();
                (0..calls).for_each(|_| call());
                let elapsed = begin.elapsed();
                samples.borrow_mut().push(per_call(elapsed, calls));
                elapsed
            });
        });
        self.samples.insert(name.to_owned(), samples.into_inner());
    }

    /// A line per name: the median, and how many times the reference it is.
    pub fn print(&self, reference: &str, names: &[&str]) {
        let Some(unit) = self.median(reference) else { return };
        println!("\n{reference}: {:.1} ms", unit * 1000.0);
        for name in names {
            if let Some(median) = self.median(name) {
                println!("{name}: {:.1} ms, {:.1} times `{reference}`", median * 1000.0, median / unit);
            }
        }
        println!();
    }

    fn median(&self, name: &str) -> Option<f64> {
        let mut samples = self.samples.get(name)?.clone();
        samples.sort_by(f64::total_cmp);
        samples.get(samples.len() / 2).copied()
    }
}

fn per_call(elapsed: Duration, calls: u64) -> f64 {
    // A benchmark calls far less often than a float can count exactly.
    #[allow(clippy::cast_precision_loss)]
    let calls = calls.max(1) as f64;
    elapsed.as_secs_f64() / calls
}
