//! Why a statement may not run.

use schemars::JsonSchema;
use serde::Serialize;
use std::fmt;
use std::ops::Range;

/// A statement that the guard does not let through.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Refusal {
    pub reason: Reason,
    /// What and why, in words.
    pub message: String,
    /// Bytes of the statement it is about.
    pub place: Option<Range<usize>>,
    /// What to write or do instead, where there is something.
    pub help: Option<String>,
}

/// What kind of objection it is, for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It does not parse by the engine's grammar, or readers disagree on what it means.
    Unreadable,
    /// There is no statement.
    Empty,
    /// There is more than one statement.
    SeveralStatements,
    /// A kind of statement that does more than read.
    Statement,
    /// A clause of a query that does more than read: INTO, FOR UPDATE, a writing WITH.
    Clause,
    /// A function that is not known to be harmless, or is known not to be.
    Function,
    /// A table that holds secrets, or reaches out of the database.
    Relation,
    Type,
    Operator,
    /// It would take too much memory, time or stack.
    TooLarge,
}

impl Refusal {
    pub fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self { reason, message: message.into(), place: None, help: None }
    }

    #[must_use]
    pub fn at(self, start: usize, length: usize) -> Self {
        self.over(start..start + length)
    }

    #[must_use]
    pub fn over(mut self, place: Range<usize>) -> Self {
        self.place = Some(place);
        self
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn statement(what: &str, place: Range<usize>) -> Self {
        let message = format!("{what} does more than read, or is not known to the guard");
        Self::new(Reason::Statement, message).over(place).help("ask with a SELECT")
    }

    pub(super) fn clause(what: &str, place: Range<usize>) -> Self {
        Self::new(Reason::Clause, format!("{what} is not among what a reading query may hold")).over(place)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
