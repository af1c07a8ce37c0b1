//! One thing to look at, and where it is.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Level;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::PathBuf;

/// A risk of a plan, a finding in SQL, or something wrong in a spec.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// A rule (`D102`), or what is wrong with a spec (`unknown-key`). `dbx explain CODE` tells more of a rule.
    pub code: String,
    pub weight: Weight,
    /// Of a risk; nothing for what is wrong with a spec.
    pub level: Option<Level>,
    /// Address of the object, where it is about one.
    pub object: Option<String>,
    pub message: String,
    /// What to do about it; may be empty.
    pub help: String,
    pub place: Place,
}

/// A line of a file of the repository.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Place {
    /// From the root of the repository.
    pub file: PathBuf,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

/// How loudly a finding is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    Note,
    Warning,
    Error,
}

impl Weight {
    pub fn of(level: Level) -> Self {
        match level {
            Level::Low => Self::Note,
            Level::Medium => Self::Warning,
            Level::High | Level::Critical => Self::Error,
        }
    }
}

impl Finding {
    /// What is wrong, or could be better, in a spec. One without a place is about the file.
    pub fn of_diagnostic(diagnostic: &Diagnostic, file: PathBuf) -> Self {
        let span = diagnostic.labels.first().map(|label| &label.span);
        let top = Place { file, line: 1, column: 1 };
        Self {
            code: diagnostic.code.to_owned(),
            weight: match diagnostic.severity {
                Severity::Warning => Weight::Warning,
                Severity::Error => Weight::Error,
            },
            level: None,
            object: None,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone().unwrap_or_default(),
            place: span.map_or(top, |span| Place {
                file: span.file.as_ref().clone(),
                line: span.line(),
                column: span.column(),
            }),
        }
    }
}
