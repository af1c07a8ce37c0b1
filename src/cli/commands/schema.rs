use super::{CommandError, Output, Status};
use crate::app::SCHEMAS;
use clap::builder::{PossibleValue, PossibleValuesParser};

/// Print the JSON Schema of the spec, or of what a command prints
///
/// Editors use it for completion: put `# yaml-language-server: $schema=./dbx.schema.json` at the top of a spec.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  dbx schema > dbx.schema.json\n  dbx schema impact")]
pub(crate) struct Arguments {
    /// Which document
    #[arg(value_parser = documents(), default_value = "spec")]
    document: String,
}

fn documents() -> PossibleValuesParser {
    SCHEMAS.iter().map(|it| PossibleValue::new(it.name).help(it.about)).collect::<Vec<_>>().into()
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Status, CommandError> {
    // clap lets no other name through.
    for published in SCHEMAS.iter().filter(|it| it.name == arguments.document) {
        output.print_json(&(published.schema)())?;
    }
    Ok(Status::Done)
}
