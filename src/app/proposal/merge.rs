//! Three specs become one: what a proposal was made from, what it says, and what is agreed now.

use super::{touched, with_header};
use crate::app::compare::{Terms, compare_sides};
use crate::app::source::Side;
use crate::app::{AppError, Context};
use crate::dialect::DialectKind;
use crate::diff;
use crate::model::{Name, ObjectId, ObjectKind, Pair};
use crate::plan;
use crate::spec::{self, Loaded};
use std::collections::BTreeSet;
use std::path::Path;

/// The three specs that meet.
pub(in crate::app) struct Merge {
    /// What the proposal was made from.
    pub base: Loaded,
    pub agreed: Loaded,
    pub proposal: Loaded,
    pub dialect: Option<DialectKind>,
}

/// The agreed spec, with the proposal in it.
pub(in crate::app) struct Merged {
    pub text: String,
    /// Whether it kept its own text around what changed.
    pub spliced: bool,
}

impl Merge {
    async fn touched(&self, context: &Context, from: &Loaded, to: &Loaded) -> Result<BTreeSet<ObjectId>, AppError> {
        touched(context, Pair::new(from.clone(), to.clone()).map(Side::of_spec), self.dialect).await
    }

    /// What the proposal touches, where the agreed spec has not changed the same since.
    pub async fn check_base(&self, context: &Context, name: &str, spec: &Path) -> Result<BTreeSet<ObjectId>, AppError> {
        let touched = self.touched(context, &self.base, &self.proposal).await?;
        let since = self.touched(context, &self.base, &self.agreed).await?;
        if let Some((of_proposal, of_agreed)) = diff::overlap(&touched, &since) {
            return Err(AppError::Refused {
                reason: format!(
                    "{name} touches {of_proposal}, and {} has changed {of_agreed} since the proposal was made",
                    spec.display()
                ),
                help: "make the proposal anew from what is agreed now: copy the agreed spec, change the copy, `dbx propose` it".into(),
                risks: Vec::new(),
            });
        }
        Ok(touched)
    }

    /// The agreed spec with what the proposal touches. Lines are moved where that leads to what is meant; otherwise the text of the proposal takes
    /// the place of the agreed one, if that has not changed since.
    pub async fn text(&self, context: &Context, touched: &BTreeSet<ObjectId>, spec: &Path) -> Result<Merged, AppError> {
        if let Some(text) = self.spliced(context).await?
            && self.is_meant(context, &text, touched).await?
        {
            return Ok(Merged { text, spliced: true });
        }
        if self.touched(context, &self.base, &self.agreed).await?.is_empty() {
            let text = with_header(&self.proposal.sources[0].text, spec);
            return Ok(Merged { text, spliced: false });
        }
        Err(AppError::Usage(format!(
            "{} has changed since the proposal was made, and is written in a form that lines cannot be moved into; take the proposal over by hand",
            spec.display()
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
        let changes = plan::changes(comparison.dialect.as_ref(), comparison.schemas.as_ref(), &comparison.renames);
        let span = |loaded: &Loaded, id: &ObjectId| {
            let full =
                |it: &ObjectId| namespace.as_ref().map_or_else(|| it.clone(), |namespace| it.or_namespace(namespace));
            loaded.spec.spans.iter().find(|(it, _)| full(it) == *id).map(|(_, span)| span.clone())
        };
        let wholes: BTreeSet<ObjectId> = diff::touched(&changes).iter().map(written).collect();
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
}

/// The object in whose item a touched one is written: columns, constraints and indexes are inside their table, while triggers and policies have lists of their own.
fn written(id: &ObjectId) -> ObjectId {
    let is_inside = matches!(id.kind, ObjectKind::Column | ObjectKind::Constraint | ObjectKind::Index);
    id.parent_table().filter(|_| is_inside).unwrap_or_else(|| id.clone())
}
