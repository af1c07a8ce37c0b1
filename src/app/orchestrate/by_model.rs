//! A question to a language model. What it writes goes the same way as any other SQL: names and cost by the engine, the guard, the connection that only reads.

use super::super::assistant::{
    Assistant, ModelQuery, QuestionTask, ShownPrompt, Trial, Written, query, show_query, trial,
};
use super::super::guarded_reader::GuardedReader;
use super::super::{AppError, Context, source};
use super::stage::{Stage, Stages};
use super::{OrchestrateReport, OrchestrateRequest, TokenUsage, explanation, record, sensitive, values};
use crate::dialect::Dialect;
use crate::model::Schema;
use std::sync::Arc;

/// What a model is told, before it is told.
struct Known {
    schema: Schema,
    dialect: Arc<dyn Dialect>,
    /// Only where the environment allows it.
    values: Option<String>,
}

impl Known {
    /// Looks at the database.
    async fn of(context: &Context, reader: &mut GuardedReader, request: &OrchestrateRequest) -> Result<Self, AppError> {
        let database = context.needed_database(&request.database)?;
        let url = context.reader_url(&request.database)?.unwrap_or(database.url);
        let mut driver = source::connect(&url).await?;
        let mut schema = source::live(context, driver.as_mut()).await?;
        let dialect = driver.dialect();
        sensitive::mark(context, dialect.as_ref(), &mut schema)?;
        let values = if database.settings.send_values {
            Some(values::sampled(context, request, reader, &schema).await?)
        } else {
            None
        };
        Ok(Self { schema, dialect, values })
    }

    fn task<'a>(&'a self, request: &'a OrchestrateRequest) -> QuestionTask<'a> {
        QuestionTask {
            question: &request.question,
            schema: &self.schema,
            dialect: self.dialect.as_ref(),
            values: self.values.as_deref(),
            reasoning: request.reasoning,
        }
    }
}

/// Fills the report with what the model's query gave.
pub(super) async fn answer(
    context: &Context,
    assistant: &Assistant,
    request: &OrchestrateRequest,
    reader: &mut GuardedReader,
    stages: &mut Stages,
    report: &mut OrchestrateReport,
) -> Result<(), AppError> {
    let known = Known::of(context, reader, request).await?;
    stages.enter(Stage::Build);
    let asked = query(context, assistant, known.task(request), async |sql| {
        stages.enter(Stage::Validation);
        let tried = trial(reader, sql, request.rows, request.is_dry).await;
        stages.enter(Stage::Build);
        tried
    });
    let asked = asked.await;
    let unrecorded = record::record(context, request, &assistant.spent(), asked.as_ref().err()).await;
    let ModelQuery { answer, report: model, .. } = match (asked, &unrecorded) {
        (Ok(asked), _) => asked,
        (Err(source), Some(note)) => return Err(AppError::Noted { source: Box::new(source), note: note.clone() }),
        (Err(error), None) => return Err(error),
    };
    report.checks.extend(unrecorded);
    stages.enter(Stage::Explanation);
    let usage = model.spent.usage;
    report.token_usage = TokenUsage { input: usage.input_tokens, output: usage.output_tokens };
    report.checks.extend(model.notes.iter().cloned());
    report.model = Some(model);
    match answer {
        Written::Query { sql, reasoning, outcome } => explain(report, sql, reasoning, outcome),
        Written::Missing(what) => {
            report.errors.push(format!("the model finds that the schema lacks something: {what}"))
        }
    }
    Ok(())
}

/// What would be sent to the model for the question.
pub(super) async fn show(
    context: &Context,
    assistant: &Assistant,
    request: &OrchestrateRequest,
) -> Result<ShownPrompt, AppError> {
    let mut reader = GuardedReader::open(context, &request.database).await?;
    let known = Known::of(context, &mut reader, request).await?;
    show_query(context, assistant, known.task(request))
}

fn explain(report: &mut OrchestrateReport, sql: String, reasoning: Option<String>, trial: Trial) {
    report.answered = true;
    report.raw_sql = Some(sql.clone());
    report.sql = Some(sql);
    report.reasoning.extend(reasoning);
    report.cost = trial.passed.cost;
    if let Some(answered) = trial.answered {
        explanation::rows(report, answered);
    }
}
