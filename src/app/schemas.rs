//! `schema`: the JSON Schemas of everything dbx reads and writes.

use super::{
    ApplyReport, DemoReport, DriftReport, Explanation, ImpactSummary, InitReport, InspectReport, PlanReport,
    StatusReport, ValidateReport,
};
use crate::impact::ImpactReport;
use crate::spec;
use schemars::schema_for;
use serde_json::Value;

/// Which document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaKind {
    /// The spec, for editors.
    Spec,
    /// The sidecar of a plan.
    Impact,
    /// `plan --json`
    Plan,
    /// `impact --json`
    ImpactSummary,
    /// `apply --json`
    Apply,
    /// `inspect --json`
    Inspect,
    /// `status --json`
    Status,
    /// `drift --json`
    Drift,
    /// `explain --json`
    Explain,
    /// `validate --json`
    Validate,
    /// `init --json`
    Init,
    /// `demo --json`
    Demo,
}

/// The JSON Schema (draft 2020-12) of a document.
pub fn schema(kind: SchemaKind) -> Value {
    match kind {
        SchemaKind::Spec => spec::json_schema(),
        SchemaKind::Impact => schema_for!(ImpactReport).to_value(),
        SchemaKind::Plan => schema_for!(PlanReport).to_value(),
        SchemaKind::ImpactSummary => schema_for!(ImpactSummary).to_value(),
        SchemaKind::Apply => schema_for!(ApplyReport).to_value(),
        SchemaKind::Inspect => schema_for!(InspectReport).to_value(),
        SchemaKind::Status => schema_for!(StatusReport).to_value(),
        SchemaKind::Drift => schema_for!(DriftReport).to_value(),
        SchemaKind::Validate => schema_for!(ValidateReport).to_value(),
        SchemaKind::Init => schema_for!(InitReport).to_value(),
        SchemaKind::Demo => schema_for!(DemoReport).to_value(),
        SchemaKind::Explain => schema_for!(Vec<Explanation>).to_value(),
    }
}
