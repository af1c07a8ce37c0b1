use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{StatusRequest, status};
use crate::cli::render;

/// Show the ledger: which plans ran on a database, when, and how they ended
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  dbx status --env dev\n  dbx status --url sqlite:shop.db --json")]
pub(crate) struct Arguments {}

pub(super) fn run(
    _arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let report = wait(status(context, &StatusRequest { database: global.database() }))?;
    output.report(&report, render::status::report)?;
    Ok(Status::Done)
}
