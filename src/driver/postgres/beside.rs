//! Databases made beside the one that is connected, on the same server.

use super::connection::Connection;
use crate::dialect::Dialect;
use crate::driver::DriverError;
use crate::model::{Name, Value};

/// An empty database, whatever the server's own template holds, in which texts mean and sort as they do here.
pub(super) async fn create(connection: &mut Connection, dialect: &dyn Dialect, name: &Name) -> Result<(), DriverError> {
    let sql = "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database WHERE datname = current_database()";
    let rows = connection.query(sql, &[]).await?;
    let setting = |at: usize| {
        let text = rows.rows.first().and_then(|row| row.get(at)).and_then(Value::as_str).unwrap_or_default();
        format!("'{}'", text.replace('\'', "''"))
    };
    let statement = format!(
        "CREATE DATABASE {} TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {}",
        dialect.quote(name),
        setting(0),
        setting(1),
        setting(2)
    );
    connection.run(&statement).await
}

pub(super) async fn drop(connection: &mut Connection, dialect: &dyn Dialect, name: &Name) -> Result<(), DriverError> {
    connection.run(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", dialect.quote(name))).await
}
