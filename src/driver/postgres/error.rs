//! Errors of the server and of the way to it.

use crate::driver::{DriverError, ErrorKind};
use sqlx::postgres::{PgDatabaseError, PgErrorPosition};

/// Keeps the server's code, message and position; nothing of the address gets in.
pub(super) fn driver_error(error: sqlx::Error) -> DriverError {
    match error {
        sqlx::Error::Database(error) => match error.try_downcast::<PgDatabaseError>() {
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

fn from_server(error: &PgDatabaseError) -> DriverError {
    let position = match error.position() {
        Some(PgErrorPosition::Original(position)) => u32::try_from(position).ok(),
        Some(PgErrorPosition::Internal { .. }) | None => None,
    };
    let detail: Vec<&str> = [error.detail(), error.hint()].into_iter().flatten().collect();
    DriverError {
        kind: kind(error.code()),
        code: Some(error.code().to_owned()),
        message: error.message().to_owned(),
        detail: (!detail.is_empty()).then(|| detail.join("; ")),
        position,
        statement: None,
        blockers: None,
    }
}

/// By SQLSTATE: "PostgreSQL Error Codes" in the manual.
fn kind(code: &str) -> ErrorKind {
    match code {
        "25006" => ErrorKind::ReadOnly,
        // protocol_violation: a statement with parameters that were not given. The session goes on.
        "08P01" => ErrorKind::Statement,
        "42501" => ErrorKind::Permission,
        "55P03" => ErrorKind::LockTimeout,
        "40P01" => ErrorKind::Deadlock,
        "57014" => ErrorKind::StatementTimeout,
        "42P01" | "42703" => ErrorKind::NotFound,
        "57P01" | "57P02" | "57P03" | "57P05" | "25P03" | "3D000" => ErrorKind::Connection,
        _ if code.starts_with("08") || code.starts_with("28") => ErrorKind::Connection,
        _ if code.starts_with("53") => ErrorKind::Resources,
        _ => ErrorKind::Statement,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_decide() {
        for (code, expected) in [
            ("55P03", ErrorKind::LockTimeout),
            ("40P01", ErrorKind::Deadlock),
            ("08006", ErrorKind::Connection),
            ("08P01", ErrorKind::Statement),
            ("28P01", ErrorKind::Connection),
            ("53100", ErrorKind::Resources),
            ("23505", ErrorKind::Statement),
        ] {
            assert_eq!(kind(code), expected, "{code}");
        }
    }
}
