//! Errors of the server and of the way to it.

use crate::driver::{DriverError, ErrorKind};
use sqlx::mysql::MySqlDatabaseError;

/// Keeps the server's number and message; nothing of the address gets in.
pub(super) fn driver_error(error: sqlx::Error) -> DriverError {
    match error {
        sqlx::Error::Database(error) => match error.try_downcast::<MySqlDatabaseError>() {
            Ok(error) => from_server(&error),
            Err(error) => DriverError::new(ErrorKind::Statement, error.message()),
        },
        sqlx::Error::Io(error) => DriverError::new(ErrorKind::Connection, error.to_string()),
        sqlx::Error::Tls(error) => DriverError::new(ErrorKind::Connection, format!("no encrypted connection: {error}")),
        sqlx::Error::Configuration(_) => {
            DriverError::new(ErrorKind::Connection, "the address of the database cannot be used")
        }
        sqlx::Error::Protocol(message) => DriverError::new(ErrorKind::Connection, message),
        other => DriverError::new(ErrorKind::Statement, other.to_string()),
    }
}

fn from_server(error: &MySqlDatabaseError) -> DriverError {
    let number = error.number();
    let message = format!("{}{}", error.message(), remark(number));
    DriverError { code: Some(number.to_string()), ..DriverError::new(kind(number), message) }
}

/// What the server's own message does not say.
fn remark(number: u16) -> &'static str {
    match number {
        // MariaDB keeps columns that went by ALGORITHM=INSTANT in every row, and after some dozens there is no room for another one.
        1118 => {
            "; columns that were dropped in an instant still take room until `ALTER TABLE … FORCE` makes the table anew"
        }
        _ => "",
    }
}

/// By error number, since one SQLSTATE covers many: "Server Error Message Reference" of MySQL, "MariaDB Error Codes".
/// Numbers below 1900 mean the same in both.
pub(super) fn kind(number: u16) -> ErrorKind {
    match number {
        // Too many connections, access denied, unknown database, shutdown, broken packets, killed.
        1040 | 1043 | 1045 | 1049 | 1053 | 1129 | 1130 | 1152..=1161 | 1203 | 1226 | 1698 | 1927 => {
            ErrorKind::Connection
        }
        1044 | 1142 | 1143 | 1227 | 1370 | 1410 | 1419 => ErrorKind::Permission,
        // --read-only, a read-only transaction, innodb_read_only.
        1290 | 1792 | 1836 | 1874 => ErrorKind::ReadOnly,
        // Lock wait timeout, NOWAIT.
        1205 | 3572 => ErrorKind::LockTimeout,
        1213 => ErrorKind::Deadlock,
        // Under LOCK TABLES: locked for reading, not locked (also under another alias), not to be done.
        1099 | 1100 | 1192 => ErrorKind::NotLocked,
        1051 | 1054 | 1146 => ErrorKind::NotFound,
        // Interrupted; max_statement_time (MariaDB); max_execution_time (MySQL).
        1317 | 1969 | 3024 => ErrorKind::StatementTimeout,
        // Out of disk, memory or room in a table.
        1021 | 1037 | 1038 | 1041 | 1114 => ErrorKind::Resources,
        _ => ErrorKind::Statement,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_decide() {
        for (number, expected) in [
            (1205, ErrorKind::LockTimeout),
            (1213, ErrorKind::Deadlock),
            (1045, ErrorKind::Connection),
            (1142, ErrorKind::Permission),
            (1146, ErrorKind::NotFound),
            (1969, ErrorKind::StatementTimeout),
            (1064, ErrorKind::Statement),
        ] {
            assert_eq!(kind(number), expected, "{number}");
        }
    }
}
