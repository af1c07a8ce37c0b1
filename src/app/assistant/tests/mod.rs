//! Models that answer whatever they like, and what comes of it.

mod design;
mod question;

use super::Assistant;
use crate::app::{Clock, Context, Entropy, SilentProgress};
use crate::env::Config;
use crate::llm::{Answer, LlmError, Outgoing, Provider, Request, Sink, Usage};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Gives its texts one after the other, and the last for ever.
struct FakeModel {
    texts: Vec<String>,
    calls: AtomicUsize,
}

#[async_trait]
impl Provider for FakeModel {
    fn name(&self) -> String {
        "fake/model".into()
    }

    fn outgoing(&self, _request: &Request) -> Outgoing {
        Outgoing { url: None, body: serde_json::Value::Null }
    }

    async fn complete(&self, _request: &Request, _sink: &dyn Sink) -> Result<Answer, LlmError> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed).min(self.texts.len() - 1);
        let usage = Some(Usage { input_tokens: 10, output_tokens: 5 });
        Ok(Answer { text: self.texts[call].clone(), usage })
    }
}

fn assistant(texts: &[String], repairs: usize) -> Assistant {
    let model = FakeModel { texts: texts.to_vec(), calls: AtomicUsize::new(0) };
    Assistant::of(Box::new(model), repairs).unwrap()
}

struct Still;

impl Clock for Still {
    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }
}

impl Entropy for Still {
    fn next(&self) -> u64 {
        7
    }
}

fn context(folder: &Path) -> Context {
    Context {
        config: Config::default(),
        clock: Arc::new(Still),
        entropy: Arc::new(Still),
        progress: Arc::new(SilentProgress),
        folder: folder.to_owned(),
        tool: "dbx test".into(),
    }
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// What lies in a folder and below, by its path.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    found
}
