//! A session by another client library, which speaks `LOAD DATA LOCAL`.
//!
//! It does not encrypt. So there is one only where nothing leaves the machine: over a socket, or to a loopback address, and where the
//! address does not ask for encryption. Everywhere else rows go as INSERT statements through the usual session.

use super::connection::{Connection, READING_PATIENCE};
use super::error::kind;
use super::parameter::{Positional, positional};
use crate::driver::{DatabaseUrl, DriverError, ErrorKind, LockTimeout};
use crate::model::Value;
use bytes::Bytes;
use mysql_async::prelude::Queryable as _;
use mysql_async::{Conn, OptsBuilder};
use std::net::IpAddr;
use tokio::sync::mpsc;

pub(super) struct Direct {
    connection: Conn,
}

/// Ways to a server on this machine.
struct Address {
    host: String,
    port: u16,
    socket: Option<String>,
    user: String,
    password: Option<String>,
    database: String,
}

/// What `ssl-mode` may be for rows to go unencrypted.
const UNENCRYPTED: [&str; 2] = ["disabled", "preferred"];

impl Address {
    /// `None` where the way is longer than this machine, or wants to be encrypted.
    fn local(url: &DatabaseUrl) -> Option<Self> {
        let parsed = url::Url::parse(url.secret()).ok()?;
        let option = |names: [&str; 2]| {
            let found = parsed.query_pairs().find(|(name, _)| names.contains(&name.as_ref()));
            found.map(|(_, value)| value.into_owned())
        };
        let mode = option(["ssl-mode", "sslmode"]).unwrap_or_else(|| "preferred".to_owned());
        if !UNENCRYPTED.contains(&mode.to_ascii_lowercase().as_str()) {
            return None;
        }
        let socket = option(["socket", "socket"]);
        let host = parsed.host_str().unwrap_or("localhost").trim_matches(['[', ']']).to_owned();
        let is_loopback = host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback());
        if socket.is_none() && !is_loopback {
            return None;
        }
        Some(Self {
            host,
            port: parsed.port().unwrap_or(3306),
            socket,
            user: decoded(parsed.username())?,
            password: match parsed.password() {
                Some(password) => Some(decoded(password)?),
                None => None,
            },
            database: decoded(parsed.path().trim_start_matches('/'))?,
        })
    }

    fn options(self) -> OptsBuilder {
        OptsBuilder::default()
            .ip_or_hostname(self.host)
            .tcp_port(self.port)
            .prefer_socket(false)
            .socket(self.socket)
            .user(Some(self.user))
            .pass(self.password)
            .db_name(Some(self.database))
    }
}

/// A part of an address without its percent signs.
fn decoded(text: &str) -> Option<String> {
    let pair = format!("a={}", text.replace('+', "%2B"));
    url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned())
}

impl Direct {
    /// `None` where the server is not on this machine, does not take files of its clients, or does not let this library in: rows then go
    /// another way.
    pub async fn open(url: &DatabaseUrl, usual: &mut Connection) -> Option<Self> {
        let address = Address::local(url)?;
        let rows = usual.query("SELECT @@global.local_infile, @@session.sql_mode", &[]).await.ok()?;
        let row = rows.rows.first()?;
        if row.first()?.as_i64() != Some(1) {
            return None;
        }
        let mode = row.get(1)?.as_str()?.to_owned();
        let mut direct = Self { connection: Conn::new(address.options()).await.ok()? };
        let LockTimeout(patience) = READING_PATIENCE;
        let seconds = patience.as_secs();
        // What the usual session has: text as utf8mb4, times in UTC, its SQL mode and its patience.
        for statement in [
            "SET NAMES utf8mb4".to_owned(),
            format!("SET SESSION time_zone = '+00:00', sql_mode = '{mode}'"),
            format!("SET SESSION lock_wait_timeout = {seconds}, innodb_lock_wait_timeout = {seconds}"),
        ] {
            direct.run(&statement).await.ok()?;
        }
        Some(direct)
    }

    pub async fn run(&mut self, statement: &str) -> Result<(), DriverError> {
        self.connection.query_drop(statement).await.map_err(|error| driver_error(error).in_statement(statement))
    }

    pub async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, DriverError> {
        let Positional { sql: text, order } = positional(sql);
        let given = |number: &usize| number.checked_sub(1).and_then(|at| parameters.get(at)).map(parameter);
        let values: Vec<mysql_async::Value> = order.iter().filter_map(given).collect();
        let done = if values.is_empty() {
            self.connection.query_drop(text).await
        } else {
            self.connection.exec_drop(text, values).await
        };
        done.map_err(|error| driver_error(error).in_statement(sql))?;
        Ok(self.connection.affected_rows())
    }

    /// Runs a `LOAD DATA LOCAL` statement with the bytes that come over the channel, and says how many rows were taken.
    ///
    /// # Errors
    ///
    /// Also what the server only warns of: it leaves out rows of a local file that do not fit, and bends values.
    pub async fn load(&mut self, statement: &str, bytes: mpsc::Receiver<Bytes>) -> Result<u64, DriverError> {
        let stream = futures_util::stream::unfold(bytes, |mut bytes| async move {
            let next = bytes.recv().await?;
            Some((Ok(next), bytes))
        });
        self.connection.set_infile_handler(async move { Ok(Box::pin(stream) as mysql_async::InfileData) });
        self.run(statement).await?;
        let rows = self.connection.affected_rows();
        if self.connection.get_warnings() == 0 {
            return Ok(rows);
        }
        let warning: Option<(String, u16, String)> =
            self.connection.query_first("SHOW WARNINGS LIMIT 1").await.map_err(driver_error)?;
        let (_, number, message) = warning.unwrap_or_default();
        Err(DriverError { code: Some(number.to_string()), ..DriverError::new(ErrorKind::Statement, message) })
    }
}

fn parameter(value: &Value) -> mysql_async::Value {
    match value {
        Value::Null => mysql_async::Value::NULL,
        Value::Boolean(value) => (*value).into(),
        Value::Integer(value) => (*value).into(),
        Value::Number(text) | Value::Text(text) | Value::Bytes(text) => text.as_str().into(),
    }
}

/// Keeps the server's number and message; nothing of the address gets in.
fn driver_error(error: mysql_async::Error) -> DriverError {
    match error {
        mysql_async::Error::Server(error) => {
            DriverError { code: Some(error.code.to_string()), ..DriverError::new(kind(error.code), error.message) }
        }
        mysql_async::Error::Io(error) => DriverError::new(ErrorKind::Connection, error.to_string()),
        mysql_async::Error::Driver(error) => DriverError::new(ErrorKind::Connection, error.to_string()),
        other @ (mysql_async::Error::Other(_) | mysql_async::Error::Url(_)) => {
            DriverError::new(ErrorKind::Statement, other.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> Option<Address> {
        Address::local(&DatabaseUrl::parse(text).expect("an address"))
    }

    #[test]
    fn nothing_leaves_the_machine_unencrypted() {
        for text in [
            "mysql://me:a%40b@localhost/shop",
            "mysql://me@127.0.0.1:3307/shop?ssl-mode=DISABLED",
            "mariadb://me@[::1]/shop",
            "mysql://me@db.example.com/shop?socket=/run/mysqld.sock",
        ] {
            assert!(local(text).is_some(), "{text}");
        }
        for text in ["mysql://me@db.example.com/shop", "mysql://me@localhost/shop?ssl-mode=REQUIRED"] {
            assert!(local(text).is_none(), "{text}");
        }
        assert_eq!(local("mysql://me:a%40+b@localhost/shop").and_then(|it| it.password).as_deref(), Some("a@+b"));
    }
}
