//! Where a proposal goes, and how nothing is lost on the way.

use super::DesignRequest;
use crate::app::{AppError, Context};
use crate::design::{self, Proposal};
use crate::store;
use std::path::{Component, Path, PathBuf};

const PROPOSALS: &str = "schema_specs/proposals";

/// The files of a proposal, relative to the project's folder.
pub struct Files {
    pub spec: PathBuf,
    pub diagram: PathBuf,
    /// The proposal that is refined is the file that is written.
    in_place: bool,
    overwrite: bool,
}

/// What happened to them.
pub struct Written {
    pub unchanged: bool,
    pub kept: Option<PathBuf>,
}

impl Files {
    /// `--out`; or the proposal that is refined; or a new one named after what it is about.
    pub fn choose(context: &Context, request: &DesignRequest, warehouse: &str) -> Result<Self, AppError> {
        let refined = request.refine.as_ref().filter(|path| is_proposal(path));
        let (spec, in_place) = match (&request.out, refined) {
            (Some(out), _) => (out.clone(), false),
            (None, Some(path)) => (path.clone(), true),
            (None, None) => (Path::new(PROPOSALS).join(format!("{}.yml", store::slug(warehouse))), false),
        };
        if !matches!(spec.extension().and_then(|extension| extension.to_str()), Some("yml" | "yaml")) {
            return Err(AppError::Usage(format!("--out: a spec ends in .yml, and {} does not", spec.display())));
        }
        if context.folder.join(&spec).is_dir() {
            return Err(AppError::Usage(format!("--out: {} is a folder; name a file in it", spec.display())));
        }
        Ok(Self { diagram: spec.with_extension("mmd"), spec, in_place, overwrite: request.overwrite })
    }

    /// The spec, with the way to the schema of specs that editors need.
    pub fn text(&self, proposal: &Proposal) -> String {
        let folder = self.spec.parent().unwrap_or(Path::new(""));
        let depth = folder.components().filter(|component| matches!(component, Component::Normal(_))).count();
        design::write(&proposal.schema, &proposal.warehouse, &proposal.renames, depth)
    }

    /// Writes both files. One that says something else is replaced only where that was asked for; a proposal that is refined is kept beside it.
    pub fn write(&self, context: &Context, yaml: &str, diagram: &str) -> Result<Written, AppError> {
        let path = context.folder.join(&self.spec);
        let before = store::read_if_there(&path)?;
        let unchanged = before.as_deref() == Some(yaml);
        if before.is_some() && !unchanged && !self.in_place && !self.overwrite {
            return Err(AppError::Usage(format!(
                "{} is there already and says something else: name another file with --out, go on from it with --refine, or replace it with --overwrite",
                self.spec.display()
            )));
        }
        if let Some(folder) = path.parent() {
            store::make_folder(folder)?;
        }
        let kept = match before.filter(|_| self.in_place && !unchanged) {
            Some(before) => {
                let kept = self.spec.with_extension("yml.before");
                store::write(&context.folder.join(&kept), &before)?;
                Some(kept)
            }
            None => None,
        };
        if !unchanged {
            store::write(&path, yaml)?;
        }
        store::write(&context.folder.join(&self.diagram), diagram)?;
        Ok(Written { unchanged, kept })
    }
}

/// Whether a spec is still a proposal, which words may change.
fn is_proposal(path: &Path) -> bool {
    path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "proposals")
}
