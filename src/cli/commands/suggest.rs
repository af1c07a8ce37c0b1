use super::sides::dialect;
use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{SuggestRequest, suggest};
use crate::cli::render;
use crate::dialect::DialectKind;

/// Suggest questions worth asking of a schema, with their SQL
///
/// Top lists, trends, shares of a total, cohorts, years compared, outliers and data quality, ranked by the topic. Where a database is at
/// hand each query passes the guard and is planned by the server before it is shown; from a spec alone it is told that they were not tried.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx suggest-queries --topic \"loan payments by region\" --env dev
  dbx suggest-queries --topic \"customer retention\" --url sqlite:shop.db --limit 5
  dbx suggest-queries --topic revenue --target schema_specs/current.yml --dialect postgres")]
pub(crate) struct Arguments {
    /// What the questions are to be about
    #[arg(long, value_name = "WORDS")]
    topic: String,

    /// Most questions
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=200))]
    limit: u16,

    /// The schema: a spec, a folder or a database [default: the database of --env or --url, or schema_specs/current.yml]
    #[arg(long, value_name = "SCHEMA")]
    target: Option<String>,

    /// The engine, where no database is at hand
    #[arg(long, value_name = "ENGINE", value_parser = dialect)]
    dialect: Option<DialectKind>,
}

pub(super) fn run(
    arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let request = SuggestRequest {
        topic: arguments.topic.clone(),
        limit: usize::from(arguments.limit),
        target: arguments.target.clone(),
        database: global.database(),
        dialect: arguments.dialect,
    };
    output.report(&wait(suggest(context, &request))?, render::suggest::questions)?;
    Ok(Status::Done)
}
