use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{Overwrite, RestoreRequest, restore};
use crate::cli::render;
use std::path::PathBuf;
use std::time::Duration;

/// Bring the rows of a backup back
///
/// Tables that are gone are made again, columns that are gone or narrower come back, and values are put in by primary key where the table has rows.
/// What was written is compared with the backup by hash before it counts. Rows that are newer than the backup stay.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx restore backups/20260131T120000Z_77d2a1b0c3d4 --env production
  dbx restore backups/20260131T120000Z_77d2a1b0c3d4 --table users --into users_before")]
pub(crate) struct Arguments {
    /// The folder of the backup
    #[arg(value_name = "BACKUP")]
    backup: PathBuf,

    /// Only this table; may be given several times
    #[arg(long = "table", value_name = "TABLE")]
    tables: Vec<String>,

    /// Put the rows of one table into a new one, to look at them
    #[arg(long, value_name = "TABLE")]
    into: Option<String>,

    /// Put values of the backup over others
    #[arg(long)]
    overwrite: bool,

    /// How long a statement waits for a lock
    #[arg(long, value_name = "SECONDS")]
    lock_timeout: Option<u64>,

    /// Answer questions with yes
    #[arg(long, short)]
    yes: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let request = RestoreRequest {
        backup: arguments.backup.clone(),
        tables: arguments.tables.clone(),
        into: arguments.into.clone(),
        overwrite: if arguments.overwrite { Overwrite::Everything } else { Overwrite::Nothing },
        database: global.database(),
        yes: arguments.yes,
        lock_timeout: arguments.lock_timeout.map(Duration::from_secs),
    };
    let report = wait(restore(context, &request))?;
    output.report(&report, render::restore::report)?;
    Ok(Status::Done)
}
