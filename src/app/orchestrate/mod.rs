//! `orchestrate`: a question in words to the rows that answer it.
//!
//! Stages, each on data of its own: intent (the kind of answer, by the words alone) → context (what the database holds) → build (readings of the question, each with its SQL) → validation,
//! guard and cost (by [`GuardedReader`]) → execution → explanation. Nothing runs but through the guard and the reader.

mod alternatives;
mod build;
mod by_model;
mod cache;
mod choose;
mod explanation;
mod join_check;
mod record;
mod sample;
mod saved;
mod schema;
mod sensitive;
mod stage;
mod values;

use super::assistant::{Assistant, ModelChoice, ModelReport, ShownPrompt};
use super::guarded_reader::GuardedReader;
use super::source::Target;
use super::{AppError, Context};
use crate::ask::{Intent, Understanding};
use crate::driver::{Cap, Server};
use crate::model::Row;
use choose::{Outcome, Proposal};
use saved::Saved;
use schemars::JsonSchema;
use serde::Serialize;
pub use stage::StageTime;
use stage::{Stage, Stages};

#[derive(Clone, Debug)]
pub struct OrchestrateRequest {
    pub question: String,
    pub database: Target,
    /// Looks at the database again instead of using what was kept of it.
    pub refresh_schema: bool,
    /// The SQL and what it means, without rows.
    pub is_dry: bool,
    /// Most rows that are wanted; 100 where nothing is said.
    pub rows: Option<usize>,
    /// Keeps the question with its SQL under this name.
    pub save: Option<String>,
    /// Whether it is told how the question was read; a model then says how its query answers it.
    pub reasoning: bool,
    pub model: ModelChoice,
}

/// What `orchestrate --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OrchestrateReport {
    pub query: String,
    /// What kind of answer its words ask for.
    pub intent: Intent,
    pub server: Server,
    /// Whether an answer is given.
    pub answered: bool,
    /// The question as it was understood, in words.
    pub reading: Option<String>,
    /// From 0 to 1; 0 where a language model answered, which does not say.
    pub confidence: f64,
    /// What was guessed on the way, or how a language model explains its query.
    pub reasoning: Vec<String>,
    /// As it was built.
    pub raw_sql: Option<String>,
    /// As it ran, or would run.
    pub sql: Option<String>,
    pub columns: Vec<String>,
    #[schemars(with = "Vec<Vec<serde_json::Value>>")]
    pub rows: Vec<Row>,
    pub row_count: usize,
    /// What cut the rows short, if anything did.
    pub capped: Option<Cap>,
    /// What the engine expects the statement to cost.
    pub cost: Option<f64>,
    /// Other readings that are nearly as likely.
    pub choices: Vec<Choice>,
    /// What to know about the rows.
    pub checks: Vec<String>,
    /// Questions that could come next.
    pub follow_ups: Vec<String>,
    /// Why there is no answer.
    pub errors: Vec<String>,
    /// Words that nothing in the schema explains.
    pub unknown: Vec<String>,
    pub token_usage: TokenUsage,
    /// The language model, where one was asked.
    pub model: Option<ModelReport>,
    pub timings: Vec<StageTime>,
}

/// A reading of the question.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Choice {
    pub reading: String,
    pub sql: String,
    /// From 0 to 1.
    pub confidence: f64,
}

/// What a language model was given and gave. Nothing, where none was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TokenUsage {
    pub input: u64,
    pub output: u64,
}

/// Longest question, in bytes. Reading takes time that grows with it.
const LONGEST: usize = 2_000;

