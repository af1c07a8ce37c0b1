//! SQL by a model: what it writes is tried by whoever asked before it counts as an answer.

use super::{Assistant, ModelReport, ShownPrompt, prompt};
use crate::app::{AppError, Context};
use crate::dialect::Dialect;
use crate::llm::{AnswerSchema, LlmError};
use crate::model::Schema;
use crate::prompt::{Excerpt, Prompt, excerpt, fenced};
use minijinja::context;
use schemars::JsonSchema;
use serde::Deserialize;

/// A question, and what a model may know to answer it.
#[derive(Clone, Copy)]
pub(in crate::app) struct QuestionTask<'a> {
    pub question: &'a str,
    pub schema: &'a Schema,
    pub dialect: &'a dyn Dialect,
    /// What is in columns, where the environment allows that to be sent.
    pub values: Option<&'a str>,
    /// Whether the model shall say how its query answers the question.
    pub reasoning: bool,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) struct ModelQuery<T> {
    pub answer: Written<T>,
    /// How many answers it took.
    pub answers: usize,
    pub report: ModelReport,
}

#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) enum Written<T> {
    /// A query that passed, as it was written, and what the trial gave.
    Query { sql: String, reasoning: Option<String>, outcome: T },
    /// What the schema lacks.
    Missing(String),
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Answer {
    /// The query; empty where the schema cannot answer the question.
    sql: String,
    /// How the query answers the question.
    reasoning: Option<String>,
    /// What the schema lacks to answer the question.
    missing: Option<String>,
}

/// Asks until `attempt` takes the query, as often as the settings allow. It gives the outcome, or what is wrong in words for the model; an error ends
/// it all.
pub(in crate::app) async fn query<T>(
    context: &Context,
    assistant: &Assistant,
    task: QuestionTask<'_>,
    mut attempt: impl AsyncFnMut(&str) -> Result<Result<T, Vec<String>>, AppError>,
) -> Result<ModelQuery<T>, AppError> {
    let (prompt, _) = fill_in(context, assistant, task)?;
    let mut conversation = assistant.converse(&prompt, answer_schema(task.reasoning));
    let failed = |error: LlmError| AppError::of_model(context, "orchestrate", error);
    let asking = async {
        loop {
            let Answer { sql, reasoning, missing } = conversation.answer().await.map_err(failed)?;
            let objections = match (sql.trim(), missing.filter(|text| !text.trim().is_empty())) {
                ("", Some(missing)) => return Ok((Written::Missing(missing), conversation.answers())),
                ("", None) => vec!["`sql` is empty, and `missing` does not say why".to_owned()],
                (sql, _) => match attempt(sql).await? {
                    Ok(outcome) => {
                        let written = Written::Query { sql: sql.to_owned(), reasoning, outcome };
                        return Ok((written, conversation.answers()));
                    }
                    Err(objections) => objections,
                },
            };
            conversation.object(objections).map_err(failed)?;
        }
    };
    let (answer, answers) = assistant.wait(asking).await?;
    Ok(ModelQuery { answer, answers, report: assistant.report(&prompt) })
}

/// What would be sent. Nothing is.
pub(in crate::app) fn show_query(
    context: &Context,
    assistant: &Assistant,
    task: QuestionTask<'_>,
) -> Result<ShownPrompt, AppError> {
    let (prompt, excerpt) = fill_in(context, assistant, task)?;
    let columns = excerpt.withheld.iter().map(|(table, column, _)| format!("column {table}.{column}"));
    let tables = excerpt.omitted.iter().map(|table| format!("table {table} (no room)"));
    Ok(assistant.show(&prompt, answer_schema(task.reasoning), columns.chain(tables).collect()))
}

fn fill_in(context: &Context, assistant: &Assistant, task: QuestionTask<'_>) -> Result<(Prompt, Excerpt), AppError> {
    let excerpt = excerpt(task.schema, task.dialect, task.question, assistant.prompt_tokens);
    let values = context! {
        question => task.question,
        dialect => task.dialect.kind().as_str(),
        schema => fenced("SCHEMA", &excerpt.text),
        values => task.values.map(|values| fenced("VALUES", values)),
        reasoning => task.reasoning,
        today => context.clock.now().format("%Y-%m-%d").to_string(),
    };
    Ok((prompt(context, "question")?.render(values)?, excerpt))
}

fn answer_schema(reasoning: bool) -> AnswerSchema {
    let mut schema = AnswerSchema::of::<Answer>("query");
    let properties = schema.schema.get_mut("properties").and_then(|properties| properties.as_object_mut());
    if let (false, Some(properties)) = (reasoning, properties) {
        properties.remove("reasoning");
    }
    schema
}
