use super::scratch::Scratch;
use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{DriftRequest, Source, drift};
use crate::cli::render;

/// Compare a live database with its spec
///
/// Exit code 3 where they differ. Made for a scheduled job.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  dbx drift --env production\n  dbx drift --target schema_specs/current.yml --url sqlite:shop.db --json"
)]
pub(crate) struct Arguments {
    /// What the database should look like
    #[arg(long, value_name = "SCHEMA", default_value = "schema_specs/current.yml")]
    target: String,

    #[command(flatten)]
    scratch: Scratch,
}

pub(super) fn run(
    arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let request = DriftRequest {
        target: Source::parse(&arguments.target)?,
        database: global.database(),
        scratch: arguments.scratch.scratch.clone(),
    };
    let report = wait(drift(context, &request))?;
    output.report(&report, render::drift)?;
    Ok(if report.differs { Status::Differs } else { Status::Done })
}
