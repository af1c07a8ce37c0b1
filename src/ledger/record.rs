//! The rows of the ledger.

use super::table::{MIGRATIONS, optional_number, optional_text, text};
use crate::model::{Row, Value};
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// How far a run or an operation came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Running,
    Done,
    Failed,
    /// Was running when its session ended, or somebody stopped it; what the engine could roll back it has rolled back.
    Interrupted,
    /// Was in the database already, and written down without being run.
    Baseline,
}

impl State {
    const ALL: [Self; 5] = [Self::Running, Self::Done, Self::Failed, Self::Interrupted, Self::Baseline];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
            Self::Baseline => "baseline",
        }
    }

    /// Whether what it stands for is in the database.
    pub fn is_applied(self) -> bool {
        matches!(self, Self::Done | Self::Baseline)
    }

    /// A word that no version of dbx wrote counts as interrupted: nothing may be built on it.
    fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.as_str() == text).unwrap_or(Self::Interrupted)
    }
}

/// One row of `migrations`: an operation of a plan in one run, or the plan as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Record {
    pub run: i64,
    /// 0 is the plan as a whole; operations count from 1.
    pub operation: i64,
    /// Hash of the plan.
    pub plan: String,
    pub file: String,
    pub object: String,
    pub statement_hash: String,
    pub state: State,
    pub started_at: String,
    pub finished_at: Option<String>,
    pub error: Option<String>,
    pub tool: String,
    pub from: String,
    pub to: String,
    /// The run that this one goes on from, in the row of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resumes: Option<i64>,
    /// How many of the operation's statements took effect, where each does so by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statements_done: Option<i64>,
    /// Rows that the statements met, as the server counted them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affected: Option<i64>,
    /// Fingerprint of the live schema before the statement that is running, where it takes effect by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Fingerprint of the live schema after the operation, where another transaction follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// SHA-256 over the row. It shows a row that was edited by hand; `None` in rows of the first format.
    #[serde(skip)]
    pub seal: Option<String>,
}

impl Record {
    /// Adds rows that a statement met.
    pub fn count(&mut self, affected: u64) {
        let affected = i64::try_from(affected).unwrap_or(i64::MAX);
        self.affected = Some(self.affected.unwrap_or_default().saturating_add(affected));
    }

    /// A finished row of SQL by hand.
    #[cfg(test)]
    pub fn for_tests(run: i64, operation: i64, file: &str, plan: &str) -> Self {
        Self {
            run,
            operation,
            plan: plan.into(),
            file: file.into(),
            object: String::new(),
            statement_hash: String::new(),
            state: State::Done,
            started_at: "2026-01-01T00:00:00Z".into(),
            finished_at: None,
            error: None,
            tool: "dbx 0".into(),
            from: String::new(),
            to: String::new(),
            resumes: None,
            statements_done: None,
            affected: None,
            before: None,
            after: None,
            seal: None,
        }
    }

    /// Whether the row is as dbx wrote it.
    pub fn is_intact(&self) -> bool {
        self.seal.as_ref().is_none_or(|seal| *seal == self.sealed())
    }

    /// The values in the order of the table's columns, the seal made anew.
    pub(super) fn values(&self) -> Vec<Value> {
        let mut values = self.facts();
        values.push(Value::Text(self.sealed()));
        values
    }

    fn sealed(&self) -> String {
        let mut hash = Sha256::new();
        for value in self.facts() {
            // A length in front keeps two rows from hashing like one; NULL has none.
            match value {
                Value::Integer(number) => hash.update(format!("n{number}\n")),
                Value::Text(text) => {
                    hash.update(format!("t{}\n", text.len()));
                    hash.update(text);
                }
                Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Bytes(_) => hash.update("-\n"),
            }
        }
        hex::encode(hash.finalize())
    }

    fn facts(&self) -> Vec<Value> {
        vec![
            Value::Integer(self.run),
            Value::Integer(self.operation),
            text(&self.plan),
            text(&self.file),
            text(&self.object),
            text(&self.statement_hash),
            text(self.state.as_str()),
            text(&self.started_at),
            optional_text(self.finished_at.as_deref()),
            optional_text(self.error.as_deref()),
            text(&self.tool),
            text(&self.from),
            text(&self.to),
            optional_number(self.resumes),
            optional_number(self.statements_done),
            optional_number(self.affected),
            optional_text(self.before.as_deref()),
            optional_text(self.after.as_deref()),
        ]
    }

    /// A row as [`MIGRATIONS`] selects it.
    pub(super) fn read(row: &Row) -> Self {
        let cells = Cells(row);
        debug_assert_eq!(row.len(), MIGRATIONS.columns.len());
        Self {
            run: cells.number(0).unwrap_or_default(),
            operation: cells.number(1).unwrap_or_default(),
            plan: cells.text(2),
            file: cells.text(3),
            object: cells.text(4),
            statement_hash: cells.text(5),
            state: State::parse(&cells.text(6)),
            started_at: cells.text(7),
            finished_at: cells.optional(8),
            error: cells.optional(9),
            tool: cells.text(10),
            from: cells.text(11),
            to: cells.text(12),
            resumes: cells.number(13),
            statements_done: cells.number(14),
            affected: cells.number(15),
            before: cells.optional(16),
            after: cells.optional(17),
            seal: cells.optional(18),
        }
    }
}

