//! What somebody did to the ledger by hand.

use super::{Phase, Record, RunRecord};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt;

/// Rows that are not as dbx left them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Damage {
    /// Runs are numbered without gaps, and this number is missing: its rows were deleted.
    RunMissing { run: i64 },
    /// The run is there, the row of the plan it ran is not.
    PlanMissing { run: i64 },
    /// An operation of a plan is missing between others.
    OperationMissing { run: i64, operation: i64 },
    /// The row says something else than what was written.
    Edited { run: i64, operation: i64, file: String },
    /// A table of the ledger is gone.
    TableMissing { table: String },
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RunMissing { run } => write!(f, "run {run} was deleted"),
            Self::PlanMissing { run } => write!(f, "the row of the plan of run {run} was deleted"),
            Self::OperationMissing { run, operation } => write!(f, "operation {operation} of run {run} was deleted"),
            Self::Edited { run, operation: 0, file } => write!(f, "the row of run {run} ({file}) was edited"),
            Self::Edited { run, operation, file } => {
                write!(f, "the row of operation {operation} of run {run} ({file}) was edited")
            }
            Self::TableMissing { table } => write!(f, "the table {table} was dropped"),
        }
    }
}

/// Compares the two tables with each other, and each row with its seal. The newest run deleted from both leaves no trace here; the
/// schema shows it.
pub fn damage(records: &[Record], runs: &[RunRecord]) -> Vec<Damage> {
    let mut found = BTreeSet::new();
    let plans: BTreeSet<i64> = records.iter().filter(|record| record.operation == 0).map(|it| it.run).collect();
    let numbers: BTreeSet<i64> = runs.iter().map(|run| run.run).collect();
    let last = numbers.iter().chain(records.iter().map(|record| &record.run)).max().copied().unwrap_or_default();
    found.extend((1..=last).filter(|run| !numbers.contains(run)).map(|run| Damage::RunMissing { run }));
    let began = |run: &&RunRecord| runs_a_plan(run) && run.phase != Phase::Start;
    let planless = runs.iter().filter(began).filter(|run| !plans.contains(&run.run));
    found.extend(planless.map(|run| Damage::PlanMissing { run: run.run }));
    for record in records {
        if !record.is_intact() {
            found.insert(Damage::Edited { run: record.run, operation: record.operation, file: record.file.clone() });
        }
    }
    found.extend(gaps(records));
    found.into_iter().collect()
}

/// Other commands have rows among the runs alone.
fn runs_a_plan(run: &RunRecord) -> bool {
    matches!(run.command.as_str(), "apply" | "rollback")
}

/// Operations that are missing behind the first one of their run, which a resumed run does not start at 1.
fn gaps(records: &[Record]) -> Vec<Damage> {
    let operations = |run: i64| -> BTreeSet<i64> {
        let of_run = records.iter().filter(|record| record.run == run && record.operation > 0);
        of_run.map(|record| record.operation).collect()
    };
    let runs: BTreeSet<i64> = records.iter().map(|record| record.run).collect();
    runs.into_iter()
        .flat_map(|run| {
            let there = operations(run);
            let (first, last) = (there.first().copied().unwrap_or_default(), there.last().copied().unwrap_or_default());
            let missing: Vec<i64> = (first..last).filter(|operation| !there.contains(operation)).collect();
            missing.into_iter().map(move |operation| Damage::OperationMissing { run, operation })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::State;

    fn run(number: i64) -> RunRecord {
        RunRecord {
            run: number,
            command: "apply".into(),
            phase: Phase::Finished,
            status: State::Done,
            started_at: "t".into(),
            finished_at: None,
            elapsed_ms: None,
            tool: "dbx 0".into(),
            actor: None,
            server: "s".into(),
            session: None,
            error: None,
            seed: None,
            tokens: None,
            affected: None,
            cost_usd: None,
        }
    }

    fn record(run: i64, operation: i64) -> Record {
        Record::for_tests(run, operation, "a.sql", "p")
    }

    #[test]
    fn an_untouched_ledger_has_none() {
        let records = [record(1, 0), record(1, 1), record(1, 2), record(3, 0), record(3, 2)];
        let seed = RunRecord { command: "seed".into(), ..run(2) };
        assert_eq!(damage(&records, &[run(1), seed, run(3)]), []);
        let cut_off = RunRecord { phase: Phase::Start, ..run(4) };
        assert_eq!(damage(&records[..3], &[run(1), RunRecord { run: 2, ..cut_off }]), []);
    }

    #[test]
    fn what_was_deleted_or_edited_is_named() {
        let edited = Record { seal: Some("of something else".into()), ..record(3, 0) };
        let records = [record(1, 0), record(1, 1), record(1, 3), edited];
        assert_eq!(
            damage(&records, &[run(1), run(3), run(4)]),
            [
                Damage::RunMissing { run: 2 },
                Damage::PlanMissing { run: 4 },
                Damage::OperationMissing { run: 1, operation: 2 },
                Damage::Edited { run: 3, operation: 0, file: "a.sql".into() },
            ]
        );
    }
}
