//! `accept`: the agreed spec takes over what a proposal changes, and nothing else.

use super::compare::{Comparison, Terms, compare_sides};
use super::plan::{self, Draft};
use super::proposal::{self, Project, base_path, name_of};
use super::source::Side;
use super::{AppError, Context, spec_file};
use crate::ci::Conflict;
use crate::dialect::DialectKind;
use crate::diff;
use crate::gate::BREAKING;
use crate::impact::RiskReport;
use crate::model::{Level, Name, ObjectId, Pair, nearest_word};
use crate::plan::Approach;
use crate::spec::{self, Loaded};
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
    let touched = merge.check_base(context, &name, &project).await?;
    let conflicts = conflicts(context, request, &project, &name, &touched).await?;
    let Merged { text, spliced } = merge.text(context, &touched, &project).await?;
    let draft = merge.draft(context, &text).await?;
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

/// The three specs that meet.
struct Merge {
    /// What the proposal was made from.
    base: Loaded,
    agreed: Loaded,
    proposal: Loaded,
    dialect: Option<DialectKind>,
}

struct Merged {
    text: String,
    spliced: bool,
}

impl Merge {
    async fn touched(&self, context: &Context, from: &Loaded, to: &Loaded) -> Result<BTreeSet<ObjectId>, AppError> {
        proposal::touched(context, Pair::new(from.clone(), to.clone()).map(Side::of_spec), self.dialect).await
    }

    /// What the proposal touches, where the agreed spec has not changed the same since.
    async fn check_base(
        &self,
        context: &Context,
        name: &str,
        project: &Project,
    ) -> Result<BTreeSet<ObjectId>, AppError> {
        let touched = self.touched(context, &self.base, &self.proposal).await?;
        let since = self.touched(context, &self.base, &self.agreed).await?;
        if let Some((of_proposal, of_agreed)) = diff::overlap(&touched, &since) {
            return Err(AppError::Refused {
                reason: format!(
                    "{name} touches {of_proposal}, and {} has changed {of_agreed} since the proposal was made",
                    project.spec.display()
                ),
                help: "make the proposal anew from what is agreed now: copy the agreed spec, change the copy, `dbx propose` it".into(),
                risks: Vec::new(),
            });
        }
        Ok(touched)
    }

    /// The agreed spec with what the proposal touches. Lines are moved where that leads to what is meant; otherwise the text of the proposal takes
    /// the place of the agreed one, if that has not changed since.
    async fn text(
        &self,
        context: &Context,
        touched: &BTreeSet<ObjectId>,
        project: &Project,
    ) -> Result<Merged, AppError> {
        if let Some(text) = self.spliced(context).await?
            && self.is_meant(context, &text, touched).await?
        {
            return Ok(Merged { text, spliced: true });
        }
        if self.touched(context, &self.base, &self.agreed).await?.is_empty() {
            let text = proposal::with_header(&self.proposal.sources[0].text, &project.spec);
            return Ok(Merged { text, spliced: false });
        }
        Err(AppError::Usage(format!(
            "{} has changed since the proposal was made, and is written in a form that lines cannot be moved into; take the proposal over by hand",
            project.spec.display()
        )))
    }

    async fn spliced(&self, context: &Context) -> Result<Option<String>, AppError> {
        let is_same_head =
            |a: &Loaded, b: &Loaded| (a.spec.dialect, &a.spec.warehouse) == (b.spec.dialect, &b.spec.warehouse);
        if self.proposal.sources.len() != 1 || !is_same_head(&self.agreed, &self.proposal) {
            return Ok(None);
        }
        let sides = Pair::new(self.base.clone(), self.proposal.clone()).map(Side::of_spec);
        let comparison = compare_sides(context, sides, Terms { dialect: self.dialect, scratch: None }).await?;
        let namespace = comparison.dialect.capabilities().default_namespace.map(Name::from);
        let changes =
            crate::plan::changes(comparison.dialect.as_ref(), comparison.schemas.as_ref(), &comparison.renames);
        let span = |loaded: &Loaded, id: &ObjectId| {
            let full =
                |it: &ObjectId| namespace.as_ref().map_or_else(|| it.clone(), |namespace| it.or_namespace(namespace));
            loaded.spec.spans.iter().find(|(it, _)| full(it) == *id).map(|(_, span)| span.clone())
        };
        let wholes: BTreeSet<ObjectId> = diff::touched(&changes).iter().map(diff::whole).collect();
        // What was renamed is one object, under two names.
        let is_old_name =
            |id: &ObjectId| comparison.renames.iter().any(|ids| ids.from == id && wholes.contains(ids.to));
        let objects: Vec<_> = wholes
            .iter()
            .filter(|id| !is_old_name(id))
            .map(|id| {
                let before = comparison.renames.old(id).filter(|old| span(&self.agreed, old).is_some()).unwrap_or(id);
                Pair::new(span(&self.agreed, before), span(&self.proposal, id))
            })
            .collect();
        let texts = Pair::new(self.agreed.sources[0].text.as_str(), self.proposal.sources[0].text.as_str());
        Ok(spec::splice(texts, &objects))
    }

    /// Whether the text differs from the agreed spec by what the proposal touches alone, and there says what the proposal says.
    async fn is_meant(&self, context: &Context, text: &str, touched: &BTreeSet<ObjectId>) -> Result<bool, AppError> {
        let merged = spec::load_text(Path::new("current.yml"), text);
        if merged.has_errors() {
            return Ok(false);
        }
        let wholes: BTreeSet<ObjectId> = touched.iter().map(diff::whole).collect();
        let is_touched = |id: &ObjectId| wholes.contains(&diff::whole(id));
        let done = self.touched(context, &self.agreed, &merged).await?;
        let left = self.touched(context, &merged, &self.proposal).await?;
        Ok(done.iter().all(is_touched) && !left.iter().any(is_touched))
    }

    /// What leads from the agreed spec to the new one.
    async fn draft(&self, context: &Context, text: &str) -> Result<Draft, AppError> {
        let merged = spec::load_text(Path::new("current.yml"), text);
        let sides = Pair::new(self.agreed.clone(), merged).map(Side::of_spec);
        let terms = Terms { dialect: self.dialect, scratch: None };
        let mut comparison: Comparison = compare_sides(context, sides, terms).await?.refuse_unmanaged()?;
        plan::draft(context, &mut comparison, Approach::Direct).await
    }
}
