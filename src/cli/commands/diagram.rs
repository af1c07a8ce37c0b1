use super::sides::dialect;
use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{DiagramReport, DiagramRequest, Source, diagram};
use crate::cli::render;
use crate::diagram::Format;
use crate::dialect::DialectKind;
use std::path::PathBuf;

/// Draw the tables of a schema and the foreign keys between them
///
/// With --current the picture shows what changes: added, altered, dropped. A Markdown file keeps everything outside of its
/// markers `<!-- dbx:diagram -->` and `<!-- /dbx:diagram -->`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx diagram                                                  schema_specs/current.yml as Mermaid
  dbx diagram --env production --out docs/schema.svg
  dbx diagram --target new.yml --current old.yml --dialect postgres --out change.svg
  dbx diagram --focus fact_loan_payments --depth 1 --keys-only
  dbx diagram --out docs/schema.md --check                     exit code 3 where the page is out of date")]
pub(crate) struct Arguments {
    /// What to draw: a spec, a folder or a database [default: the database of --env or --url, or schema_specs/current.yml]
    #[arg(long, value_name = "SCHEMA")]
    target: Option<String>,

    /// Where the change starts that is to be shown
    #[arg(long, value_name = "SCHEMA")]
    current: Option<String>,

    /// The engine, where neither side says
    #[arg(long, value_name = "ENGINE", value_parser = dialect)]
    dialect: Option<DialectKind>,

    /// mermaid, dot or svg [default: what the name of --out says, or mermaid]
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    format: Option<Format>,

    /// This table and those near it
    #[arg(long, value_name = "TABLE")]
    focus: Option<String>,

    /// How many foreign keys away is near
    #[arg(long, value_name = "N", default_value_t = 1, requires = "focus")]
    depth: usize,

    /// Only columns that are part of a key, or that change
    #[arg(long)]
    keys_only: bool,

    /// Write to this file (.md, .mmd, .dot or .svg)
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,

    /// Write nothing; exit code 3 where the file is not what it would be
    #[arg(long, requires = "out")]
    check: bool,
}

fn format(text: &str) -> Result<Format, String> {
    let known = Format::ALL.map(Format::as_str).join(", ");
    Format::ALL.into_iter().find(|format| format.as_str() == text).ok_or_else(|| format!("known are {known}"))
}

pub(super) fn run(
    arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let source = |text: &Option<String>| text.as_deref().map(Source::parse).transpose();
    let request = DiagramRequest {
        target: source(&arguments.target)?,
        current: source(&arguments.current)?,
        database: global.database(),
        dialect: arguments.dialect,
        format: arguments.format,
        focus: arguments.focus.clone(),
        depth: arguments.depth,
        keys_only: arguments.keys_only,
        out: arguments.out.clone(),
        check: arguments.check,
    };
    let report = wait(diagram(context, &request))?;
    output.say(&render::diagram(&report, request.check));
    output.report(&report, text)?;
    Ok(if request.check && report.differs { Status::Differs } else { Status::Done })
}

/// The picture itself, where it is not in a file.
fn text(report: &DiagramReport) -> String {
    if report.out.is_some() { String::new() } else { report.text.clone() }
}
