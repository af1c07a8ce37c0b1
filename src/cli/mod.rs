//! The command line: arguments in, text out. Every command is a struct of arguments and a function that turns them into a request, and
//! its report into output.

mod commands;
mod error;
mod output;
mod progress;
mod render;
mod tally;

pub use error::CommandError;

use crate::app::{Clock, Context, Entropy};
use crate::env::{self, Config};
use chrono::{DateTime, Utc};
use clap::{CommandFactory, Parser};
use commands::Command;
use output::{Output, Status};
use std::ffi::OsString;
use std::hash::{BuildHasher as _, RandomState};
use std::process::ExitCode;
use std::sync::Arc;

/// Schema as code: write the database as YAML, see every change and its risks as SQL, apply it safely.
///
/// dbx compares a spec with a live PostgreSQL, MySQL, MariaDB or SQLite database, plans ordered SQL, names the risks with the rows they meet,
/// refuses what is dangerous unless told otherwise, and applies the rest under a ledger.
#[derive(Debug, Parser)]
#[command(name = "dbx", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "\
Examples:
  dbx demo                                        the whole story on a temporary SQLite file
  dbx init                                        start a project here
  dbx inspect --url postgres://me@host/db --out schema_specs/current.yml
  dbx plan --target schema_specs/current.yml --env dev --name add_email
  dbx apply migrations/20260131120000_add_email.sql --env dev

Exit codes: 0 done, or nothing to do · 1 error · 2 usage · 3 differences exist · 4 refused · 70 a bug of ours · 130 interrupted")]
struct Cli {
    #[command(flatten)]
    global: Global,

    #[command(subcommand)]
    command: Command,
}

/// What every command understands.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Global {
    /// One JSON document on stdout; everything else goes to stderr
    #[arg(long, global = true, help_heading = "Everywhere")]
    json: bool,

    /// Results and errors only
    #[arg(long, short, global = true, help_heading = "Everywhere")]
    quiet: bool,

    /// Tell more
    #[arg(long, short, global = true, help_heading = "Everywhere", conflicts_with = "quiet")]
    verbose: bool,

    /// Colour: on a terminal, always, or never (as NO_COLOR asks for)
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Everywhere")]
    color: output::ColorChoice,

    /// An environment of dbx.toml
    #[arg(long, global = true, value_name = "NAME", help_heading = "Everywhere")]
    env: Option<String>,

    /// A database: sqlite:path.db, postgres://user@host/database or mysql://user@host/database
    ///
    /// A password on the command line can be seen by others on this machine: prefer --env with `url_env` or `url_command`, or
    /// the variable DATABASE_URL.
    #[arg(long, global = true, value_name = "URL", conflicts_with = "env", help_heading = "Everywhere")]
    url: Option<String>,
}

impl Global {
    fn database(&self) -> crate::app::Target {
        crate::app::Target { env: self.env.clone(), url: self.url.clone() }
    }
}

/// Runs the command line and gives the exit code of the process.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments.len() <= 1 {
        let output = Output::plain();
        return output
            .finish(output.print(&Cli::command().render_long_help().ansi().to_string()).map(|()| Status::Done));
    }
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are results, everything else is a mistake in usage; clap's own codes are 0 and 2.
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let output = Output::new(&cli.global);
    let result = context(&cli.global, &output).and_then(|context| cli.command.run(&context, &cli.global, &output));
    output.finish(result)
}

struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// Every `RandomState` has keys of its own, taken from the system's randomness.
struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn next(&self) -> u64 {
        RandomState::new().hash_one(())
    }
}

fn context(global: &Global, output: &Output) -> Result<Context, CommandError> {
    let folder = std::env::current_dir().map_err(|error| CommandError::io("the working folder is gone", error))?;
    Ok(Context {
        config: Config::find(&folder).map_err(crate::app::AppError::from)?,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        progress: progress::of(global, output),
        folder,
        tool: format!("dbx {}", env!("CARGO_PKG_VERSION")),
    })
}

/// The clap definition, for completions and for the tests of the help.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Whether colour is off by the environment.
fn no_color() -> bool {
    env::no_color()
}