pub async fn orchestrate(context: &Context, request: &OrchestrateRequest) -> Result<OrchestrateReport, AppError> {
    has_words(request)?;
    let assistant = Assistant::open(context, &request.model)?;
    let mut stages = Stages::new(context);
    stages.enter(Stage::Intent);
    let intent = Intent::of(&request.question);
    stages.enter(Stage::Context);
    let mut reader = GuardedReader::open(context, &request.database).await?;
    let mut report = blank(request, intent, reader.server());
    let saved = saved::find(context, &request.question)?;
    match (&assistant, saved) {
        (_, Some(saved)) => by_name(context, saved, request, &mut reader, &mut stages, &mut report).await?,
        (Some(model), None) => by_model::answer(context, model, request, &mut reader, &mut stages, &mut report).await?,
        (None, None) => by_grammar(context, request, &mut reader, &mut stages, &mut report).await?,
    }
    if let (Some(name), Some(sql)) = (&request.save, &report.sql) {
        let path = saved::save(context, name, &request.question, sql)?;
        report.checks.push(format!("kept as {}", path.display()));
    }
    report.timings = stages.finish();
    if !request.reasoning {
        report.reasoning.clear();
    }
    Ok(report)
}

/// What a language model would be sent for the question. Nothing is.
pub async fn show_question_prompt(context: &Context, request: &OrchestrateRequest) -> Result<ShownPrompt, AppError> {
    has_words(request)?;
    let assistant = Assistant::needed(context, &request.model)?;
    by_model::show(context, &assistant, request).await
}

fn has_words(request: &OrchestrateRequest) -> Result<(), AppError> {
    if request.question.trim().is_empty() {
        return Err(AppError::Usage(
            "the question is empty: write it as in `dbx orchestrate \"How many orders are there?\"`".into(),
        ));
    }
    if request.question.len() > LONGEST {
        return Err(AppError::Usage(format!(
            "the question has {} bytes, and {LONGEST} is the most: ask for one thing at a time",
            request.question.len()
        )));
    }
    Ok(())
}

/// By a query that was kept for the very question.
async fn by_name(
    context: &Context,
    saved: Saved,
    request: &OrchestrateRequest,
    reader: &mut GuardedReader,
    stages: &mut Stages,
    report: &mut OrchestrateReport,
) -> Result<(), AppError> {
    stages.enter(Stage::Validation);
    let outcome = choose::answer(reader, &[Proposal::saved(saved)], request, stages).await?;
    finish(report, outcome, stages, &Understanding::default());
    report.checks.extend(record::offline(context, request, report).await);
    Ok(())
}

/// Without a model.
async fn by_grammar(
    context: &Context,
    request: &OrchestrateRequest,
    reader: &mut GuardedReader,
    stages: &mut Stages,
    report: &mut OrchestrateReport,
) -> Result<(), AppError> {
    let catalog = schema::catalog(context, &request.database, reader, request.refresh_schema).await?;
    stages.enter(Stage::Build);
    let understanding = build::readings(&report.intent, &catalog, reader.kind());
    stages.enter(Stage::Validation);
    report.unknown.clone_from(&understanding.unknown);
    let proposals: Vec<Proposal> = understanding.readings.iter().map(|it| Proposal::read(it, &catalog)).collect();
    let outcome = choose::answer(reader, &proposals, request, stages).await?;
    if let Outcome::Answer(answer) = &outcome
        && !request.is_dry
    {
        report.checks.extend(join_check::left_out(reader, &answer.proposal).await?);
    }
    finish(report, outcome, stages, &understanding);
    report.checks.extend(record::offline(context, request, report).await);
    Ok(())
}

fn finish(report: &mut OrchestrateReport, outcome: Outcome, stages: &mut Stages, understanding: &Understanding) {
    match outcome {
        Outcome::Answer(answer) => {
            stages.enter(Stage::Explanation);
            explanation::explain(report, *answer);
        }
        Outcome::Unclear(reasons) => explanation::refuse(report, understanding, reasons),
    }
}

fn blank(request: &OrchestrateRequest, intent: Intent, server: &Server) -> OrchestrateReport {
    OrchestrateReport {
        query: request.question.clone(),
        intent,
        server: server.clone(),
        answered: false,
        reading: None,
        confidence: 0.0,
        reasoning: Vec::new(),
        raw_sql: None,
        sql: None,
        columns: Vec::new(),
        rows: Vec::new(),
        row_count: 0,
        capped: None,
        cost: None,
        choices: Vec::new(),
        checks: Vec::new(),
        follow_ups: Vec::new(),
        errors: Vec::new(),
        unknown: Vec::new(),
        token_usage: TokenUsage::default(),
        model: None,
        timings: Vec::new(),
    }
}
