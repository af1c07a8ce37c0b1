//! A model as use cases hold it: whoever answers, with the budget of the run.

use super::budget::Meter;
use super::{Answer, Budget, Event, LlmError, Outgoing, Price, Provider, Request, Sink, Spent};
use std::sync::Arc;

pub struct LanguageModel {
    provider: Box<dyn Provider>,
    meter: Meter,
    sink: Arc<dyn Sink>,
    /// How often an answer that is not as it has to be goes back.
    pub repairs: usize,
}

impl LanguageModel {
    /// `answer_tokens` is the longest answer that the provider asks for. A budget in dollars without a price holds nothing back: whoever makes the
    /// model sees to that.
    pub fn new(
        provider: Box<dyn Provider>,
        budget: Budget,
        price: Option<Price>,
        answer_tokens: u64,
        repairs: usize,
        sink: Arc<dyn Sink>,
    ) -> Self {
        Self { provider, meter: Meter::new(budget, price, answer_tokens), sink, repairs }
    }

    /// `anthropic/claude-sonnet-4-5`.
    pub fn name(&self) -> String {
        self.provider.name()
    }

    /// What all calls so far took.
    pub fn spent(&self) -> Spent {
        self.meter.spent()
    }

    /// What would go out for the request. Nothing does.
    pub fn outgoing(&self, request: &Request) -> Outgoing {
        self.provider.outgoing(request)
    }

    /// One call, unless it could pass the budget.
    pub async fn complete(&self, request: &Request) -> Result<Answer, LlmError> {
        self.meter.admit(request)?;
        let result = self.provider.complete(request, self.sink.as_ref()).await;
        match &result {
            Ok(answer) => self.meter.add(request, answer),
            Err(error) => {
                if let Some(raw) = error.raw() {
                    self.meter.add_broken(request, raw);
                }
            }
        }
        result
    }

    pub(super) fn tell(&self, event: Event<'_>) {
        self.sink.event(event);
    }
}
