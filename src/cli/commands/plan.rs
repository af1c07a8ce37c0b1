use super::sides::Sides;
use super::{CommandError, Context, Global, Output, Status, wait};
use crate::app::{PlanRequest, plan};
use crate::cli::render;
use std::path::PathBuf;

/// Plan the way from one schema to another as ordered SQL
///
/// Starts at the database of --env or --url, or at --current, and leads to --target. Each of the two may be a spec, a folder
/// of specs, an address (sqlite:…, postgres://… or mysql://…), or `empty`. The SQL goes to stdout, or to a file with --out or --name. Exit code 4 where
/// the plan holds a high risk and --allow-breaking is not given; the files are written all the same.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx plan --target schema_specs/current.yml --env dev
  dbx plan --target schema_specs/current.yml --env dev --name add_email
  dbx plan --target schema_specs/current.yml --env staging --name add_email --verify
  dbx plan --target new.yml --current old.yml --dialect postgres --out plan.sql --impact-meta
  dbx plan --target new.yml --current old.yml --scratch postgres://me@host/scratch --verify
  dbx plan --target schema_specs/current.yml --env production --name add_index --online
  dbx plan --target schema_specs --url sqlite:shop.db --check     exit code 3 where anything differs")]
pub(crate) struct Arguments {
    #[command(flatten)]
    sides: Sides,

    /// Write the plan to this file, or into this folder; the way back goes beside it as .down.sql
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,

    /// Write the plan to migrations/<UTC time>_<NAME>.sql, with its impact and its way back
    #[arg(long, value_name = "NAME", conflicts_with = "out")]
    name: Option<String>,

    /// Write <plan>.impact.json too
    #[arg(long)]
    impact_meta: bool,

    /// High risks are expected: do not exit with 4 because of them
    #[arg(long)]
    allow_breaking: bool,

    /// Prove the plan: build the start in a database of its own, run the plan and its way back there, and compare
    ///
    /// In the scratch database, which must be empty and is left empty; without one in a database that dbx makes on the server of
    /// the current side and drops afterwards (SQLite: in memory). A plan that does not hold ends with exit code 1, and no files are written.
    #[arg(long)]
    verify: bool,

    /// Exit with 3 where anything differs
    #[arg(long)]
    check: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    context: &Context,
    global: &Global,
    output: &Output,
) -> Result<Status, CommandError> {
    let request = PlanRequest {
        target: arguments.sides.target()?,
        current: arguments.sides.current()?,
        database: global.database(),
        dialect: arguments.sides.dialect,
        scratch: arguments.sides.scratch(),
        approach: arguments.sides.approach(),
        verify: arguments.verify,
        out: arguments.out.clone(),
        name: arguments.name.clone(),
        impact_meta: arguments.impact_meta,
        allow_breaking: arguments.allow_breaking,
    };
    let report = wait(plan(context, &request))?;
    if output.is_json() || report.files.is_some() || !report.differs {
        output.report(&report, render::plan::summary)?;
    } else {
        // The SQL alone goes to stdout, so that it can be piped.
        output.say(&render::plan::summary(&report));
        output.print(&report.sql)?;
    }
    Ok(match (arguments.check && report.differs, report.breaking) {
        (true, _) => Status::Differs,
        (false, true) => {
            output.say(&render::plan::breaking(&report));
            Status::Breaking
        }
        (false, false) => Status::Done,
    })
}
