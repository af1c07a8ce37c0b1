//! What a seed tells about itself.

use super::SeedRequest;
use crate::app::ModelReport;
use crate::driver::Server;
use crate::model::QualifiedName;
use crate::seed::{SeedPlan, Wanted};
use schemars::JsonSchema;
use serde::Serialize;
use std::path::PathBuf;

/// What `seed --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SeedReport {
    pub outcome: SeedOutcome,
    pub seed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<Server>,
    /// The file of `--init-profile`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<PathBuf>,
    /// In loading order.
    pub tables: Vec<SeededTable>,
    pub rows: u64,
    pub notes: Vec<String>,
    /// Wall time of the load, in milliseconds.
    pub elapsed_ms: u64,
    /// With `--dry-run`, about how long a load would take, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_ms: Option<u64>,
    /// The language model that wrote texts, where one was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelReport>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeedOutcome {
    Seeded,
    /// The part of a load that `--shard` names is there: nothing was loaded.
    AlreadySeeded,
    /// `--to`
    Written,
    /// `--init-profile`
    ProfileWritten,
    /// `--dry-run`
    WouldSeed,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SeededTable {
    pub table: String,
    pub rows: u64,
    /// Rows that were there before.
    pub before: u64,
    /// Rows that were changed after they were loaded, with a pace that has updates.
    pub updated: u64,
    /// About as many as text files of these rows would have.
    pub bytes: u64,
    pub elapsed_ms: u64,
}

/// Before the first row.
pub(super) fn report(request: &SeedRequest, plan: &SeedPlan, notes: Vec<String>, wanted: &Wanted) -> SeedReport {
    let before = |name: &QualifiedName| wanted.tables.get(name).map_or(0, |table| table.first);
    let tables: Vec<SeededTable> = plan
        .tables
        .iter()
        .map(|table| {
            let part = request.shard.part(&table.rows);
            SeededTable {
                table: table.name.to_string(),
                rows: part.end - part.start,
                before: before(&table.name),
                updated: 0,
                bytes: 0,
                elapsed_ms: 0,
            }
        })
        .collect();
    SeedReport {
        outcome: SeedOutcome::WouldSeed,
        seed: wanted.seed,
        server: None,
        profile: None,
        rows: tables.iter().map(|table| table.rows).sum(),
        tables,
        notes,
        elapsed_ms: 0,
        estimated_ms: None,
        model: None,
    }
}
