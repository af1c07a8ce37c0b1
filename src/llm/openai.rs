//! The chat completions of OpenAI, which many services and servers speak: Groq, Mistral, Ollama, vLLM and others.

use super::protocol::{Defect, Draft, End, Protocol, header, reported, text_at, with_schema};
use super::{AnswerSchema, ApiKey, Request, ServiceSettings, Structure};
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::{Map, Value, json};
use url::Url;

#[derive(Debug)]
pub(super) struct OpenAi;

impl Protocol for OpenAi {
    fn url(&self, settings: &ServiceSettings) -> Url {
        settings.base_url.under(&["chat", "completions"])
    }

    fn headers(&self, key: Option<&ApiKey>) -> Vec<(HeaderName, HeaderValue)> {
        let value = key.and_then(|key| key.header("Bearer "));
        value.map(|value| header("authorization", value)).into_iter().collect()
    }

    fn body(&self, settings: &ServiceSettings, request: &Request) -> Value {
        let preset = settings.kind.preset();
        let mut body = Map::new();
        body.insert("model".to_owned(), json!(settings.model));
        body.insert("messages".to_owned(), messages(settings.structure, request));
        body.insert(preset.answer_limit.to_owned(), json!(settings.sizes.answer_tokens));
        if let Some(temperature) = settings.temperature {
            body.insert("temperature".to_owned(), json!(temperature));
        }
        if let Some(format) = request.schema.as_ref().and_then(|schema| response_format(settings.structure, schema)) {
            body.insert("response_format".to_owned(), format);
        }
        if settings.stream {
            body.insert("stream".to_owned(), json!(true));
            if preset.stream_usage {
                body.insert("stream_options".to_owned(), json!({ "include_usage": true }));
            }
        }
        body.into()
    }

    fn read_whole(&self, body: &Value, draft: &mut Draft) -> Result<(), Defect> {
        reported(body)?;
        count(body, draft);
        let choice = body.pointer("/choices/0").ok_or_else(|| Defect::Form("there is no `choices[0]`".to_owned()))?;
        draft.text = text_at(choice, "/message/content").unwrap_or_default().to_owned();
        end(choice, "/message/refusal", draft);
        // Without a reason to stop, a whole answer is whole.
        draft.end.get_or_insert(End::Done);
        Ok(())
    }

    fn read_event(&self, event: &Value, draft: &mut Draft) -> Result<(), Defect> {
        reported(event)?;
        count(event, draft);
        // The last event has the counts and no choice.
        let Some(choice) = event.pointer("/choices/0") else { return Ok(()) };
        draft.text.push_str(text_at(choice, "/delta/content").unwrap_or_default());
        end(choice, "/delta/refusal", draft);
        Ok(())
    }
}

/// The system message comes first. Where the service cannot be told the schema, it stands there.
fn messages(structure: Structure, request: &Request) -> Value {
    let system = match (&request.schema, structure) {
        (Some(schema), Structure::Json | Structure::Text) => with_schema(&request.system, schema),
        (Some(_), Structure::Schema) | (None, _) => request.system.clone(),
    };
    let system = json!({ "role": "system", "content": system });
    let rest = request.messages.iter().map(|it| json!({ "role": it.from.role(), "content": it.text }));
    std::iter::once(system).chain(rest).collect()
}

fn response_format(structure: Structure, schema: &AnswerSchema) -> Option<Value> {
    match structure {
        Structure::Text => None,
        Structure::Json => Some(json!({ "type": "json_object" })),
        Structure::Schema => {
            let strict = schema.strict();
            let is_strict = strict.is_some();
            let schema_text = strict.unwrap_or_else(|| schema.schema.clone());
            let format = json!({ "name": schema.name, "strict": is_strict, "schema": schema_text });
            Some(json!({ "type": "json_schema", "json_schema": format }))
        }
    }
}

/// Groq counts under a key of its own when it streams.
fn count(value: &Value, draft: &mut Draft) {
    for usage in [value.get("usage"), value.pointer("/x_groq/usage")].into_iter().flatten() {
        draft.count(usage, "prompt_tokens", "completion_tokens");
    }
}

