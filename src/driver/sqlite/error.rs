//! Errors of SQLite, told apart by its result codes ("Result and Error Codes").

use crate::driver::{DriverError, ErrorKind};

const ERROR: i32 = 1;
const PERM: i32 = 3;
const BUSY: i32 = 5;
const LOCKED: i32 = 6;
const NOMEM: i32 = 7;
const READONLY: i32 = 8;
const INTERRUPT: i32 = 9;
const IOERR: i32 = 10;
const CORRUPT: i32 = 11;
const FULL: i32 = 13;
const CANTOPEN: i32 = 14;
const AUTH: i32 = 23;
const NOTADB: i32 = 26;

/// The error in the terms of all drivers.
pub(super) fn driver_error(error: sqlx::Error) -> DriverError {
    let sqlx::Error::Database(error) = error else {
        return DriverError::new(ErrorKind::Connection, error.to_string());
    };
    let code = error.code().map(|code| code.into_owned());
    let kind = kind_of(primary_code(code.as_deref()));
    DriverError { code, ..DriverError::new(kind, error.message()) }
}

/// `code` is a primary result code.
pub(super) fn kind_of(code: i32) -> ErrorKind {
    match code {
        BUSY | LOCKED => ErrorKind::LockTimeout,
        READONLY => ErrorKind::ReadOnly,
        PERM | AUTH => ErrorKind::Permission,
        INTERRUPT => ErrorKind::StatementTimeout,
        FULL | NOMEM => ErrorKind::Resources,
        CANTOPEN | NOTADB | IOERR | CORRUPT => ErrorKind::Connection,
        _ => ErrorKind::Statement,
    }
}

/// The low byte of an extended code.
fn primary_code(code: Option<&str>) -> i32 {
    code.and_then(|code| code.parse::<i32>().ok()).map_or(ERROR, |code| code & 0xff)
}

/// Whether the error is about the statement itself: SQLite's plain SQLITE_ERROR.
pub(super) fn is_plain(error: &DriverError) -> bool {
    primary_code(error.code.as_deref()) == ERROR
}
