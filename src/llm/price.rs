//! What tokens cost.

use super::Usage;

/// US dollars for a million tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    pub input: f64,
    pub output: f64,
}

const MILLION: f64 = 1_000_000.0;

impl Price {
    /// A model that runs on one's own machine.
    pub const FREE: Self = Self { input: 0.0, output: 0.0 };

    /// In US dollars.
    pub fn of(self, usage: Usage) -> f64 {
        (self.input * usage.input_tokens as f64 + self.output * usage.output_tokens as f64) / MILLION
    }
}
