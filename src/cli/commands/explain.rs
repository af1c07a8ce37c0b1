use super::{CommandError, Output, Status};
use crate::app::{ExplainRequest, explain};
use crate::cli::render;

/// Explain a risk by its code; without one, list them all
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  dbx explain D102\n  dbx explain drop-column\n  dbx explain")]
pub(crate) struct Arguments {
    /// Code or name of a rule
    code: Option<String>,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Status, CommandError> {
    let explanations = explain(&ExplainRequest { code: arguments.code.clone() })?;
    output.report(&explanations, |explanations| render::explain(explanations, arguments.code.is_some()))?;
    Ok(Status::Done)
}
