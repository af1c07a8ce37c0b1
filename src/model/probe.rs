//! Questions about live data, and their answers. Rules ask; a driver answers; rules judge.

use super::{Name, QualifiedName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One question about the rows that are there now, under the names of the live database.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Probe {
    /// How many rows the table has.
    Rows { table: QualifiedName },
    /// How many rows have something in the column.
    NotNull { table: QualifiedName, column: Name },
    /// How many rows have nothing in the column.
    Null { table: QualifiedName, column: Name },
}

/// An answer, counted up to a bound so that a large table does not hold up a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct RowCount {
    pub rows: u64,
    /// Counting stopped here: there are at least that many.
    pub at_least: bool,
}

impl std::fmt::Display for RowCount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let noun = if self.rows == 1 { "row" } else { "rows" };
        if self.at_least { write!(f, "at least {} {noun}", self.rows) } else { write!(f, "{} {noun}", self.rows) }
    }
}

/// What is known about the live database. Without one at hand nothing is known, and rules say so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    answers: BTreeMap<Probe, RowCount>,
}

impl Facts {
    pub fn insert(&mut self, probe: Probe, answer: RowCount) {
        self.answers.insert(probe, answer);
    }

    pub fn get(&self, probe: &Probe) -> Option<RowCount> {
        self.answers.get(probe).copied()
    }

    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }
}
