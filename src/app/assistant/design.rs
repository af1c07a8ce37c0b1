//! A schema by a model: what it proposes is a spec that loads without an error, or nothing.

use super::design_schema::{design_schema, format_words};
use super::{Assistant, ModelReport, ShownPrompt, prompt};
use crate::app::{AppError, Context};
use crate::diagnostic::Diagnostic;
use crate::dialect::DialectKind;
use crate::llm::LlmError;
use crate::model::Schema;
use crate::prompt::{Aliases, Prompt, fenced, withheld};
use crate::spec::{self, EmitOptions, Spec};
use minijinja::context;
use serde::Deserialize;
use serde_json::Value;
use std::path::Path;

/// What a model is asked to design.
#[derive(Clone, Copy, Debug)]
pub(in crate::app) struct DesignTask<'a> {
    /// In the words of a person.
    pub request: &'a str,
    /// The proposal to continue.
    pub current: Option<&'a Spec>,
    pub dialect: Option<DialectKind>,
}

/// A design that can be planned.
#[derive(Clone, Debug)]
pub(in crate::app) struct ModelDesign {
    pub spec: Spec,
    pub understood: Vec<Taken>,
    pub not_understood: Vec<String>,
    pub report: ModelReport,
}

/// Words of the request, and what became of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(in crate::app) struct Taken {
    pub words: String,
    pub meaning: String,
}

#[derive(Debug, Deserialize)]
struct Answer {
    spec: Value,
    understood: Vec<Taken>,
    not_understood: Vec<String>,
}

/// The portable types, as a model is told them.
const TYPES: [&str; 17] = [
    "SMALLINT",
    "INT",
    "BIGINT",
    "DECIMAL(p,s)",
    "REAL",
    "DOUBLE",
    "BOOLEAN",
    "CHAR(n)",
    "VARCHAR(n)",
    "TEXT",
    "DATE",
    "TIME",
    "TIMESTAMP",
    "TIMESTAMPTZ",
    "UUID",
    "JSON",
    "BINARY",
];

/// Lines of an answer that an objection quotes are cut here.
const LONGEST_QUOTE: usize = 120;

/// Asks until there is a spec without errors, as often as the settings allow.
pub(in crate::app) async fn design(
    context: &Context,
    assistant: &Assistant,
    task: DesignTask<'_>,
) -> Result<ModelDesign, AppError> {
    let (prompt, aliases) = filled_in(context, task)?;
    let mut conversation = assistant.converse(&prompt, design_schema());
    let failed = |error: LlmError| AppError::of_model(context, "design", error);
    let asking = async {
        loop {
            let answer: Answer = conversation.answer().await.map_err(failed)?;
            match loaded(&answer.spec, &aliases, task.dialect) {
                Ok(spec) => return Ok((answer, spec)),
                Err(objections) => conversation.object(objections).map_err(failed)?,
            }
        }
    };
    let (answer, spec) = assistant.wait(asking).await?;
    let taken = |it: Taken| Taken { words: aliases.reveal(&it.words), meaning: aliases.reveal(&it.meaning) };
    Ok(ModelDesign {
        spec,
        understood: answer.understood.into_iter().map(taken).collect(),
        not_understood: answer.not_understood.iter().map(|text| aliases.reveal(text)).collect(),
        report: assistant.report(&prompt),
    })
}

/// What would be sent. Nothing is.
pub(in crate::app) fn show_design(
    context: &Context,
    assistant: &Assistant,
    task: DesignTask<'_>,
) -> Result<ShownPrompt, AppError> {
    let (prompt, _) = filled_in(context, task)?;
    let names = task.current.map_or_else(Vec::new, |spec| private_names(&spec.schema));
    Ok(assistant.show(&prompt, design_schema(), names.into_iter().map(str::to_owned).collect()))
}

/// The prompt, and the names that it has in another form: those of columns that must not be told.
pub(super) fn filled_in(context: &Context, task: DesignTask<'_>) -> Result<(Prompt, Aliases), AppError> {
    let current = task.current.map(emitted).unwrap_or_default();
    let names = task.current.map_or_else(Vec::new, |spec| private_names(&spec.schema));
    let aliases = Aliases::new(names, &format!("{current}\n{}", task.request));
    let current = aliases.hide(&current);
    let values = context! {
        request => aliases.hide(task.request),
        types => TYPES,
        dialect => task.dialect.map(|kind| kind.as_str()),
        current => if current.is_empty() { String::new() } else { fenced("SPEC", &current) },
    };
    Ok((prompt(context, "design")?.render(values)?, aliases))
}

/// Names of columns that stay at home. One that is a word of the format as well, such as `name`, tells nothing, and a spec without its keys could not be
/// read.
fn private_names(schema: &Schema) -> Vec<&str> {
    let words = format_words();
    let columns = schema.tables().flat_map(|table| table.columns.values());
    let names = columns.filter(|column| withheld(column).is_some()).map(|column| column.name.as_str());
    names.filter(|name| !words.contains(*name)).collect()
}

/// The spec in an answer; otherwise what is wrong with it, in words for the model.
fn loaded(answer: &Value, aliases: &Aliases, dialect: Option<DialectKind>) -> Result<Spec, Vec<String>> {
    let mut document = answer.clone();
    if let (Some(kind), Value::Object(document)) = (dialect, &mut document) {
        document.insert("dialect".to_owned(), kind.as_str().into());
    }
    // JSON is YAML as well, and a line per value gives diagnostics a place.
    let text = serde_json::to_string_pretty(&document).map_err(|error| vec![error.to_string()])?;
    let text = aliases.reveal(&text);
    let loaded = spec::load_text(Path::new("the answer"), &text);
    let errors = loaded.diagnostics.iter().filter(|diagnostic| diagnostic.is_error());
    let objections: Vec<String> = errors.map(|error| aliases.hide(&objection(error, &text))).collect();
    if !objections.is_empty() {
        return Err(objections);
    }
    if loaded.spec.schema.tables().next().is_none() {
        return Err(vec!["the spec has no table".to_owned()]);
    }
    Ok(loaded.spec)
}

fn objection(error: &Diagnostic, text: &str) -> String {
    let place = error.labels.first().and_then(|label| text.lines().nth(label.span.line().checked_sub(1)?));
    let place = place.map(|line| format!(" at `{}`", line.trim().chars().take(LONGEST_QUOTE).collect::<String>()));
    let help = error.help.as_ref().map(|help| format!(" ({help})"));
    format!("{}{}{}", error.message, place.unwrap_or_default(), help.unwrap_or_default())
}

/// As dbx writes specs: what a model wrote is only read.
pub(super) fn emitted(spec: &Spec) -> String {
    let options = EmitOptions {
        dialect: spec.dialect,
        warehouse: spec.warehouse.clone(),
        renames: spec.renames.clone(),
        // Proposals are in schema_specs/proposals.
        depth: 2,
        ..EmitOptions::default()
    };
    spec::emit(&spec.schema, &options)
}