fn end(choice: &Value, refusal: &str, draft: &mut Draft) {
    if let Some(reason) = text_at(choice, refusal).filter(|text| !text.is_empty()) {
        // A refusal comes in pieces too.
        let before = match draft.end.take() {
            Some(End::Declined(before)) => before,
            Some(End::Done | End::CutOff) | None => String::new(),
        };
        draft.end = Some(End::Declined(before + reason));
    }
    let Some(reason) = text_at(choice, "/finish_reason") else { return };
    if matches!(draft.end, Some(End::Declined(_))) {
        return;
    }
    draft.end = Some(match reason {
        "length" => End::CutOff,
        "content_filter" => End::Declined("the service filtered it".to_owned()),
        // `stop`, and words of services that stop for reasons of their own: the answer itself will tell.
        _ => End::Done,
    });
}

#[cfg(test)]
mod tests {
    use super::super::settings::testing::settings;
    use super::*;
    use crate::llm::ProviderKind;

    fn request() -> Request {
        let schema = AnswerSchema {
            name: "sql".into(),
            schema: json!({ "type": "object", "properties": { "sql": { "type": "string" } }, "required": ["sql"] }),
        };
        Request { schema: Some(schema), ..Request::new("be exact", "how many?") }
    }

    #[test]
    fn the_schema_goes_where_the_service_takes_it() {
        let of = |structure| OpenAi.body(&ServiceSettings { structure, ..settings(ProviderKind::OpenAi) }, &request());
        let schema = of(Structure::Schema);
        assert_eq!(schema["response_format"]["json_schema"]["strict"], json!(true));
        assert_eq!(schema["messages"][0]["content"], json!("be exact"));
        let json = of(Structure::Json);
        assert_eq!(json["response_format"], json!({ "type": "json_object" }));
        assert!(json["messages"][0]["content"].as_str().unwrap().contains("\"sql\""));
        assert_eq!(of(Structure::Text).get("response_format"), None);
    }

    #[test]
    fn keys_that_others_do_not_know_stay_away() {
        let of = |kind: ProviderKind| OpenAi.body(&settings(kind), &request());
        assert_eq!(of(ProviderKind::OpenAi)["stream_options"], json!({ "include_usage": true }));
        assert!(of(ProviderKind::OpenAi).get("max_tokens").is_none());
        let mistral = of(ProviderKind::Mistral);
        assert!(mistral.get("stream_options").is_none() && mistral.get("max_completion_tokens").is_none());
    }

    #[test]
    fn a_stream_adds_up() {
        let mut draft = Draft::default();
        for event in [
            json!({ "choices": [{ "delta": { "role": "assistant", "content": "" } }] }),
            json!({ "choices": [{ "delta": { "content": "ab" } }] }),
            json!({ "choices": [{ "delta": { "content": "c" }, "finish_reason": null }] }),
            json!({ "choices": [{ "delta": {}, "finish_reason": "stop" }] }),
            json!({ "choices": [], "usage": { "prompt_tokens": 7, "completion_tokens": 2 } }),
        ] {
            OpenAi.read_event(&event, &mut draft).unwrap();
        }
        assert_eq!(draft.end, Some(End::Done));
        let answer = draft.answer();
        assert_eq!((answer.text.as_str(), answer.usage.unwrap().total()), ("abc", 9));
    }

    #[test]
    fn refusals_and_limits_are_told_apart() {
        let end = |choice: Value| {
            let mut draft = Draft::default();
            OpenAi.read_whole(&json!({ "choices": [choice] }), &mut draft).unwrap();
            draft.end.unwrap()
        };
        assert_eq!(end(json!({ "message": { "content": "x" }, "finish_reason": "length" })), End::CutOff);
        let refusal = json!({ "message": { "content": null, "refusal": "no" }, "finish_reason": "stop" });
        assert_eq!(end(refusal), End::Declined("no".into()));
        assert_eq!(end(json!({ "message": { "content": "x" } })), End::Done);
        let error = json!({ "error": { "message": "boom" } });
        assert_eq!(OpenAi.read_event(&error, &mut Draft::default()), Err(Defect::Reported("boom".into())));
    }
}
