use super::{CommandError, Context, Output, Status};
use crate::app::{ValidateRequest, validate};
use crate::cli::render;
use std::path::PathBuf;

/// Check a spec: what is wrong, and what could be better
///
/// Errors and warnings of all files come at once, each with its place and what to write instead. Exit code 1 where there
/// is an error.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  dbx validate schema_specs/current.yml\n  dbx validate schema_specs --strict\n  dbx validate current.yml --json"
)]
pub(crate) struct Arguments {
    /// A spec file, or a folder of them
    spec: PathBuf,

    /// Warnings are errors
    #[arg(long)]
    strict: bool,
}

pub(super) fn run(arguments: &Arguments, context: &Context, output: &Output) -> Result<Status, CommandError> {
    let report = validate(context, &ValidateRequest { spec: arguments.spec.clone(), strict: arguments.strict })?;
    output.say(&render::diagnostics(&report.diagnostics, &report.sources));
    output.report(&report, render::validate)?;
    Ok(if report.valid { Status::Done } else { Status::Invalid })
}
