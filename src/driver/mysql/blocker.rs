//! Sessions that may be in the way of a statement, and sessions that should be over.

use super::connection::Connection;
use super::identity;
use crate::driver::blocker::QUERY_SHOWN;
use crate::driver::{Blocker, Cancel, DriverError};
use crate::model::Value;
use async_trait::async_trait;
use sqlx::mysql::MySqlConnectOptions;
use std::time::{Duration, Instant};

/// Sessions with an open transaction, or with a statement that runs in this database. Who holds which metadata lock a server tells only with a
/// plug-in; an open transaction holds those of all tables it has read.
pub(super) async fn candidates(connection: &mut Connection) -> Result<Vec<Blocker>, DriverError> {
    let sql = format!(
        "SELECT cast(p.id AS char), p.user, cast(coalesce(t.trx_started, date_sub(now(), INTERVAL p.time SECOND)) AS char), \
         left(coalesce(p.info, t.trx_query, concat('(', lower(p.command), ')')), {QUERY_SHOWN}) \
         FROM information_schema.processlist p LEFT JOIN information_schema.innodb_trx t ON t.trx_mysql_thread_id = p.id \
         WHERE p.id <> connection_id() AND (t.trx_id IS NOT NULL OR (p.command = 'Query' AND p.db = database())) \
         ORDER BY 3, p.id LIMIT 10"
    );
    let rows = connection.query(&sql, &[]).await?;
    Ok(rows.rows.iter().map(Blocker::of_row).collect())
}

/// Waits for a connection to be over. `session` is as [`identity::of_session`] writes it.
pub(super) async fn outlive(connection: &mut Connection, session: &str, wait: Duration) -> Result<bool, DriverError> {
    const PAUSE: Duration = Duration::from_millis(50);
    /// Both times are whole seconds.
    const ROUNDING: u64 = 2;
    let Some((number, start)) = session.split_once('@') else { return Ok(true) };
    let now = identity::server_start(connection).await?;
    if start.parse().is_ok_and(|start: i64| now.abs_diff(start) > ROUNDING) {
        return Ok(true);
    }
    let sql = "SELECT 1 FROM information_schema.processlist WHERE cast(id AS char) = $1";
    let started = Instant::now();
    while !connection.query(sql, &[Value::Text(number.to_owned())]).await?.rows.is_empty() {
        if started.elapsed() >= wait {
            return Ok(false);
        }
        tokio::time::sleep(PAUSE).await;
    }
    Ok(true)
}

/// Stops what one connection runs, over a connection of its own.
pub(super) struct QueryCancel {
    /// Holds the password, and is never printed.
    pub options: MySqlConnectOptions,
    pub connection: String,
}

#[async_trait]
impl Cancel for QueryCancel {
    async fn cancel(&self) -> Result<(), DriverError> {
        let mut connection = Connection::with(self.options.clone()).await?;
        connection.run(&format!("KILL QUERY {}", self.connection)).await?;
        connection.close().await
    }
}
