//! The one error of all drivers. It keeps the server's own code, message and position.

use std::fmt;

/// What went wrong with a connection or a statement.
#[derive(Debug)]
pub struct DriverError {
    pub kind: ErrorKind,
    /// The server's code: an SQLSTATE, or SQLite's extended result code.
    pub code: Option<String>,
    /// The server's message, without secrets.
    pub message: String,
    /// Detail and hint, where the server gave any.
    pub detail: Option<String>,
    /// Character offset in the statement, from 1.
    pub position: Option<usize>,
    pub statement: Option<String>,
}

/// What callers tell apart; decided by the server's code, never by its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The server cannot be reached, or the session is gone.
    Connection,
    /// The user may not do it.
    Permission,
    /// The database takes no writes.
    ReadOnly,
    /// A lock was not to be had in time.
    LockTimeout,
    /// A table or column is not there.
    NotFound,
    /// The statement ran out of time.
    StatementTimeout,
    /// The disk, or another resource, is full.
    Resources,
    /// dbx found rows missing, or foreign keys broken, before a commit.
    Integrity,
    /// Anything else the server refused.
    Statement,
}

impl DriverError {
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, code: None, message: message.into(), detail: None, position: None, statement: None }
    }

    pub fn in_statement(mut self, statement: &str) -> Self {
        self.statement.get_or_insert_with(|| statement.to_owned());
        self
    }
}

impl fmt::Display for DriverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(code) = &self.code {
            write!(f, " ({code})")?;
        }
        if let Some(detail) = &self.detail {
            write!(f, ": {detail}")?;
        }
        Ok(())
    }
}

impl std::error::Error for DriverError {}
