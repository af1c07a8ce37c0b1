use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{InspectRequest, inspect};
use crate::cli::render;
use std::path::PathBuf;

/// Read a live database into a spec
///
/// What cannot be expressed is listed under `unmanaged:` with a warning, and never touched.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx inspect --url sqlite:shop.db
  dbx inspect --env production --out schema_specs/current.yml
  dbx inspect --env dev --include 'dim_*' --exclude '*_old'")]
pub(crate) struct Arguments {
    /// Write the spec to this file
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,

    /// Only tables and views of this name; `*` stands for anything
    #[arg(long, value_name = "PATTERN")]
    include: Vec<String>,

    /// No tables and views of this name
    #[arg(long, value_name = "PATTERN")]
    exclude: Vec<String>,
}

pub(super) fn run(
    arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let request = InspectRequest {
        database: global.database(),
        out: arguments.out.clone(),
        include: arguments.include.clone(),
        exclude: arguments.exclude.clone(),
    };
    let report = wait(inspect(context, &request))?;
    output.say(&render::inspect::summary(&report));
    output.report(&report, |report| if report.out.is_some() { String::new() } else { report.yaml.clone() })?;
    Ok(Status::Done)
}
