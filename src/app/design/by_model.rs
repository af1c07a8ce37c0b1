//! A proposal by a language model. It gets the same second look as one of ours, and goes the same way to a file.

use super::DesignRequest;
use crate::app::assistant::{self, Assistant, DesignTask, ModelDesign, ModelReport, ShownPrompt};
use crate::app::{AppError, Context};
use crate::design::{DesignError, Proposal, Suggestion, Understood, look_over};
use crate::spec::Spec;

/// What a spec is called that has no name.
const UNNAMED: &str = "design";

/// `base` is the proposal to continue.
pub(super) async fn proposal(
    context: &Context,
    assistant: &Assistant,
    request: &DesignRequest,
    base: Option<&Spec>,
) -> Result<(Proposal, ModelReport), AppError> {
    context.progress.start("asking the language model", 0);
    let designed = assistant::design(context, assistant, task(request, base)?).await;
    context.progress.finish();
    let ModelDesign { spec, understood, not_understood, report } = designed?;
    let warehouse = spec.warehouse.or_else(|| base?.warehouse.clone()).unwrap_or_else(|| UNNAMED.to_owned());
    let suggestion = Suggestion {
        schema: spec.schema,
        warehouse,
        renames: spec.renames,
        understood: understood.into_iter().map(|it| Understood { words: it.words, meaning: it.meaning }).collect(),
        not_understood,
    };
    Ok((look_over(suggestion).map_err(super::error)?, report))
}

pub(super) fn show(
    context: &Context,
    assistant: &Assistant,
    request: &DesignRequest,
    base: Option<&Spec>,
) -> Result<ShownPrompt, AppError> {
    assistant::show_design(context, assistant, task(request, base)?)
}

fn task<'a>(request: &'a DesignRequest, base: Option<&'a Spec>) -> Result<DesignTask<'a>, AppError> {
    if request.prompt.trim().is_empty() {
        return Err(super::error(DesignError::Empty));
    }
    Ok(DesignTask { request: &request.prompt, current: base, dialect: base.and_then(|base| base.dialect) })
}
