//! Work that a person may stop: what the server runs is cancelled, and the work ends in its own way; a second time it is let go of.

use super::interrupt::Interrupt;
use super::{AppError, Kept};
use crate::driver::Cancel;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Whether somebody wants the work to stop, and whether a statement is running that would have to be cancelled for that.
#[derive(Debug, Default)]
pub(super) struct Stop {
    asked: AtomicBool,
    in_statement: AtomicBool,
}

/// A statement may begin between a look and a cancel, so a cancel is sent again.
const AGAIN: Duration = Duration::from_millis(100);

impl Stop {
    pub fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// Runs a statement that may be cancelled. What comes after it, a rollback above all, may not.
    pub async fn while_running<T>(&self, statement: impl Future<Output = T>) -> T {
        self.in_statement.store(true, Ordering::Relaxed);
        let result = statement.await;
        self.in_statement.store(false, Ordering::Relaxed);
        result
    }

    /// Runs the work to its end, and asks it to stop when the program is interrupted. Interrupted twice it is dropped where it stands:
    /// the server rolls back what it has not committed.
    pub async fn listen<T>(
        &self,
        canceller: &dyn Cancel,
        work: impl Future<Output = Result<T, AppError>>,
    ) -> Result<T, AppError> {
        let mut interrupt = Interrupt::listen()?;
        let mut work = pin!(work);
        tokio::select! {
            result = &mut work => return result,
            () = interrupt.next() => self.asked.store(true, Ordering::Relaxed),
        }
        tokio::select! {
            result = &mut work => result,
            () = interrupt.next() => Err(AppError::Stopped { at: None, kept: Kept::Committed }),
            never = self.keep_cancelling(canceller) => match never {},
        }
    }

    async fn keep_cancelling(&self, canceller: &dyn Cancel) -> std::convert::Infallible {
        loop {
            if self.in_statement.load(Ordering::Relaxed) {
                // Where the server cannot be told, the statement ends by itself, or by the second interrupt.
                let _ = canceller.cancel().await;
            }
            tokio::time::sleep(AGAIN).await;
        }
    }
}
