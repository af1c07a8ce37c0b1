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

/// The number of the connection: the same one is given out again after a restart of the server only.
pub(super) async fn of_session(connection: &mut Connection) -> Result<String, DriverError> {
    connection.query("SELECT cast(connection_id() AS char)", &[]).await.map(|rows| text(&rows))
}

fn text(rows: &Rows) -> String {
    rows.rows.first().and_then(|row| row.first()).and_then(Value::as_str).unwrap_or_default().to_owned()
}
