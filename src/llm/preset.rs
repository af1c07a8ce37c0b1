//! The services that are known by name. What they differ in is data; what they speak is one of two protocols.

use super::Price;
use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderKind {
    Anthropic,
    OpenAi,
    AzureOpenAi,
    Groq,
    Mistral,
    Ollama,
    Vllm,
    /// Answers from a file.
    Replay,
}

/// How a service is made to answer in JSON. The answer is checked in every case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Structure {
    /// The service holds the model to the schema.
    Schema,
    /// The service holds the model to JSON of any form; the schema is told in words.
    Json,
    /// The schema is told in words, and nothing else.
    Text,
}

/// What is known of one service.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    pub kind: ProviderKind,
    /// As `provider` in `dbx.toml`, and before the `/` of `--model`.
    pub name: &'static str,
    /// `None` where every user has an address of their own.
    pub base_url: Option<&'static str>,
    /// The variable in which users of this service keep their key.
    pub key_variable: Option<&'static str>,
    /// Whether it answers nobody without a key.
    pub needs_key: bool,
    pub structure: Structure,
    /// The key under which the longest answer is set.
    pub answer_limit: &'static str,
    /// Whether it counts tokens in a stream only when it is asked to, by a key that others do not know.
    pub stream_usage: bool,
    /// Where it costs the same for all models.
    pub price: Option<Price>,
}

const OPENAI: Preset = Preset {
    kind: ProviderKind::OpenAi,
    name: "openai",
    base_url: Some("https://api.openai.com/v1"),
    key_variable: Some("OPENAI_API_KEY"),
    needs_key: true,
    structure: Structure::Schema,
    answer_limit: "max_completion_tokens",
    stream_usage: true,
    price: None,
};

/// All of them; messages and documentation name them in this order.
pub static PRESETS: &[Preset] = &[
    Preset {
        kind: ProviderKind::Anthropic,
        name: "anthropic",
        base_url: Some("https://api.anthropic.com/v1"),
        key_variable: Some("ANTHROPIC_API_KEY"),
        answer_limit: "max_tokens",
        ..OPENAI
    },
    OPENAI,
    Preset {
        kind: ProviderKind::AzureOpenAi,
        name: "azure",
        base_url: None,
        key_variable: Some("AZURE_OPENAI_API_KEY"),
        ..OPENAI
    },
    Preset {
        kind: ProviderKind::Groq,
        name: "groq",
        base_url: Some("https://api.groq.com/openai/v1"),
        key_variable: Some("GROQ_API_KEY"),
        // Few of its models can be held to a schema.
        structure: Structure::Json,
        stream_usage: false,
        ..OPENAI
    },
    Preset {
        kind: ProviderKind::Mistral,
        name: "mistral",
        base_url: Some("https://api.mistral.ai/v1"),
        key_variable: Some("MISTRAL_API_KEY"),
        answer_limit: "max_tokens",
        stream_usage: false,
        ..OPENAI
    },
    Preset {
        kind: ProviderKind::Ollama,
        name: "ollama",
        base_url: Some("http://localhost:11434/v1"),
        key_variable: None,
        needs_key: false,
        answer_limit: "max_tokens",
        price: Some(Price::FREE),
        ..OPENAI
    },
    Preset {
        kind: ProviderKind::Vllm,
        name: "vllm",
        base_url: Some("http://localhost:8000/v1"),
        key_variable: None,
        needs_key: false,
        answer_limit: "max_tokens",
        price: Some(Price::FREE),
        ..OPENAI
    },
    Preset {
        kind: ProviderKind::Replay,
        name: "replay",
        base_url: None,
        key_variable: None,
        needs_key: false,
        price: Some(Price::FREE),
        ..OPENAI
    },
];

impl ProviderKind {
    pub fn preset(self) -> &'static Preset {
        // Every kind is in the list; a test holds that.
        PRESETS.iter().find(|preset| preset.kind == self).unwrap_or(&OPENAI)
    }

    pub fn parse(name: &str) -> Option<Self> {
        PRESETS.iter().find(|preset| preset.name == name).map(|preset| preset.kind)
    }
}

impl fmt::Display for ProviderKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.preset().name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::llm::{BaseUrl, Reach};

    #[test]
    fn every_kind_has_its_preset_and_a_good_address() {
        use ProviderKind::{Anthropic, AzureOpenAi, Groq, Mistral, Ollama, OpenAi, Replay, Vllm};
        for kind in [Anthropic, OpenAi, AzureOpenAi, Groq, Mistral, Ollama, Vllm, Replay] {
            assert_eq!(kind.preset().kind, kind);
            assert_eq!(ProviderKind::parse(kind.preset().name), Some(kind));
            if let Some(address) = kind.preset().base_url {
                BaseUrl::parse(address, Reach::default()).unwrap();
            }
        }
    }
}
