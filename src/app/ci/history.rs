//! The two sides of a change in version control, and where a project keeps what.

use super::CiRequest;
use crate::app::proposal::{PROPOSALS, folder_of, is_yaml};
use crate::app::{AppError, Context};
use crate::git::{FileChange, FileStatus, Repository, Snapshot, Tree};
use crate::model::Pair;
use std::path::{Component, Path, PathBuf};

/// A change from one commit to another.
pub(super) struct History {
    /// Where the head parted from the base, and the head.
    pub snapshots: Pair<Snapshot>,
    pub trees: Pair<Tree>,
    /// Files that differ between them.
    pub changes: Vec<FileChange>,
    pub layout: Layout,
    pub notes: Vec<String>,
}

/// Where things are, from the root of the repository.
pub(super) struct Layout {
    /// The agreed spec on either side, where it is there.
    pub spec: Pair<Option<PathBuf>>,
    pub proposals: PathBuf,
    pub migrations: PathBuf,
}

const SPECS: &str = "schema_specs";
const CURRENT: &str = "schema_specs/current.yml";
const MIGRATIONS: &str = "migrations";

impl History {
    pub fn open(context: &Context, request: &CiRequest) -> Result<Self, AppError> {
        let repository = Repository::open(&context.folder)?;
        let (base, head) = (repository.snapshot(&request.base)?, repository.snapshot(&request.head)?);
        let from = repository.common_ancestor(&base, &head)?;
        let changes = repository.changes(&from, &head)?;
        let trees = Pair::new(repository.tree(&from)?, repository.tree(&head)?);
        let layout = Layout::of(&repository, request, &trees, &changes)?;
        let mut notes = Vec::new();
        if base != from {
            let of_base = repository.changes(&from, &base)?;
            notes.extend(layout.behind(&of_base, &request.base));
        }
        Ok(Self { snapshots: Pair::new(from, head), trees, changes, layout, notes })
    }

    /// Whether one of the files differs.
    pub fn differs(&self, files: &[PathBuf]) -> bool {
        files.iter().any(|file| self.changes.iter().any(|change| change.is_about(file)))
    }
}

impl Layout {
    fn of(
        repository: &Repository,
        request: &CiRequest,
        trees: &Pair<Tree>,
        changes: &[FileChange],
    ) -> Result<Self, AppError> {
        let spec = match &request.spec {
            Some(path) => named(repository, path, trees, changes)?,
            None => trees.as_ref().map(|tree| usual(repository, tree)),
        };
        let either = spec.to.as_ref().or(spec.from.as_ref());
        let specs = either.map_or_else(|| repository.from_root(Path::new(SPECS)), |path| folder_of(path).to_owned());
        Ok(Self { spec, proposals: specs.join(PROPOSALS), migrations: repository.from_root(Path::new(MIGRATIONS)) })
    }

    /// What to say of a base that went on after the head left it.
    fn behind(&self, of_base: &[FileChange], base: &str) -> Option<String> {
        let spec = self.spec.to.as_ref().or(self.spec.from.as_ref())?;
        let is_spec = |change: &&FileChange| change.path.starts_with(folder_of(spec));
        let specs = of_base.iter().filter(is_spec).count();
        (specs > 0).then(|| {
            format!(
                "{base} has gone on: {specs} of its spec files changed since this branch left it, and the plan does not know of that; merge {base} \
                 into the branch"
            )
        })
    }
}

/// The file, or the folder where there is no such file.
fn usual(repository: &Repository, tree: &Tree) -> Option<PathBuf> {
    let (current, folder) = (repository.from_root(Path::new(CURRENT)), repository.from_root(Path::new(SPECS)));
    if tree.has_file(&current) {
        return Some(current);
    }
    tree.files_in(&folder).iter().any(|path| is_yaml(path)).then_some(folder)
}

/// A spec that the user named: where it is on either side, also where it was moved.
fn named(
    repository: &Repository,
    path: &Path,
    trees: &Pair<Tree>,
    changes: &[FileChange],
) -> Result<Pair<Option<PathBuf>>, AppError> {
    if path.is_absolute() || path.components().any(|it| matches!(it, Component::ParentDir)) {
        return Err(AppError::Usage(format!(
            "--spec {}: the spec is named from the working folder, and is inside it",
            path.display()
        )));
    }
    let path: PathBuf = repository.from_root(path).components().filter(|it| !matches!(it, Component::CurDir)).collect();
    let is_there = |tree: &Tree, path: &Path| tree.has_file(path) || tree.has_folder(path);
    let before = changes.iter().find_map(|change| match &change.status {
        FileStatus::Renamed { from } if change.path == path => Some(from.clone()),
        FileStatus::Renamed { .. } | FileStatus::Added | FileStatus::Modified | FileStatus::Deleted => None,
    });
    let before = before.unwrap_or_else(|| path.clone());
    let found =
        Pair::new(is_there(&trees.from, &before).then_some(before), is_there(&trees.to, &path).then_some(path.clone()));
    if found.from.is_none() && found.to.is_none() {
        return Err(AppError::Usage(format!("--spec: neither commit has {}", path.display())));
    }
    Ok(found)
}
