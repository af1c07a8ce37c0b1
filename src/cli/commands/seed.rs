use super::model::ModelArguments;
use super::{AppError, CommandError, Context, Global, Output, Status, wait};
use crate::app::{FileFormat, Files, Pace, SeedRequest, Shard, Source, seed, show_text_prompts};
use crate::cli::render;
use std::path::PathBuf;
use std::time::Duration;

/// Fill the tables of a schema with synthetic rows that keep every constraint
///
/// Values are a function of the seed, the table, the column and the number of the row: the same command makes the same rows, whatever the engine,
/// the number of jobs or the size of the batches. Rows that are there stay; new ones go on behind them.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx seed --schema schema_specs/current.yml --url sqlite:shop.db
  dbx seed --schema schema_specs/current.yml --env dev --rows 1000000 --seed 42
  dbx seed --schema schema_specs/current.yml --init-profile seeding_profiles/loans.yml
  dbx seed --schema schema_specs/current.yml --profile seeding_profiles/loans.yml --scale 10
  dbx seed --schema schema_specs/current.yml --env dev --truncate --dry-run
  dbx seed --schema schema_specs/current.yml --env dev --rate 50 --duration 600 --updates 0.3
  dbx seed --schema schema_specs/current.yml --to csv rows")]
pub(crate) struct Arguments {
    /// The schema: a spec, a folder of them, or a database
    #[arg(long, value_name = "SCHEMA")]
    schema: String,

    /// What the rows are to look like; what it says nothing of is inferred
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,

    /// Write the inferred profile into a new file, to be edited, and load nothing
    #[arg(long, value_name = "FILE", conflicts_with_all = ["to", "truncate"])]
    init_profile: Option<PathBuf>,

    /// Rows of each of the largest tables; the others get fewer [default: 1000, or what the profile says]
    #[arg(long, value_name = "NUMBER")]
    rows: Option<u64>,

    /// All volumes times this [default: 1, or what the profile says]
    #[arg(long, value_name = "FACTOR", value_parser = scale)]
    scale: Option<f64>,

    /// Another seed, other rows [default: 1, or what the profile says]
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,

    /// Language and country of names and addresses, such as de_DE
    #[arg(long, value_name = "LOCALE")]
    locale: Option<String>,

    /// Threads that make rows
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: u16,

    /// Rows made at once
    #[arg(long, value_name = "NUMBER", default_value_t = 4_096, value_parser = clap::value_parser!(u32).range(1..=1_048_576))]
    batch_size: u32,

    /// Rows of a transaction: what has to be made again where a run was killed
    #[arg(long, value_name = "ROWS", default_value_t = 1_048_576, value_parser = clap::value_parser!(u64).range(1..))]
    commit_every: u64,

    /// Rows a second instead of as many as can be: tables that nothing refers to fill little by little, the others come first
    #[arg(long, value_name = "ROWS", requires = "duration", conflicts_with_all = ["to", "shard", "init_profile"], value_parser = scale)]
    rate: Option<f64>,

    /// For how many seconds, with --rate
    #[arg(long, value_name = "SECONDS", requires = "rate", value_parser = clap::value_parser!(u32).range(1..))]
    duration: Option<u32>,

    /// Which share of the rate changes rows that are there instead of adding some, such as 0.3
    #[arg(long, value_name = "SHARE", requires = "rate", default_value_t = 0.0, value_parser = updates)]
    updates: f64,

    /// One part of the work: 2/3 is the second of three
    #[arg(long, value_name = "I/N", default_value = "1/1", value_parser = shard)]
    shard: Shard,

    /// Write files instead: csv, parquet or sql, and a folder, or - for the standard output (not of parquet)
    #[arg(long, num_args = 2, value_names = ["FORMAT", "FOLDER"], conflicts_with = "truncate")]
    to: Option<Vec<String>>,

    /// Delete all rows of the tables first, and of those that refer to them
    #[arg(long, conflicts_with = "shard")]
    truncate: bool,

    /// Show how many rows each table would get, and load nothing
    #[arg(long)]
    dry_run: bool,

    /// Answer questions with yes
    #[arg(long, short)]
    yes: bool,

    #[command(flatten)]
    model: ModelArguments,
}

/// The format and the folder behind `--to`.
fn files(words: &[String]) -> Result<Option<Files>, AppError> {
    // clap wants none or two.
    let [format, folder] = words else { return Ok(None) };
    let known = FileFormat::ALL.map(FileFormat::extension);
    let format = FileFormat::ALL
        .into_iter()
        .find(|it| it.extension() == format)
        .ok_or_else(|| AppError::Usage(format!("--to: `{format}` is not a format; known are {}", known.join(", "))))?;
    Ok(Some(Files { format, folder: (folder != "-").then(|| folder.into()) }))
}

fn scale(text: &str) -> Result<f64, String> {
    let scale: f64 = text.parse().map_err(|_| "write a number, such as 0.1 or 100".to_owned())?;
    if scale.is_finite() && scale > 0.0 { Ok(scale) } else { Err("write a number above zero".to_owned()) }
}

fn updates(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| "write a share, such as 0.3".to_owned())?;
    if (0.0..1.0).contains(&share) { Ok(share) } else { Err("write a share from 0 to below 1, such as 0.3".to_owned()) }
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
        profile: arguments.profile.clone(),
        init_profile: arguments.init_profile.clone(),
        seed: arguments.seed,
        rows: arguments.rows,
        scale: arguments.scale,
        locale: arguments.locale.clone(),
        jobs: arguments.jobs.into(),
        // A number below 2^20 fits into every machine's size.
        batch_size: usize::try_from(arguments.batch_size).unwrap_or(1),
        pace: arguments.rate.zip(arguments.duration).map(|(rate, seconds)| Pace {
            rate,
            duration: Duration::from_secs(seconds.into()),
            updates: arguments.updates,
        }),
        commit_every: arguments.commit_every,
        shard: arguments.shard,
        to: files(arguments.to.as_deref().unwrap_or_default())?,
        truncate: arguments.truncate,
        dry_run: arguments.dry_run,
        model: arguments.model.choice(),
        yes: arguments.yes,
    };
    if arguments.model.show_prompt {
        output.report(&wait(show_text_prompts(context, &request))?, |prompts| {
            prompts.iter().map(render::model::shown).collect()
        })?;
        return Ok(Status::Done);
    }
    let rows_on_stdout = request.to.as_ref().is_some_and(|files| files.folder.is_none()) && !request.dry_run;
    let report = wait(seed(context, &request, &mut std::io::stdout()))?;
    if rows_on_stdout {
        // The rows are the result.
        output.say(&render::seed::report(&report));
        return Ok(Status::Done);
    }
    output.report(&report, render::seed::report)?;
    Ok(Status::Done)
}
