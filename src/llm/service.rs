//! A model behind an address: one request, tried a few times, until there is a whole answer or a clear reason why not.

use super::anthropic::Anthropic;
use super::azure::AzureOpenAi;
use super::openai::OpenAi;
use super::protocol::{Defect, Draft, End, Protocol, error_message};
use super::retry::{is_temporary, retry_after};
use super::sse::EventReader;
use super::transport::{self, Body, Interruption, causes, presentable, refused_address};
use super::{Answer, Event, LlmError, Outgoing, Provider, ProviderKind, Request, ServiceSettings, Sink, Timer};
use async_trait::async_trait;
use reqwest::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use reqwest::{Client, Response};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

pub struct Service {
    settings: ServiceSettings,
    protocol: &'static dyn Protocol,
    client: Client,
    timer: Arc<dyn Timer>,
}

/// What became of one try.
enum Failure {
    /// Another try may go better.
    Temporary {
        asked: Option<Duration>,
        reason: String,
        error: LlmError,
    },
    Final(LlmError),
}

impl Service {
    pub fn new(settings: ServiceSettings, timer: Arc<dyn Timer>) -> Result<Self, LlmError> {
        let client = transport::client(&settings)?;
        Ok(Self { protocol: protocol(settings.kind), client, settings, timer })
    }

    fn host(&self) -> String {
        self.settings.base_url.host()
    }

    fn presentable(&self, text: &str) -> String {
        presentable(text, self.settings.key.as_ref())
    }

    async fn attempt(&self, number: u32, body: &Value, sink: &dyn Sink) -> Result<Answer, Failure> {
        let url = self.protocol.url(&self.settings);
        let mut request = self.client.post(url).json(body);
        for (name, value) in self.protocol.headers(self.settings.key.as_ref()) {
            request = request.header(name, value);
        }
        let response = request.send().await.map_err(|error| self.not_sent(&error))?;
        if response.status().is_redirection() {
            return Err(Failure::Final(self.redirect(&response)));
        }
        if !response.status().is_success() {
            return Err(self.refused(number, response).await);
        }
        self.read(response, sink).await.map_err(Failure::Final)
    }

    fn not_sent(&self, error: &reqwest::Error) -> Failure {
        if let Some(refused) = refused_address(error) {
            return Failure::Final(refused.into());
        }
        if error.is_timeout() {
            let what = if error.is_connect() { "`connect_timeout`" } else { self.patience() };
            return Failure::Final(LlmError::Timeout { host: self.host(), what, raw: None });
        }
        let reason = self.presentable(&causes(error));
        let unreachable = LlmError::Unreachable { host: self.host(), reason: reason.clone() };
        if self.settings.base_url.is_loopback() {
            // Whatever does not run on this machine will not run in a moment.
            return Failure::Final(unreachable);
        }
        Failure::Temporary { asked: None, reason, error: unreachable }
    }

