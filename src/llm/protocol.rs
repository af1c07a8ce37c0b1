//! What families of services differ in: address, headers, the form of requests and of answers. Pure; [`super::Service`] does the sending.

use super::{Answer, AnswerSchema, ApiKey, Request, ServiceSettings, Usage};
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::Value;
use std::fmt::Debug;
use url::Url;

pub(super) trait Protocol: Debug + Send + Sync {
    fn url(&self, settings: &ServiceSettings) -> Url;

    /// Headers beside those of every request; the key is in one of them.
    fn headers(&self, key: Option<&ApiKey>) -> Vec<(HeaderName, HeaderValue)>;

    fn body(&self, settings: &ServiceSettings, request: &Request) -> Value;

    /// Takes an answer that came in one piece.
    fn read_whole(&self, body: &Value, draft: &mut Draft) -> Result<(), Defect>;

    /// Takes one event of a stream.
    fn read_event(&self, event: &Value, draft: &mut Draft) -> Result<(), Defect>;
}

/// An answer as far as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub text: String,
    pub input_tokens: Option<u64>,
    pub output_tokens: Option<u64>,
    pub end: Option<End>,
    /// Nothing of it comes any more.
    pub is_closed: bool,
}

/// Why a model stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It was done.
    Done,
    /// It ran into the limit for its answer.
    CutOff,
    /// It, or its service, will not answer this.
    Declined(String),
}

/// What is wrong with something a service sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Defect {
    /// It is not the protocol.
    Form(String),
    /// The service reports an error in the middle of its answer.
    Reported(String),
}

impl Draft {
    /// Takes over what the service counted. A later number replaces an earlier one.
    pub fn count(&mut self, usage: &Value, input: &str, output: &str) {
        let number = |key: &str| usage.get(key).and_then(Value::as_u64);
        self.input_tokens = number(input).or(self.input_tokens);
        self.output_tokens = number(output).or(self.output_tokens);
    }

    pub fn answer(self) -> Answer {
        let usage = match (self.input_tokens, self.output_tokens) {
            (Some(input_tokens), Some(output_tokens)) => Some(Usage { input_tokens, output_tokens }),
            (_, _) => None,
        };
        Answer { text: self.text, usage }
    }
}

/// The text at `pointer` (RFC 6901), where there is one.
pub(super) fn text_at<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str)
}

/// The message of an error as services write it, with or without an object around it.
pub(super) fn error_message(error: &Value) -> Option<String> {
    let message = error.get("message").or_else(|| error.get("detail")).unwrap_or(error);
    match message {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => Some(message.to_string()),
    }
}

/// The error that stands in place of an answer, or in the middle of one.
pub(super) fn reported(value: &Value) -> Result<(), Defect> {
    match value.get("error").and_then(error_message) {
        Some(message) => Err(Defect::Reported(message)),
        None => Ok(()),
    }
}

/// A header by a name that is known to be one.
pub(super) fn header(name: &'static str, value: HeaderValue) -> (HeaderName, HeaderValue) {
    (HeaderName::from_static(name), value)
}

/// The system message with the schema in words.
pub(super) fn with_schema(system: &str, schema: &AnswerSchema) -> String {
    format!(
        "{system}\n\nAnswer with one JSON document and nothing else, valid against this JSON Schema:\n{}",
        schema.text()
    )
}
