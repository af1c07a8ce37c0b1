use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{ImpactRequest, Source, impact};
use crate::cli::render;
use crate::dialect::DialectKind;

/// Tell the risks of a change: locks, rewrites, rows, what can fail
///
/// Takes the same sides as `dbx plan`. With a live database the rows are counted there.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx impact --target schema_specs/current.yml --env dev
  dbx impact --target new.yml --current old.yml --dialect sqlite --summary-only")]
pub(crate) struct Arguments {
    /// Where the change leads
    #[arg(long, value_name = "SCHEMA")]
    target: String,

    /// Where it starts, instead of the database
    #[arg(long, value_name = "SCHEMA")]
    current: Option<String>,

    /// The engine, where neither side says
    #[arg(long, value_name = "ENGINE", value_parser = super::dialect)]
    dialect: Option<DialectKind>,

    /// Counts instead of each operation
    #[arg(long)]
    summary_only: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let request = ImpactRequest {
        target: Source::parse(&arguments.target)?,
        current: arguments.current.as_deref().map(Source::parse).transpose()?,
        database: global.database(),
        dialect: arguments.dialect,
    };
    let summary = wait(impact(context, &request))?;
    output.report(&summary, |summary| render::impact::summary(summary, arguments.summary_only))?;
    Ok(Status::Done)
}
