use super::sides::dialect;
use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{AppError, GuardRequest, guard};
use crate::cli::render;
use crate::dialect::DialectKind;
use std::io::Read as _;

/// Say whether a SQL statement only reads
///
/// The statement is parsed by its engine's grammar and every part of it has to be on a list of what is harmless. With a database at hand
/// functions, views, operators and types are judged by their definitions there, and the cost is estimated. Nothing runs.
/// Exit code 0 where it may run, 4 where it is refused.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx guard --dialect postgres \"SELECT count(*) FROM orders\"
  dbx guard --url sqlite:shop.db \"PRAGMA table_info(orders)\"
  dbx guard --env production --json - < question.sql")]
pub(crate) struct Arguments {
    /// The statement; `-` reads it from standard input
    sql: String,

    /// The engine, where no database is named
    #[arg(long, value_name = "ENGINE", value_parser = dialect)]
    dialect: Option<DialectKind>,
}

pub(super) fn run(
    arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let request =
        GuardRequest { sql: statement(&arguments.sql)?, dialect: arguments.dialect, database: global.database() };
    let report = wait(guard(context, &request))?;
    output.report(&report, render::guard::verdict)?;
    Ok(if report.allowed { Status::Done } else { Status::Refused })
}

/// A file that is no text is no statement.
fn statement(argument: &str) -> Result<String, CommandError> {
    if argument != "-" {
        return Ok(argument.to_owned());
    }
    let mut text = String::new();
    match std::io::stdin().lock().read_to_string(&mut text) {
        Ok(_) => Ok(text),
        Err(error) => Err(AppError::Usage(format!("standard input cannot be read as text: {error}")).into()),
    }
}
