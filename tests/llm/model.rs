//! A model at a scripted server, asked without waiting for pauses.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use dbx::llm::{
    Answer, ApiKey, BaseUrl, Budget, Event, LanguageModel, LlmError, Provider as _, ProviderKind, Quiet, Reach,
    Request, RetryPolicy, Service, ServiceSettings, Sink, Sizes, Timeouts, Timer,
};
use dbx::prompt::{Repair, Template};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::http::{HttpServer, Reply};

/// Never shown anywhere.
pub const KEY: &str = "sk-S3cretKey";

/// Time that passes at once, and remembers how long it should have taken.
#[derive(Debug, Default)]
pub struct Impatient(pub Mutex<Vec<Duration>>);

#[async_trait]
impl Timer for Impatient {
    fn now(&self) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339("2026-01-31T12:00:00Z").expect("a time").with_timezone(&Utc)
    }

    fn random(&self) -> u64 {
        0
    }

    async fn sleep(&self, pause: Duration) {
        self.0.lock().expect("no test panicked").push(pause);
    }
}

/// Remembers the pieces of an answer.
#[derive(Debug, Default)]
pub struct Pieces(pub Mutex<Vec<String>>);

impl Sink for Pieces {
    fn event(&self, event: Event<'_>) {
        if let Event::Text(piece) = event {
            self.0.lock().expect("no test panicked").push(piece.to_owned());
        }
    }
}

pub fn settings(server: &HttpServer, kind: ProviderKind) -> ServiceSettings {
    ServiceSettings {
        kind,
        model: "test-model".into(),
        base_url: BaseUrl::parse(&server.url(), Reach::default()).expect("an address"),
        key: ApiKey::new(KEY),
        deployment: None,
        api_version: None,
        structure: kind.preset().structure,
        temperature: None,
        stream: true,
        timeouts: Timeouts {
            connect: Duration::from_secs(5),
            read: Duration::from_millis(300),
            total: Duration::from_millis(900),
        },
        sizes: Sizes { answer_tokens: 1_000, answer_bytes: 64 * 1024 },
        retries: RetryPolicy { attempts: 3, ..RetryPolicy::default() },
    }
}

pub fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
}

/// One question, and how long was waited between tries.
pub fn ask_with(settings: ServiceSettings, sink: &dyn Sink) -> (Result<Answer, LlmError>, Vec<Duration>) {
    let timer = Arc::new(Impatient::default());
    let service = Service::new(settings, timer.clone()).expect("a service");
    let result = wait(service.complete(&Request::new("be exact", "how many?"), sink));
    let pauses = timer.0.lock().expect("no test panicked").clone();
    (result, pauses)
}

pub fn ask(server: &HttpServer) -> Result<Answer, LlmError> {
    ask_with(settings(server, ProviderKind::OpenAi), &Quiet).0
}

/// A model that answers by the script.
pub fn model(server: &HttpServer, budget: Budget, repairs: usize) -> LanguageModel {
    let service = Service::new(settings(server, ProviderKind::OpenAi), Arc::new(Impatient::default()));
    LanguageModel::new(Box::new(service.expect("a service")), budget, None, 1_000, repairs, Arc::new(Quiet))
}

pub fn repair() -> Repair {
    Repair::new(Template::built_in("repair").expect("a prompt")).expect("a prompt that can be filled in")
}

/// OpenAI's answer in one piece.
pub fn whole(text: &str) -> Reply {
    let message = serde_json::json!({ "role": "assistant", "content": text });
    let choice = serde_json::json!({ "message": message, "finish_reason": "stop" });
    let usage = serde_json::json!({ "prompt_tokens": 20, "completion_tokens": 5 });
    Reply::json(200, &serde_json::json!({ "choices": [choice], "usage": usage }).to_string())
}
