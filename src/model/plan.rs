//! A plan: operations in the order in which they run.

use super::{Fingerprint, Level, Operation};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The schema it starts from. `apply` refuses any other.
    pub from: Fingerprint,
    /// The schema it leads to.
    pub to: Fingerprint,
    pub operations: Vec<Operation>,
}

impl Plan {
    /// The highest level among its risks.
    pub fn level(&self) -> Option<Level> {
        self.operations.iter().flat_map(|operation| &operation.risks).map(|risk| risk.level).max()
    }
}
