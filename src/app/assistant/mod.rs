//! A language model at a use case's side: the one that was asked for, within its budget, with its prompts.

mod design;
mod design_schema;
mod question;
mod raw_answer;
#[cfg(test)]
mod tests;
mod text;
mod trial;
mod watch;

pub(super) use design::{DesignTask, ModelDesign, design, show_design};
pub(super) use question::{ModelQuery, QuestionTask, Written, query, show_query};
pub(super) use text::{TextTask, first_prompt, show_texts, texts};
pub(super) use trial::{Trial, trial};

use super::interrupt::Interrupt;
use super::template;
use super::{AppError, Context};
use crate::env::{ModelSettings, ModelSource};
use crate::ledger::RunRecord;
use crate::llm::{
    AnswerSchema, Conversation, LanguageModel, Outgoing, Provider, Recorder, Replay, Request, Service, Spent,
};
use crate::prompt::{Prompt, Repair, Template};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use watch::{ContextTimer, Watch};

/// What a command line says of models.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ModelChoice {
    /// `PROVIDER/MODEL`, or a model of the configured provider.
    pub model: Option<String>,
    /// Ask no model, whatever is configured.
    pub offline: bool,
}

/// What a model was asked, and what that took.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ModelReport {
    /// `anthropic/claude-sonnet-4-5`.
    pub model: String,
    /// Name and version of the prompt: `design 1`.
    pub prompt: String,
    #[serde(flatten)]
    pub spent: Spent,
    /// Tries again and rounds of repair, in words.
    pub notes: Vec<String>,
}

/// What would be sent to a model, to the letter. Nothing was.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ShownPrompt {
    pub model: String,
    /// Name and version of the prompt: `design 1`.
    pub prompt: String,
    /// What is known to the command and stays at home, in words.
    pub withheld: Vec<String>,
    #[serde(flatten)]
    pub outgoing: Outgoing,
}

/// The model of one run.
pub(super) struct Assistant {
    model: LanguageModel,
    watch: Arc<Watch>,
    /// The most tokens that are told of a schema.
    pub prompt_tokens: usize,
    repair: Repair,
}

impl Assistant {
    /// `None` where no model is configured or wanted.
    pub fn open(context: &Context, choice: &ModelChoice) -> Result<Option<Self>, AppError> {
        if choice.offline {
            return Ok(None);
        }
        let folder = context.config.folder().unwrap_or(&context.folder);
        let asked = choice.model.as_deref();
        let Some(settings) = context.config.llm.resolve(asked, folder).map_err(crate::env::ConfigError::from)? else {
            return Ok(None);
        };
        let repair = Repair::new(prompt(context, "repair")?)?;
        let watch = Arc::new(Watch::new(context.progress.clone()));
        let ModelSettings { budget, price, answer_tokens, prompt_tokens, repairs, .. } = settings;
        let provider = provider(context, settings)?;
        let model = LanguageModel::new(provider, budget, price, answer_tokens, repairs, watch.clone());
        Ok(Some(Self { model, watch, prompt_tokens, repair }))
    }

    /// As [`open`](Self::open), where there has to be a model.
    pub fn needed(context: &Context, choice: &ModelChoice) -> Result<Self, AppError> {
        Self::open(context, choice)?.ok_or_else(|| {
            AppError::Usage(
                "no language model is configured: add --model PROVIDER/MODEL, or [llm] with `provider` and `model` to dbx.toml"
                    .into(),
            )
        })
    }

    /// A model that is no service.
    #[cfg(test)]
    fn of(provider: Box<dyn Provider>, repairs: usize) -> Result<Self, AppError> {
        let watch = Arc::new(Watch::new(Arc::new(super::SilentProgress)));
        let model = LanguageModel::new(provider, crate::llm::Budget::default(), None, 1_000, repairs, watch.clone());
        let repair = Repair::new(Template::built_in("repair")?)?;
        Ok(Self { model, watch, prompt_tokens: 4_000, repair })
    }

    /// A question by a prompt, to be answered as JSON of this form.
    pub fn converse(&self, prompt: &Prompt, schema: AnswerSchema) -> Conversation<'_> {
        let request = Request::new(prompt.system.clone(), prompt.user.clone());
        Conversation::new(&self.model, request, schema, self.repair.clone())
    }

    /// What would go out first.
    pub fn show(&self, prompt: &Prompt, schema: AnswerSchema, withheld: Vec<String>) -> ShownPrompt {
        let outgoing = self.converse(prompt, schema).outgoing();
        ShownPrompt { model: self.model.name(), prompt: title(prompt), withheld, outgoing }
    }

    /// Waits for an answer until somebody interrupts; the call ends then.
    pub async fn wait<T>(&self, answer: impl Future<Output = Result<T, AppError>>) -> Result<T, AppError> {
        let mut interrupt =
            Interrupt::listen().map_err(|error| AppError::Bug(format!("no signals are to be had: {error}")))?;
        tokio::select! {
            result = answer => result,
            () = interrupt.next() => Err(AppError::CallStopped { model: self.model.name() }),
        }
    }

    /// What all calls so far took, those of failed runs included.
    pub fn spent(&self) -> Spent {
        self.model.spent()
    }

    pub fn report(&self, prompt: &Prompt) -> ModelReport {
        ModelReport { model: self.model.name(), prompt: title(prompt), spent: self.spent(), notes: self.watch.notes() }
    }
}

/// The run with what its calls took.
pub(super) fn billed(run: RunRecord, spent: &Spent) -> RunRecord {
    RunRecord {
        tokens: Some(i64::try_from(spent.usage.total()).unwrap_or(i64::MAX)),
        cost_usd: spent.usd.map(|usd| format!("{usd:.6}")),
        ..run
    }
}

fn title(prompt: &Prompt) -> String {
    format!("{} {}", prompt.name, prompt.version)
}

/// The user's own template of this name, or the built-in one.
pub(super) fn prompt(context: &Context, name: &str) -> Result<Template, AppError> {
    match template::users(context, &format!("prompts/{name}.md"))? {
        Some(text) => Ok(Template::new(name, text)),
        None => Ok(Template::built_in(name)?),
    }
}

fn provider(context: &Context, settings: ModelSettings) -> Result<Box<dyn Provider>, AppError> {
    let provider: Box<dyn Provider> = match settings.source {
        ModelSource::Service(service) => Box::new(Service::new(*service, Arc::new(ContextTimer::new(context)))?),
        ModelSource::Replay(path) => Box::new(Replay::open(&path)?),
    };
    Ok(match settings.record {
        Some(path) => Box::new(Recorder::new(provider, path)),
        None => provider,
    })
}
