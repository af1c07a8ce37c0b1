//! The messages of Anthropic. Where an answer has to be JSON, the model is made to use a tool whose input has the schema.

use super::protocol::{Defect, Draft, End, Protocol, header, reported, text_at, with_schema};
use super::{AnswerSchema, ApiKey, Request, ServiceSettings, Structure};
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::{Map, Value, json};
use url::Url;

/// The version of the API that is spoken here.
const VERSION: &str = "2023-06-01";

#[derive(Debug)]
pub(super) struct Anthropic;

impl Protocol for Anthropic {
    fn url(&self, settings: &ServiceSettings) -> Url {
        settings.base_url.under(&["messages"])
    }

    fn headers(&self, key: Option<&ApiKey>) -> Vec<(HeaderName, HeaderValue)> {
        let key = key.and_then(|key| key.header("")).map(|value| header("x-api-key", value));
        key.into_iter().chain([header("anthropic-version", HeaderValue::from_static(VERSION))]).collect()
    }

    fn body(&self, settings: &ServiceSettings, request: &Request) -> Value {
        let mut body = Map::new();
        body.insert("model".to_owned(), json!(settings.model));
        body.insert(settings.kind.preset().answer_limit.to_owned(), json!(settings.sizes.answer_tokens));
        if let Some(temperature) = settings.temperature {
            body.insert("temperature".to_owned(), json!(temperature));
        }
        let mut system = request.system.clone();
        if let Some(schema) = &request.schema {
            match settings.structure {
                Structure::Schema => body.extend(tool(schema)),
                Structure::Json | Structure::Text => system = with_schema(&system, schema),
            }
        }
        body.insert("system".to_owned(), json!(system));
        let messages = request.messages.iter().map(|it| json!({ "role": it.from.role(), "content": it.text }));
        body.insert("messages".to_owned(), messages.collect());
        if settings.stream {
            body.insert("stream".to_owned(), json!(true));
        }
        body.into()
    }

    fn read_whole(&self, body: &Value, draft: &mut Draft) -> Result<(), Defect> {
        reported(body)?;
        let blocks = body.get("content").and_then(Value::as_array);
        let blocks = blocks.ok_or_else(|| Defect::Form("there is no `content`".to_owned()))?;
        let tool = blocks.iter().find(|block| is_tool(block)).and_then(|block| block.get("input"));
        draft.text = match tool {
            Some(input) => input.to_string(),
            None => blocks.iter().filter_map(|block| text_at(block, "/text")).collect(),
        };
        count(body, draft);
        end(body.get("stop_reason"), draft);
        draft.end.get_or_insert(End::Done);
        Ok(())
    }

    fn read_event(&self, event: &Value, draft: &mut Draft) -> Result<(), Defect> {
        reported(event)?;
        match text_at(event, "/type") {
            Some("message_start") => count(event.get("message").unwrap_or(&Value::Null), draft),
            // What a model says before it uses the tool is not the answer.
            Some("content_block_start") if event.get("content_block").is_some_and(is_tool) => draft.text.clear(),
            Some("content_block_delta") => {
                let piece = text_at(event, "/delta/partial_json").or_else(|| text_at(event, "/delta/text"));
                draft.text.push_str(piece.unwrap_or_default());
            }
            Some("message_delta") => {
                count(event, draft);
                end(event.pointer("/delta/stop_reason"), draft);
            }
            Some("message_stop") => draft.is_closed = true,
            // Signs of life, and kinds of events that are still to come.
            Some(_) => {}
            None => return Err(Defect::Form("an event has no `type`".to_owned())),
        }
        Ok(())
    }
}

fn tool(schema: &AnswerSchema) -> [(String, Value); 2] {
    let description = "The answer, as one JSON document.";
    let tool = json!({ "name": schema.name, "description": description, "input_schema": schema.schema });
    [("tools".to_owned(), json!([tool])), ("tool_choice".to_owned(), json!({ "type": "tool", "name": schema.name }))]
}

fn is_tool(block: &Value) -> bool {
    text_at(block, "/type") == Some("tool_use")
}

fn count(value: &Value, draft: &mut Draft) {
    if let Some(usage) = value.get("usage") {
        draft.count(usage, "input_tokens", "output_tokens");
    }
}

fn end(reason: Option<&Value>, draft: &mut Draft) {
    let Some(reason) = reason.and_then(Value::as_str) else { return };
    draft.end = Some(match reason {
        "max_tokens" | "model_context_window_exceeded" => End::CutOff,
        "refusal" => End::Declined("the service stopped it".to_owned()),
        // `end_turn`, `tool_use`, `stop_sequence`.
        _ => End::Done,
    });
}

#[cfg(test)]
mod tests {
    use super::super::settings::testing::settings;
    use super::*;
    use crate::llm::ProviderKind;

    #[test]
    fn json_is_asked_for_as_the_input_of_a_tool() {
        let schema = AnswerSchema { name: "design".into(), schema: json!({ "type": "object" }) };
        let request = Request { schema: Some(schema), ..Request::new("be exact", "how many?") };
        let body = Anthropic.body(&settings(ProviderKind::Anthropic), &request);
        assert_eq!(body["tool_choice"], json!({ "type": "tool", "name": "design" }));
        assert_eq!(body["tools"][0]["input_schema"], json!({ "type": "object" }));
        assert_eq!((&body["system"], &body["max_tokens"]), (&json!("be exact"), &json!(1_000)));
    }

    #[test]
    fn a_stream_gives_the_input_of_the_tool_alone() {
        let mut draft = Draft::default();
        for event in [
            json!({ "type": "message_start", "message": { "usage": { "input_tokens": 11, "output_tokens": 1 } } }),
            json!({ "type": "content_block_start", "content_block": { "type": "text", "text": "" } }),
            json!({ "type": "content_block_delta", "delta": { "type": "text_delta", "text": "Let me see" } }),
            json!({ "type": "ping" }),
            json!({ "type": "content_block_start", "content_block": { "type": "tool_use", "input": {} } }),
            json!({ "type": "content_block_delta", "delta": { "type": "input_json_delta", "partial_json": "{\"a\"" } }),
            json!({ "type": "content_block_delta", "delta": { "type": "input_json_delta", "partial_json": ":1}" } }),
            json!({ "type": "message_delta", "delta": { "stop_reason": "tool_use" }, "usage": { "output_tokens": 9 } }),
            json!({ "type": "message_stop" }),
        ] {
            Anthropic.read_event(&event, &mut draft).unwrap();
        }
        assert_eq!(draft.end, Some(End::Done));
        let answer = draft.answer();
        assert_eq!((answer.text.as_str(), answer.usage.unwrap().total()), ("{\"a\":1}", 20));
    }

    #[test]
    fn errors_refusals_and_limits_are_told_apart() {
        let overloaded = json!({ "type": "error", "error": { "type": "overloaded_error", "message": "Overloaded" } });
        assert_eq!(
            Anthropic.read_event(&overloaded, &mut Draft::default()),
            Err(Defect::Reported("Overloaded".into()))
        );
        for (reason, expected) in [
            ("max_tokens", End::CutOff),
            ("refusal", End::Declined("the service stopped it".into())),
            ("end_turn", End::Done),
        ] {
            let mut draft = Draft::default();
            let body = json!({ "content": [{ "type": "text", "text": "x" }], "stop_reason": reason });
            Anthropic.read_whole(&body, &mut draft).unwrap();
            assert_eq!(draft.end, Some(expected));
        }
    }
}
