//! Proposals of the head that get in each other's way.

use super::CiRequest;
use super::history::History;
use super::spec::engine;
use crate::app::proposal::{self, Merge, Touched, base_path, is_proposal, name_of};
use crate::app::source::Side;
use crate::app::{AppError, Context};
use crate::ci::Conflict;
use crate::dialect::DialectKind;
use crate::git::Tree;
use crate::model::Pair;
use crate::spec::{self, Loaded};
use std::path::Path;

/// Conflicts of proposals that changed with any other. A proposal that cannot be read or compared has its own findings.
pub(super) async fn conflicts(
    context: &Context,
    request: &CiRequest,
    history: &History,
) -> Result<Vec<Conflict>, AppError> {
    let tree = &history.trees.to;
    let all = tree.files_in(&history.layout.proposals);
    let all: Vec<_> = all.into_iter().filter(|path| is_proposal(path)).collect();
    let changed: Vec<String> =
        all.iter().filter(|path| history.differs(&[path.to_path_buf()])).map(|path| name_of(path)).collect();
    if all.len() < 2 || changed.is_empty() {
        return Ok(Vec::new());
    }
    let mut touched: Vec<Touched> = Vec::new();
    for path in &all {
        if let Some(sides) = sides(history, tree, path) {
            let dialect = engine(context, request, [sides.to.dialect, sides.from.dialect])?;
            match proposal::touched(context, sides, dialect).await {
                Ok(addresses) => touched.push((name_of(path), addresses)),
                Err(AppError::Unsupported(_)) => {}
                Err(error) => return Err(error),
            }
        }
    }
    let mut found = proposal::conflicts(&touched);
    found.retain(|conflict| conflict.proposals.iter().any(|name| changed.contains(name)));
    Ok(found)
}

/// What `accept` would make of the agreed spec, where that has changed since the proposal was made: the proposal by itself would undo it. Nothing
/// where the proposal is what comes out.
pub(super) async fn as_accepted(
    context: &Context,
    dialect: Option<DialectKind>,
    history: &History,
    agreed: &Loaded,
    proposed: &Loaded,
    path: &Path,
) -> Result<Option<Loaded>, AppError> {
    let (tree, base) = (&history.trees.to, base_path(path));
    if !tree.has_file(&base) || agreed.sources.len() != 1 {
        return Ok(None);
    }
    let base = spec::load(&base, tree);
    if base.has_errors() {
        return Ok(None);
    }
    let merge = Merge { base, agreed: agreed.clone(), proposal: proposed.clone(), dialect };
    let place = agreed.sources[0].path.as_ref();
    let touched = merge.check_base(context, &name_of(path), place).await?;
    let merged = merge.text(context, &touched, place).await?;
    Ok(merged.spliced.then(|| spec::load_text(path, &merged.text)))
}

/// What the proposal was made from, and the proposal; nothing where one of them is not valid.
fn sides(history: &History, tree: &Tree, path: &Path) -> Option<Pair<Side>> {
    let proposed = spec::load(path, tree);
    let base = base_path(path);
    let base = if tree.has_file(&base) {
        Some(spec::load(&base, tree))
    } else {
        history.layout.spec.from.as_ref().map(|path| spec::load(path, &history.trees.from))
    };
    if proposed.has_errors() || base.as_ref().is_some_and(Loaded::has_errors) {
        return None;
    }
    Some(Pair::new(base.map_or_else(Side::empty, Side::of_spec), Side::of_spec(proposed)))
}
