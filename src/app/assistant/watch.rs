//! What happens between a use case and a model, as a person sees it.

use super::super::{Clock, Context, Entropy, Progress};
use crate::llm::{Event, Sink, Timer};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The clock and the chance of a context.
pub(super) struct ContextTimer {
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

impl ContextTimer {
    pub fn new(context: &Context) -> Self {
        Self { clock: context.clock.clone(), entropy: context.entropy.clone() }
    }
}

#[async_trait]
impl Timer for ContextTimer {
    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    fn random(&self) -> u64 {
        self.entropy.next()
    }

    async fn sleep(&self, pause: Duration) {
        tokio::time::sleep(pause).await;
    }
}

/// Keeps what a report tells of the way to an answer.
pub(super) struct Watch {
    progress: Arc<dyn Progress>,
    notes: Mutex<Vec<String>>,
}

impl Watch {
    pub fn new(progress: Arc<dyn Progress>) -> Self {
        Self { progress, notes: Mutex::default() }
    }

    pub fn notes(&self) -> Vec<String> {
        self.lock().clone()
    }

    fn note(&self, note: String) {
        self.progress.step(&note);
        self.lock().push(note);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        // A note is whole whenever the lock is free.
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Watch {
    fn event(&self, event: Event<'_>) {
        match event {
            // A bar has no room for it.
            Event::Text(_) => {}
            Event::Retry { attempt, pause, reason } => {
                self.note(format!("try {attempt} failed ({reason}); the next one after {:.1} s", pause.as_secs_f64()));
            }
            Event::Repair { round, objections } => {
                self.note(format!("answer {round} went back: {}", objections.join("; ")));
            }
        }
    }
}
