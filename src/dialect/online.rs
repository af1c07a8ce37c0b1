//! Changes that are made in several stages, so that nobody waits for longer than a moment.

use crate::model::{Effect, Manner, Pace, Statement, Step};

/// One part of such a change. After the last one the schema is as if it had been made in one go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// What it does, for titles and for those who judge.
    pub step: Step,
    pub statements: Vec<Statement>,
    /// How the statements go about the step.
    pub manner: Manner,
    /// Where that follows from the stages before: nothing is left to be read, say.
    pub effect: Option<Effect>,
    pub pace: Pace,
}
