//! Questions about live data, and their answers. Rules ask; a driver answers; rules judge.

use super::{DataType, IndexTerm, Name, Pair, QualifiedName, RowCount, SqlText};
use std::collections::BTreeMap;

/// One question about the rows that are there now, under the names of the live database.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Probe {
    /// How many rows the table has.
    Rows { table: QualifiedName },
    /// How many rows are in these partitions, where those are no tables of their own (MySQL).
    RowsOfPartitions { table: QualifiedName, partitions: Vec<Name> },
    /// How many rows have something in the column.
    NotNull { table: QualifiedName, column: Name },
    /// How many rows have nothing in the column.
    Null { table: QualifiedName, column: Name },
    /// How many rows another row is equal to in all of these, which no two may be under a unique key.
    Duplicates {
        table: QualifiedName,
        terms: Vec<IndexTerm>,
        /// Only rows for which this holds.
        predicate: Option<SqlText>,
        /// Whether two rows without a value are equal in that.
        nulls_are_equal: bool,
    },
    /// How many rows a check is false for.
    Violations { table: QualifiedName, check: SqlText },
    /// How many rows point to a row that is not there.
    Orphans {
        table: QualifiedName,
        columns: Vec<Name>,
        references: QualifiedName,
        referenced_columns: Vec<Name>,
        /// Whether a key of which only a part is NULL is wrong by that.
        match_full: bool,
    },
    /// How many rows have a value that another type does not hold, or not as it is.
    Unfit { table: QualifiedName, column: Name, types: Pair<DataType> },
}

impl Probe {
    /// The table whose rows are meant.
    pub fn table(&self) -> &QualifiedName {
        match self {
            Self::Rows { table }
            | Self::RowsOfPartitions { table, .. }
            | Self::NotNull { table, .. }
            | Self::Null { table, .. }
            | Self::Duplicates { table, .. }
            | Self::Violations { table, .. }
            | Self::Orphans { table, .. }
            | Self::Unfit { table, .. } => table,
        }
    }
}

/// What is known about the live database. Without one at hand nothing is known, and rules say so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    answers: BTreeMap<Probe, RowCount>,
    /// Whether there is a database that was asked, and so one that may have refused to answer.
    is_live: bool,
}

impl Facts {
    /// Of a database that is about to be asked.
    pub fn live() -> Self {
        Self { is_live: true, ..Self::default() }
    }

    pub fn is_live(&self) -> bool {
        self.is_live
    }

    pub fn insert(&mut self, probe: Probe, answer: RowCount) {
        self.answers.insert(probe, answer);
    }

    pub fn get(&self, probe: &Probe) -> Option<RowCount> {
        self.answers.get(probe).copied()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Probe, RowCount)> {
        self.answers.iter().map(|(probe, rows)| (probe, *rows))
    }

    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }
}
