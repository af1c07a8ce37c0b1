//! The unit of a plan: one step, with its SQL and what it costs.

use super::{Effect, ObjectId, Pace, Risk, Step};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    pub step: Step,
    pub object: ObjectId,
    /// One line in plain words: `add column email to users`.
    pub title: String,
    pub statements: Vec<Statement>,
    pub pace: Pace,
    /// Locks, work and reasons, by the schema the plan starts from.
    pub effect: Effect,
    pub risks: Vec<Risk>,
}

impl Operation {
    /// Whether it may run inside the plan's transaction.
    pub fn transactional(&self) -> bool {
        self.statements.iter().all(|statement| statement.transactional)
    }
}

/// One SQL statement, without its closing semicolon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub sql: String,
    /// False for what an engine refuses, or undoes nothing of, inside a transaction.
    pub transactional: bool,
}

impl Statement {
    pub fn new(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), transactional: true }
    }

    pub fn outside_transaction(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), transactional: false }
    }
}

/// The strongest lock an operation takes, weakest first. PostgreSQL's table lock modes
/// (its manual, "Explicit Locking"), and SQLite's one writer per database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LockMode {
    None,
    AccessShare,
    RowShare,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    ShareRowExclusive,
    Exclusive,
    AccessExclusive,
    /// SQLite: no other writer in the whole file; readers go on where the file is in WAL mode.
    DatabaseWriter,
}

impl LockMode {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::AccessShare => "access share",
            Self::RowShare => "row share",
            Self::RowExclusive => "row exclusive",
            Self::ShareUpdateExclusive => "share update exclusive",
            Self::Share => "share",
            Self::ShareRowExclusive => "share row exclusive",
            Self::Exclusive => "exclusive",
            Self::AccessExclusive => "access exclusive",
            Self::DatabaseWriter => "database writer",
        }
    }

    /// As it stands behind MySQL's `LOCK=`.
    pub fn as_mysql(self) -> &'static str {
        match (self.blocks_reads(), self.blocks_writes()) {
            (true, _) => "EXCLUSIVE",
            (false, true) => "SHARED",
            (false, false) => "NONE",
        }
    }

    /// The mode as PostgreSQL's view `pg_locks` names it; nothing for no lock, and for SQLite's.
    pub fn as_postgres(self) -> Option<&'static str> {
        match self {
            Self::None | Self::DatabaseWriter => None,
            Self::AccessShare => Some("AccessShareLock"),
            Self::RowShare => Some("RowShareLock"),
            Self::RowExclusive => Some("RowExclusiveLock"),
            Self::ShareUpdateExclusive => Some("ShareUpdateExclusiveLock"),
            Self::Share => Some("ShareLock"),
            Self::ShareRowExclusive => Some("ShareRowExclusiveLock"),
            Self::Exclusive => Some("ExclusiveLock"),
            Self::AccessExclusive => Some("AccessExclusiveLock"),
        }
    }

    pub fn blocks_reads(self) -> bool {
        matches!(self, Self::AccessExclusive)
    }

    pub fn blocks_writes(self) -> bool {
        self >= Self::Share
    }
}
