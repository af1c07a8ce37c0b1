use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{Counterpart, ReportRequest, Source, Target, report};
use crate::cli::render;
use crate::report::Percent;

/// Tell the statistics of a table: counts, extremes, mean, variance, percentiles and histograms
///
/// The database computes them; nothing is written and no rows leave it. Of columns that the spec calls sensitive, or whose names look so, only counts
/// are shown.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx report fact_loan_payments --url sqlite:loans.db
  dbx report orders --env dev --columns total,ordered_at --percentiles 90,95,99.9
  dbx report sales.orders --env dev --json
  dbx report orders --env dev --compare seeding_profiles/shop.yml
  dbx report orders --env production --compare-env dev")]
pub(crate) struct Arguments {
    /// The table: its name, or namespace.name
    table: String,

    /// Only these columns
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    columns: Vec<String>,

    /// Percentiles of numbers and moments, above 0 and below 100
    #[arg(long, value_name = "PERCENTS", value_delimiter = ',', default_value = "25,75,90,95,99", value_parser = percent)]
    percentiles: Vec<Percent>,

    /// A spec that says which columns are sensitive; schema_specs/current.yml where there is one
    #[arg(long, value_name = "SCHEMA")]
    schema: Option<String>,

    /// Most seconds that one statement may run; 60 where nothing is said
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    statement_timeout: Option<u64>,

    /// Say how much alike the table is to another one, or to the rows that a seeding profile would make
    #[arg(long, value_name = "PROFILE|TABLE")]
    compare: Option<String>,

    /// The environment of the other table, which has the same name where --compare names none
    #[arg(long, value_name = "NAME", conflicts_with = "compare_url")]
    compare_env: Option<String>,

    /// The database of the other table
    #[arg(long, value_name = "URL")]
    compare_url: Option<String>,
}

/// What `--compare` and its like name.
fn counterpart(arguments: &Arguments, context: &Context) -> Option<Counterpart> {
    let Arguments { table, compare, compare_env: env, compare_url: url, .. } = arguments;
    let database = (env.is_some() || url.is_some()).then(|| Target { env: env.clone(), url: url.clone() });
    let name = compare.as_ref().or(database.as_ref().map(|_| table))?;
    Some(Counterpart::parse(context, name, database))
}

fn percent(text: &str) -> Result<Percent, String> {
    Percent::parse(text).ok_or_else(|| "a percentile is a number above 0 and below 100, such as 99.9".to_owned())
}

pub(super) fn run(
    arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let request = ReportRequest {
        table: arguments.table.clone(),
        database: global.database(),
        columns: arguments.columns.clone(),
        percentiles: arguments.percentiles.clone(),
        schema: arguments.schema.as_deref().map(Source::parse).transpose()?,
        statement_timeout: arguments.statement_timeout,
        compare: counterpart(arguments, context),
    };
    let report = wait(report(context, &request))?;
    output.report(&report, |report| render::report::table(report, output.width()))?;
    Ok(Status::Done)
}
