//! `validate`: is a spec right, and is it good?

use super::spec_file;
use super::{AppError, Context};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::ObjectKind;
use crate::spec::{self, SourceFile};
use schemars::JsonSchema;
use serde::Serialize;
use std::path::PathBuf;

#[derive(Clone, Debug)]
pub struct ValidateRequest {
    pub spec: PathBuf,
    /// Warnings are errors.
    pub strict: bool,
}

/// What `validate --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ValidateReport {
    pub valid: bool,
    pub errors: usize,
    pub warnings: usize,
    pub tables: usize,
    pub columns: usize,
    pub diagnostics: Vec<Diagnostic>,
    /// Texts of the files, for whoever shows the diagnostics.
    #[serde(skip)]
    pub sources: Vec<SourceFile>,
}

pub fn validate(context: &Context, request: &ValidateRequest) -> Result<ValidateReport, AppError> {
    let loaded = spec_file::read(&context.folder.join(&request.spec))?;
    let mut diagnostics = loaded.diagnostics;
    diagnostics.extend(spec::lint(&loaded.spec));
    if request.strict {
        diagnostics.iter_mut().for_each(|diagnostic| diagnostic.severity = Severity::Error);
    }
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    Ok(ValidateReport {
        valid: errors == 0,
        errors,
        warnings: diagnostics.len() - errors,
        tables: loaded.spec.schema.of_kind(ObjectKind::Table).count(),
        columns: loaded.spec.schema.tables().map(|table| table.columns.len()).sum(),
        diagnostics,
        sources: loaded.sources,
    })
}
