use super::{CommandError, Context, Output, Status, wait};
use crate::app::{DemoRequest, demo};
use crate::cli::render;
use std::path::PathBuf;

/// See the whole story on a temporary SQLite file
///
/// Builds a loan star schema, changes it, and shows each command with what it prints: validate, plan, apply, inspect,
/// a refusal, drift. Nothing is left behind.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  dbx demo\n  dbx demo --keep ./loans     keep the files to look at")]
pub(crate) struct Arguments {
    /// Keep the database, the specs and the plans in this folder
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, context: &Context, output: &Output) -> Result<Status, CommandError> {
    let request = DemoRequest { keep: arguments.keep.clone() };
    let started = std::time::Instant::now();
    let mut failed = None;
    let mut tell = |event: crate::app::DemoEvent<'_>| {
        if !output.is_json() && failed.is_none() {
            failed = output.print(&render::demo::event(&event)).err();
        }
    };
    let report = wait(demo(context, &request, &mut tell))?;
    if let Some(error) = failed {
        return Err(error);
    }
    output.report(&report, |report| render::demo::end(report, started.elapsed()))?;
    Ok(Status::Done)
}
