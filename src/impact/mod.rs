//! What a plan can do to the data, the users and the callers of a database, told before it runs.
//!
//! Ask, then judge: [`probes`] collects what the rules want to know about live rows, a driver answers, [`judge`] puts risks on the
//! operations. Rules see steps, so they know the old side and the new one.

mod cause_rule;
mod level;
pub mod recheck;
mod report;
mod rule;
mod rules;
mod table_impact;

pub(crate) use report::is_reversible;
pub use report::{
    ImpactReport, OfflineSides, OperationImpact, RiskReport, SidecarError, Verification, VerificationResult,
};
pub use rule::{Meta, Rule, Subject};
pub use rules::RULES;
pub use table_impact::TableImpact;

use crate::dialect::Dialect;
use crate::model::{
    Effect, Facts, ObjectId, ObjectKind, Operation, Pair, Plan, Probe, QualifiedName, Risk, Step, TableChange,
};
use std::collections::{BTreeMap, BTreeSet};

/// Everything the rules want to know about live data for this plan.
pub fn probes(dialect: &dyn Dialect, plan: &Plan) -> BTreeSet<Probe> {
    let live = LiveNames::of(plan);
    let ask = |operation| {
        let subject = subject(dialect, operation, &live);
        let of_rules = RULES.iter().flat_map(|rule| rule.probes(&subject));
        of_rules.chain(work_probes(subject.effect, &live)).collect::<Vec<_>>()
    };
    plan.operations.iter().flat_map(ask).collect()
}

/// How long work takes is told of every table that is read or written whole.
fn work_probes<'a>(effect: &'a Effect, live: &'a LiveNames) -> impl Iterator<Item = Probe> + 'a {
    let worked = effect.touches.iter().filter(|touch| touch.scans || touch.rewrites);
    let tables = worked.filter(|touch| touch.object.kind == ObjectKind::Table);
    tables.filter_map(|touch| Some(Probe::Rows { table: live.table(&touch.object)? }))
}

/// The plan with its risks, worst first within each operation.
pub fn judge(dialect: &dyn Dialect, mut plan: Plan, facts: &Facts) -> Plan {
    let live = LiveNames::of(&plan);
    for operation in &mut plan.operations {
        operation.risks = risks(&subject(dialect, operation, &live), facts);
    }
    plan
}

fn subject<'a>(dialect: &'a dyn Dialect, operation: &'a Operation, live: &'a LiveNames) -> Subject<'a> {
    Subject { dialect, step: Some(&operation.step), effect: &operation.effect, live }
}

/// The risks of one operation or statement, worst first.
pub fn risks(subject: &Subject<'_>, facts: &Facts) -> Vec<Risk> {
    let mut risks: Vec<_> = RULES.iter().flat_map(|rule| rule.judge(subject, facts)).collect();
    risks.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| a.code.cmp(b.code)));
    risks
}

/// The docs of every code a risk can have.
pub fn documentation() -> impl Iterator<Item = &'static Meta> {
    RULES.iter().map(|rule| rule.meta())
}

/// Codes of known rule tables whose facts a rule of another code tells, since one fact is one finding: a drop of what still has rows is D101.
pub const TOLD_BY: [(&str, &str); 1] = [("D108", "D101")];

/// What the tables and columns of a plan are called in the database as it is, before the plan's own renames.
#[derive(Debug, Default)]
pub struct LiveNames {
    old: BTreeMap<ObjectId, ObjectId>,
    new: BTreeSet<ObjectId>,
}

impl LiveNames {
    fn of(plan: &Plan) -> Self {
        Self::of_steps(plan.operations.iter().map(|operation| &operation.step))
    }

    /// Of the statements of a file, or the operations of a plan, in order.
    pub fn of_steps<'a>(steps: impl IntoIterator<Item = &'a Step>) -> Self {
        let mut live = Self::default();
        for step in steps {
            match step {
                Step::Rename(Pair { from, to }) => {
                    live.old.insert(to.clone(), from.clone());
                }
                Step::Create(object) => {
                    live.new.insert(object.id());
                }
                _ => {}
            }
            for (table, change) in
                step.table_changes().iter().flat_map(|(table, changes)| changes.iter().map(move |c| (table, c)))
            {
                match change {
                    TableChange::RenameColumn(names) => {
                        let column = |name| table.member(crate::model::ObjectKind::Column, name);
                        live.old.insert(column(&names.to), column(&names.from));
                    }
                    TableChange::AddColumn(_) | TableChange::AddConstraint(_) | TableChange::AddIndex(_) => {
                        live.new.extend(change.member(table));
                    }
                    _ => {}
                }
            }
        }
        live
    }

    /// Whether the plan makes it, perhaps anew after a drop.
    pub fn is_made(&self, id: &ObjectId) -> bool {
        self.new.contains(id)
    }

    /// The table's name now; `None` where the plan makes it.
    pub fn table(&self, id: &ObjectId) -> Option<QualifiedName> {
        if self.new.contains(id) {
            return None;
        }
        Some(self.old.get(id).unwrap_or(id).qualified_name())
    }

    /// The column's name now; `None` where the plan adds it.
    pub fn column(&self, id: &ObjectId) -> Option<crate::model::Name> {
        if self.new.contains(id) {
            return None;
        }
        Some(self.old.get(id).unwrap_or(id).name().clone())
    }
}
