use super::sides::dialect;
use super::{CommandError, Context, Output, Status, wait};
use crate::app::{AcceptRequest, accept};
use crate::cli::render;
use crate::dialect::DialectKind;
use std::path::PathBuf;

/// Take a proposal over into the agreed spec
///
/// What the proposal changes comes into schema_specs/current.yml, and the proposal is gone; the rest of the file stays as it is, with its
/// comments. Refused where the agreed spec has changed the same objects since, where another proposal touches them, and where the
/// way there has a high risk. No database is touched: plan and apply come afterwards.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx accept add_industry_code
  dbx accept drop_fax --allow-breaking
  dbx accept schema_specs/proposals/add_email.yml --dialect postgres")]
pub(crate) struct Arguments {
    /// The proposal, by its name or its file
    #[arg(value_name = "NAME")]
    name: String,

    /// The agreed spec [default: schema_specs/current.yml]
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,

    /// The engine, where the specs do not say
    #[arg(long, value_name = "ENGINE", value_parser = dialect)]
    dialect: Option<DialectKind>,

    /// High risks are expected
    #[arg(long)]
    allow_breaking: bool,

    /// Another proposal touches the same, and is made anew afterwards
    #[arg(long)]
    allow_conflicts: bool,
}

pub(super) fn run(arguments: &Arguments, context: &Context, output: &Output) -> Result<Status, CommandError> {
    let request = AcceptRequest {
        name: arguments.name.clone(),
        spec: arguments.spec.clone(),
        dialect: arguments.dialect,
        allow_breaking: arguments.allow_breaking,
        allow_conflicts: arguments.allow_conflicts,
    };
    let report = wait(accept(context, &request))?;
    output.report(&report, render::proposal::accepted)?;
    Ok(Status::Done)
}
