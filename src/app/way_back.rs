//! The way back of a plan: a plan as any other, with an impact file of its own.

use super::Context;
use crate::dialect::{Dialect, Unsupported};
use crate::impact::{self, ImpactReport};
use crate::model::{Facts, Operation, Plan, RowCount, Schema, object_fingerprints};
use crate::plan::Script;
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WayBack {
    /// The `.down.sql` file; empty where there is no way back at all.
    pub sql: String,
    /// What it does not bring back, and why there may be none.
    pub lost: Vec<String>,
}

/// What the way back runs, and what that does.
pub(super) struct Back {
    pub script: Script,
    pub impact: ImpactReport,
}

/// Rules about values that are gone afterwards: dropped tables, dropped columns, narrowed types.
const LOSSES: [&str; 3] = ["D101", "D102", "R107"];

/// The plan from the target to the start, and what it cannot bring back. Nobody has counted the rows that it will meet: `apply` does.
pub(super) fn way_back(
    context: &Context,
    dialect: &dyn Dialect,
    plan: &Plan,
    target: &Schema,
    back: Result<Vec<Operation>, Vec<Unsupported>>,
) -> (WayBack, Option<Back>) {
    let mut lost = losses(plan);
    match back {
        Ok(operations) => {
            let back = Plan { from: plan.to.clone(), to: plan.from.clone(), operations };
            let back = impact::judge(dialect, back, &Facts::default());
            let script = Script::of(&back, dialect.kind(), &context.tool);
            let objects = object_fingerprints(target);
            let impact = ImpactReport::of(&back, &script.hash, dialect, &context.tool, objects, &Facts::default());
            (WayBack { sql: script.to_sql_with_notes(&lost), lost }, Some(Back { script, impact }))
        }
        Err(reasons) => {
            lost.extend(reasons.iter().map(|Unsupported { object, message, .. }| format!("{object}: {message}")));
            (WayBack { sql: String::new(), lost }, None)
        }
    }
}

fn losses(plan: &Plan) -> Vec<String> {
    let is_nothing = |rows: Option<RowCount>| rows.is_some_and(RowCount::is_zero);
    let risks = plan.operations.iter().flat_map(|operation| &operation.risks);
    let losses = risks.filter(|risk| LOSSES.contains(&risk.code) && !is_nothing(risk.rows));
    losses.map(|risk| format!("{}: its data is not brought back", risk.object)).collect()
}
