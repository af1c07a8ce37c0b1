use super::safety::Safety;
use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{HowFar, RollbackRequest, rollback};
use crate::cli::render;
use std::path::PathBuf;

/// Take migrations back: by their stored way back, and from backups what that cannot bring back
///
/// The newest goes first. Each way back is a plan as any other, with its risks, gates and rows in the ledger; the database must be in the
/// state that the migration left it in. Where a backup was taken before the migration, lost rows and values come back from it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx rollback --env dev
  dbx rollback --steps 2 --env staging --allow-breaking --yes
  dbx rollback --to 20260131120000_add_email.sql --env dev --dry-run")]
pub(crate) struct Arguments {
    /// How many migrations
    #[arg(long, value_name = "NUMBER", default_value_t = 1, conflicts_with = "to")]
    steps: usize,

    /// Everything after this one: the number of its run, its file, or how that begins
    #[arg(long, value_name = "ID")]
    to: Option<String>,

    /// Where migrations are
    #[arg(long, value_name = "FOLDER", default_value = "migrations")]
    migrations: PathBuf,

    /// Bring back structure alone where there is no backup
    #[arg(long)]
    without_data: bool,

    #[command(flatten)]
    safety: Safety,
}

pub(super) fn run(
    arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let safety = &arguments.safety;
    let request = RollbackRequest {
        how_far: arguments.to.clone().map_or(HowFar::Steps(arguments.steps), HowFar::To),
        migrations: arguments.migrations.clone(),
        database: global.database(),
        allow_breaking: safety.allow_breaking,
        safeguards: safety.safeguards(),
        without_data: arguments.without_data,
        dry_run: safety.dry_run,
        yes: safety.yes,
        lock_timeout: safety.lock_timeout(),
        conduct: safety.conduct(),
    };
    let report = wait(rollback(context, &request))?;
    output.report(&report, render::rollback::report)?;
    Ok(Status::Done)
}
