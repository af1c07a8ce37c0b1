//! The one lock under which a database is changed: an advisory lock on a session of its own, so that it outlives the transactions of the
//! migration and nothing waits in line for it on the main session.

use super::connection::Connection;
use crate::driver::DriverError;
use crate::model::Value;
use std::time::{Duration, Instant};

/// Any number will do, as long as it stays the same: `dbx` in ASCII, and what it guards.
const KEY: i64 = 0x0064_6278_6D69_6772;

const PAUSE: Duration = Duration::from_millis(100);

pub(super) struct AdvisoryLock {
    session: Connection,
}

impl AdvisoryLock {
    /// `None` where somebody else still holds it when the time is over.
    pub(super) async fn take(mut session: Connection, wait: Duration) -> Result<Option<Self>, DriverError> {
        // The session does nothing while the lock is held.
        session.run("SET idle_session_timeout = 0").await?;
        let started = Instant::now();
        loop {
            let rows = session.query("SELECT pg_try_advisory_lock($1::bigint)", &[Value::Integer(KEY)]).await?;
            if rows.rows == [vec![Value::Boolean(true)]] {
                return Ok(Some(Self { session }));
            }
            let left = wait.saturating_sub(started.elapsed());
            if left.is_zero() {
                session.close().await?;
                return Ok(None);
            }
            tokio::time::sleep(left.min(PAUSE)).await;
        }
    }

    /// The server lets go of the lock when the session ends.
    pub(super) async fn release(mut self) -> Result<(), DriverError> {
        self.session.run("SELECT pg_advisory_unlock_all()").await?;
        self.session.close().await
    }
}
