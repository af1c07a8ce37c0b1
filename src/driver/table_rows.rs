//! Whole tables, out and in: what a backup and a restore need of an engine.

use super::{DriverError, ErrorKind};
use crate::dialect::Dialect;
use crate::model::{Cell, Name, QualifiedName};
use async_trait::async_trait;
use std::io;

/// Rows pass one at a time, so that a table of any size needs the memory of one row.
#[async_trait]
pub trait TableRows: Send {
    /// Makes what is read from now on one consistent picture. In a transaction nobody else writes to the tables any more until its end;
    /// outside of one they are read as of this moment, until [`release`](Self::release).
    async fn hold(&mut self, tables: &[QualifiedName]) -> Result<(), DriverError>;

    /// Keeps every other session from the tables until [`release`](Self::release), outside of a transaction and across statements that would end
    /// one. An engine whose statements share a transaction has its locks for that, and does nothing.
    async fn shut_others_out(&mut self, tables: &[QualifiedName]) -> Result<(), DriverError>;

    /// When the tables were last written to, in the engine's own terms: another one as soon as somebody writes after this was asked. `None` where
    /// nothing that [`hold`](Self::hold) took lets go before the end of the transaction, or the engine does not keep count.
    async fn last_written(&mut self, tables: &[QualifiedName]) -> Result<Option<String>, DriverError>;

    /// Ends what [`hold`](Self::hold) and [`shut_others_out`](Self::shut_others_out) began outside of a transaction.
    async fn release(&mut self) -> Result<(), DriverError>;

    /// Those of the tables of which this user is not shown every row. What is read of them would be a part, and look like the whole.
    async fn hiding_rows(&mut self, tables: &[QualifiedName]) -> Result<Vec<QualifiedName>, DriverError>;

    /// About how many bytes the rows of the table take.
    async fn size(&mut self, table: &QualifiedName) -> Result<u64, DriverError>;

    /// Gives every row to `sink`, in no particular order.
    async fn read_rows(&mut self, selection: &RowSelection<'_>, sink: &mut dyn RowSink) -> Result<(), DriverError>;

    /// Inserts all rows of `source` and says how many. Values win over identities and defaults.
    async fn write_rows(
        &mut self,
        table: &QualifiedName,
        columns: &[Name],
        source: &mut dyn RowSource,
    ) -> Result<u64, DriverError>;

    /// Inside of a transaction, where rows of these tables are about to refer to rows that come later: their foreign keys are looked at by
    /// [`check_references`](Self::check_references). An engine that waits by itself does nothing.
    async fn defer_references(&mut self, tables: &[QualifiedName]) -> Result<(), DriverError>;

    /// Fails where a row of the table refers to one that is not there. An engine that looked already does nothing.
    async fn check_references(&mut self, table: &QualifiedName) -> Result<(), DriverError>;

    /// What counts up in the table, and how far it has come.
    async fn counters(&mut self, table: &QualifiedName) -> Result<Vec<TableCounter>, DriverError>;

    /// Lets it go on from there, if it is not further already.
    async fn advance_counter(&mut self, table: &QualifiedName, counter: &TableCounter) -> Result<(), DriverError>;
}

/// A sequence of a column, AUTO_INCREMENT, AUTOINCREMENT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableCounter {
    /// The column whose sequence it is; nothing where the table itself counts.
    pub column: Option<Name>,
    pub value: i128,
    /// Whether the value was given out already.
    pub used: bool,
}

/// Which rows, and what of them.
#[derive(Clone, Copy, Debug)]
pub struct RowSelection<'a> {
    pub table: &'a QualifiedName,
    pub columns: &'a [Name],
    /// Only rows whose key is in another table, too.
    pub present_in: Option<KeyMatch<'a>>,
}

/// Another table with key columns of the same names.
#[derive(Clone, Copy, Debug)]
pub struct KeyMatch<'a> {
    pub table: &'a QualifiedName,
    pub key: &'a [Name],
}

pub trait RowSink: Send {
    fn row(&mut self, row: &[Cell]) -> io::Result<()>;
}

pub trait RowSource: Send {
    /// `None` behind the last row.
    fn next_row(&mut self) -> io::Result<Option<Vec<Cell>>>;
}

impl RowSelection<'_> {
    /// The query, without the rows of tables that inherit from this one. `column` says how a column is to be read, given its name as SQL. The table has no alias, which
    /// MySQL would want a lock of its own for.
    pub(super) fn sql(&self, dialect: &dyn Dialect, column: impl Fn(&str, &Name) -> String) -> String {
        let own = dialect.qualified(self.table);
        let columns: Vec<String> =
            self.columns.iter().map(|name| column(&format!("{own}.{}", dialect.quote(name)), name)).collect();
        let only = dialect.capabilities().own_rows;
        let mut sql = format!("SELECT {} FROM {only}{own}", columns.join(", "));
        if let Some(other) = &self.present_in {
            let same = |name: &Name| format!("dbx_key.{0} = {own}.{0}", dialect.quote(name));
            let same: Vec<String> = other.key.iter().map(same).collect();
            let table = dialect.qualified(other.table);
            sql += &format!(" WHERE EXISTS (SELECT 1 FROM {table} AS dbx_key WHERE {})", same.join(" AND "));
        }
        sql
    }
}

/// A place where rows could not be written to or read from.
pub(super) fn copying_error(error: &io::Error) -> DriverError {
    DriverError::new(ErrorKind::Resources, format!("rows cannot be copied: {error}"))
}
