//! Many rows at once, by the fastest way that an engine has.

use super::DriverError;
use crate::model::{DataType, Name, QualifiedName, Value};
use crate::seed::Batch;
use async_trait::async_trait;

/// A session of its own that does nothing but load. What is loaded between [`begin`](BulkLoader::begin) and [`commit`](BulkLoader::commit) is
/// there as a whole or not at all.
#[async_trait]
pub trait BulkLoader: Send {
    async fn begin(&mut self) -> Result<(), DriverError>;

    /// Loads all batches into one table and says how many rows that were. On an error the transaction is of no more use.
    async fn load(&mut self, target: &BulkTarget, batches: &mut dyn Batches) -> Result<u64, DriverError>;

    /// Makes a table that has no rows one of this transaction, where the engine loads such tables more cheaply and nothing is in the way. It is
    /// locked until the transaction ends. False, and nothing has happened, where that cannot be.
    async fn claim(&mut self, table: &QualifiedName) -> Result<bool, DriverError>;

    /// Leaves foreign keys unchecked in this session, for rows whose parents another session loads. False where the role may not.
    async fn skip_foreign_keys(&mut self) -> Result<bool, DriverError>;

    /// What is better off while many rows are loaded.
    fn deferrable(&self) -> Deferrable;

    /// Takes all rows out of these tables, whatever refers to them.
    async fn empty(&mut self, tables: &[QualifiedName]) -> Result<(), DriverError>;

    /// Runs one statement of dbx's own bookkeeping in the same transaction.
    async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, DriverError>;

    async fn commit(&mut self) -> Result<(), DriverError>;

    async fn rollback(&mut self) -> Result<(), DriverError>;
}

/// What an engine takes off a table and puts back behind the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deferrable {
    /// A row is refused at once where the parent it names is not there yet.
    pub foreign_keys: bool,
    /// Indexes that are made once cost less than those that are kept up row by row.
    pub indexes: bool,
}

/// Where rows go.
#[derive(Clone, Debug)]
pub struct BulkTarget {
    pub table: QualifiedName,
    /// In the order of the columns of a batch.
    pub columns: Vec<BulkColumn>,
}

/// A column as the live table has it.
#[derive(Clone, Debug)]
pub struct BulkColumn {
    pub name: Name,
    /// Domains resolved to what they are made of.
    pub data_type: DataType,
    /// Whether the type is an enumeration of the user's.
    pub is_enum: bool,
}

/// Batches as they are made.
pub trait Batches: Send {
    /// The next one, or nothing when there are no more.
    fn next_batch(&mut self) -> Option<Batch>;
}
