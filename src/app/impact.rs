//! `impact`: the risks of a change, the rows it meets, and what stands on what it changes, without the SQL.

use super::compare::{Comparison, Terms, compare};
use super::offending::OffendingRows;
use super::plan::{COUNT_LIMIT, COUNT_TIMEOUT, approach, current_or_database, draft, notes};
use super::source::{Source, Target};
use super::{AppError, Context};
use crate::dialect::DialectKind;
use crate::impact::ImpactReport;
use crate::model::{Level, Object, ObjectId, Operation, Pair, Probe, QualifiedName, Renames, RowCount, Schema};
use crate::plan::{self as planner, Approach, Dependent};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

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
    /// The tables that are there already and change, with their rows where a live database was asked.
    pub tables: Vec<ChangedTable>,
    /// Rows that the plan would fail on, where a live database was asked.
    pub offending: Vec<OffendingRows>,
    /// What others stand on and is another thing afterwards, or gone.
    pub dependents: Vec<ChangedObject>,
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LevelCount {
    pub level: Level,
    pub risks: usize,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangedTable {
    /// Its address now, before any rename.
    pub table: String,
    /// Numbers of the operations that are about it.
    pub operations: Vec<usize>,
    pub rows: Option<RowCount>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangedObject {
    pub object: String,
    pub dependents: Vec<DependentObject>,
}

/// An object that stands on another.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DependentObject {
    pub object: String,
    pub certainty: Certainty,
    /// What stands on it in turn.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dependents: Vec<DependentObject>,
}

/// How it is known that an object stands on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// By the catalog, or by what the object is.
    Certain,
    /// A text mentions the name.
    Possible,
}

pub async fn impact(context: &Context, request: &ImpactRequest) -> Result<ImpactSummary, AppError> {
    let current = current_or_database(context, request.current.as_ref(), &request.database)?;
    let scratch = context.scratch(request.scratch.as_deref(), &request.database)?;
    let terms = Terms { dialect: request.dialect, scratch };
    let mut comparison = compare(context, Pair::new(&current, &request.target), terms).await?.refuse_unmanaged()?;
    let approach = approach(context, request.approach, &request.database)?;
    let draft = draft(context, &mut comparison, approach).await?;
    let mut tables = changed_tables(&draft.plan.operations, &comparison.schemas.from, &comparison.renames);
    count_rows(&mut comparison, &mut tables).await?;
    let report = draft.impact;
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
        tables: tables.into_iter().map(|(_, table)| table).collect(),
        offending: draft.offending,
        dependents: dependents(&comparison, &draft.plan.operations),
        notes: notes(&comparison).into_iter().chain(draft.blocking).collect(),
        report,
    })
}

/// The tables of the start that operations are about, with the questions for their rows.
fn changed_tables(operations: &[Operation], from: &Schema, renames: &Renames) -> Vec<(Probe, ChangedTable)> {
    let mut tables: BTreeMap<&QualifiedName, Vec<usize>> = BTreeMap::new();
    for (at, operation) in operations.iter().enumerate() {
        let id = operation.step.table_changes().map_or_else(|| operation.step.object(), |(table, _)| table);
        let before = if from.objects.contains_key(&id) { Some(&id) } else { renames.old(&id) };
        if let Some(Object::Table(table)) = before.and_then(|id| from.objects.get(id)) {
            tables.entry(&table.name).or_default().push(at + 1);
        }
    }
    let changed = |(name, operations): (&QualifiedName, Vec<usize>)| {
        let table = ChangedTable { table: ObjectId::table(name).to_string(), operations, rows: None };
        (Probe::Rows { table: name.clone() }, table)
    };
    tables.into_iter().map(changed).collect()
}

async fn count_rows(comparison: &mut Comparison, tables: &mut [(Probe, ChangedTable)]) -> Result<(), AppError> {
    let Some(driver) = &mut comparison.servers.current else { return Ok(()) };
    for (probe, table) in tables {
        table.rows = driver.answer(probe, COUNT_LIMIT, COUNT_TIMEOUT).await?;
    }
    Ok(())
}

fn dependents(comparison: &Comparison, operations: &[Operation]) -> Vec<ChangedObject> {
    let dialect = comparison.dialect.as_ref();
    let start = planner::under_new_names(dialect, comparison.schemas.as_ref(), &comparison.renames);
    planner::dependents(dialect, operations, &start)
        .into_iter()
        .map(|(id, dependents)| ChangedObject {
            object: id.to_string(),
            dependents: dependents.into_iter().map(DependentObject::of).collect(),
        })
        .collect()
}

impl DependentObject {
    fn of(it: Dependent) -> Self {
        Self {
            object: it.id.to_string(),
            certainty: if it.is_certain { Certainty::Certain } else { Certainty::Possible },
            dependents: it.dependents.into_iter().map(Self::of).collect(),
        }
    }
}
