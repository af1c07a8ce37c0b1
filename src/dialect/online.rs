//! Changes that are made in several stages, so that nobody waits for longer than a moment.

use super::Cost;
use crate::model::{Pace, Statement, Step};

/// One part of such a change. After the last one the schema is as if it had been made in one go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// What it does, for titles and for those who judge.
    pub step: Step,
    pub statements: Vec<Statement>,
    pub cost: Cost,
    pub pace: Pace,
}
