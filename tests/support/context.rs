//! What use cases are given in tests: nothing of it changes from run to run.

use dbx::app::{Clock, Context, Entropy, SilentProgress};
use dbx::env::Config;
use std::path::Path;
use std::sync::Arc;

/// Time stands still, so that a test never depends on it.
struct FixedClock;

impl Clock for FixedClock {
    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        chrono::DateTime::from_timestamp(1_800_000_000, 0).expect("a valid time")
    }
}

/// Chance that always says the same.
struct NoEntropy;

impl Entropy for NoEntropy {
    fn next(&self) -> u64 {
        0
    }
}

/// Without configuration, and with nobody who watches.
pub fn context(folder: &Path) -> Context {
    Context {
        config: Config::default(),
        clock: Arc::new(FixedClock),
        entropy: Arc::new(NoEntropy),
        progress: Arc::new(SilentProgress),
        folder: folder.to_owned(),
        tool: "dbx test".into(),
    }
}
