use super::scratch::Scratch;
use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{DriftRequest, Source, drift};
use crate::cli::render;
use clap::ValueEnum;

/// Compare a live database with its spec
///
/// Exit code 3 where they differ, 0 where they do not, 1 where that could not be found out. Nothing is changed and nobody is asked: made for a
/// scheduled job.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  dbx drift --env production\n  dbx drift --target schema_specs/current.yml --url sqlite:shop.db --json"
)]
pub(crate) struct Arguments {
    /// What the database should look like
    #[arg(long, value_name = "SCHEMA", default_value = "schema_specs/current.yml")]
    target: String,

    /// One line per change, or every object with both sides; `json` is --json
    #[arg(long, value_name = "FORMAT", default_value = "summary")]
    format: Format,

    #[command(flatten)]
    scratch: Scratch,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Summary,
    Full,
    Json,
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
    match arguments.format {
        Format::Summary => output.report(&report, render::drift::summary)?,
        Format::Full => output.report(&report, render::drift::full)?,
        Format::Json => output.print_json(&report)?,
    }
    Ok(if report.differs { Status::Differs } else { Status::Done })
}
