//! The one lock under which a database is changed: an advisory lock on a session of its own, so that it outlives the transactions of the
//! migration and nothing waits in line for it on the main session.

use super::blocker;
use super::connection::Connection;
use crate::driver::{Blocker, DriverError, ErrorKind};
use crate::model::Value;
use std::pin::pin;
use std::time::{Duration, Instant};

/// Any number will do, as long as it stays the same: `dbx` in ASCII, and what it guards.
const KEY: i64 = 0x0064_6278_6D69_6772;

const PAUSE: Duration = Duration::from_millis(100);

/// How long a statement runs before it is asked who it waits for: less than the server's own look for deadlocks (1 s).
const SUSPICION: Duration = Duration::from_millis(250);

pub(super) struct AdvisoryLock {
    session: Connection,
    /// Process id of the session whose statements run under the lock.
    guarded: i64,
}

impl AdvisoryLock {
    /// `None` where somebody else still holds it when the time is over.
    pub(super) async fn take(
        mut session: Connection,
        guarded: i64,
        wait: Duration,
    ) -> Result<Option<Self>, DriverError> {
        // The session does nothing while the lock is held.
        session.run("SET idle_session_timeout = 0").await?;
        let started = Instant::now();
        loop {
            let rows = session.query("SELECT pg_try_advisory_lock($1::bigint)", &[Value::Integer(KEY)]).await?;
            if rows.rows == [vec![Value::Boolean(true)]] {
                return Ok(Some(Self { session, guarded }));
            }
            let left = wait.saturating_sub(started.elapsed());
            if left.is_zero() {
                session.close().await?;
                return Ok(None);
            }
            tokio::time::sleep(left.min(PAUSE)).await;
        }
    }

    /// False where the server ended the session, and so gave the lock away.
    pub(super) async fn is_held(&mut self) -> Result<bool, DriverError> {
        let sql = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted";
        match self.session.query(sql, &[]).await {
            Ok(rows) => Ok(!rows.rows.is_empty()),
            Err(error) if error.kind == ErrorKind::Connection => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Runs work of the main session, and adds to an error about locks who stood in the way.
    pub(super) async fn watch<T>(
        &mut self,
        work: impl Future<Output = Result<T, DriverError>> + Send,
    ) -> Result<T, DriverError> {
        let mut work = pin!(work);
        let blockers = tokio::select! {
            biased;
            result = &mut work => return result,
            blockers = self.blockers() => blockers,
        };
        work.await.map_err(|error| error.blocked_by(blockers))
    }

    /// Waits until the main session waits for somebody. The one who asks takes no locks, and so is in nobody's way.
    async fn blockers(&mut self) -> Vec<Blocker> {
        loop {
            tokio::time::sleep(SUSPICION).await;
            match blocker::of(&mut self.session, self.guarded).await {
                Ok(blockers) if blockers.is_empty() => {}
                Ok(blockers) => return blockers,
                // Without its session the lock is lost; whoever asks for the lock next learns it.
                Err(_) => std::future::pending().await,
            }
        }
    }

    /// The server lets go of the lock when the session ends.
    pub(super) async fn release(mut self) -> Result<(), DriverError> {
        self.session.run("SELECT pg_advisory_unlock_all()").await?;
        self.session.close().await
    }
}

/// The session that has the lock in this database.
pub(super) async fn holder(session: &mut Connection) -> Result<Option<String>, DriverError> {
    // A key of 64 bits stands in two columns.
    let (high, low) = (KEY >> 32, KEY & 0xffff_ffff);
    let sql = format!(
        "SELECT a.pid || ' (' || concat_ws(', ', a.usename, nullif(a.application_name, ''), a.client_addr::text) || '), connected since ' \
         || date_trunc('second', a.backend_start) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory' \
         AND l.classid = {high} AND l.objid = {low} AND l.objsubid = 1 AND l.granted \
         AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    );
    let rows = session.query(&sql, &[]).await?;
    Ok(rows.rows.first().and_then(|row| row.first()?.as_str().map(|who| format!("session {who}"))))
}
