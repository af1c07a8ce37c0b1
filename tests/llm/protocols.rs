//! Each kind of service gets what it understands, and what it sends is understood.

use dbx::llm::{ProviderKind, Quiet, ServiceSettings};
use std::time::Duration;

use super::model::{KEY, Pieces, ask_with, settings, whole};
use crate::support::http::{HttpServer, Reply};

const OPENAI_STREAM: &str = "\
data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n\
data: {\"choices\":[{\"delta\":{\"content\":\"fourty\"}}]}\r\n\r\n\
: keep-alive\n\n\
data: {\"choices\":[{\"delta\":{\"content\":\"-twö\"},\"finish_reason\":\"stop\"}]}\n\n\
data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3}}\n\n\
data: [DONE]\n\n";

const ANTHROPIC_STREAM: &str = "\
event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}\n\n\
event: content_block_start\ndata: {\"type\":\"content_block_start\",\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n\
event: ping\ndata: {\"type\":\"ping\"}\n\n\
event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"fourty-twö\"}}\n\n\
event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":3}}\n\n\
event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

#[test]
fn a_stream_in_pieces_of_any_size_is_the_same_answer() {
    for (kind, stream) in [(ProviderKind::OpenAi, OPENAI_STREAM), (ProviderKind::Anthropic, ANTHROPIC_STREAM)] {
        for size in [1, 7, 64, 100_000] {
            let server = HttpServer::start(vec![Reply::stream(stream, size)]);
            let pieces = Pieces::default();
            let answer = ask_with(settings(&server, kind), &pieces).0.expect("an answer");
            assert_eq!(answer.text, "fourty-twö", "{kind} in pieces of {size}");
            let usage = answer.usage.expect("counted tokens");
            assert_eq!((usage.input_tokens, usage.output_tokens), (9, 3));
            assert_eq!(pieces.0.into_inner().unwrap().concat(), "fourty-twö");
        }
    }
}

/// A stream that its service forgets to end is over when it says so.
#[test]
fn nobody_waits_behind_the_end_of_a_stream() {
    let reply = Reply::stream(OPENAI_STREAM, 100_000).then_silence();
    let server = HttpServer::start(vec![reply]);
    assert_eq!(super::model::ask(&server).unwrap().text, "fourty-twö");
}

#[test]
fn a_slow_stream_may_take_its_time_between_pieces() {
    let server = HttpServer::start(vec![Reply::stream(OPENAI_STREAM, 60).pausing(Duration::from_millis(20))]);
    assert_eq!(super::model::ask(&server).unwrap().text, "fourty-twö");
}

#[test]
fn every_service_is_asked_at_its_address_with_its_key() {
    let anthropic = "{\"content\":[{\"type\":\"text\",\"text\":\"42\"}],\"stop_reason\":\"end_turn\"}";
    for (kind, line, header, value) in [
        (ProviderKind::OpenAi, "POST /chat/completions", "authorization", format!("Bearer {KEY}")),
        (ProviderKind::Groq, "POST /chat/completions", "authorization", format!("Bearer {KEY}")),
        (ProviderKind::Mistral, "POST /chat/completions", "authorization", format!("Bearer {KEY}")),
        (ProviderKind::Ollama, "POST /chat/completions", "authorization", format!("Bearer {KEY}")),
        (ProviderKind::Vllm, "POST /chat/completions", "authorization", format!("Bearer {KEY}")),
        (
            ProviderKind::AzureOpenAi,
            "POST /openai/deployments/d/chat/completions?api-version=2024-10-21",
            "api-key",
            KEY.to_owned(),
        ),
        (ProviderKind::Anthropic, "POST /messages", "x-api-key", KEY.to_owned()),
    ] {
        let reply = if kind == ProviderKind::Anthropic { Reply::json(200, anthropic) } else { whole("42") };
        let server = HttpServer::start(vec![reply]);
        let settings = ServiceSettings {
            deployment: Some("d".into()),
            api_version: Some("2024-10-21".into()),
            ..settings(&server, kind)
        };
        assert_eq!(ask_with(settings, &Quiet).0.expect("an answer").text, "42", "{kind}");
        let request = &server.requests()[0];
        assert!(request.line.starts_with(line), "{}", request.line);
        assert_eq!(request.header(header), Some(value.as_str()));
        assert!(!request.body.contains(KEY) && !request.line.contains(KEY));
    }
}

#[test]
fn without_a_key_none_is_sent() {
    let server = HttpServer::start(vec![whole("42")]);
    let settings = ServiceSettings { key: None, ..settings(&server, ProviderKind::Ollama) };
    ask_with(settings, &Quiet).0.expect("an answer");
    assert_eq!(server.requests()[0].header("authorization"), None);
}
