//! `text: llm`: texts that a language model writes before rows are made, kept in files so that nobody is asked twice.

use super::SeedRequest;
use super::text_cache::Kept;
use super::wanted::{Asked, asked};
use crate::app::assistant::{Assistant, ModelReport, ShownPrompt, TextTask, first_prompt, show_texts, texts};
use crate::app::source::Side;
use crate::app::{AppError, Context, ModelChoice};
use crate::dialect::{self, Dialect, DialectKind, Unsupported};
use crate::model::{ObjectId, Schema, is_sensitive_name};
use crate::prompt::withheld;
use crate::seed::{Recipe, TextOrder, Wanted, compile};
use sha2::{Digest as _, Sha256};

/// Puts texts in place of every `text: llm`: those that are kept, or new ones. What a model took is told where one was asked, also when it
/// gave nothing: its calls are billed all the same.
///
/// # Errors
///
/// Columns that no model may hear of; texts that are not kept while there is no model; whatever goes wrong with the model.
pub(super) async fn resolve(
    context: &Context,
    choice: &ModelChoice,
    (schema, dialect): (&Schema, &dyn Dialect),
    wanted: &mut Wanted,
    resolved: &mut Resolved,
) -> Result<(), AppError> {
    let model = model_name(context, choice)?;
    let mut assistant = None;
    for order in orders(schema, dialect, wanted)? {
        let task = TextTask { order: &order, schema, dialect, locale: wanted.locale.name };
        let prompt = first_prompt(context, task)?;
        let kept = Kept::of(context, &order, &prompt, model.as_deref());
        let found = match kept.read()? {
            Some(texts) => texts,
            None => {
                if assistant.is_none() {
                    assistant = Some(needed(context, choice, &order)?);
                }
                let Some(assistant) = &assistant else { continue };
                let written = texts(context, assistant, task).await;
                resolved.model = Some(assistant.report(&prompt));
                let written = written?;
                kept.write(&written)?;
                written
            }
        };
        resolved.hash = hex::encode(Sha256::digest(format!("{}{found:?}", resolved.hash)));
        put(wanted, &order, found);
    }
    Ok(())
}

/// What came of the orders.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    /// Of the model that was asked last, with what all calls took.
    pub model: Option<ModelReport>,
    /// Of all texts; empty where there are none. Other texts make other rows.
    pub hash: String,
}

/// What would be sent to the model, for each column with `text: llm`. Nothing is.
pub async fn show_text_prompts(context: &Context, request: &SeedRequest) -> Result<Vec<ShownPrompt>, AppError> {
    let side = Side::open(context, &request.schema).await?;
    let dialect = dialect::of(side.dialect.unwrap_or(DialectKind::Postgres));
    let Asked { wanted, .. } = asked(context, request, &side.schema)?;
    let assistant = Assistant::needed(context, &request.model)?;
    let task = |order| TextTask { order, schema: &side.schema, dialect: dialect.as_ref(), locale: wanted.locale.name };
    let orders = orders(&side.schema, dialect.as_ref(), &wanted)?;
    orders.iter().map(|order| show_texts(context, &assistant, task(order))).collect()
}

/// The texts that the profile wants, of columns that a model may hear of.
fn orders(schema: &Schema, dialect: &dyn Dialect, wanted: &Wanted) -> Result<Vec<TextOrder>, AppError> {
    let is_order = |recipe: &Option<Recipe>| matches!(recipe, Some(Recipe::Text(_)));
    if !wanted.tables.values().any(|table| table.columns.values().any(|column| is_order(&column.recipe))) {
        return Ok(Vec::new());
    }
    let compiled = compile(schema, dialect.capabilities().syntax, wanted).map_err(AppError::Unsupported)?;
    let private: Vec<Unsupported> = compiled.texts.iter().filter_map(|order| refused(schema, order)).collect();
    if private.is_empty() { Ok(compiled.texts) } else { Err(AppError::Unsupported(private)) }
}

/// Sensitive columns stay at home: no model writes for them, since it would have to hear of them.
fn refused(schema: &Schema, order: &TextOrder) -> Option<Unsupported> {
    let column = schema.table(&order.table)?.columns.get(&order.column)?;
    let is_private = withheld(column).is_some() || is_sensitive_name(column.name.as_str());
    let message = "the column is sensitive, or its name looks so: no model is told of it";
    let help = "leave `text: llm` out of the profile: its values are made up by dbx";
    is_private.then(|| Unsupported::new(ObjectId::column(&order.table, &order.column), message, help))
}

/// The model whose texts are wanted, where one is configured or named; it need not be reachable.
fn model_name(context: &Context, choice: &ModelChoice) -> Result<Option<String>, AppError> {
    if choice.offline {
        return Ok(None);
    }
    let name = context.config.llm.name(choice.model.as_deref()).map_err(crate::env::ConfigError::from)?;
    Ok(name)
}

fn needed(context: &Context, choice: &ModelChoice, order: &TextOrder) -> Result<Assistant, AppError> {
    Assistant::open(context, choice)?.ok_or_else(|| {
        AppError::Usage(format!(
            "the profile wants texts of a language model for {}.{}, and none are kept in {}: add --model PROVIDER/MODEL, or [llm] to dbx.toml, or take `text: llm` out",
            order.table, order.column, Kept::FOLDER
        ))
    })
}

fn put(wanted: &mut Wanted, order: &TextOrder, texts: Vec<String>) {
    let table = wanted.tables.get_mut(&order.table);
    if let Some(column) = table.and_then(|table| table.columns.get_mut(&order.column)) {
        column.recipe = Some(Recipe::Choice(texts.into_iter().map(|text| (text, 1.0)).collect()));
    }
}
