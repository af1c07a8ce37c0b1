use super::scratch::Scratch;
use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{AppError, Applied, ApplyRequest, BackupChoice, Conduct, Safeguards, Source, apply};
use crate::cli::render;
use std::path::PathBuf;
use std::time::Duration;

/// Run a plan: under the gate, one lock, one transaction where the engine has them, and the ledger
///
/// The database must be in the state the plan starts from; a plan that was applied already does nothing and says so. High
/// risks need --allow-breaking. Without its .impact.json the SQL of the file is read and judged by itself.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx apply migrations/20260131120000_add_email.sql --env dev
  dbx apply --target schema_specs/current.yml --url sqlite:shop.db --dry-run
  dbx apply plan.sql --env staging --allow-breaking --yes
  dbx apply plan.sql --env production --resume             after a run that was cut off")]
pub(crate) struct Arguments {
    /// A plan file, or SQL written by hand
    #[arg(value_name = "MIGRATION", required_unless_present = "target", conflicts_with = "target")]
    file: Option<PathBuf>,

    /// Plan the way to this schema and run it
    #[arg(long, value_name = "SCHEMA")]
    target: Option<String>,

    #[command(flatten)]
    scratch: Scratch,

    /// Show what would run, and run nothing
    #[arg(long)]
    dry_run: bool,

    /// Run high risks too
    #[arg(long)]
    allow_breaking: bool,

    /// Run nothing that nobody approved (`dbx approve`)
    #[arg(long)]
    require_approval: bool,

    /// Save the rows that the plan may lose first; without it that is done in production before high risks
    #[arg(long, conflicts_with = "no_backup")]
    create_backup: bool,

    /// Save nothing, not in production either
    #[arg(long)]
    no_backup: bool,

    /// Where backups go
    #[arg(long, value_name = "FOLDER", default_value = "backups")]
    backup_folder: PathBuf,

    /// How long a statement waits for a lock
    #[arg(long, value_name = "SECONDS")]
    lock_timeout: Option<u64>,

    /// How often a transaction that did not get a lock is tried again
    #[arg(long, value_name = "TIMES")]
    lock_retries: Option<u32>,

    /// How long a statement may run
    #[arg(long, value_name = "SECONDS")]
    statement_timeout: Option<u64>,

    /// How long to wait for another dbx that is changing the database
    #[arg(long, value_name = "SECONDS")]
    wait: Option<u64>,

    /// Only go on with a run that was cut off; begin none
    #[arg(long)]
    resume: bool,

    /// Write the plan down as applied, and run nothing: the change is in the database already
    #[arg(long, conflicts_with = "resume")]
    baseline: bool,

    /// Run SQL by hand though files with later numbers were applied, or earlier ones were not
    #[arg(long)]
    allow_out_of_order: bool,

    /// Answer questions with yes
    #[arg(long, short)]
    yes: bool,
}

impl Arguments {
    fn safeguards(&self) -> Safeguards {
        Safeguards {
            require_approval: self.require_approval,
            backup: match (self.create_backup, self.no_backup) {
                (true, _) => BackupChoice::Always,
                (false, true) => BackupChoice::Never,
                (false, false) => BackupChoice::WhereDue,
            },
            backup_folder: Some(self.backup_folder.clone()),
        }
    }
}

pub(super) fn run(
    arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let scratch = arguments.scratch.scratch.clone();
    let what = match (&arguments.file, &arguments.target) {
        (Some(_), _) if scratch.is_some() => {
            return Err(AppError::Usage("--scratch goes with --target: a plan file is compared already".into()).into());
        }
        (Some(file), _) => Applied::File(file.clone()),
        (None, Some(target)) => Applied::Target(Source::parse(target)?),
        // clap wants one of the two.
        (None, None) => Applied::Target(Source::Empty),
    };
    let request = ApplyRequest {
        what,
        database: global.database(),
        scratch,
        allow_breaking: arguments.allow_breaking,
        safeguards: arguments.safeguards(),
        dry_run: arguments.dry_run,
        yes: arguments.yes,
        lock_timeout: arguments.lock_timeout.map(Duration::from_secs),
        conduct: Conduct {
            wait: arguments.wait.map(Duration::from_secs),
            lock_retries: arguments.lock_retries,
            statement_timeout: arguments.statement_timeout.map(Duration::from_secs),
            resume: arguments.resume,
            baseline: arguments.baseline,
            allow_out_of_order: arguments.allow_out_of_order,
        },
    };
    let report = wait(apply(context, &request))?;
    output.report(&report, render::apply::report)?;
    // Something else changed the schema at the same time, or an object came out otherwise than planned.
    Ok(if report.verified == Some(false) { Status::Differs } else { Status::Done })
}
