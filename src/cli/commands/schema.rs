use super::{CommandError, Output, Status};
use crate::app::{SchemaKind, schema};
use clap::ValueEnum;

/// Print the JSON Schema of the spec, or of what a command prints
///
/// Editors use it for completion: put `# yaml-language-server: $schema=./dbx.schema.json` at the top of a spec.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  dbx schema > dbx.schema.json\n  dbx schema impact")]
pub(crate) struct Arguments {
    /// Which document
    #[arg(value_enum, default_value = "spec")]
    document: Document,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Document {
    /// A spec file
    Spec,
    /// The .impact.json beside a plan
    Impact,
    /// plan --json
    Plan,
    /// impact --json
    ImpactSummary,
    /// apply --json
    Apply,
    /// inspect --json
    Inspect,
    /// status --json
    Status,
    /// drift --json
    Drift,
    /// explain --json
    Explain,
    /// validate --json
    Validate,
    /// init --json
    Init,
    /// demo --json
    Demo,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Status, CommandError> {
    let kind = match arguments.document {
        Document::Spec => SchemaKind::Spec,
        Document::Impact => SchemaKind::Impact,
        Document::Plan => SchemaKind::Plan,
        Document::ImpactSummary => SchemaKind::ImpactSummary,
        Document::Apply => SchemaKind::Apply,
        Document::Inspect => SchemaKind::Inspect,
        Document::Status => SchemaKind::Status,
        Document::Drift => SchemaKind::Drift,
        Document::Explain => SchemaKind::Explain,
        Document::Validate => SchemaKind::Validate,
        Document::Init => SchemaKind::Init,
        Document::Demo => SchemaKind::Demo,
    };
    output.print_json(&schema(kind))?;
    Ok(Status::Done)
}