/// One row of `runs`: a command that changed, or meant to change, the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RunRecord {
    pub run: i64,
    /// The command: `apply`, `rollback`, `seed` …
    pub command: String,
    /// What it was at when the row was last written.
    pub phase: Phase,
    pub status: State,
    pub started_at: String,
    pub finished_at: Option<String>,
    /// Wall time in milliseconds.
    pub elapsed_ms: Option<i64>,
    pub tool: String,
    /// The person or job on the machine that ran it, where the system tells.
    pub actor: Option<String>,
    /// Which server and database it was, in the server's own terms: shows a ledger that was copied along.
    pub server: String,
    /// The session it ran in, in the server's own terms.
    pub session: Option<String>,
    pub error: Option<String>,
    /// Of generated data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<String>,
    /// Of a language model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<i64>,
    /// Rows written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affected: Option<i64>,
    /// What the language model's service takes for the tokens, in US dollars with six decimals, where its price is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_usd: Option<String>,
}

/// What a run is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Nothing of the work was begun.
    Start,
    /// The work itself: operations, rows.
    Work,
    /// The work is done, the look whether it came out as it should is not.
    Verification,
    Finished,
}

impl Phase {
    const ALL: [Self; 4] = [Self::Start, Self::Work, Self::Verification, Self::Finished];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Work => "work",
            Self::Verification => "verification",
            Self::Finished => "finished",
        }
    }

    fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|phase| phase.as_str() == text).unwrap_or(Self::Work)
    }
}

impl RunRecord {
    /// In place of a row that somebody deleted.
    pub(super) fn lost(run: i64, tool: &str, at: &str) -> Self {
        Self {
            run,
            command: "unknown".into(),
            phase: Phase::Start,
            status: State::Interrupted,
            started_at: at.to_owned(),
            finished_at: Some(at.to_owned()),
            elapsed_ms: None,
            tool: tool.to_owned(),
            actor: None,
            server: String::new(),
            session: None,
            error: Some(super::LOST.to_owned()),
            seed: None,
            tokens: None,
            affected: None,
            cost_usd: None,
        }
    }

    /// Whether nothing says how it ended.
    pub fn is_open(&self) -> bool {
        self.status == State::Running
    }

    /// The values in the order of the table's columns.
    pub(super) fn values(&self) -> Vec<Value> {
        vec![
            Value::Integer(self.run),
            text(&self.command),
            text(self.phase.as_str()),
            text(self.status.as_str()),
            text(&self.started_at),
            optional_text(self.finished_at.as_deref()),
            optional_number(self.elapsed_ms),
            text(&self.tool),
            optional_text(self.actor.as_deref()),
            text(&self.server),
            optional_text(self.session.as_deref()),
            optional_text(self.error.as_deref()),
            optional_text(self.seed.as_deref()),
            optional_number(self.tokens),
            optional_number(self.affected),
            optional_text(self.cost_usd.as_deref()),
        ]
    }

    pub(super) fn read(row: &Row) -> Self {
        let cells = Cells(row);
        Self {
            run: cells.number(0).unwrap_or_default(),
            command: cells.text(1),
            phase: Phase::parse(&cells.text(2)),
            status: State::parse(&cells.text(3)),
            started_at: cells.text(4),
            finished_at: cells.optional(5),
            elapsed_ms: cells.number(6),
            tool: cells.text(7),
            actor: cells.optional(8),
            server: cells.text(9),
            session: cells.optional(10),
            error: cells.optional(11),
            seed: cells.optional(12),
            tokens: cells.number(13),
            affected: cells.number(14),
            cost_usd: cells.optional(15),
        }
    }
}

struct Cells<'a>(&'a Row);

impl Cells<'_> {
    fn text(&self, at: usize) -> String {
        self.optional(at).unwrap_or_default()
    }

    fn optional(&self, at: usize) -> Option<String> {
        self.0.get(at).and_then(Value::as_str).map(str::to_owned)
    }

    fn number(&self, at: usize) -> Option<i64> {
        self.0.get(at).and_then(Value::as_i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::table::RUNS;

    fn record() -> Record {
        Record { statements_done: Some(1), ..Record::for_tests(1, 2, "a.sql", "p") }
    }

    #[test]
    fn a_row_comes_back_as_it_was_written_and_an_edit_shows() {
        let written = record();
        let read = Record::read(&written.values());
        assert_eq!(Record { seal: None, ..read.clone() }, written);
        assert!(read.is_intact() && written.is_intact());
        for edited in [
            Record { state: State::Failed, ..read.clone() },
            Record { plan: "q".into(), ..read.clone() },
            Record { run: 7, ..read.clone() },
            Record { statements_done: None, affected: Some(1), ..read },
        ] {
            assert!(!edited.is_intact(), "{edited:?}");
        }
    }

    #[test]
    fn there_is_a_value_for_every_column() {
        assert_eq!(record().values().len(), MIGRATIONS.columns.len());
        let run = RunRecord {
            run: 3,
            command: "apply".into(),
            phase: Phase::Verification,
            status: State::Baseline,
            started_at: "t".into(),
            finished_at: Some("u".into()),
            elapsed_ms: Some(5),
            tool: "dbx 0".into(),
            actor: None,
            server: "s".into(),
            session: None,
            error: None,
            seed: Some("42".into()),
            tokens: Some(7),
            affected: Some(9),
            cost_usd: Some("0.000760".into()),
        };
        assert_eq!(run.values().len(), RUNS.columns.len());
        assert_eq!(RunRecord::read(&run.values()), run);
    }
}
