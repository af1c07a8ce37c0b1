use super::model::ModelArguments;
use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{AppError, OrchestrateReport, OrchestrateRequest, orchestrate, show_question_prompt};
use crate::cli::render;
use crate::export::rows::write_parquet;
use crate::model::Rows;
use clap::ValueEnum;

/// Answer a question in words from a database
///
/// The question is read against the schema and the values of the database, becomes one SELECT that the guard has to let through, and runs on a
/// connection that only reads. The SQL and what it means are shown with the rows. What is not understood is not answered.
/// Exit code 0 where there is an answer, 4 where there is none.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx orchestrate --url sqlite:shop.db \"How many orders did each customer place?\"
  dbx orchestrate --env dev \"For each region list top 5 companies by total principal\"
  dbx orchestrate --env dev --to parquet \"All crossings of 2024\" > crossings.parquet
  dbx orchestrate --env dev --no-exec \"Which products were never ordered?\"")]
pub(crate) struct Arguments {
    /// The question, in English
    question: String,

    /// Show the SQL and what it means; run nothing
    #[arg(long)]
    no_exec: bool,

    /// The same as --no-exec
    #[arg(long, conflicts_with = "no_exec")]
    explain_only: bool,

    /// Leave out how the question was read
    #[arg(long)]
    no_reasoning: bool,

    /// Look at the schema again
    #[arg(long)]
    refresh_schema: bool,

    /// Most rows to show; 100 where nothing is said
    #[arg(long, value_name = "N")]
    rows: Option<usize>,

    /// Print the rows in a format for other programs
    #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
    to: Option<Format>,

    /// Keep the question with its SQL in queries/NAME.sql: it is answered so from now on
    #[arg(long, value_name = "NAME")]
    save: Option<String>,

    #[command(flatten)]
    model: ModelArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Json,
    Md,
    Parquet,
}

pub(super) fn run(
    arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let request = OrchestrateRequest {
        question: arguments.question.clone(),
        database: global.database(),
        refresh_schema: arguments.refresh_schema,
        is_dry: arguments.no_exec || arguments.explain_only,
        rows: arguments.rows,
        save: arguments.save.clone(),
        reasoning: !arguments.no_reasoning,
        model: arguments.model.choice(),
    };
    if arguments.model.show_prompt {
        output.report(&wait(show_question_prompt(context, &request))?, render::model::shown)?;
        return Ok(Status::Done);
    }
    let report = wait(orchestrate(context, &request))?;
    output.say(&render::orchestrate::beside(&report, arguments.no_reasoning));
    match arguments.to.filter(|_| report.answered && !request.is_dry) {
        Some(format) => export(&report, format, output)?,
        None => output.report(&report, render::orchestrate::answer)?,
    }
    Ok(if report.answered { Status::Done } else { Status::Refused })
}

fn export(report: &OrchestrateReport, format: Format, output: &Output) -> Result<(), CommandError> {
    let rows = Rows { columns: report.columns.clone(), rows: report.rows.clone() };
    let failed = |error: String| CommandError::from(AppError::Bug(format!("the rows cannot be written: {error}")));
    match format {
        Format::Csv => output.print_data(&render::export::csv(&rows).map_err(|error| failed(error.to_string()))?),
        Format::Json => {
            let text = serde_json::to_string_pretty(&render::export::json(&rows));
            output.print_data(&(text.map_err(|error| failed(error.to_string()))? + "\n"))
        }
        Format::Md => output.print_data(&render::export::markdown(&rows)),
        Format::Parquet => {
            output.print_bytes(&write_parquet(&rows, Vec::new()).map_err(|error| failed(error.to_string()))?)
        }
    }
}
