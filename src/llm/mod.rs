//! Language models: a question goes out as HTTP, an answer of a known form comes back, or an error that says what to do.
//!
//! [`LanguageModel`] is what others hold: a [`Provider`] with its budget and its prices. A [`Conversation`] asks for JSON of a given schema
//! and sends back what is wrong with the answer, a few times at most. Nothing here decides what is asked, and nothing that comes back is
//! trusted further than its form.
//!
//! A service is reached through [`Service`], which owns timeouts, retries and sizes; what services differ in is a `Protocol`, one file each.

mod address;
mod answer;
mod answer_schema;
mod anthropic;
mod azure;
mod budget;
mod conversation;
mod error;
mod event;
mod key;
mod language_model;
mod openai;
mod preset;
mod price;
mod protocol;
mod provider;
mod recording;
mod request;
mod resolver;
mod retry;
mod service;
mod settings;
mod sse;
mod strict;
mod timer;
mod transport;

pub use address::{AddressError, BaseUrl, Reach};
pub use answer::{Answer, Usage};
pub use answer_schema::AnswerSchema;
pub use budget::{Budget, Spent};
pub use conversation::Conversation;
pub use error::LlmError;
pub use event::{Event, Quiet, Sink};
pub use key::ApiKey;
pub use language_model::LanguageModel;
pub use preset::{PRESETS, Preset, ProviderKind, Structure};
pub use price::Price;
pub use provider::{Outgoing, Provider};
pub use recording::{Recorder, Replay};
pub use request::{Message, Request, Sender};
pub use retry::RetryPolicy;
pub use service::Service;
pub use settings::{ServiceSettings, Sizes, Timeouts};
pub use timer::Timer;
