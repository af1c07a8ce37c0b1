//! `design`: words to a proposal, and a proposal changed by words.

mod by_model;
mod files;
mod library;

use super::assistant::{Assistant, ModelChoice, ModelReport, ShownPrompt};
use super::{AppError, Context, spec_file};
use crate::design::{self, DesignError, Proposal, Repair, Style, TableDifference, Understood};
use crate::diagnostic::Diagnostic;
use crate::diagram::{Diagram, Format, Marks, draw};
use crate::model::{Name, ObjectId, Renames, Schema};
use crate::spec::{self, Spec};
use files::Files;
use library::Library;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::{Path, PathBuf};

pub use library::{ListedTemplate, templates};

/// The schema that a proposal is compared with.
const AGREED: &str = "schema_specs/current.yml";

#[derive(Clone, Debug)]
pub struct DesignRequest {
    pub prompt: String,
    /// A spec that the prompt changes.
    pub refine: Option<PathBuf>,
    /// The starter to begin with: the name of one, or a file.
    pub template: Option<String>,
    /// Where the proposal goes, if not to `schema_specs/proposals/`.
    pub out: Option<PathBuf>,
    /// A file that is there already may be replaced.
    pub overwrite: bool,
    pub model: ModelChoice,
}

/// What `design --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DesignReport {
    /// `offline`: from starters, without a model; or `model`.
    pub designer: &'static str,
    /// The language model, where one was asked.
    pub model: Option<ModelReport>,
    pub warehouse: String,
    pub style: Style,
    /// The starters that it is made from.
    pub templates: Vec<String>,
    pub understood: Vec<Understood>,
    /// What was added without being known: worth a look.
    pub assumed: Vec<String>,
    /// Words of the prompt that nothing became of.
    pub not_understood: Vec<String>,
    /// What the second look changed.
    pub review: Vec<Repair>,
    /// What `dbx validate` warns of.
    pub warnings: Vec<Diagnostic>,
    /// Against `schema_specs/current.yml`, where that is there.
    pub differences: Option<Vec<TableDifference>>,
    pub tables: usize,
    pub columns: usize,
    pub out: PathBuf,
    pub diagram: PathBuf,
    /// Where the proposal was kept as it was before it was refined.
    pub kept: Option<PathBuf>,
    /// The files were like this already.
    pub unchanged: bool,
    /// The proposal.
    pub yaml: String,
}

/// A starter that is asked for by name is not for a model to choose.
pub async fn design(context: &Context, request: &DesignRequest) -> Result<DesignReport, AppError> {
    let assistant = match request.template {
        None => Assistant::open(context, &request.model)?,
        Some(_) => None,
    };
    let agreed = agreed(context)?;
    let base = base(context, request)?;
    let (mut proposal, model) = match &assistant {
        Some(assistant) => {
            let (proposal, model) = by_model::proposal(context, assistant, request, base.as_ref()).await?;
            (proposal, Some(model))
        }
        None => (from_starters(context, request, base.as_ref())?, None),
    };
    proposal.renames = known_renames(&proposal.renames, agreed.as_ref());
    let files = Files::choose(context, request, &proposal.warehouse)?;
    let yaml = files.text(&proposal);
    let warnings = validated(&files.spec, &yaml)?;
    let picture = draw(&Diagram::of(&proposal.schema, &Marks::default()), Format::Mermaid);
    let written = files.write(context, &yaml, &picture)?;
    Ok(report(proposal, model, agreed.as_ref(), files, written, warnings, yaml))
}

/// What a language model would be sent for the words. Nothing is.
pub fn show_design_prompt(context: &Context, request: &DesignRequest) -> Result<ShownPrompt, AppError> {
    let assistant = Assistant::needed(context, &request.model)?;
    by_model::show(context, &assistant, request, base(context, request)?.as_ref())
}

/// The spec to change, where one was named.
fn base(context: &Context, request: &DesignRequest) -> Result<Option<Spec>, AppError> {
    let loaded = request.refine.as_ref().map(|path| spec_file::load(&context.folder.join(path))).transpose()?;
    Ok(loaded.map(|loaded| loaded.spec))
}

/// Without a model.
fn from_starters(context: &Context, request: &DesignRequest, base: Option<&Spec>) -> Result<Proposal, AppError> {
    let library = Library::read(context)?;
    let proposal = match base {
        Some(base) => {
            let warehouse = base.warehouse.as_deref().unwrap_or("design");
            let schema = base.schema.clone();
            design::refine(&request.prompt, schema, warehouse, &library.starters, &library.calendar)
        }
        None => {
            let forced = request.template.as_deref().map(|template| library.named(context, template)).transpose()?;
            design::design(&request.prompt, &library.starters, forced.as_ref(), &library.calendar)
        }
    };
    proposal.map_err(error)
}

fn report(
    proposal: Proposal,
    model: Option<ModelReport>,
    agreed: Option<&Schema>,
    files: Files,
    written: files::Written,
    warnings: Vec<Diagnostic>,
    yaml: String,
) -> DesignReport {
    DesignReport {
        designer: if model.is_some() { "model" } else { "offline" },
        model,
        differences: agreed.map(|agreed| design::against(agreed, &proposal.schema)),
        tables: proposal.schema.tables().count(),
        columns: proposal.schema.tables().map(|table| table.columns.len()).sum(),
        warehouse: proposal.warehouse,
        style: proposal.style,
        templates: proposal.starters,
        understood: proposal.understood,
        assumed: proposal.assumed,
        not_understood: proposal.not_understood,
        review: proposal.repairs,
        warnings,
        out: files.spec,
        diagram: files.diagram,
        kept: written.kept,
        unchanged: written.unchanged,
        yaml,
    }
}

/// The spec that is agreed on, if the project has one.
fn agreed(context: &Context) -> Result<Option<Schema>, AppError> {
    let path = context.folder.join(AGREED);
    if !path.exists() {
        return Ok(None);
    }
    spec_file::load(&path).map(|loaded| Some(loaded.spec.schema))
}

/// A rename matters where there may be rows under the old name.
fn known_renames(renames: &Renames, agreed: Option<&Schema>) -> Renames {
    let mut known = Renames::default();
    let Some(agreed) = agreed else { return known };
    let is_known = |id: &ObjectId| {
        agreed.tables().any(|table| {
            let column = |name: &Name| ObjectId::column(&table.name, name) == *id;
            table.id() == *id || table.columns.keys().any(column)
        })
    };
    for names in renames.iter().filter(|names| is_known(names.from)) {
        known.insert(names.map(ObjectId::clone));
    }
    known
}

/// What is written loads, or is not written. Gives the warnings.
fn validated(path: &Path, yaml: &str) -> Result<Vec<Diagnostic>, AppError> {
    let loaded = spec::load_text(path, yaml);
    if loaded.has_errors() {
        return Err(AppError::Invalid { diagnostics: loaded.diagnostics, sources: loaded.sources });
    }
    let found = spec::lint(&loaded.spec);
    Ok(loaded.diagnostics.into_iter().chain(found).collect())
}

fn error(error: DesignError) -> AppError {
    match error {
        DesignError::Invalid { diagnostics, sources } => AppError::Invalid { diagnostics, sources },
        DesignError::Empty => AppError::Usage(error.to_string()),
        DesignError::NothingNamed { .. } | DesignError::NothingLeft => AppError::Design(error),
    }
}
