use super::sides::Sides;
use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{ImpactRequest, impact};
use crate::cli::render;

/// Tell the risks of a change: locks, rewrites, rows, what can fail
///
/// Takes the same sides as `dbx plan`. With a live database the rows are counted there.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx impact --target schema_specs/current.yml --env dev
  dbx impact --target new.yml --current old.yml --dialect sqlite --summary-only")]
pub(crate) struct Arguments {
    #[command(flatten)]
    sides: Sides,

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
        target: arguments.sides.target()?,
        current: arguments.sides.current()?,
        database: global.database(),
        dialect: arguments.sides.dialect,
        approach: arguments.sides.approach(),
        scratch: arguments.sides.scratch(),
    };
    let summary = wait(impact(context, &request))?;
    output.report(&summary, |summary| render::impact::summary(summary, arguments.summary_only))?;
    Ok(Status::Done)
}
