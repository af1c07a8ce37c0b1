//! Batches of rows, made by as many threads as there are jobs, and handed over in order.

use crate::app::Progress;
use crate::driver::Batches;
use crate::seed::{Batch, SeedPlan};
use std::ops::Range;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};

/// Rows of one table, batch by batch.
pub(super) enum Rows {
    /// Made when they are asked for.
    Here { plan: Arc<SeedPlan>, table: usize, left: Range<u64>, size: u64 },
    /// Made ahead: worker `i` of `n` makes the batches `i`, `i + n`, `i + 2n` …
    Ahead { workers: Vec<Receiver<Batch>>, next: usize },
}

/// Batches that a worker may be ahead: enough to never wait, few enough for the memory.
const AHEAD: usize = 2;

impl Rows {
    pub fn new(plan: &Arc<SeedPlan>, table: usize, rows: Range<u64>, batch_size: usize, jobs: usize) -> Self {
        let size = u64::try_from(batch_size.max(1)).unwrap_or(u64::MAX);
        let batches = (rows.end - rows.start).div_ceil(size);
        let jobs = u64::try_from(jobs).unwrap_or(1).min(batches);
        if jobs < 2 {
            return Self::Here { plan: Arc::clone(plan), table, left: rows, size };
        }
        let workers = (0..jobs).map(|worker| {
            let (sender, receiver) = sync_channel(AHEAD);
            let (plan, rows) = (Arc::clone(plan), rows.clone());
            std::thread::spawn(move || {
                for batch in (worker..batches).step_by(usize::try_from(jobs).unwrap_or(1)) {
                    let start = rows.start + batch * size;
                    let made = plan.batch(table, start..(start + size).min(rows.end));
                    // Nobody listens any more: the load has failed.
                    if sender.send(made).is_err() {
                        return;
                    }
                }
            });
            receiver
        });
        Self::Ahead { workers: workers.collect(), next: 0 }
    }
}

impl Batches for Rows {
    fn next_batch(&mut self) -> Option<Batch> {
        match self {
            Self::Here { plan, table, left, size } => {
                if left.is_empty() {
                    return None;
                }
                let end = left.start.saturating_add(*size).min(left.end);
                let batch = plan.batch(*table, left.start..end);
                left.start = end;
                Some(batch)
            }
            Self::Ahead { workers, next } => {
                let batch = workers[*next].recv().ok();
                *next = (*next + 1) % workers.len();
                batch
            }
        }
    }
}

/// Batches that are told to whoever watches.
pub(super) struct Counted<'a> {
    pub rows: Rows,
    pub progress: &'a dyn Progress,
    /// Its name, as it is shown.
    pub table: String,
}

impl Batches for Counted<'_> {
    fn next_batch(&mut self) -> Option<Batch> {
        let batch = self.rows.next_batch()?;
        self.progress.rows(&self.table, batch.rows as u64);
        Some(batch)
    }
}
