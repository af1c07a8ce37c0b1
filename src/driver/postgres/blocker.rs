//! Sessions that a session waits for, and sessions that should be over.

use super::connection::Connection;
use crate::driver::blocker::QUERY_SHOWN;
use crate::driver::{Blocker, Cancel, DriverError, ErrorKind};
use crate::model::Value;
use async_trait::async_trait;
use sqlx::postgres::PgConnectOptions;
use std::time::{Duration, Instant};

/// Those in the way of the session with this process id, by whatever kind of lock.
pub(super) async fn of(connection: &mut Connection, process: i64) -> Result<Vec<Blocker>, DriverError> {
    let sql = format!(
        "SELECT a.pid::text, concat_ws(', ', a.usename, nullif(a.application_name, '')), \
         date_trunc('second', coalesce(a.xact_start, a.query_start))::text, left(a.query, {QUERY_SHOWN}) \
         FROM unnest(pg_blocking_pids($1::int)) AS b(pid) JOIN pg_stat_activity a USING (pid) ORDER BY a.xact_start"
    );
    let rows = connection.query(&sql, &[Value::Integer(process)]).await?;
    Ok(rows.rows.iter().map(Blocker::of_row).collect())
}

/// Ends a session, and waits until the server has rolled its work back. `session` is as [`super::identity::of_session`] writes it.
pub(super) async fn outlive(connection: &mut Connection, session: &str, wait: Duration) -> Result<bool, DriverError> {
    const PAUSE: Duration = Duration::from_millis(50);
    const FIND: &str = "FROM pg_stat_activity WHERE pid || '@' || extract(epoch FROM backend_start) = $1";
    let session = [Value::Text(session.to_owned())];
    let started = Instant::now();
    loop {
        match connection.query(&format!("SELECT pg_terminate_backend(pid) {FIND}"), &session).await {
            Ok(rows) if rows.rows.is_empty() => return Ok(true),
            Ok(_) => {}
            // Not ours to end: it can still be waited for.
            Err(error) if error.kind == ErrorKind::Permission => {
                if connection.query(&format!("SELECT 1 {FIND}"), &session).await?.rows.is_empty() {
                    return Ok(true);
                }
            }
            Err(error) => return Err(error),
        }
        if started.elapsed() >= wait {
            return Ok(false);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Stops what one session runs, over a session of its own.
pub(super) struct BackendCancel {
    /// Holds the password, and is never printed.
    pub options: PgConnectOptions,
    pub process: i64,
}

#[async_trait]
impl Cancel for BackendCancel {
    async fn cancel(&self) -> Result<(), DriverError> {
        let mut connection = Connection::with(self.options.clone()).await?;
        connection.run(&format!("SELECT pg_cancel_backend({})", self.process)).await?;
        connection.close().await
    }
}
