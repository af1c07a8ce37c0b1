//! The one lock under which a database is changed: a named lock of the main session.
//!
//! It outlives the implicit commits of DDL. On the main session, because a server keeps working on the statement of a client that is gone: the
//! lock goes with the statement then, not before.

use super::connection::Connection;
use crate::driver::{DriverError, ErrorKind};
use crate::model::Value;
use std::time::Duration;

/// Names of locks are one set for the whole server, and at most 64 characters.
const NAME: &str = "concat('dbx_migrate_', sha1(database()))";

/// False where somebody else holds it until the time is over.
pub(super) async fn take(connection: &mut Connection, wait: Duration) -> Result<bool, DriverError> {
    // A negative timeout is refused by MariaDB with NULL and means forever on MySQL; this one never is.
    let rows = connection.query(&format!("SELECT get_lock({NAME}, {:.3})", wait.as_secs_f64()), &[]).await?;
    match rows.rows.first().and_then(|row| row.first()).and_then(Value::as_i64) {
        Some(1) => Ok(true),
        Some(_) => Ok(false),
        None => Err(DriverError::new(ErrorKind::Statement, "the server gave no answer to GET_LOCK")),
    }
}

pub(super) async fn release(connection: &mut Connection) -> Result<(), DriverError> {
    connection.run(&format!("DO release_lock({NAME})")).await
}

pub(super) async fn is_held(connection: &mut Connection) -> Result<bool, DriverError> {
    let rows = connection.query(&format!("SELECT is_used_lock({NAME}) = connection_id()"), &[]).await?;
    Ok(rows.rows.first().and_then(|row| row.first()).and_then(Value::as_i64) == Some(1))
}

/// The connection that has the lock, with what it runs: the statement of a dbx that was killed runs on under its lock.
pub(super) async fn holder(connection: &mut Connection) -> Result<Option<String>, DriverError> {
    let sql = format!(
        "SELECT concat('connection ', p.id, ' (', p.user, '), for ', p.time, ' s at: ', left(coalesce(p.info, lower(p.command)), 160)) \
         FROM information_schema.processlist p WHERE p.id = is_used_lock({NAME})"
    );
    let rows = connection.query(&sql, &[]).await?;
    Ok(rows.rows.first().and_then(|row| row.first()?.as_str().map(str::to_owned)))
}
