use super::sides::dialect;
use super::{CommandError, Context, Output, Status, wait};
use crate::app::{ProposeRequest, propose};
use crate::cli::render;
use crate::dialect::DialectKind;
use std::path::PathBuf;

/// Move a spec to the proposals, for review
///
/// The spec is the whole schema as it is to be. It goes to schema_specs/proposals/NAME.yml, with the agreed spec as it is now beside it
/// (NAME.yml.base): what others agree on in the meantime is not undone by it. Proposals that touch the same objects are named.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx propose new.yml --name add_industry_code
  dbx propose draft.yml --dialect postgres")]
pub(crate) struct Arguments {
    /// The spec, one file
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// What the proposal is called [default: as the file]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// The agreed spec [default: schema_specs/current.yml]
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,

    /// The engine, where the specs do not say
    #[arg(long, value_name = "ENGINE", value_parser = dialect)]
    dialect: Option<DialectKind>,
}

pub(super) fn run(arguments: &Arguments, context: &Context, output: &Output) -> Result<Status, CommandError> {
    let request = ProposeRequest {
        file: arguments.file.clone(),
        name: arguments.name.clone(),
        spec: arguments.spec.clone(),
        dialect: arguments.dialect,
    };
    let report = wait(propose(context, &request))?;
    output.report(&report, render::proposal::proposed)?;
    Ok(Status::Done)
}
