//! Sample texts by a model: a pool for one column, asked for in a few calls.

use super::{Assistant, ShownPrompt, prompt};
use crate::app::{AppError, Context};
use crate::dialect::Dialect;
use crate::llm::{AnswerSchema, LlmError};
use crate::model::Schema;
use crate::prompt::{Prompt, excerpt, fenced, one_line};
use crate::seed::TextOrder;
use minijinja::context;
use schemars::JsonSchema;
use serde::Deserialize;

/// Texts of one answer: longer answers break off more often.
const A_CALL: usize = 50;

/// Most tokens that are told of the schema. Fixed, so that the same column has the same prompt whatever is configured.
const SCHEMA_TOKENS: usize = 1_500;

/// How many of the texts that are there go out with the next call.
const TOLD: usize = 20;

/// What is wrong with texts is told to the model so many times in one round.
const MOST_OBJECTIONS: usize = 5;

/// Most characters of a name, and of what texts are about.
const LONGEST_LINE: usize = 500;

/// How much of a text is told with what is wrong with it, in characters.
const SHOWN: usize = 40;

/// What a model needs to know to write texts.
#[derive(Clone, Copy)]
pub(in crate::app) struct TextTask<'a> {
    pub order: &'a TextOrder,
    pub schema: &'a Schema,
    pub dialect: &'a dyn Dialect,
    /// `de_DE`
    pub locale: &'a str,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Answer {
    /// The texts.
    texts: Vec<String>,
}

/// All texts of an order, every one of which fits.
///
/// # Errors
///
/// A model that cannot be reached, or whose texts do not fit after the last round of repair.
pub(in crate::app) async fn texts(
    context: &Context,
    assistant: &Assistant,
    task: TextTask<'_>,
) -> Result<Vec<String>, AppError> {
    let failed = |error: LlmError| AppError::of_model(context, "seed", error);
    let size = task.order.pool.size as usize;
    let mut kept: Vec<String> = Vec::new();
    let asking = async {
        while kept.len() < size {
            let goal = (kept.len() + A_CALL).min(size);
            let prompt = fill_in(context, task, goal - kept.len(), &kept)?;
            let mut conversation = assistant.converse(&prompt, answer_schema());
            loop {
                let Answer { texts } = conversation.answer().await.map_err(failed)?;
                let objections = take(&mut kept, texts, task.order, goal);
                if kept.len() >= goal {
                    break;
                }
                conversation.object(objections).map_err(failed)?;
            }
        }
        Ok(())
    };
    assistant.wait(asking).await?;
    Ok(kept)
}

/// What would be asked first. The same for the same column of the same schema: texts are kept under it.
pub(in crate::app) fn first_prompt(context: &Context, task: TextTask<'_>) -> Result<Prompt, AppError> {
    fill_in(context, task, (task.order.pool.size as usize).min(A_CALL), &[])
}

/// What would be sent. Nothing is.
pub(in crate::app) fn show_texts(
    context: &Context,
    assistant: &Assistant,
    task: TextTask<'_>,
) -> Result<ShownPrompt, AppError> {
    Ok(assistant.show(&first_prompt(context, task)?, answer_schema(), Vec::new()))
}

fn fill_in(context: &Context, task: TextTask<'_>, count: usize, known: &[String]) -> Result<Prompt, AppError> {
    let TextTask { order, schema, dialect, locale } = task;
    let column = format!("{}.{}", order.table, order.column);
    let known: Vec<&str> = known.iter().rev().take(TOLD).map(String::as_str).collect();
    let values = context! {
        count => count,
        shortest => order.shortest,
        longest => order.longest,
        locale => locale,
        schema => fenced("SCHEMA", &excerpt(schema, dialect, &column, SCHEMA_TOKENS).text),
        column => one_line(&column, LONGEST_LINE),
        about => order.pool.about.as_deref().map(|about| one_line(about, LONGEST_LINE)),
        known => (!known.is_empty()).then(|| fenced("TEXTS", &known.join("\n"))),
    };
    Ok(prompt(context, "texts")?.render(values)?)
}

fn answer_schema() -> AnswerSchema {
    AnswerSchema::of::<Answer>("texts")
}

/// Keeps the texts that fit, up to a number of them, and says what is wrong with the others.
fn take(kept: &mut Vec<String>, texts: Vec<String>, order: &TextOrder, goal: usize) -> Vec<String> {
    let mut objections = Vec::new();
    for text in texts {
        if kept.len() >= goal {
            break;
        }
        let text = text.trim().to_owned();
        match order.objection(&text) {
            Some(objection) => objections.push(objection),
            None if kept.contains(&text) => objections.push(format!("\"{}\" is there twice", one_line(&text, SHOWN))),
            None => kept.push(text),
        }
    }
    objections.truncate(MOST_OBJECTIONS);
    objections.push(format!("{} more texts are needed, other ones than before", goal - kept.len()));
    objections
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Name, QualifiedName};
    use crate::seed::TextPool;

    #[test]
    fn only_texts_that_fit_are_kept() {
        let order = TextOrder {
            table: QualifiedName::bare("ticket"),
            column: Name::from("remark"),
            pool: TextPool { size: 3, about: None },
            shortest: 3,
            longest: 12,
            excluded: vec!["unknown".into()],
        };
        let mut kept = Vec::new();
        let texts = [
            "late again",
            " late again ",
            "no",
            "a text that is far too long",
            "two\nlines",
            "unknown",
            "bell\u{7}",
            "right\u{202e}left",
            "fine",
        ];
        let objections = take(&mut kept, texts.map(str::to_owned).to_vec(), &order, 3);
        assert_eq!(kept, ["late again", "fine"]);
        assert_eq!(objections.len(), MOST_OBJECTIONS + 1);
        assert!(
            objections[0].contains("twice")
                && objections[1].contains("3 to 12")
                && objections.last().unwrap().contains("1 more")
        );
        assert!(!objections.concat().contains('\n'));
    }
}
