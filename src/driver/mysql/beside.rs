//! A database beside the connection's own, to try things in.

use super::connection::Connection;
use crate::driver::{DriverError, ErrorKind};
use crate::model::{Name, Value};

/// Makes it with the character set and collation of the connection's own database.
pub(super) async fn create(connection: &mut Connection, name: &Name) -> Result<(), DriverError> {
    let rows = connection.query("SELECT @@character_set_database, @@collation_database", &[]).await?;
    let [charset, collation] = rows.rows.first().map_or(&[][..], Vec::as_slice) else {
        return Err(DriverError::new(ErrorKind::Statement, "the server says nothing of its database"));
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (charset, collation) = (text(charset), text(collation));
    connection.run(&format!("CREATE DATABASE {} CHARACTER SET {charset} COLLATE {collation}", quoted(name))).await
}

/// Whoever is connected to it is left without a database.
pub(super) async fn drop(connection: &mut Connection, name: &Name) -> Result<(), DriverError> {
    connection.run(&format!("DROP DATABASE IF EXISTS {}", quoted(name))).await
}

fn quoted(name: &Name) -> String {
    format!("`{}`", name.as_str().replace('`', "``"))
}
