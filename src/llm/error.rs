//! Why there is no answer.

use super::AddressError;
use crate::store::StoreError;
use std::path::PathBuf;

/// Messages of services stand in here shortened, without control characters and without the key.
#[derive(Debug, thiserror::Error)]
pub enum LlmError {
    #[error(transparent)]
    Address(#[from] AddressError),
    #[error("{host} cannot be reached: {reason}")]
    Unreachable { host: String, reason: String },
    #[error("{host} took longer than {what} allows")]
    Timeout { host: String, what: &'static str, raw: Option<String> },
    #[error("{host} refused the request ({status}): {message}")]
    Status { host: String, status: u16, message: String },
    #[error("{host} has too much to do ({status}), and was asked {attempts} times{}: {message}", .asked.map_or_else(String::new, |asked| format!("; it wants to be left alone for {asked} s")))]
    Busy { host: String, status: u16, attempts: u32, asked: Option<u64>, message: String },
    #[error("{host} sends the request elsewhere ({target}), and a redirect is not followed")]
    Redirect { host: String, target: String },
    #[error("the answer of {host} is longer than {limit} bytes")]
    TooLarge { host: String, limit: usize, raw: String },
    /// What came is not the protocol of the service.
    #[error("{host} answers with something that is not its protocol: {reason}")]
    Malformed { host: String, reason: String, raw: String },
    #[error("the answer of {host} broke off: {reason}")]
    BrokenOff { host: String, reason: String, raw: String },
    /// The model ran into the limit for its answer.
    #[error("the answer of the model was cut off at {limit} tokens")]
    CutOff { limit: u64, raw: String },
    #[error("the model declines to answer: {reason}")]
    Declined { reason: String, raw: String },
    /// The last answer, after all rounds of repair, is still not what it has to be.
    #[error("the model gave no usable answer in {answers} {}: {}", if *.answers == 1 { "try" } else { "tries" }, .objections.join("; "))]
    Unusable { answers: usize, objections: Vec<String>, raw: String },
    #[error("the next call could pass the budget of {budget}: {spent} are spent, and it may take {next}")]
    OverBudget { budget: String, spent: String, next: String },
    #[error("{} has no answer to this request", path.display())]
    NotRecorded { path: PathBuf },
    #[error("{} line {line} is no recorded answer: {reason}", path.display())]
    BadRecording { path: PathBuf, line: usize, reason: String },
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something that cannot be, happened.
    #[error("a bug in dbx: {0}")]
    Bug(String),
}

impl LlmError {
    /// What the model or the service sent, as far as it came, where that is worth a look.
    pub fn raw(&self) -> Option<&str> {
        match self {
            Self::TooLarge { raw, .. }
            | Self::Malformed { raw, .. }
            | Self::BrokenOff { raw, .. }
            | Self::CutOff { raw, .. }
            | Self::Declined { raw, .. }
            | Self::Unusable { raw, .. } => Some(raw),
            Self::Timeout { raw, .. } => raw.as_deref(),
            Self::Address(_)
            | Self::Unreachable { .. }
            | Self::Status { .. }
            | Self::Busy { .. }
            | Self::Redirect { .. }
            | Self::OverBudget { .. }
            | Self::NotRecorded { .. }
            | Self::BadRecording { .. }
            | Self::Store(_)
            | Self::Bug(_) => None,
        }
    }

    /// What to type or do next.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Address(error) => Some(error.hint()),
            Self::Unreachable { .. } => {
                Some("check `base_url` under [llm] in dbx.toml and the network; --no-llm works without a model")
            }
            Self::Timeout { .. } => {
                Some("give it more time with `timeout` or `read_timeout` under [llm], or use --no-llm")
            }
            Self::Status { status, .. } => Some(hint_of_status(*status)),
            Self::Busy { .. } => Some("try again later, or use another model with --model"),
            Self::Redirect { .. } => {
                Some("if that is where the service lives, write its address as `base_url` under [llm]")
            }
            Self::TooLarge { .. } => Some("raise `answer_bytes` under [llm], if the answer may be that long"),
            Self::Malformed { .. } => {
                Some("check `provider` and `base_url` under [llm]: the address may belong to another kind of service")
            }
            Self::BrokenOff { .. } => Some("run the same command again"),
            Self::CutOff { .. } => Some("raise `answer_tokens` under [llm], or ask for less at once"),
            Self::Declined { .. } | Self::Unusable { .. } => {
                Some("say it in other words, use another model with --model, or none with --no-llm")
            }
            Self::OverBudget { .. } => Some("raise `budget_tokens` or `budget_usd` under [llm], or use --no-llm"),
            Self::NotRecorded { .. } => {
                Some("record it first: `record = \"FILE\"` under [llm], with the provider that is to answer")
            }
            Self::BadRecording { .. } => Some("every line is a JSON object: {\"answer\": {\"text\": \"…\"}}"),
            Self::Store(_) => None,
            Self::Bug(_) => Some("please report it, with the command and its output"),
        }
    }
}

fn hint_of_status(status: u16) -> &'static str {
    match status {
        401 | 403 => "check the key: `api_key_env`, `api_key_file` or `api_key_command` under [llm]",
        404 => "check `model` (and `deployment`) and `base_url` under [llm]",
        400 | 422 => {
            "the service may not know part of the request: `structure = \"json\"` or \"text\" under [llm] asks for less"
        }
        413 => "send less: `prompt_tokens` under [llm] limits what is said of the schema",
        _ => "the service says why; check the settings under [llm]",
    }
}
