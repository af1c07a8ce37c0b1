use super::lint::FailOn;
use super::scratch::Scratch;
use super::sides::dialect;
use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{CiRequest, ci};
use crate::ci::{Verdict, annotations};
use crate::cli::render;
use crate::dialect::DialectKind;
use crate::plan::Approach;
use clap::ValueEnum;
use std::path::PathBuf;

/// Tell what a change of specs in git would do: for pull requests, in any pipeline
///
/// Compares the specs of two revisions. What changed is validated and planned, from the agreed spec of the base to that of the head or to a
/// proposal; risks are told with the lines of YAML that cause them, and SQL that was written by hand under migrations/ is judged, too. The plan, its impact,
/// its way back, a diagram and a report go into one folder. Nothing is connected to, unless --env or --url names a database: plans
/// then start there, and rows are counted.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx ci --base origin/main
  dbx ci --base origin/main --dialect postgres --fail-on medium
  dbx ci --base main --head feature --spec schema_specs --out plan
  dbx ci --base origin/main --env staging --format github

Exit codes: 0 nothing stands in the way · 1 a spec is not valid · 3 schemas differ (--check) · 4 a risk at --fail-on or above, proposals in
conflict, or a change that no plan can make")]
pub(crate) struct Arguments {
    /// The revision that the change goes into: a branch, a tag, a commit
    #[arg(long, value_name = "REVISION", allow_hyphen_values = true)]
    base: String,

    /// The revision that brings the change
    #[arg(long, value_name = "REVISION", default_value = "HEAD", allow_hyphen_values = true)]
    head: String,

    /// The agreed spec, a file or a folder; proposals are in the folder `proposals` beside it [default: schema_specs/current.yml]
    #[arg(long, value_name = "PATH")]
    spec: Option<PathBuf>,

    /// The engine, where the specs do not say
    #[arg(long, value_name = "ENGINE", value_parser = dialect)]
    dialect: Option<DialectKind>,

    /// Change tables in stages that keep nobody waiting for long
    #[arg(long)]
    online: bool,

    #[command(flatten)]
    scratch: Scratch,

    /// The level from which on a risk refuses the change
    #[arg(long, value_name = "LEVEL", default_value = "high")]
    fail_on: FailOn,

    /// Risks are expected: none refuses the change
    #[arg(long, conflicts_with = "fail_on")]
    allow_breaking: bool,

    /// Exit with 3 where schemas differ and nothing refuses the change
    #[arg(long)]
    check: bool,

    /// The folder of the artifacts; one that `dbx ci` made is replaced
    #[arg(long, value_name = "FOLDER", default_value = "dbx-ci")]
    out: PathBuf,

    /// What goes to stdout
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A summary
    Human,
    /// The whole report, as --json prints it
    Json,
    /// Annotations of GitHub Actions; the summary goes to stderr
    Github,
}

pub(super) fn run(
    arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let request = CiRequest {
        base: arguments.base.clone(),
        head: arguments.head.clone(),
        spec: arguments.spec.clone(),
        dialect: arguments.dialect,
        database: global.database(),
        scratch: arguments.scratch.scratch.clone(),
        approach: arguments.online.then_some(Approach::Online),
        fail_on: arguments.fail_on.into(),
        allow_breaking: arguments.allow_breaking,
        check: arguments.check,
        out: arguments.out.clone(),
    };
    let report = wait(ci(context, &request))?;
    match arguments.format {
        _ if output.is_json() => output.print_json(&report)?,
        Format::Human => output.report(&report, |report| render::ci::summary(report, &request.out))?,
        Format::Json => output.print_json(&report)?,
        Format::Github => {
            output.say(&render::ci::summary(&report, &request.out));
            output.print(&annotations(&report.findings))?;
        }
    }
    Ok(match report.verdict {
        Verdict::Passed => Status::Done,
        Verdict::Differs => Status::Differs,
        Verdict::Refused => Status::Refused,
        Verdict::Invalid => Status::Invalid,
    })
}
