//! What a model is asked.

use super::AnswerSchema;
use serde::{Deserialize, Serialize};

/// One question with all that a model needs to know: services remember nothing between two calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// What the model is, and the rules it has to keep.
    pub system: String,
    /// The conversation so far, oldest first; it begins and ends with the user.
    pub messages: Vec<Message>,
    /// The form of the answer where it has to be JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<AnswerSchema>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub from: Sender,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sender {
    User,
    Model,
}

impl Sender {
    /// The word of both protocols.
    pub(super) fn role(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Model => "assistant",
        }
    }
}

/// Bytes of a token of English or JSON, on the low side: a text has rather fewer tokens than this says.
const BYTES_PER_TOKEN: usize = 3;

/// Tokens that a service adds around a message, on the high side.
const TOKENS_PER_MESSAGE: u64 = 8;

impl Request {
    pub fn new(system: impl Into<String>, question: impl Into<String>) -> Self {
        let question = Message { from: Sender::User, text: question.into() };
        Self { system: system.into(), messages: vec![question], schema: None }
    }

    /// How many tokens the request takes, guessed before a service has counted them.
    pub fn estimated_tokens(&self) -> u64 {
        let schema = self.schema.as_ref().map_or(0, |schema| estimated_tokens(&schema.text()));
        let messages = self.messages.iter().map(|message| estimated_tokens(&message.text) + TOKENS_PER_MESSAGE);
        estimated_tokens(&self.system) + schema + messages.sum::<u64>()
    }
}

/// How many tokens a text takes, rather too many than too few.
pub(super) fn estimated_tokens(text: &str) -> u64 {
    text.len().div_ceil(BYTES_PER_TOKEN) as u64
}
