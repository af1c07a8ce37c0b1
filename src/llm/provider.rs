//! Whoever answers: a service, or a file of recorded answers.

use super::{Answer, LlmError, Request, Sink};
use async_trait::async_trait;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

#[async_trait]
pub trait Provider: Send + Sync {
    /// Whom a user knows it as: `anthropic/claude-sonnet-4-5`.
    fn name(&self) -> String;

    /// What would go out for the request, to the letter, but for the key.
    fn outgoing(&self, request: &Request) -> Outgoing;

    /// Asks and waits for the whole answer. Dropping the future ends the call.
    async fn complete(&self, request: &Request, sink: &dyn Sink) -> Result<Answer, LlmError>;
}

/// One call as it would leave this machine.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Outgoing {
    /// Where to; `None` where nothing leaves.
    pub url: Option<String>,
    /// The JSON that is sent.
    pub body: Value,
}
