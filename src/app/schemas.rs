//! `schema`: the JSON Schemas of everything dbx reads and writes.

use super::{
    AcceptReport, ApplyReport, ApprovalCode, ApproveReport, BackupsReport, DemoReport, DesignReport, DiagramReport,
    DriftReport, Explanation, GuardReport, ImpactSummary, InitReport, InspectReport, LearnReport, LintReport,
    ListedTemplate, OrchestrateReport, PlanReport, ProposeReport, RestoreReport, RollbackReport, SeedReport,
    ShownPrompt, StatusReport, SuggestReport, TableReport, ValidateReport, VerifyReport,
};
use crate::backup::Manifest;
use crate::ci::Report;
use crate::gate::ApprovalFile;
use crate::impact::ImpactReport;
use crate::seed::profile;
use crate::spec;
use schemars::{JsonSchema, schema_for};
use serde_json::Value;

/// A document with a published JSON Schema (draft 2020-12).
#[derive(Debug)]
pub struct PublishedSchema {
    /// What `dbx schema` calls it.
    pub name: &'static str,
    pub about: &'static str,
    pub schema: fn() -> Value,
}

/// All of them; the arguments and the help of `dbx schema` are read from here.
pub static SCHEMAS: &[PublishedSchema] = &[
    PublishedSchema { name: "spec", about: "A spec file", schema: spec::json_schema },
    PublishedSchema { name: "profile", about: "A seeding profile", schema: profile::json_schema },
    PublishedSchema { name: "impact", about: "The .impact.json beside a plan", schema: of::<ImpactReport> },
    PublishedSchema { name: "approval", about: "The .approval.json beside a plan", schema: of::<ApprovalFile> },
    PublishedSchema { name: "approve", about: "approve --json", schema: of::<ApproveReport> },
    PublishedSchema { name: "approval-code", about: "approve --print --json", schema: of::<ApprovalCode> },
    PublishedSchema { name: "plan", about: "plan --json", schema: of::<PlanReport> },
    PublishedSchema { name: "impact-summary", about: "impact --json", schema: of::<ImpactSummary> },
    PublishedSchema { name: "apply", about: "apply --json", schema: of::<ApplyReport> },
    PublishedSchema { name: "ci", about: "ci --json, and report.json among its artifacts", schema: of::<Report> },
    PublishedSchema { name: "propose", about: "propose --json", schema: of::<ProposeReport> },
    PublishedSchema { name: "accept", about: "accept --json", schema: of::<AcceptReport> },
    PublishedSchema { name: "lint", about: "lint --json", schema: of::<LintReport> },
    PublishedSchema { name: "seed", about: "seed --json", schema: of::<SeedReport> },
    PublishedSchema { name: "report", about: "report --json", schema: of::<TableReport> },
    PublishedSchema { name: "profile-learn", about: "profile learn --json", schema: of::<LearnReport> },
    PublishedSchema { name: "backup", about: "The manifest.json of a backup", schema: of::<Manifest> },
    PublishedSchema { name: "backups", about: "restore --list --json", schema: of::<BackupsReport> },
    PublishedSchema { name: "restore", about: "restore --json", schema: of::<RestoreReport> },
    PublishedSchema { name: "rollback", about: "rollback --json", schema: of::<RollbackReport> },
    PublishedSchema { name: "verify", about: "verify --json", schema: of::<VerifyReport> },
    PublishedSchema { name: "inspect", about: "inspect --json", schema: of::<InspectReport> },
    PublishedSchema { name: "status", about: "status --json", schema: of::<StatusReport> },
    PublishedSchema { name: "drift", about: "drift --json", schema: of::<DriftReport> },
    PublishedSchema { name: "guard", about: "guard --json", schema: of::<GuardReport> },
    PublishedSchema { name: "design", about: "design --json", schema: of::<DesignReport> },
    PublishedSchema { name: "templates", about: "design --list-templates --json", schema: of::<Vec<ListedTemplate>> },
    PublishedSchema { name: "suggest-queries", about: "suggest-queries --json", schema: of::<SuggestReport> },
    PublishedSchema { name: "orchestrate", about: "orchestrate --json", schema: of::<OrchestrateReport> },
    PublishedSchema { name: "shown-prompt", about: "--show-prompt --json", schema: of::<ShownPrompt> },
    PublishedSchema { name: "diagram", about: "diagram --json", schema: of::<DiagramReport> },
    PublishedSchema { name: "explain", about: "explain --json", schema: of::<Vec<Explanation>> },
    PublishedSchema { name: "validate", about: "validate --json", schema: of::<ValidateReport> },
    PublishedSchema { name: "init", about: "init --json", schema: of::<InitReport> },
    PublishedSchema { name: "demo", about: "demo --json", schema: of::<DemoReport> },
];

fn of<T: JsonSchema>() -> Value {
    schema_for!(T).to_value()
}
