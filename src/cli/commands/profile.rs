use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{LearnRequest, Source, learn_profile};
use crate::cli::render;
use std::path::PathBuf;

/// Fit a seeding profile to a live database
///
/// `learn` asks the database for aggregates only: no rows leave it, and nothing is written to it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx profile learn --env production --out seeding_profiles/production.yml
  dbx profile learn --url sqlite:shop.db --min-rows 25
  dbx seed --schema schema_specs/current.yml --profile seeding_profiles/production.yml --env dev")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: ProfileCommand,
}

#[derive(Debug, clap::Subcommand)]
enum ProfileCommand {
    Learn(LearnArguments),
}

/// Write what the rows of a database look like as a profile
///
/// Volumes, shares of NULLs, distributions of numbers, weights of words, seasons, correlations, and how children spread over parents. Whatever fewer
/// than --min-rows rows share is left out, and so are the values of sensitive columns: those are made up. What is left out is told.
#[derive(Debug, clap::Args)]
struct LearnArguments {
    /// A new file for the profile; without one it is the result
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// How many rows have to share what is told of them
    #[arg(long, value_name = "NUMBER", default_value_t = 10, value_parser = clap::value_parser!(u64).range(2..=1_000_000))]
    min_rows: u64,

    /// A spec that says which columns are sensitive; schema_specs/current.yml where there is one
    #[arg(long, value_name = "SCHEMA")]
    schema: Option<String>,

    /// Most seconds that one statement may run; 60 where nothing is said
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    statement_timeout: Option<u64>,
}

pub(super) fn run(
    arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    match &arguments.command {
        ProfileCommand::Learn(arguments) => learn(arguments, context, global, output),
    }
}

fn learn(
    arguments: &LearnArguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let request = LearnRequest {
        database: global.database(),
        out: arguments.out.clone(),
        schema: arguments.schema.as_deref().map(Source::parse).transpose()?,
        bound: arguments.min_rows,
        statement_timeout: arguments.statement_timeout,
    };
    let report = wait(learn_profile(context, &request))?;
    if request.out.is_none() && !output.is_json() {
        output.say(&render::profile::learned(&report));
        output.print(&report.yaml)?;
        return Ok(Status::Done);
    }
    output.report(&report, render::profile::learned)?;
    Ok(Status::Done)
}
