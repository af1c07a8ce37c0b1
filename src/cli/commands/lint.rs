use super::sides::dialect;
use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{LintReport, LintRequest, lint, rule_docs};
use crate::ci;
use crate::cli::render;
use crate::dialect::DialectKind;
use crate::model::Level;
use clap::ValueEnum;
use std::path::PathBuf;

/// Judge SQL that people wrote by hand: locks, rewrites, data that is lost, what can fail
///
/// Files are judged in order, each statement against the schema that the earlier ones leave. With a database or a schema old types are
/// known, so that harmless changes are told from dear ones; with a database rows are counted, too. Nothing is run.
///
/// `-- dbx:ignore R101: reason` above a statement puts a finding aside, `-- dbx:ignore-file R101: reason` one of the whole file.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx lint migrations/0042_add_email.sql --env staging
  dbx lint migrations/*.sql --dialect postgres --schema schema.sql
  dbx lint change.sql --dialect mysql --format github --fail-on medium
  dbx lint change.sql --url sqlite:app.db --format sarif > findings.sarif

Exit code 3 where there is a finding at --fail-on or above.")]
pub(crate) struct Arguments {
    /// Files of SQL
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// The engine, where no database is named
    #[arg(long, value_name = "ENGINE", value_parser = dialect)]
    dialect: Option<DialectKind>,

    /// The schema that the files meet: a spec, or a .sql file of CREATE statements
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,

    /// How findings are written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,

    /// The level from which on the exit code is 3
    #[arg(long, value_name = "LEVEL", default_value = "high")]
    fail_on: FailOn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a person, with the lines
    Human,
    /// The whole report, as --json prints it
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Low,
    Medium,
    High,
    Critical,
}

impl From<FailOn> for Level {
    fn from(level: FailOn) -> Self {
        match level {
            FailOn::Low => Self::Low,
            FailOn::Medium => Self::Medium,
            FailOn::High => Self::High,
            FailOn::Critical => Self::Critical,
        }
    }
}

pub(super) fn run(
    arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let request = LintRequest {
        files: arguments.files.clone(),
        dialect: arguments.dialect,
        database: global.database(),
        schema: arguments.schema.clone(),
        fail_on: arguments.fail_on.into(),
    };
    let report = wait(lint(context, &request))?;
    show(&report, arguments.format, context, output)?;
    Ok(if report.failed { Status::Differs } else { Status::Done })
}

fn show(report: &LintReport, format: Format, context: &Context, output: &Output) -> Result<(), CommandError> {
    match format {
        Format::Human => output.report(report, render::lint::human),
        Format::Json => output.print_json(report),
        Format::Github => output.print(&ci::annotations(&report.findings())),
        Format::Sarif => output.print_json(&ci::sarif(&report.findings(), &context.tool, &rule_docs)),
    }
}
