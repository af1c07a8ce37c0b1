use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{SeedRequest, Shard, Source, seed};
use crate::cli::render;

/// Fill the tables of a schema with synthetic rows that keep every constraint
///
/// Values are a function of the seed, the table, the column and the number of the row: the same command makes the same rows, whatever the engine,
/// the number of jobs or the size of the batches. Rows that are there stay; new ones go on behind them.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx seed --schema schema_specs/current.yml --url sqlite:shop.db
  dbx seed --schema schema_specs/current.yml --env dev --rows 1000000 --seed 42
  dbx seed --schema schema_specs/current.yml --env dev --dry-run")]
pub(crate) struct Arguments {
    /// The schema: a spec, a folder of them, or a database
    #[arg(long, value_name = "SCHEMA")]
    schema: String,

    /// Rows of each of the largest tables; the others get fewer
    #[arg(long, value_name = "NUMBER", default_value_t = 1_000)]
    rows: u64,

    /// Another seed, other rows
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,

    /// Language and country of names and addresses, such as de_DE
    #[arg(long, value_name = "LOCALE")]
    locale: Option<String>,

    /// Threads that make rows
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: u16,

    /// Rows made at once
    #[arg(long, value_name = "NUMBER", default_value_t = 4_096, value_parser = clap::value_parser!(u32).range(1..=1_048_576))]
    batch_size: u32,

    /// One part of the work: 2/3 is the second of three
    #[arg(long, value_name = "I/N", default_value = "1/1", value_parser = shard)]
    shard: Shard,

    /// Show how many rows each table would get, and load nothing
    #[arg(long)]
    dry_run: bool,
}

fn shard(text: &str) -> Result<Shard, String> {
    let wrong = || "write which part of how many, such as 2/3".to_owned();
    let (number, of) = text.split_once('/').ok_or_else(wrong)?;
    let number: u64 = number.parse().map_err(|_| wrong())?;
    let of: u64 = of.parse().map_err(|_| wrong())?;
    if number == 0 || number > of {
        return Err(format!("there is no part {number} of {of}: count from 1"));
    }
    Ok(Shard { number, of })
}

pub(super) fn run(
    arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let request = SeedRequest {
        schema: Source::parse(&arguments.schema)?,
        database: global.database(),
        seed: arguments.seed,
        rows: arguments.rows,
        locale: arguments.locale.clone(),
        jobs: arguments.jobs.into(),
        // A number below 2^20 fits into every machine's size.
        batch_size: usize::try_from(arguments.batch_size).unwrap_or(1),
        shard: arguments.shard,
        dry_run: arguments.dry_run,
    };
    let report = wait(seed(context, &request))?;
    output.report(&report, render::seed::report)?;
    Ok(Status::Done)
}
