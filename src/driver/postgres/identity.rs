//! Which database this is, and which session with it.

use super::connection::Connection;
use crate::driver::{DriverError, ErrorKind};
use crate::model::{Rows, Value};

/// The cluster's identifier, made by initdb, and the database's number in it. A physical copy keeps both.
pub(super) async fn of_database(connection: &mut Connection) -> Result<String, DriverError> {
    let database =
        text(&connection.query("SELECT oid FROM pg_database WHERE datname = current_database()", &[]).await?);
    let cluster = match connection.query("SELECT system_identifier::text FROM pg_control_system()", &[]).await {
        Ok(rows) => text(&rows),
        // Some providers keep the function to themselves.
        Err(error) if error.kind == ErrorKind::Permission => "unknown".to_owned(),
        Err(error) => return Err(error),
    };
    Ok(format!("{cluster}/{database}"))
}

/// Process id and start: process ids are used again.
pub(super) async fn of_session(connection: &mut Connection) -> Result<String, DriverError> {
    let sql =
        "SELECT pid || '@' || extract(epoch FROM backend_start) FROM pg_stat_activity WHERE pid = pg_backend_pid()";
    connection.query(sql, &[]).await.map(|rows| text(&rows))
}

fn text(rows: &Rows) -> String {
    match rows.rows.first().and_then(|row| row.first()) {
        Some(Value::Text(text) | Value::Number(text)) => text.clone(),
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Null | Value::Boolean(_) | Value::Bytes(_)) | None => String::new(),
    }
}
