//! Trying again where a lock was not to be had.
//!
//! A statement that waits for a lock keeps everybody waiting who comes after it. So it waits briefly, lets them pass, and comes back: each pause
//! is about twice as long as the one before, and never quite the same, so that two who meet do not meet again.

use crate::app::{AppError, Context};
use crate::driver::ErrorKind;
use std::time::Duration;

/// What is left of the tries of one transaction or statement.
#[derive(Debug)]
pub(super) struct Patience {
    tries: u32,
    left: u32,
    deadlocks_left: u32,
}

const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

/// A deadlock that comes back is not bad luck.
const DEADLOCKS: u32 = 1;

impl Patience {
    pub fn new(retries: u32) -> Self {
        Self { tries: 0, left: retries, deadlocks_left: DEADLOCKS.min(retries) }
    }

    /// Waits before the next try. False where there is none, or the error is not about locks.
    pub async fn another_try(&mut self, context: &Context, error: &AppError) -> bool {
        let left = match error.driver().map(|error| error.kind) {
            Some(ErrorKind::LockTimeout) => &mut self.left,
            Some(ErrorKind::Deadlock) => &mut self.deadlocks_left,
            Some(
                ErrorKind::Connection
                | ErrorKind::Permission
                | ErrorKind::ReadOnly
                | ErrorKind::NotFound
                | ErrorKind::StatementTimeout
                | ErrorKind::NotLocked
                | ErrorKind::Resources
                | ErrorKind::Integrity
                | ErrorKind::Statement,
            )
            | None => return false,
        };
        let Some(fewer) = left.checked_sub(1) else { return false };
        *left = fewer;
        tokio::time::sleep(pause(self.tries, context.entropy.next())).await;
        self.tries += 1;
        true
    }
}

/// Between half and one and a half times what the number of tries gives.
fn pause(tries: u32, random: u64) -> Duration {
    let usual = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(tries)).min(LONGEST_PAUSE);
    let percent = u32::try_from(50 + random % 101).unwrap_or(100);
    usual * percent / 100
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_limit_and_differ() {
        assert_eq!(pause(0, 50), FIRST_PAUSE);
        assert_eq!(pause(3, 50), FIRST_PAUSE * 8);
        assert_eq!(pause(40, 50), LONGEST_PAUSE);
        assert_eq!((pause(0, 0), pause(0, 100)), (FIRST_PAUSE / 2, FIRST_PAUSE * 3 / 2));
    }
}
