//! `propose`: a spec goes where proposals are reviewed.

use super::proposal::{self, Project, base_path};
use super::source::Side;
use super::{AppError, Context, spec_file};
use crate::ci::Conflict;
use crate::dialect::DialectKind;
use crate::model::Pair;
use crate::store;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug)]
pub struct ProposeRequest {
    /// The spec, one file. It is moved.
    pub file: PathBuf,
    /// What the proposal is called; without it, as the file.
    pub name: Option<String>,
    /// The agreed spec; without it `schema_specs/current.yml`.
    pub spec: Option<PathBuf>,
    pub dialect: Option<DialectKind>,
}

/// What `propose --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProposeReport {
    pub name: String,
    /// Where it is now.
    pub path: PathBuf,
    /// The agreed spec as it was, beside it: by that a later change of the agreed spec is told from the proposal's.
    pub base: PathBuf,
    /// Addresses of what it touches.
    pub touches: Vec<String>,
    /// Other proposals that touch the same.
    pub conflicts: Vec<Conflict>,
}

pub async fn propose(context: &Context, request: &ProposeRequest) -> Result<ProposeReport, AppError> {
    let project = Project::of(request.spec.as_deref());
    let place = |path: &Path| context.folder.join(path);
    let loaded = spec_file::load(&place(&request.file))?;
    if loaded.sources.len() != 1 {
        return Err(AppError::Usage(format!(
            "{} is made of several files: a proposal is one; put them together first",
            request.file.display()
        )));
    }
    let name = name(request);
    let path = project.proposals.join(format!("{name}.yml"));
    let base = base_path(&path);
    refuse_in_place(context, &project, &request.file, &path)?;
    let agreed = spec_file::load(&place(&project.spec))?;
    let text = proposal::with_header(&loaded.sources[0].text, &path);
    let base_text = proposal::as_one_file(&agreed, &base);
    let touched =
        proposal::touched(context, Pair::new(Side::of_spec(agreed), Side::of_spec(loaded)), request.dialect).await?;
    if touched.is_empty() {
        return Err(AppError::Usage(format!(
            "{} says the same as {}: there is nothing to propose",
            request.file.display(),
            project.spec.display()
        )));
    }
    let mut others = project.touched_by_others(context, request.dialect, &name).await?;
    let touches = touched.iter().map(ToString::to_string).collect();
    others.insert(0, (name.clone(), touched));
    let mut conflicts = proposal::conflicts(&others);
    conflicts.retain(|conflict| conflict.proposals.contains(&name));
    store::make_folder(&place(&project.proposals))?;
    store::write(&place(&base), &base_text)?;
    store::write_new(&place(&path), &text)?;
    store::remove(&place(&request.file))?;
    Ok(ProposeReport { name, path, base, touches, conflicts })
}

fn name(request: &ProposeRequest) -> String {
    match &request.name {
        Some(name) => store::slug(name),
        None => store::slug(&proposal::name_of(&request.file)),
    }
}

/// A spec that is agreed, or a proposal already, is not moved.
fn refuse_in_place(context: &Context, project: &Project, file: &Path, path: &Path) -> Result<(), AppError> {
    let real = |path: &Path| context.folder.join(path).canonicalize().ok();
    let file_place = real(file);
    if file_place.is_some() && file_place == real(&project.spec) {
        return Err(AppError::Usage(format!(
            "{} is the agreed spec: copy it, change the copy, and propose that",
            file.display()
        )));
    }
    if context.folder.join(path).exists() {
        return Err(AppError::Usage(format!("there is a proposal at {} already: add --name", path.display())));
    }
    Ok(())
}
