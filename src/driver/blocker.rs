//! Who stands in the way of a statement, and how one is stopped from elsewhere.

use super::DriverError;
use crate::model::{Row, Value};
use async_trait::async_trait;
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt;

/// A session that holds, or may hold, what a statement waited for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Blocker {
    /// The session in the server's own terms: a process id, a connection.
    pub session: String,
    /// The user, and the program where the server knows it.
    pub who: String,
    /// When its transaction began, or its statement where there is none, as the server says it.
    pub since: String,
    /// The start of what it runs, or ran last.
    pub query: String,
}

impl Blocker {
    /// From a row of four texts, in the order of the fields.
    pub(super) fn of_row(row: &Row) -> Self {
        let text = |at: usize| row.get(at).and_then(Value::as_str).unwrap_or_default().to_owned();
        Self { session: text(0), who: text(1), since: text(2), query: text(3) }
    }
}

/// Texts of other sessions are cut here.
pub(super) const QUERY_SHOWN: usize = 160;

impl fmt::Display for Blocker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { session, who, since, query } = self;
        write!(f, "session {session} ({who}), since {since}: {query}")
    }
}

/// A handle that outlives the borrow of a running statement.
#[async_trait]
pub trait Cancel: Send + Sync {
    /// Asks the server to stop what the session runs now. Where it runs nothing, nothing happens.
    async fn cancel(&self) -> Result<(), DriverError>;
}
