use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{BackupsRequest, Overwrite, RestoreRequest, backups, restore};
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
  dbx restore --list --env production
  dbx restore backups/20260131T120000Z_77d2a1b0c3d4 --env production
  dbx restore backups/20260131T120000Z_77d2a1b0c3d4 --table users --into users_before")]
pub(crate) struct Arguments {
    /// The folder of the backup
    #[arg(value_name = "BACKUP", required_unless_present = "list")]
    backup: Option<PathBuf>,

    /// Show which backups there are, and restore nothing
    #[arg(long, conflicts_with_all = ["backup", "tables", "into", "overwrite"])]
    list: bool,

    /// The folder of all backups, for --list
    #[arg(long, value_name = "DIR", requires = "list")]
    backup_folder: Option<PathBuf>,

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
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
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
    let Some(backup) = &arguments.backup else { return list(arguments, context, global, output) };
    let request = RestoreRequest {
        newer: Vec::new(),
        backup: backup.clone(),
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

fn list(arguments: &Arguments, context: &Context, global: &Global, output: &Output) -> Result<Status, CommandError> {
    let request = BackupsRequest { folder: arguments.backup_folder.clone(), database: global.database() };
    let report = wait(backups(context, &request))?;
    output.report(&report, render::restore::list)?;
    Ok(Status::Done)
}
