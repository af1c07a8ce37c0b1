//! What happens while a model answers, for whoever watches.

use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// The next piece of the answer.
    Text(&'a str),
    /// The service could not answer, and is asked again after the pause.
    Retry { attempt: u32, pause: Duration, reason: &'a str },
    /// The answer was not as it has to be, and goes back.
    Repair { round: usize, objections: &'a [String] },
}

pub trait Sink: Send + Sync {
    fn event(&self, event: Event<'_>);
}

/// Nobody watches.
#[derive(Clone, Copy, Debug)]
pub struct Quiet;

impl Sink for Quiet {
    fn event(&self, _event: Event<'_>) {}
}
