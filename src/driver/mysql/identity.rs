//! Which database this is, and which session with it.

use super::connection::Connection;
use crate::dialect::Flavor;
use crate::driver::DriverError;
use crate::model::{Rows, Value};

/// MySQL servers have an identifier of their own; a MariaDB server is told by its machine, port and folder.
pub(super) async fn of_database(connection: &mut Connection) -> Result<String, DriverError> {
    let sql = match connection.version().flavor {
        Flavor::Mysql => "SELECT concat(@@server_uuid, '/', database())",
        Flavor::Mariadb => "SELECT concat(@@hostname, ':', @@port, @@datadir, database())",
    };
    connection.query(sql, &[]).await.map(|rows| text(&rows))
}

/// The number of the connection.
pub(super) async fn of_connection(connection: &mut Connection) -> Result<String, DriverError> {
    connection.query("SELECT cast(connection_id() AS char)", &[]).await.map(|rows| text(&rows))
}

/// The number of the connection, and when the server was started: it gives out the same numbers again after that.
pub(super) async fn of_session(connection: &mut Connection) -> Result<String, DriverError> {
    let (number, start) = (of_connection(connection).await?, server_start(connection).await?);
    Ok(format!("{number}@{start}"))
}

/// Seconds since 1970.
pub(super) async fn server_start(connection: &mut Connection) -> Result<i64, DriverError> {
    let number = |rows: Rows, at: usize| rows.rows.first().and_then(|row| row.get(at)?.as_i64()).unwrap_or_default();
    let now = number(connection.query("SELECT unix_timestamp()", &[]).await?, 0);
    let uptime = number(connection.query("SHOW GLOBAL STATUS LIKE 'Uptime'", &[]).await?, 1);
    Ok(now - uptime)
}

fn text(rows: &Rows) -> String {
    rows.rows.first().and_then(|row| row.first()).and_then(Value::as_str).unwrap_or_default().to_owned()
}
