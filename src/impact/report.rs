//! The sidecar of a plan: its impact as JSON, bound to the SQL by hash.

use super::rule::UNKNOWN_ROWS;
use super::table_impact::TableImpact;
use crate::dialect::{Dialect, DialectKind};
use crate::model::{Algorithm, Facts, Fingerprint, Level, LockMode, ObjectId, Operation, Plan, Risk, RowCount};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The impact of a plan, as `.impact.json` and as `--json` have it. Published by `dbx schema impact`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImpactReport {
    /// Version of this format: 1.
    pub version: u32,
    /// `dbx 0.1.0`
    pub tool: String,
    pub dialect: DialectKind,
    /// Hash of the plan, as the header of the SQL file has it.
    pub plan: String,
    /// Fingerprint of the schema the plan starts from.
    pub from: Fingerprint,
    /// Fingerprint of the schema it leads to.
    pub to: Fingerprint,
    /// The highest level among the risks; nothing where there is no risk.
    pub level: Option<Level>,
    pub operations: Vec<OperationImpact>,
    /// Short hashes of the objects the plan starts from, by address, so that a mismatch can be named.
    pub objects: BTreeMap<String, String>,
    /// Both sides as specs, where the plan was made without a database for an engine that spells SQL in its own way: by them `apply`
    /// recognizes a database whose fingerprint cannot be the plan's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offline: Option<OfflineSides>,
    /// Where `plan --verify` ran the plan and found that it leads to its target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<Verification>,
    /// SHA-256 of this document with this field empty.
    pub digest: String,
}

/// The start and the target of a plan, as specs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfflineSides {
    pub from: String,
    pub to: String,
}

impl OfflineSides {
    /// Those of the way back.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self { from: self.to.clone(), to: self.from.clone() }
    }
}

/// That a plan was run on a scratch database, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// `PostgreSQL`, `SQLite`.
    pub server: String,
    pub version: String,
    pub result: VerificationResult,
    /// Whether the way back was run, too, and led to the start.
    pub way_back: bool,
}

/// How the schema that came out compares with the target. Of a plan that leads elsewhere there is no sidecar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerificationResult {
    Equal,
}

/// What one operation does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OperationImpact {
    /// From 1, as the markers in the SQL file count.
    pub number: usize,
    pub object: String,
    pub title: String,
    /// The strongest lock on any table.
    pub lock: LockMode,
    /// Locks and work, table by table. What the plan itself makes is left out: nobody waits for it.
    pub tables: Vec<TableImpact>,
    /// How MySQL and MariaDB change the table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<Algorithm>,
    pub blocks_reads: bool,
    pub blocks_writes: bool,
    /// Every row is written again.
    pub rewrites: bool,
    /// Every row is read.
    pub scans: bool,
    pub transactional: bool,
    /// Whether what it does to data can be undone without a backup.
    pub reversible: bool,
    pub risks: Vec<RiskReport>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RiskReport {
    /// `dbx explain CODE` tells more.
    pub code: String,
    pub level: Level,
    pub object: String,
    pub message: String,
    pub help: String,
    /// How many rows it meets, where a live database was asked.
    pub rows: Option<RowCount>,
    /// The type that those rows do not fit, as the engine writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfit_for: Option<String>,
}

/// Why a sidecar does not count.
#[derive(Debug, thiserror::Error)]
pub enum SidecarError {
    #[error("it is not a dbx impact report: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error("its version is {0}; this dbx reads version 1")]
    Version(u32),
    #[error("its contents do not match its digest: somebody changed it")]
    Changed,
    #[error("it belongs to another plan: {found} instead of {expected}")]
    OtherPlan { found: String, expected: String },
    #[error("it counts {found} operations, the SQL {expected}")]
    OtherOperations { found: usize, expected: usize },
}

const VERSION: u32 = 1;

impl ImpactReport {
    /// `plan_hash` is the hash in the header of the SQL file.
    pub fn of(
        plan: &Plan,
        plan_hash: &str,
        dialect: &dyn Dialect,
        tool: &str,
        objects: BTreeMap<ObjectId, String>,
        facts: &Facts,
    ) -> Self {
        let report = Self {
            version: VERSION,
            tool: tool.to_owned(),
            dialect: dialect.kind(),
            plan: plan_hash.to_owned(),
            from: plan.from.clone(),
            to: plan.to.clone(),
            level: plan.level(),
            operations: plan
                .operations
                .iter()
                .enumerate()
                .map(|(at, it)| OperationImpact::of(at + 1, it, dialect, facts))
                .collect(),
            objects: objects.into_iter().map(|(id, hash)| (id.to_string(), hash)).collect(),
            offline: None,
            verified: None,
            digest: String::new(),
        };
        report.sealed()
    }

