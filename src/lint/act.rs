//! What a statement does, in the words of the model.

use crate::dialect::Dialect;
use crate::model::{Effect, Manner, Scene, Step, Utility};

/// A step that a plan could hold, or a statement that changes no schema.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a statement holds a few at most")]
pub(super) enum Act {
    Step(Step, Manner),
    Utility(Utility),
}

/// An act with what it did.
#[derive(Clone, Debug)]
pub(super) struct Done {
    pub act: Act,
    pub effect: Effect,
    /// Byte offset in the statement.
    pub at: usize,
}

impl Act {
    pub fn step(step: Step) -> Self {
        Self::Step(step, Manner::default())
    }

    pub fn effect(&self, dialect: &dyn Dialect, scene: Scene<'_>) -> Effect {
        match self {
            Self::Step(step, manner) => dialect.effect(step, manner, scene),
            Self::Utility(utility) => dialect.utility(utility, scene),
        }
    }
}
