//! Which specs changed, and what each is compared with.

use super::history::History;
use crate::app::proposal::{is_proposal, name_of};
use crate::git::Tree;
use crate::model::Pair;
use crate::spec;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The name of the agreed spec beside those of proposals.
pub(super) const AGREED: &str = "current";

/// A spec that is to be looked at.
pub(super) struct Subject {
    /// [`AGREED`], or the name of the proposal.
    pub name: String,
    /// The file or folder of the spec, in the head if it is there.
    pub path: PathBuf,
    /// What leads from where: the agreed spec of the base, and the spec in the head. Nothing where it is not there.
    pub sides: Pair<Option<PathBuf>>,
    /// Whether the base has no such spec.
    pub is_new: bool,
    /// Where its files go, from the folder of the artifacts.
    pub folder: PathBuf,
}

impl Subject {
    pub fn is_agreed(&self) -> bool {
        self.name == AGREED
    }
}

/// All specs that changed, the agreed one first.
pub(super) fn subjects(history: &History) -> Vec<Subject> {
    let agreed = agreed(history);
    let proposals = changed_proposals(history);
    // The files of a proposal that is alone lie at the top, where everybody looks for them.
    let is_alone = agreed.is_none() && proposals.len() == 1;
    let proposed = proposals.into_iter().map(|path| {
        let name = name_of(&path);
        let folder = if is_alone { PathBuf::new() } else { Path::new("proposals").join(&name) };
        let to = history.trees.to.has_file(&path).then(|| path.clone());
        let is_new = !history.trees.from.has_file(&path);
        Subject { name, sides: Pair::new(history.layout.spec.from.clone(), to), path, is_new, folder }
    });
    agreed.into_iter().chain(proposed).collect()
}

/// The agreed spec, if it changed.
fn agreed(history: &History) -> Option<Subject> {
    let sides = &history.layout.spec;
    let path = sides.to.as_ref().or(sides.from.as_ref())?;
    let files = [(&sides.from, &history.trees.from), (&sides.to, &history.trees.to)];
    let files = files.into_iter().filter_map(|(path, tree)| Some(files_of(tree, path.as_ref()?)));
    let is_changed =
        sides.from.is_some() != sides.to.is_some() || history.differs(&files.flatten().collect::<Vec<_>>());
    is_changed.then(|| Subject {
        name: AGREED.to_owned(),
        path: path.clone(),
        sides: sides.clone(),
        is_new: sides.from.is_none(),
        folder: PathBuf::new(),
    })
}

/// Proposals of which a file differs, those that are gone too.
fn changed_proposals(history: &History) -> Vec<PathBuf> {
    let folder = &history.layout.proposals;
    let of_trees = [&history.trees.from, &history.trees.to].map(|tree| tree.files_in(folder));
    let all: BTreeSet<PathBuf> = of_trees.into_iter().flatten().filter(|path| is_proposal(path)).collect();
    let is_changed = |path: &PathBuf| {
        let files = files_of(&history.trees.to, path).into_iter().chain([path.clone()]);
        history.differs(&files.collect::<Vec<_>>())
    };
    all.into_iter().filter(is_changed).collect()
}

/// All files that a spec is made of.
fn files_of(tree: &Tree, path: &Path) -> Vec<PathBuf> {
    let loaded = spec::load(path, tree);
    let read = loaded.sources.iter().map(|source| source.path.as_ref().clone());
    // What could not be read is asked for in a diagnostic only; it is part of the spec all the same.
    let named = loaded.diagnostics.iter().flat_map(|it| &it.labels).map(|label| label.span.file.as_ref().clone());
    read.chain(named).collect::<BTreeSet<_>>().into_iter().collect()
}
