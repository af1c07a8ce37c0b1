use super::{CommandError, Context, Output, Status};
use crate::app::{InitRequest, init};
use crate::cli::render;
use std::path::PathBuf;

/// Start a project: dbx.toml, a first spec, the folders
///
/// Makes what is missing and overwrites nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  dbx init\n  dbx init shop && cd shop && dbx validate schema_specs/current.yml")]
pub(crate) struct Arguments {
    /// Where; made where it is missing
    #[arg(default_value = ".", value_name = "FOLDER")]
    folder: PathBuf,
}

pub(super) fn run(arguments: &Arguments, context: &Context, output: &Output) -> Result<Status, CommandError> {
    let report = init(context, &InitRequest { folder: arguments.folder.clone() })?;
    output.report(&report, render::init)?;
    Ok(Status::Done)
}
