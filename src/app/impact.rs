//! `impact`: the risks of a change, without the SQL.

use super::compare::{Terms, compare};
use super::plan::{approach, current_or_database, draft, notes};
use super::source::{Source, Target};
use super::{AppError, Context};
use crate::dialect::DialectKind;
use crate::impact::ImpactReport;
use crate::model::{Level, Pair};
use crate::plan::Approach;
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Clone, Debug)]
pub struct ImpactRequest {
    pub target: Source,
    pub current: Option<Source>,
    pub database: Target,
    pub dialect: Option<DialectKind>,
    /// Of a plan in one go or in stages; without it by the role of the environment.
    pub approach: Option<Approach>,
    /// A database in which dbx may build things to see how the server spells them.
    pub scratch: Option<String>,
}

/// What `impact --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ImpactSummary {
    pub report: ImpactReport,
    /// How many risks there are at each level, worst first.
    pub levels: Vec<LevelCount>,
    /// Operations that stop readers while they run.
    pub blocks_reads: usize,
    /// Operations that stop writers while they run.
    pub blocks_writes: usize,
    /// Operations that write every row of a table again.
    pub rewrites: usize,
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LevelCount {
    pub level: Level,
    pub risks: usize,
}

pub async fn impact(context: &Context, request: &ImpactRequest) -> Result<ImpactSummary, AppError> {
    let current = current_or_database(context, request.current.as_ref(), &request.database)?;
    let scratch = context.scratch(request.scratch.as_deref(), &request.database)?;
    let terms = Terms { dialect: request.dialect, scratch };
    let mut comparison = compare(context, Pair::new(&current, &request.target), terms).await?.refuse_unmanaged()?;
    let approach = approach(context, request.approach, &request.database)?;
    let report = draft(context, &mut comparison, approach).await?.impact;
    let risks = report.risks();
    let levels = [Level::Critical, Level::High, Level::Medium, Level::Low]
        .into_iter()
        .map(|level| LevelCount { level, risks: risks.iter().filter(|risk| risk.level == level).count() })
        .collect();
    let count =
        |test: fn(&crate::impact::OperationImpact) -> bool| report.operations.iter().filter(|it| test(it)).count();
    Ok(ImpactSummary {
        levels,
        blocks_reads: count(|operation| operation.blocks_reads),
        blocks_writes: count(|operation| operation.blocks_writes),
        rewrites: count(|operation| operation.rewrites),
        notes: notes(&comparison),
        report,
    })
}
