//! The commands, one file each.

mod accept;
mod apply;
mod approve;
mod ci;
mod completions;
mod demo;
mod design;
mod diagram;
mod drift;
mod explain;
mod guard;
mod impact;
mod init;
mod inspect;
mod lint;
mod man;
mod model;
mod orchestrate;
mod plan;
mod profile;
mod propose;
mod report;
mod restore;
mod rollback;
mod safety;
mod schema;
mod scratch;
mod seed;
mod sides;
mod status;
mod suggest;
mod validate;
mod verify;

use super::Global;
use super::error::CommandError;
use super::output::{Output, Status};
use crate::app::{AppError, Context};
pub(super) use man::Pages;
use std::future::Future;

/// In the order in which somebody meets them.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    Demo(demo::Arguments),
    Init(init::Arguments),
    Design(design::Arguments),
    Validate(validate::Arguments),
    Plan(plan::Arguments),
    Impact(impact::Arguments),
    Lint(lint::Arguments),
    Ci(ci::Arguments),
    Propose(propose::Arguments),
    Accept(accept::Arguments),
    Approve(approve::Arguments),
    Apply(apply::Arguments),
    Inspect(inspect::Arguments),
    Drift(drift::Arguments),
    Diagram(diagram::Arguments),
    Verify(verify::Arguments),
    Status(status::Arguments),
    Guard(guard::Arguments),
    SuggestQueries(suggest::Arguments),
    Orchestrate(orchestrate::Arguments),
    Rollback(rollback::Arguments),
    Seed(seed::Arguments),
    Profile(profile::Arguments),
    Report(report::Arguments),
    Restore(restore::Arguments),
    Explain(explain::Arguments),
    Schema(schema::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

impl Command {
    pub fn run(&self, context: &Context, global: &Global, output: &Output) -> Result<Status, CommandError> {
        match self {
            Self::Demo(arguments) => demo::run(arguments, context, output),
            Self::Init(arguments) => init::run(arguments, context, output),
            Self::Design(arguments) => design::run(arguments, context, output),
            Self::Validate(arguments) => validate::run(arguments, context, output),
            Self::Plan(arguments) => plan::run(arguments, context, global, output),
            Self::Impact(arguments) => impact::run(arguments, context, global, output),
            Self::Lint(arguments) => lint::run(arguments, context, global, output),
            Self::Propose(arguments) => propose::run(arguments, context, output),
            Self::Accept(arguments) => accept::run(arguments, context, output),
            Self::Ci(arguments) => ci::run(arguments, context, global, output),
            Self::Approve(arguments) => approve::run(arguments, context, global, output),
            Self::Apply(arguments) => apply::run(arguments, context, global, output),
            Self::Inspect(arguments) => inspect::run(arguments, context, global, output),
            Self::Drift(arguments) => drift::run(arguments, context, global, output),
            Self::Diagram(arguments) => diagram::run(arguments, context, global, output),
            Self::Verify(arguments) => verify::run(arguments, context, global, output),
            Self::Status(arguments) => status::run(arguments, context, global, output),
            Self::SuggestQueries(arguments) => suggest::run(arguments, context, global, output),
            Self::Guard(arguments) => guard::run(arguments, context, global, output),
            Self::Orchestrate(arguments) => orchestrate::run(arguments, context, global, output),
            Self::Rollback(arguments) => rollback::run(arguments, context, global, output),
            Self::Seed(arguments) => seed::run(arguments, context, global, output),
            Self::Profile(arguments) => profile::run(arguments, context, global, output),
            Self::Report(arguments) => report::run(arguments, context, global, output),
            Self::Restore(arguments) => restore::run(arguments, context, global, output),
            Self::Explain(arguments) => explain::run(arguments, output),
            Self::Schema(arguments) => schema::run(arguments, output),
            Self::Man(arguments) => man::run(arguments, output),
            Self::Completions(arguments) => completions::run(arguments, output),
        }
    }
}

/// Runs a use case that speaks to a database. One thread is enough: a command holds one conversation.
fn wait<T>(future: impl Future<Output = Result<T, AppError>>) -> Result<T, CommandError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CommandError::io("cannot start", error))?;
    Ok(runtime.block_on(future)?)
}
