//! Answers kept in a file, and given again: for tests, for demonstrations, and for looking into what a model did.
//!
//! A recording has a JSON object per line, `{"request": …, "answer": {"text": …}}`. An answer is given for the request it was recorded with; one
//! without a request, as somebody writes it by hand, for whatever is asked. Each is given once, in the order of the file. Requests hold what a
//! prompt says of a schema, and never a key.

use super::{Answer, Event, LlmError, Outgoing, Provider, Request, Sink};
use crate::store;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    request: Option<Request>,
    answer: Answer,
}

/// Answers from a recording.
#[derive(Debug)]
pub struct Replay {
    path: PathBuf,
    /// Answers that were not given yet.
    lines: Mutex<Vec<Line>>,
}

impl Replay {
    pub fn open(path: &Path) -> Result<Self, LlmError> {
        let text = store::read(path)?;
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let lines = lines.map(|(at, line)| read_line(path, at + 1, line)).collect::<Result<_, _>>()?;
        Ok(Self { path: path.to_owned(), lines: Mutex::new(lines) })
    }

    fn take(&self, request: &Request) -> Option<Answer> {
        // Lines are whole whenever the lock is free.
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let at = lines.iter().position(|line| line.request.as_ref().is_none_or(|recorded| recorded == request))?;
        Some(lines.remove(at).answer)
    }
}

fn read_line(path: &Path, line: usize, text: &str) -> Result<Line, LlmError> {
    serde_json::from_str(text).map_err(|error| LlmError::BadRecording {
        path: path.to_owned(),
        line,
        reason: error.to_string(),
    })
}

#[async_trait]
impl Provider for Replay {
    fn name(&self) -> String {
        let file = self.path.file_name().unwrap_or(self.path.as_os_str());
        format!("replay/{}", file.to_string_lossy())
    }

    fn outgoing(&self, request: &Request) -> Outgoing {
        Outgoing { url: None, body: json!(request) }
    }

    async fn complete(&self, request: &Request, sink: &dyn Sink) -> Result<Answer, LlmError> {
        let answer = self.take(request).ok_or_else(|| LlmError::NotRecorded { path: self.path.clone() })?;
        sink.event(Event::Text(&answer.text));
        Ok(answer)
    }
}

/// Writes down what another provider answers.
pub struct Recorder {
    inner: Box<dyn Provider>,
    path: PathBuf,
}

impl Recorder {
    pub fn new(inner: Box<dyn Provider>, path: PathBuf) -> Self {
        Self { inner, path }
    }
}

#[async_trait]
impl Provider for Recorder {
    fn name(&self) -> String {
        self.inner.name()
    }

    fn outgoing(&self, request: &Request) -> Outgoing {
        self.inner.outgoing(request)
    }

    async fn complete(&self, request: &Request, sink: &dyn Sink) -> Result<Answer, LlmError> {
        let answer = self.inner.complete(request, sink).await?;
        let line = Line { request: Some(request.clone()), answer };
        let text = serde_json::to_string(&line).map_err(|error| LlmError::Bug(error.to_string()))?;
        store::append_line(&self.path, &text)?;
        Ok(line.answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::llm::Quiet;

    fn ask(provider: &dyn Provider, question: &str) -> Result<String, LlmError> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(provider.complete(&Request::new("", question), &Quiet)).map(|answer| answer.text)
    }

    #[test]
    fn answers_follow_their_requests_and_then_the_order_of_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let (script, recording) = (folder.path().join("script.jsonl"), folder.path().join("recording.jsonl"));
        std::fs::write(&script, "{\"answer\": {\"text\": \"one\"}}\n\n{\"answer\": {\"text\": \"two\"}}\n").unwrap();
        let recorder = Recorder::new(Box::new(Replay::open(&script).unwrap()), recording.clone());
        assert_eq!(ask(&recorder, "a").unwrap(), "one");
        assert_eq!(ask(&recorder, "b").unwrap(), "two");
        assert!(matches!(ask(&recorder, "c"), Err(LlmError::NotRecorded { .. })));

        let replay = Replay::open(&recording).unwrap();
        assert_eq!(ask(&replay, "b").unwrap(), "two");
        assert!(matches!(ask(&replay, "b"), Err(LlmError::NotRecorded { .. })), "an answer is given once");
        assert_eq!(ask(&replay, "a").unwrap(), "one");
    }

    #[test]
    fn a_bad_line_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bad.jsonl");
        std::fs::write(&path, "{\"answer\": {\"text\": \"one\"}}\n{\"anwser\": 1}\n").unwrap();
        let error = Replay::open(&path).unwrap_err().to_string();
        assert!(error.contains("line 2") && error.contains("anwser"), "{error}");
    }
}
