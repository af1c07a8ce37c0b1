//! What somebody did to the ledger by hand.

use super::{Phase, Record, RunRecord};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Rows that are not as dbx left them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Damage {
    /// Runs are numbered without gaps, and these numbers are missing: their rows were deleted.
    RunsMissing { first: i64, last: i64 },
    /// The run is there, the row of the plan it ran is not.
    PlanMissing { run: i64 },
    /// Operations of a plan are missing between others.
    OperationsMissing { run: i64, first: i64, last: i64 },
    /// The row says something else than what was written.
    Edited { run: i64, operation: i64, file: String },
    /// A table of the ledger is gone.
    TableMissing { table: String },
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RunsMissing { first, last } if first == last => write!(f, "run {first} was deleted"),
            Self::RunsMissing { first, last } => write!(f, "runs {first} to {last} were deleted"),
            Self::PlanMissing { run } => write!(f, "the row of the plan of run {run} was deleted"),
            Self::OperationsMissing { run, first, last } if first == last => {
                write!(f, "operation {first} of run {run} was deleted")
            }
            Self::OperationsMissing { run, first, last } => {
                write!(f, "operations {first} to {last} of run {run} were deleted")
            }
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
    let newest = records.iter().map(|record| record.run).max().unwrap_or_default().max(0);
    // A number that only operations have is missing among the runs too.
    let end = numbers.last().map_or(newest, |last| newest.max(*last)).checked_add(1);
    found.extend(
        gaps(0, numbers.range(1..).copied().chain(end)).map(|(first, last)| Damage::RunsMissing { first, last }),
    );
    let began = |run: &&RunRecord| runs_a_plan(run) && run.phase != Phase::Start;
    let planless = runs.iter().filter(began).filter(|run| !plans.contains(&run.run));
    found.extend(planless.map(|run| Damage::PlanMissing { run: run.run }));
    for record in records {
        if !record.is_intact() {
            found.insert(Damage::Edited { run: record.run, operation: record.operation, file: record.file.clone() });
        }
    }
    found.extend(missing_operations(records));
    found.into_iter().collect()
}

/// Other commands have rows among the runs alone.
fn runs_a_plan(run: &RunRecord) -> bool {
    matches!(run.command.as_str(), "apply" | "rollback")
}

/// What is missing between numbers that go up from one behind `before`: the first and the last number of each gap. Numbers may be
/// anything that somebody wrote into the table.
fn gaps(before: i64, numbers: impl Iterator<Item = i64>) -> impl Iterator<Item = (i64, i64)> {
    numbers
        .scan(before, |before, number| Some((std::mem::replace(before, number), number)))
        .filter(|(before, number)| number.saturating_sub(*before) > 1)
        .map(|(before, number)| (before + 1, number - 1))
}

/// Operations that are missing behind the first one of their run, which a resumed run does not start at 1.
fn missing_operations(records: &[Record]) -> Vec<Damage> {
    let mut operations: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for record in records.iter().filter(|record| record.operation > 0) {
        operations.entry(record.run).or_default().insert(record.operation);
    }
    let missing = operations.into_iter().flat_map(|(run, there)| {
        let mut there = there.into_iter();
        let first = there.next().unwrap_or_default();
        gaps(first, there).map(move |(first, last)| Damage::OperationsMissing { run, first, last })
    });
    missing.collect()
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
                Damage::RunsMissing { first: 2, last: 2 },
                Damage::PlanMissing { run: 4 },
                Damage::OperationsMissing { run: 1, first: 2, last: 2 },
                Damage::Edited { run: 3, operation: 0, file: "a.sql".into() },
            ]
        );
    }

    #[test]
    fn a_number_out_of_all_proportion_is_one_gap() {
        let far = i64::MAX;
        let records = [record(1, 0), record(1, 1), record(1, far), record(far, 0)];
        assert_eq!(
            damage(&records, &[run(1), run(far)]),
            [
                Damage::RunsMissing { first: 2, last: far - 1 },
                Damage::OperationsMissing { run: 1, first: 2, last: far - 1 },
            ]
        );
    }
}
