//! `ci`: what a change of specs in version control would do, as files that a pipeline keeps and a verdict that it goes by.

mod artifact;
mod examined;
mod history;
mod migration;
mod place;
mod proposal;
mod spec;
mod subject;
mod verdict;

use super::source::Target;
use super::{AppError, Context};
use crate::ci::Report;
use crate::dialect::DialectKind;
use crate::model::Level;
use crate::plan::Approach;
use history::History;
use std::path::PathBuf;

#[derive(Clone, Debug)]
pub struct CiRequest {
    /// The revision that the change is to go into, and the one that brings it.
    pub base: String,
    pub head: String,
    /// The agreed spec, a file or a folder; without it `schema_specs/current.yml`.
    pub spec: Option<PathBuf>,
    pub dialect: Option<DialectKind>,
    /// A live database, which plans then start from instead of the spec of the base.
    pub database: Target,
    /// A database in which dbx may build things to see how the server spells them.
    pub scratch: Option<String>,
    /// In one go or in stages; without it by the role of the environment.
    pub approach: Option<Approach>,
    /// From this level on a risk refuses the change.
    pub fail_on: Level,
    /// Risks are expected: none refuses the change.
    pub allow_breaking: bool,
    /// Whether it is told when schemas differ.
    pub check: bool,
    /// The folder of the artifacts.
    pub out: PathBuf,
}

/// Whether a database was named. That of the default environment is not asked: a pipeline is about specs.
fn is_live(request: &CiRequest) -> bool {
    request.database.url.is_some() || request.database.env.is_some()
}

pub async fn ci(context: &Context, request: &CiRequest) -> Result<Report, AppError> {
    let out = artifact::destination(context, request)?;
    let history = History::open(context, request)?;
    let found = spec::examine_all(context, request, &history).await?;
    let agreed = found.iter().find(|it| it.change.name == subject::AGREED);
    let edited = migration::examine(context, request, &history, agreed).await?;
    let conflicts = proposal::conflicts(context, request, &history).await?;
    let mut report = verdict::report(context, request, &history, &found, edited, conflicts);
    artifact::write(context, &out, &mut report, &found)?;
    Ok(report)
}
