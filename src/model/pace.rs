//! How an operation runs among its neighbours.

use super::{Name, QualifiedName};

/// Which transaction an operation is in, and whether it runs in one go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// With its neighbours in one transaction, as far as its statements run in one.
    #[default]
    Together,
    /// A transaction begins with it: what ran before is committed, and its locks are free.
    Apart,
    /// Its statement runs once for every so many rows, and each time is a transaction.
    Batches(Batches),
}

/// The rows of a table in the order of its primary key, so many at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batches {
    pub table: QualifiedName,
    /// The columns of the primary key.
    pub key: Vec<Name>,
    /// Rows at a time.
    pub rows: u32,
    /// Milliseconds between two of them, in which others get their turn.
    pub pause_ms: u32,
}
