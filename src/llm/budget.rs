//! What a run may cost, and what it has cost so far.

use super::{Answer, LlmError, Price, Request, Usage};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The most that all calls of one run may take together. Without either there is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Budget {
    pub tokens: Option<u64>,
    /// US dollars; holds only where the model's price is known.
    pub usd: Option<f64>,
}

/// What the calls of a run took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Spent {
    pub calls: u32,
    #[serde(flatten)]
    pub usage: Usage,
    /// US dollars, where the model's price is known.
    pub usd: Option<f64>,
    /// Whether a service did not count its tokens, so that they were guessed from the length of the texts.
    pub estimated: bool,
}

/// Keeps a run within its budget.
#[derive(Debug)]
pub(super) struct Meter {
    budget: Budget,
    price: Option<Price>,
    /// The longest answer that is asked for.
    longest_answer: u64,
    spent: Mutex<Spent>,
}

impl Meter {
    pub fn new(budget: Budget, price: Option<Price>, longest_answer: u64) -> Self {
        let nothing = Spent { usd: price.map(|_| 0.0), ..Spent::default() };
        Self { budget, price, longest_answer, spent: Mutex::new(nothing) }
    }

    pub fn spent(&self) -> Spent {
        *self.lock()
    }

    /// Refuses a call that could take the run past its budget: its request as estimated, and the longest answer.
    pub fn admit(&self, request: &Request) -> Result<(), LlmError> {
        let spent = self.spent();
        let mut after = spent.usage;
        after += Usage { input_tokens: request.estimated_tokens(), output_tokens: self.longest_answer };
        if let Some(most) = self.budget.tokens.filter(|most| after.total() > *most) {
            let (spent, next) = (spent.usage.total(), after.total() - spent.usage.total());
            return Err(LlmError::OverBudget {
                budget: format!("{most} tokens"),
                spent: format!("{spent} tokens"),
                next: format!("{next} tokens"),
            });
        }
        let (Some(most), Some(price)) = (self.budget.usd, self.price) else { return Ok(()) };
        let (before, after) = (price.of(spent.usage), price.of(after));
        if after > most {
            return Err(LlmError::OverBudget {
                budget: dollars(most),
                spent: dollars(before),
                next: dollars(after - before),
            });
        }
        Ok(())
    }

    /// Writes down a call that was answered.
    pub fn add(&self, request: &Request, answer: &Answer) {
        let mut spent = self.lock();
        spent.calls += 1;
        spent.estimated |= answer.usage.is_none();
        spent.usage += answer.usage.unwrap_or_else(|| Usage {
            input_tokens: request.estimated_tokens(),
            output_tokens: super::request::estimated_tokens(&answer.text),
        });
        spent.usd = self.price.map(|price| price.of(spent.usage));
    }

    /// Writes down a call that broke off: it is billed too, and nobody says how much.
    pub fn add_broken(&self, request: &Request, raw: &str) {
        self.add(request, &Answer { text: raw.to_owned(), usage: None });
    }

    fn lock(&self) -> MutexGuard<'_, Spent> {
        // Numbers are whole whenever the lock is free.
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn dollars(amount: f64) -> String {
    format!("${amount:.4}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(input_tokens: u64, output_tokens: u64) -> Answer {
        Answer { text: "x".into(), usage: Some(Usage { input_tokens, output_tokens }) }
    }

    #[test]
    fn a_call_that_could_pass_the_budget_is_refused_before_it() {
        let request = Request::new("", "a".repeat(300));
        let meter = Meter::new(Budget { tokens: Some(1_000), usd: None }, None, 500);
        meter.admit(&request).unwrap();
        meter.add(&request, &answer(100, 300));
        let error = meter.admit(&request).unwrap_err().to_string();
        assert!(error.contains("1000 tokens") && error.contains("400 tokens"), "{error}");
    }

    #[test]
    fn dollars_follow_the_price() {
        let price = Price { input: 3.0, output: 15.0 };
        let meter = Meter::new(Budget { tokens: None, usd: Some(0.02) }, Some(price), 1_000);
        let request = Request::new("", "hello");
        meter.admit(&request).unwrap();
        meter.add(&request, &answer(1_000, 200));
        assert_eq!(meter.spent().usd, Some(0.006));
        assert!(matches!(meter.admit(&request), Err(LlmError::OverBudget { .. })));
    }

    #[test]
    fn tokens_nobody_counted_are_estimated_and_said_to_be() {
        let meter = Meter::new(Budget::default(), None, 10);
        let request = Request::new("be brief", "hello");
        meter.add(&request, &Answer { text: "abcdef".into(), usage: None });
        let spent = meter.spent();
        assert_eq!((spent.calls, spent.usage.output_tokens, spent.estimated, spent.usd), (1, 2, true, None));
    }

    #[test]
    fn absurd_counts_do_not_overflow() {
        let meter = Meter::new(Budget { tokens: Some(5), usd: None }, None, 1);
        let request = Request::new("", "");
        meter.add(&request, &answer(u64::MAX, u64::MAX));
        meter.add(&request, &answer(u64::MAX, u64::MAX));
        assert!(matches!(meter.admit(&request), Err(LlmError::OverBudget { .. })));
    }
}
