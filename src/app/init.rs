//! `init`: the files of a new project.

use super::{AppError, Context, template};
use crate::spec;
use crate::store;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::PathBuf;

#[derive(Clone, Debug)]
pub struct InitRequest {
    /// Made where it is missing.
    pub folder: PathBuf,
}

/// What `init --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InitReport {
    pub made: Vec<PathBuf>,
    /// Files that were there already and stay as they are.
    pub kept: Vec<PathBuf>,
}

const FOLDERS: [&str; 5] = ["schema_specs", "schema_specs/proposals", "migrations", "seeding_profiles", "templates"];

/// Makes what is missing, and overwrites nothing.
pub fn init(context: &Context, request: &InitRequest) -> Result<InitReport, AppError> {
    let root = context.folder.join(&request.folder);
    let absolute = std::path::absolute(&root).unwrap_or_else(|_| root.clone());
    let name = store::slug(&absolute.file_name().map_or_else(|| "warehouse".into(), |name| name.to_string_lossy()));
    for folder in FOLDERS {
        store::make_folder(&root.join(folder))?;
    }
    let schema =
        serde_json::to_string_pretty(&spec::json_schema()).map_err(|error| AppError::Bug(error.to_string()))?;
    let files = [
        ("dbx.toml", template::render(context, "init/dbx.toml", &name)?),
        ("schema_specs/current.yml", template::render(context, "init/current.yml", &name)?),
        ("dbx.schema.json", schema + "\n"),
    ];
    let mut report = InitReport { made: Vec::new(), kept: Vec::new() };
    for (path, text) in files {
        let shown = request.folder.join(path);
        if root.join(path).exists() {
            report.kept.push(shown);
        } else {
            store::write_new(&root.join(path), &text)?;
            report.made.push(shown);
        }
    }
    Ok(report)
}
