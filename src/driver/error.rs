//! The one error of all drivers. It keeps the server's own code, message and position.

use super::Blocker;
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
    pub position: Option<u32>,
    pub statement: Option<String>,
    /// Who stood in the way, where a lock was not to be had. Not part of the message: it may quote what others run. Boxed, since an error is
    /// handed through everywhere and hardly ever has any.
    pub blockers: Option<Box<Vec<Blocker>>>,
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
    /// Two sessions waited for each other, and the server ended this one's wait.
    Deadlock,
    /// A table or column is not there.
    NotFound,
    /// The statement ran out of time.
    StatementTimeout,
    /// The disk, or another resource, is full.
    Resources,
    /// The statement names what the session's own table locks do not cover, or what cannot be done under them: it has had no effect.
    NotLocked,
    /// dbx found rows missing, or foreign keys broken, before a commit.
    Integrity,
    /// Anything else the server refused.
    Statement,
}

impl DriverError {
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            code: None,
            message: message.into(),
            detail: None,
            position: None,
            statement: None,
            blockers: None,
        }
    }

    /// Whether the same work may succeed a little later.
    pub fn is_about_locks(&self) -> bool {
        matches!(self.kind, ErrorKind::LockTimeout | ErrorKind::Deadlock)
    }

    /// Names who stood in the way, in an error about locks.
    pub fn blocked_by(mut self, blockers: Vec<Blocker>) -> Self {
        if self.is_about_locks() {
            self.blockers = Some(Box::new(blockers));
        }
        self
    }

    /// Who stood in the way, as far as the server told.
    pub fn blockers(&self) -> &[Blocker] {
        self.blockers.as_deref().map_or(&[], Vec::as_slice)
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
