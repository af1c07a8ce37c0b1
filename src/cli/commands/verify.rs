use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{VerifyRequest, verify};
use crate::cli::render;
use std::path::PathBuf;

/// Compare the migrations with the ledger, and both with the database
///
/// Exit code 3 where a file was edited, is missing or out of order, where somebody changed the ledger by hand, or where the schema is not the one that
/// the last migration led to. Files that were not applied yet are listed and are no fault.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  dbx verify --env production\n  dbx verify --migrations db/migrations --url sqlite:shop.db --json"
)]
pub(crate) struct Arguments {
    /// Where migrations are
    #[arg(long, value_name = "FOLDER", default_value = "migrations")]
    migrations: PathBuf,
}

pub(super) fn run(
    arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let request = VerifyRequest { migrations: arguments.migrations.clone(), database: global.database() };
    let report = wait(verify(context, &request))?;
    output.report(&report, render::verify::report)?;
    Ok(if report.holds { Status::Done } else { Status::Differs })
}
