//! How one service is spoken to, with everything resolved.

use super::{ApiKey, BaseUrl, ProviderKind, RetryPolicy, Structure};
use std::time::Duration;

#[derive(Clone, Debug)]
pub struct ServiceSettings {
    pub kind: ProviderKind,
    /// The service's own name of the model.
    pub model: String,
    pub base_url: BaseUrl,
    pub key: Option<ApiKey>,
    /// Azure OpenAI: the name under which the model was deployed, and the version of the API.
    pub deployment: Option<String>,
    pub api_version: Option<String>,
    pub structure: Structure,
    /// How much chance there is in an answer. `None` leaves it to the service; some models accept nothing else.
    pub temperature: Option<f64>,
    /// Whether the answer comes piece by piece.
    pub stream: bool,
    pub timeouts: Timeouts,
    pub sizes: Sizes,
    pub retries: RetryPolicy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Until there is a connection.
    pub connect: Duration,
    /// Between two pieces of an answer, and before the first.
    pub read: Duration,
    /// For one try as a whole.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), read: Duration::from_secs(120), total: Duration::from_secs(300) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// The longest answer that a model is asked for, in tokens.
    pub answer_tokens: u64,
    /// The most bytes that are read of an answer.
    pub answer_bytes: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { answer_tokens: 8_192, answer_bytes: 4 * 1024 * 1024 }
    }
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;
    use crate::llm::Reach;

    /// Settings for an address where nobody is.
    pub fn settings(kind: ProviderKind) -> ServiceSettings {
        ServiceSettings {
            kind,
            model: "m".into(),
            base_url: BaseUrl::parse("https://models.example", Reach::default()).unwrap(),
            key: None,
            deployment: None,
            api_version: None,
            structure: Structure::Schema,
            temperature: None,
            stream: true,
            timeouts: Timeouts::default(),
            sizes: Sizes { answer_tokens: 1_000, ..Sizes::default() },
            retries: RetryPolicy::default(),
        }
    }
}
