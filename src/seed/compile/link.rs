//! References know which stages of their parents they need.

use crate::dialect::Unsupported;
use crate::seed::evaluate::{SeedPlan, Stage};

/// Fills in the stages of parents, and refuses values that would be computed from themselves.
pub(super) fn link(plan: &mut SeedPlan) -> Result<(), Vec<Unsupported>> {
    let needed: Vec<Vec<Vec<usize>>> =
        plan.tables.iter().map(|table| table.stages.iter().map(|stage| parent_stages(plan, stage)).collect()).collect();
    for (table, needed) in plan.tables.iter_mut().zip(needed) {
        for (stage, needed) in table.stages.iter_mut().zip(needed) {
            if let Stage::Refer { parent_stages, .. } = stage {
                *parent_stages = needed;
            }
        }
    }
    let mut problems = Vec::new();
    for (at, table) in plan.tables.iter().enumerate() {
        for (stage, it) in table.stages.iter().enumerate() {
            if matches!(it, Stage::Refer { .. }) && leads_back(plan, (at, stage), &mut Vec::new()) {
                let message = "its values are computed over foreign keys that lead back to itself";
                problems.push(Unsupported::new(format!("table:{}", table.name), message, "seed the table by hand"));
            }
        }
    }
    problems.dedup();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn parent_stages(plan: &SeedPlan, stage: &Stage) -> Vec<usize> {
    let Stage::Refer { parent, pairs, .. } = stage else { return Vec::new() };
    let columns: Vec<usize> = pairs.iter().map(|pair| pair.parent_column).collect();
    plan.tables[*parent].stages_for(&columns)
}

/// Whether following a reference comes to a stage that is on the way already.
fn leads_back(plan: &SeedPlan, at: (usize, usize), way: &mut Vec<(usize, usize)>) -> bool {
    if way.contains(&at) {
        return true;
    }
    let Stage::Refer { parent, parent_stages, .. } = &plan.tables[at.0].stages[at.1] else { return false };
    way.push(at);
    let found = parent_stages.iter().any(|stage| leads_back(plan, (*parent, *stage), way));
    way.pop();
    found
}
