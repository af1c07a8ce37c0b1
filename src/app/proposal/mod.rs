//! Proposals: specs under review beside the agreed one, what they touch, and whether two of them get in each other's way.

mod merge;

pub(super) use merge::{Merge, Merged};

use super::compare::{Terms, compare_sides};
use super::source::Side;
use super::{AppError, Context, spec_file};
use crate::ci::Conflict;
use crate::dialect::DialectKind;
use crate::diff;
use crate::model::{ObjectId, Pair};
use crate::plan;
use crate::spec::{self, EmitOptions, Loaded, Spec};
use crate::store;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The folder of proposals, in that of the agreed spec.
pub(super) const PROPOSALS: &str = "proposals";

/// What a proposal touches, under its name.
pub(super) type Touched = (String, BTreeSet<ObjectId>);

pub(super) fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yml" || extension == "yaml")
}

/// The folder of a spec: the spec itself, or where its file is.
pub(super) fn folder_of(spec: &Path) -> &Path {
    if is_yaml(spec) { spec.parent().unwrap_or(Path::new("")) } else { spec }
}

/// Whether a file in the folder of proposals is one.
pub(super) fn is_proposal(path: &Path) -> bool {
    is_yaml(path) && path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.'))
}

/// `schema_specs/proposals/add_email.yml` → `add_email`
pub(super) fn name_of(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Where the spec lies that a proposal was made from: `add_email.yml` → `add_email.yml.base`. It is what tells a change of the proposal from
/// one that the agreed spec has seen since.
pub(super) fn base_path(proposal: &Path) -> PathBuf {
    let mut name = proposal.as_os_str().to_owned();
    name.push(".base");
    PathBuf::from(name)
}

/// What leads from one spec to the other touches these addresses.
pub(super) async fn touched(
    context: &Context,
    sides: Pair<Side>,
    dialect: Option<DialectKind>,
) -> Result<BTreeSet<ObjectId>, AppError> {
    let comparison = compare_sides(context, sides, Terms { dialect, scratch: None }).await?;
    let changes = plan::changes(comparison.dialect.as_ref(), comparison.schemas.as_ref(), &comparison.renames);
    Ok(diff::touched(&changes))
}

/// Where a project keeps what is agreed and what is proposed, from the working folder.
pub(super) struct Project {
    pub spec: PathBuf,
    pub proposals: PathBuf,
}

/// The agreed spec, where nobody names another.
const AGREED: &str = "schema_specs/current.yml";

impl Project {
    pub fn of(spec: Option<&Path>) -> Self {
        let spec = spec.unwrap_or(Path::new(AGREED));
        Self { spec: spec.to_owned(), proposals: folder_of(spec).join(PROPOSALS) }
    }

    /// The files of all proposals, by name.
    pub fn proposals(&self, context: &Context) -> Result<Vec<PathBuf>, AppError> {
        let folder = context.folder.join(&self.proposals);
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let files = store::list(&folder, &["yml", "yaml"])?;
        let names = files.iter().filter(|path| is_proposal(path)).filter_map(|path| path.file_name());
        Ok(names.map(|name| self.proposals.join(name)).collect())
    }

    /// What a proposal was made from: the spec that lies beside it, or what is agreed.
    pub fn base_of(&self, context: &Context, proposal: &Path, agreed: &Loaded) -> Result<Loaded, AppError> {
        let base = context.folder.join(base_path(proposal));
        if base.exists() { spec_file::load(&base) } else { Ok(agreed.clone()) }
    }

    /// What the other proposals touch. One that is not valid touches nothing that anybody could tell.
    pub async fn touched_by_others(
        &self,
        context: &Context,
        dialect: Option<DialectKind>,
        name: &str,
    ) -> Result<Vec<Touched>, AppError> {
        let agreed = spec_file::load(&context.folder.join(&self.spec))?;
        let mut found = Vec::new();
        for path in self.proposals(context)?.into_iter().filter(|path| name_of(path) != name) {
            let proposed = spec_file::read(&context.folder.join(&path))?;
            if proposed.has_errors() {
                continue;
            }
            let base = self.base_of(context, &path, &agreed)?;
            match touched(context, Pair::new(base, proposed).map(Side::of_spec), dialect).await {
                Ok(touched) => found.push((name_of(&path), touched)),
                Err(AppError::Unsupported(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }
}

/// How a spec tells editors where its JSON Schema is.
const HEADER: &str = "# yaml-language-server: $schema=";
const SCHEMA: &str = "dbx.schema.json";

/// The text with the path in its header as it is from another place in the project.
pub(super) fn with_header(text: &str, path: &Path) -> String {
    let Some((first, rest)) = text.split_once('\n') else { return text.to_owned() };
    if !first.starts_with(HEADER) || !first.trim_end().ends_with(SCHEMA) {
        return text.to_owned();
    }
    let depth = path.parent().map_or(0, |folder| folder.components().count());
    let root = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
    format!("{HEADER}{root}{SCHEMA}\n{rest}")
}

/// A spec as the text of one file: as it is written, or put together from several.
pub(super) fn as_one_file(loaded: &Loaded, path: &Path) -> String {
    if let [source] = loaded.sources.as_slice() {
        return with_header(&source.text, path);
    }
    let Spec { dialect, warehouse, renames, lists_unmanaged, manages, .. } = &loaded.spec;
    spec::emit(
        &loaded.spec.schema,
        &EmitOptions {
            dialect: *dialect,
            warehouse: warehouse.clone(),
            renames: renames.clone(),
            lists_unmanaged: *lists_unmanaged,
            manages: *manages,
            depth: path.parent().map_or(0, |folder| folder.components().count()),
        },
    )
}

/// The pairs that touch the same object.
pub(super) fn conflicts(proposals: &[Touched]) -> Vec<Conflict> {
    let mut found = Vec::new();
    for (position, (name, touched)) in proposals.iter().enumerate() {
        for (other_name, other) in &proposals[position + 1..] {
            if let Some((id, other_id)) = diff::overlap(touched, other) {
                found.push(Conflict {
                    proposals: [name.clone(), other_name.clone()],
                    addresses: [id.to_string(), other_id.to_string()],
                });
            }
        }
    }
    found
}
