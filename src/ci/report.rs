//! Everything that a run of `dbx ci` found.

use super::Finding;
use crate::dialect::DialectKind;
use crate::model::Level;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::PathBuf;

/// What `ci --json` prints, and what `report.json` holds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// Version of this format: 1.
    pub version: u32,
    /// `dbx 0.1.0`
    pub tool: String,
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub reason: String,
    /// Commit that the change starts from: where the head parted from the base.
    pub base: String,
    /// Commit that it leads to.
    pub head: String,
    /// The highest level among all risks.
    pub level: Option<Level>,
    /// From this level on a risk refuses the change; nothing where risks were allowed.
    pub fail_on: Option<Level>,
    /// Specs that changed, the agreed one first.
    pub specs: Vec<SpecChange>,
    /// Files of SQL that changed.
    pub migrations: Vec<Migration>,
    /// Proposals that touch the same objects.
    pub conflicts: Vec<Conflict>,
    /// Worst first.
    pub findings: Vec<Finding>,
    pub notes: Vec<String>,
    /// What was written, from the folder of the artifacts.
    pub files: Vec<PathBuf>,
}

/// How it ended, which is the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing stands in the way.
    Passed,
    /// `--check`: schemas differ.
    Differs,
    /// A risk, a conflict, or something that no plan can do.
    Refused,
    /// A spec is wrong, and nobody can tell what it would do.
    Invalid,
}

/// One spec that changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SpecChange {
    /// `current`, or the name of the proposal.
    pub name: String,
    /// From the root of the repository.
    pub path: PathBuf,
    pub status: SpecStatus,
    /// What leads to it; nothing where it is not valid, or no plan can be made.
    pub plan: Option<Planned>,
    /// Why there is no plan.
    pub problem: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpecStatus {
    Added,
    Changed,
    Deleted,
}

/// The plan to a spec.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Planned {
    pub dialect: DialectKind,
    /// Hash of the plan, by which `apply` and approvals know it; the same for the same change.
    pub hash: String,
    pub level: Option<Level>,
    pub operations: Vec<OperationLine>,
    /// What the way back does not bring back.
    pub lost: Vec<String>,
    /// The plan file; empty where nothing differs.
    pub sql: String,
    /// Mermaid; what changes and what is near it. Empty where nothing of it can be drawn.
    pub diagram: String,
    /// Where its files are, from the folder of the artifacts.
    pub folder: PathBuf,
}

/// One operation of a plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OperationLine {
    pub number: usize,
    pub title: String,
    /// The strongest lock, in words.
    pub lock: String,
    pub blocks_reads: bool,
    pub blocks_writes: bool,
    /// Every row of a table is written again.
    pub rewrites: bool,
    pub level: Option<Level>,
}

/// A file of SQL that changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Migration {
    /// From the root of the repository.
    pub path: PathBuf,
    pub kind: MigrationKind,
    pub level: Option<Level>,
}

/// Whose SQL it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MigrationKind {
    /// A plan with the impact file that belongs to it.
    Plan,
    /// Written by hand, or without an impact file: judged by its statements.
    ByHand,
    /// The way back of a plan: not judged, since no merge runs it.
    WayBack,
    /// It was there before, and is gone.
    Deleted,
}

/// Two proposals that touch the same object, or one that is in the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Conflict {
    pub proposals: [String; 2],
    /// What each of them touches.
    pub addresses: [String; 2],
}

impl Planned {
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }
}
