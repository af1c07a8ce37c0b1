//! `accept`: the agreed spec takes over what a proposal changes, and nothing else.

use super::compare::{Terms, compare_sides};
use super::plan::{self, Draft};
use super::proposal::{self, Merge, Merged, Project, base_path, name_of};
use super::source::Side;
use super::{AppError, Context, spec_file};
use crate::ci::Conflict;
use crate::dialect::DialectKind;
use crate::gate::BREAKING;
use crate::impact::RiskReport;
use crate::model::{Level, ObjectId, Pair, nearest_word};
use crate::plan::Approach;
use crate::spec;
use crate::store;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug)]
pub struct AcceptRequest {
    /// Of a proposal, or its file.
    pub name: String,
    /// The agreed spec; without it `schema_specs/current.yml`.
    pub spec: Option<PathBuf>,
    pub dialect: Option<DialectKind>,
    /// Risks at high or above are expected.
    pub allow_breaking: bool,
    /// Another proposal touches the same, and is to be made anew.
    pub allow_conflicts: bool,
}

/// What `accept --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AcceptReport {
    pub name: String,
    /// The agreed spec, as it is now.
    pub spec: PathBuf,
    /// Files that are gone.
    pub removed: Vec<PathBuf>,
    /// Addresses of what changed.
    pub touches: Vec<String>,
    pub level: Option<Level>,
    pub risks: Vec<RiskReport>,
    /// Whether the agreed spec kept its own text and comments around what changed.
    pub spliced: bool,
    /// Other proposals that touch the same.
    pub conflicts: Vec<Conflict>,
}

pub async fn accept(context: &Context, request: &AcceptRequest) -> Result<AcceptReport, AppError> {
    let project = Project::of(request.spec.as_deref());
    let place = |path: &Path| context.folder.join(path);
    let path = find(context, &project, &request.name)?;
    let name = name_of(&path);
    let agreed = spec_file::load(&place(&project.spec))?;
    if agreed.sources.len() != 1 {
        return Err(AppError::Usage(format!(
            "{} is made of {} files: nobody can tell which of them the proposal belongs into; take it over by hand",
            project.spec.display(),
            agreed.sources.len()
        )));
    }
    let merge = Merge {
        base: project.base_of(context, &path, &agreed)?,
        proposal: spec_file::load(&place(&path))?,
        agreed,
        dialect: request.dialect,
    };
    let touched = merge.check_base(context, &name, &project.spec).await?;
    let conflicts = conflicts(context, request, &project, &name, &touched).await?;
    let Merged { text, spliced } = merge.text(context, &touched, &project.spec).await?;
    let draft = draft(context, merge, &text).await?;
    refuse_breaking(request, &draft)?;
    store::write(&place(&project.spec), &text)?;
    let mut removed = vec![path.clone()];
    store::remove(&place(&path))?;
    let base = base_path(&path);
    if place(&base).exists() {
        store::remove(&place(&base))?;
        removed.push(base);
    }
    Ok(AcceptReport {
        name,
        spec: project.spec,
        removed,
        touches: touched.iter().map(ToString::to_string).collect(),
        level: draft.impact.level,
        risks: draft.impact.risks().into_iter().cloned().collect(),
        spliced,
        conflicts,
    })
}

/// The file of the proposal that a user's word names.
fn find(context: &Context, project: &Project, name: &str) -> Result<PathBuf, AppError> {
    let all = project.proposals(context)?;
    if let Some(path) = all.iter().find(|path| name_of(path) == name || *path == Path::new(name)) {
        return Ok(path.clone());
    }
    let names: Vec<String> = all.iter().map(|path| name_of(path)).collect();
    let near = nearest_word(name, names.iter().map(String::as_str));
    let near = near.map_or_else(String::new, |near| format!("; did you mean {near}?"));
    let known = if names.is_empty() { "there are none".into() } else { format!("there are {}", names.join(", ")) };
    Err(AppError::Usage(format!("there is no proposal {name} in {}: {known}{near}", project.proposals.display())))
}

async fn conflicts(
    context: &Context,
    request: &AcceptRequest,
    project: &Project,
    name: &str,
    touched: &BTreeSet<ObjectId>,
) -> Result<Vec<Conflict>, AppError> {
    let mut all = project.touched_by_others(context, request.dialect, name).await?;
    all.insert(0, (name.to_owned(), touched.clone()));
    let mut conflicts = proposal::conflicts(&all);
    conflicts.retain(|conflict| conflict.proposals.iter().any(|it| it == name));
    match conflicts.first() {
        Some(Conflict { proposals: [one, other], addresses: [of_one, of_other] }) if !request.allow_conflicts => {
            Err(AppError::Refused {
                reason: format!("{one} touches {of_one}, and the proposal {other} touches {of_other}"),
                help: format!(
                    "agree on one of the two; --allow-conflicts accepts {name} all the same, and the other has to be made anew from what is agreed then"
                ),
                risks: Vec::new(),
            })
        }
        Some(_) | None => Ok(conflicts),
    }
}

fn refuse_breaking(request: &AcceptRequest, draft: &Draft) -> Result<(), AppError> {
    match draft.impact.level {
        Some(level) if level >= BREAKING && !request.allow_breaking => Err(AppError::Refused {
            reason: format!("what leads to the proposal has a {level} risk"),
            help: "read the risks above; to agree on it all the same, add --allow-breaking".into(),
            risks: draft.impact.risks().into_iter().cloned().collect(),
        }),
        Some(_) | None => Ok(()),
    }
}

/// What leads from the agreed spec to the new one.
async fn draft(context: &Context, merge: Merge, text: &str) -> Result<Draft, AppError> {
    let merged = spec::load_text(Path::new("current.yml"), text);
    let sides = Pair::new(merge.agreed, merged).map(Side::of_spec);
    let terms = Terms { dialect: merge.dialect, scratch: None };
    let mut comparison = compare_sides(context, sides, terms).await?.refuse_unmanaged()?;
    plan::draft(context, &mut comparison, Approach::Direct).await
}