    /// The report with both sides in it.
    #[must_use]
    pub fn with_sides(self, sides: OfflineSides) -> Self {
        Self { offline: Some(sides), ..self }.sealed()
    }

    /// The report of a plan that was proven.
    #[must_use]
    pub fn with_verification(self, verification: Verification) -> Self {
        Self { verified: Some(verification), ..self }.sealed()
    }

    fn sealed(mut self) -> Self {
        self.digest.clear();
        self.digest = digest(&self);
        self
    }

    /// Reads a sidecar and makes sure that it is whole, whatever plan it belongs to.
    pub fn read_by_itself(json: &str) -> Result<Self, SidecarError> {
        let report: Self = serde_json::from_str(json)?;
        if report.version != VERSION {
            return Err(SidecarError::Version(report.version));
        }
        if report.digest != digest(&Self { digest: String::new(), ..report.clone() }) {
            return Err(SidecarError::Changed);
        }
        Ok(report)
    }

    /// Reads a sidecar and makes sure that it is whole and belongs to the plan.
    pub fn read(json: &str, plan_hash: &str, operations: usize) -> Result<Self, SidecarError> {
        let report = Self::read_by_itself(json)?;
        if report.plan != plan_hash {
            return Err(SidecarError::OtherPlan { found: report.plan, expected: plan_hash.to_owned() });
        }
        if report.operations.len() != operations {
            return Err(SidecarError::OtherOperations { found: report.operations.len(), expected: operations });
        }
        Ok(report)
    }

    /// All risks, worst first.
    pub fn risks(&self) -> Vec<&RiskReport> {
        let mut risks: Vec<_> = self.operations.iter().flat_map(|operation| &operation.risks).collect();
        risks.sort_by_key(|risk| std::cmp::Reverse(risk.level));
        risks
    }
}

/// By the codes of its risks: what loses or cuts values is not undone by another statement.
pub(crate) fn is_reversible<'a>(mut codes: impl Iterator<Item = &'a str>) -> bool {
    const LOSSES: [&str; 9] = ["D101", "D102", "D103", "D104", "D105", "D106", "R107", "X302", "X307"];
    !codes.any(|code| LOSSES.contains(&code))
}

/// SHA-256 of a report whose own digest is still empty.
fn digest(blank: &ImpactReport) -> String {
    // Plain data with string keys: serde_json cannot fail on it.
    let bytes = serde_json::to_vec(blank).unwrap_or_default();
    hex::encode(Sha256::digest(bytes))
}

impl OperationImpact {
    fn of(number: usize, operation: &Operation, dialect: &dyn Dialect, facts: &Facts) -> Self {
        Self {
            number,
            object: operation.object.to_string(),
            title: operation.title.clone(),
            lock: operation.effect.lock(),
            tables: operation
                .effect
                .touches
                .iter()
                .map(|touch| TableImpact::of(touch, &operation.effect, facts))
                .collect(),
            algorithm: operation.effect.algorithm,
            blocks_reads: operation.effect.lock().blocks_reads(),
            blocks_writes: operation.effect.lock().blocks_writes(),
            rewrites: operation.effect.rewrites(),
            scans: operation.effect.scans(),
            transactional: operation.transactional(),
            reversible: is_reversible(operation.risks.iter().map(|risk| risk.code)),
            risks: operation.risks.iter().map(|risk| RiskReport::of(risk, dialect)).collect(),
        }
    }
}

impl RiskReport {
    /// Puts in the rows that were counted later, and the level that follows from them.
    pub fn recount(&mut self, rows: Option<RowCount>, level: Level) {
        self.level = level;
        if rows == self.rows {
            return;
        }
        let now = rows.map_or_else(|| "an unknown number of rows".to_owned(), |rows| rows.to_string());
        self.message = match self.rows {
            Some(_) => format!("{} (when the plan was made; now {now})", self.message),
            None if self.message.contains(UNKNOWN_ROWS) => self.message.replace(UNKNOWN_ROWS, &now),
            None => format!("{} ({now} now)", self.message),
        };
        self.rows = rows;
    }

    pub fn of(risk: &Risk, dialect: &dyn Dialect) -> Self {
        Self {
            code: risk.code.to_owned(),
            level: risk.level,
            object: risk.object.to_string(),
            message: risk.message.clone(),
            help: risk.help.clone(),
            rows: risk.rows,
            unfit_for: risk.unfit_for.as_ref().map(|data_type| dialect.format_type(data_type)),
        }
    }
}
