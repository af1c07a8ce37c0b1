//! The folder of the artifacts: all of it or nothing.

use super::CiRequest;
use super::examined::Examined;
use crate::app::{AppError, Context, plan, rule_docs};
use crate::ci::{self, COMMENT_LIMIT, Report};
use crate::store;
use serde_json::Value;
use std::path::{Path, PathBuf};

const REPORT: &str = "report.json";

/// The folder, which has to be new, empty, or made by an earlier run.
pub(super) fn destination(context: &Context, request: &CiRequest) -> Result<PathBuf, AppError> {
    let out = context.folder.join(&request.out);
    if out.file_name().is_none() {
        return Err(AppError::Usage(format!("--out {}: name a folder that dbx may replace", request.out.display())));
    }
    let is_empty = !out.exists() || out.is_dir() && store::is_empty(&out)?;
    if is_empty || out.is_dir() && is_ours(&out) {
        return Ok(out);
    }
    Err(AppError::Usage(format!(
        "--out {}: it is there and was not made by `dbx ci`; name another folder",
        request.out.display()
    )))
}

fn is_ours(folder: &Path) -> bool {
    let report = store::read(&folder.join(REPORT)).ok().and_then(|text| serde_json::from_str::<Value>(&text).ok());
    report.is_some_and(|report| {
        report["tool"].as_str().is_some_and(|tool| tool.starts_with("dbx ")) && report["verdict"].is_string()
    })
}

/// Writes everything beside the folder, and then puts it in its place.
pub(super) fn write(context: &Context, out: &Path, report: &mut Report, found: &[Examined]) -> Result<(), AppError> {
    let work = store::work_folder_beside(out)?;
    let folder = work.path().join("new");
    store::make_folder(&folder)?;
    let mut files = Vec::new();
    for examined in found {
        files.extend(write_plan(&folder, examined)?);
    }
    files.extend(["report.md", "comment.md", "dbx.sarif", REPORT].map(PathBuf::from));
    report.files = files;
    store::write(&folder.join("report.md"), &ci::page(report, None))?;
    store::write(&folder.join("comment.md"), &ci::page(report, Some(COMMENT_LIMIT)))?;
    store::write(&folder.join("dbx.sarif"), &json(&ci::sarif(&report.findings, &context.tool, &rule_docs))?)?;
    store::write(&folder.join(REPORT), &json(report)?)?;
    store::replace_folder(&folder, out, work.path())?;
    Ok(())
}

/// The files of a plan that has something to do.
fn write_plan(folder: &Path, examined: &Examined) -> Result<Vec<PathBuf>, AppError> {
    let (Some(draft), Some(planned)) = (&examined.draft, &examined.change.plan) else { return Ok(Vec::new()) };
    if planned.is_empty() {
        return Ok(Vec::new());
    }
    let path = planned.folder.join("migration.sql");
    let written = plan::write(folder, &path, draft, true)?;
    let mut files: Vec<PathBuf> =
        std::iter::once(written.sql).chain(written.impact).chain(written.down).chain(written.down_impact).collect();
    if let Some(svg) = &examined.svg {
        let path = planned.folder.join("diagram.svg");
        store::write(&folder.join(&path), svg)?;
        files.push(path);
    }
    Ok(files)
}

fn json(value: &impl serde::Serialize) -> Result<String, AppError> {
    let json = serde_json::to_string_pretty(value).map_err(|error| AppError::Bug(error.to_string()))?;
    Ok(json + "\n")
}
