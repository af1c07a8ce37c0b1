//! What ends a statement before it is done: somebody who wants it, or the time.

use crate::driver::{Cancel, DriverError};
use async_trait::async_trait;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Steps of SQLite's virtual machine between two looks.
pub(super) const STEPS: i32 = 10_000;

/// Shared with the thread that runs the statement.
#[derive(Debug, Default)]
pub(super) struct Stop {
    cancelled: AtomicBool,
    deadline: Mutex<Option<Instant>>,
}

impl Stop {
    /// Before a statement: a cancel that came too late for the last one is not meant for this one.
    pub fn arm(&self, deadline: Option<Instant>) {
        self.cancelled.store(false, Ordering::Relaxed);
        *self.deadline.lock().unwrap_or_else(PoisonError::into_inner) = deadline;
    }

    /// Whether the statement may go on.
    pub fn goes_on(&self) -> bool {
        let in_time = || {
            let deadline = *self.deadline.lock().unwrap_or_else(PoisonError::into_inner);
            deadline.is_none_or(|deadline| Instant::now() < deadline)
        };
        !self.cancelled.load(Ordering::Relaxed) && in_time()
    }
}

#[async_trait]
impl Cancel for Stop {
    async fn cancel(&self) -> Result<(), DriverError> {
        self.cancelled.store(true, Ordering::Relaxed);
        Ok(())
    }
}
