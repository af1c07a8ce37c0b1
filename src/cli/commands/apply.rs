use super::safety::Safety;
use super::scratch::Scratch;
use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{AppError, Applied, ApplyRequest, Conduct, Source, apply};
use crate::cli::render;
use std::path::PathBuf;

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

    #[command(flatten)]
    safety: Safety,

    /// Only go on with a run that was cut off; begin none
    #[arg(long)]
    resume: bool,

    /// Write the plan down as applied, and run nothing: the change is in the database already
    #[arg(long, conflicts_with = "resume")]
    baseline: bool,

    /// Run SQL by hand though files with later numbers were applied, or earlier ones were not
    #[arg(long)]
    allow_out_of_order: bool,
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
        allow_breaking: arguments.safety.allow_breaking,
        safeguards: arguments.safety.safeguards(),
        dry_run: arguments.safety.dry_run,
        yes: arguments.safety.yes,
        lock_timeout: arguments.safety.lock_timeout(),
        conduct: Conduct {
            resume: arguments.resume,
            baseline: arguments.baseline,
            allow_out_of_order: arguments.allow_out_of_order,
            ..arguments.safety.conduct()
        },
    };
    let report = wait(apply(context, &request))?;
    output.report(&report, render::apply::report)?;
    // Something else changed the schema at the same time, or an object came out otherwise than planned.
    Ok(if report.verified == Some(false) { Status::Differs } else { Status::Done })
}