    /// The setting that ends a call in which nothing comes: the shorter one.
    fn patience(&self) -> &'static str {
        let timeouts = self.settings.timeouts;
        if timeouts.read < timeouts.total { "`read_timeout`" } else { "`timeout`" }
    }

    /// Only the host is told: the rest of the address may be a secret of the service.
    fn redirect(&self, response: &Response) -> LlmError {
        let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let target = response.url().join(location).ok();
        let target = target.and_then(|url| Some(format!("{}://{}", url.scheme(), url.host_str()?)));
        LlmError::Redirect { host: self.host(), target: self.presentable(&target.unwrap_or_else(|| "nowhere".into())) }
    }

    async fn refused(&self, attempt: u32, response: Response) -> Failure {
        let status = response.status();
        let header = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let asked = header.and_then(|header| retry_after(header, self.timer.now()));
        let text = transport::error_text(response).await;
        let message = self.presentable(&message_in(&text));
        let (host, code) = (self.host(), status.as_u16());
        if !is_temporary(status) {
            return Failure::Final(LlmError::Status { host, status: code, message });
        }
        let reason = format!("{code} {message}");
        let seconds = asked.map(|asked| asked.as_secs());
        let error = LlmError::Busy { host, status: code, attempts: attempt, asked: seconds, message };
        Failure::Temporary { asked, reason, error }
    }

    async fn read(&self, response: Response, sink: &dyn Sink) -> Result<Answer, LlmError> {
        let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let is_stream = content_type.is_some_and(|it| it.trim_start().starts_with("text/event-stream"));
        let mut body = Body::new(response, self.settings.sizes.answer_bytes);
        let mut draft = Draft::default();
        let read = if is_stream {
            self.read_stream(&mut body, &mut draft, sink).await
        } else {
            self.read_whole(&mut body, &mut draft, sink).await
        };
        read.map_err(|trouble| self.explain(trouble, &body))?;
        self.finish(draft, &body)
    }

    /// Services that were asked for a stream may answer in one piece nevertheless.
    async fn read_whole(&self, body: &mut Body, draft: &mut Draft, sink: &dyn Sink) -> Result<(), Trouble> {
        body.read_all().await?;
        let value = serde_json::from_str(&body.text()).map_err(|error| {
            if error.is_eof() { Trouble::BrokenOff } else { Trouble::Defect(Defect::Form(error.to_string())) }
        })?;
        self.protocol.read_whole(&value, draft)?;
        sink.event(Event::Text(&draft.text));
        Ok(())
    }

    async fn read_stream(&self, body: &mut Body, draft: &mut Draft, sink: &dyn Sink) -> Result<(), Trouble> {
        let mut reader = EventReader::default();
        while let Some(bytes) = body.next().await? {
            for data in reader.push(bytes) {
                self.read_event(&data, draft, sink)?;
            }
            if draft.is_closed {
                return Ok(());
            }
        }
        match reader.finish() {
            Some(data) => self.read_event(&data, draft, sink),
            None => Ok(()),
        }
    }

    fn read_event(&self, data: &str, draft: &mut Draft, sink: &dyn Sink) -> Result<(), Trouble> {
        if data.trim() == "[DONE]" {
            draft.is_closed = true;
            return Ok(());
        }
        let event =
            serde_json::from_str(data).map_err(|error| Defect::Form(format!("an event is no JSON: {error}")))?;
        let before = draft.text.len();
        self.protocol.read_event(&event, draft)?;
        if let Some(piece) = draft.text.get(before..).filter(|piece| !piece.is_empty()) {
            sink.event(Event::Text(piece));
        }
        Ok(())
    }

    fn explain(&self, trouble: Trouble, body: &Body) -> LlmError {
        let (host, raw) = (self.host(), self.censored(body));
        match trouble {
            Trouble::TooLarge => LlmError::TooLarge { host, limit: self.settings.sizes.answer_bytes, raw },
            Trouble::Timeout => LlmError::Timeout { host, what: "`timeout` or `read_timeout`", raw: Some(raw) },
            Trouble::BrokenOff => LlmError::BrokenOff { host, reason: "the answer is not whole".into(), raw },
            Trouble::Lost(reason) => LlmError::BrokenOff { host, reason: self.presentable(&reason), raw },
            Trouble::Defect(Defect::Form(reason)) => {
                LlmError::Malformed { host, reason: self.presentable(&reason), raw }
            }
            Trouble::Defect(Defect::Reported(reason)) => {
                LlmError::BrokenOff { host, reason: self.presentable(&reason), raw }
            }
        }
    }

    fn finish(&self, draft: Draft, body: &Body) -> Result<Answer, LlmError> {
        match &draft.end {
            Some(End::Done) => Ok(draft.answer()),
            Some(End::CutOff) => {
                Err(LlmError::CutOff { limit: self.settings.sizes.answer_tokens, raw: self.censored(body) })
            }
            Some(End::Declined(reason)) => {
                Err(LlmError::Declined { reason: self.presentable(reason), raw: self.censored(body) })
            }
            None => Err(self.explain(Trouble::BrokenOff, body)),
        }
    }

    fn censored(&self, body: &Body) -> String {
        self.settings.key.as_ref().map_or_else(|| body.text(), |key| key.censor(&body.text()))
    }
}

/// Why an answer that began was not read to its end.
enum Trouble {
    TooLarge,
    Timeout,
    BrokenOff,
    Lost(String),
    Defect(Defect),
}

impl From<Interruption> for Trouble {
    fn from(interruption: Interruption) -> Self {
        match interruption {
            Interruption::TooLarge => Self::TooLarge,
            Interruption::Failed(error) if error.is_timeout() => Self::Timeout,
            Interruption::Failed(error) => Self::Lost(causes(&error)),
        }
    }
}

impl From<Defect> for Trouble {
    fn from(defect: Defect) -> Self {
        Self::Defect(defect)
    }
}

#[async_trait]
impl Provider for Service {
    fn name(&self) -> String {
        format!("{}/{}", self.settings.kind, self.settings.model)
    }

    fn outgoing(&self, request: &Request) -> Outgoing {
        Outgoing {
            url: Some(self.protocol.url(&self.settings).into()),
            body: self.protocol.body(&self.settings, request),
        }
    }

    async fn complete(&self, request: &Request, sink: &dyn Sink) -> Result<Answer, LlmError> {
        let body = self.protocol.body(&self.settings, request);
        let mut number = 1;
        loop {
            let (asked, reason, error) = match self.attempt(number, &body, sink).await {
                Ok(answer) => return Ok(answer),
                Err(Failure::Final(error)) => return Err(error),
                Err(Failure::Temporary { asked, reason, error }) => (asked, reason, error),
            };
            let Some(pause) = self.settings.retries.pause(number, asked, self.timer.random()) else {
                return Err(error);
            };
            sink.event(Event::Retry { attempt: number, pause, reason: &reason });
            self.timer.sleep(pause).await;
            number += 1;
        }
    }
}

fn protocol(kind: ProviderKind) -> &'static dyn Protocol {
    match kind {
        ProviderKind::Anthropic => &Anthropic,
        ProviderKind::AzureOpenAi => &AzureOpenAi,
        ProviderKind::OpenAi
        | ProviderKind::Groq
        | ProviderKind::Mistral
        | ProviderKind::Ollama
        | ProviderKind::Vllm
        // Recorded answers need no service.
        | ProviderKind::Replay => &OpenAi,
    }
}

/// What a service says in the body of an error: the message inside where it is JSON, the text otherwise.
fn message_in(text: &str) -> String {
    let value: Option<Value> = serde_json::from_str(text).ok();
    let message = value.as_ref().and_then(|value| error_message(value.get("error").unwrap_or(value)));
    match message {
        Some(message) => message,
        None if text.trim().is_empty() => "it does not say why".to_owned(),
        None => text.to_owned(),
    }
}
