//! Errors on their way to the user: a kind, which is the exit code, and what to type next.

use crate::app::{AppError, Difference};
use crate::diagnostic::Diagnostic;
use crate::driver::Blocker;
use crate::git::GitError;
use crate::impact::RiskReport;
use crate::llm::LlmError;
use crate::spec::SourceFile;
use serde::Serialize;

/// A command that did not do what was asked.
#[derive(Debug, Serialize)]
pub struct CommandError {
    pub kind: Kind,
    pub message: String,
    pub hints: Vec<String>,
    #[serde(flatten)]
    pub details: Box<Details>,
}

/// What some errors have besides.
#[derive(Debug, Default, Serialize)]
pub struct Details {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<Diagnostic>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub risks: Vec<RiskReport>,
    /// The statement that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
    /// The server's own code for what went wrong: an SQLSTATE, or the engine's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Sessions that held what a statement waited for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blockers: Vec<Blocker>,
    /// What would still have to be done to what a plan led to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<Difference>,
    /// Texts of the files the diagnostics point into.
    #[serde(skip)]
    pub sources: Vec<SourceFile>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Error,
    Usage,
    Refused,
    /// Somebody ended the program.
    Interrupted,
    /// The reader of our output went away: no error at all.
    ClosedPipe,
    Bug,
}

impl Kind {
    /// The exit code of the contract.
    pub fn code(self) -> u8 {
        match self {
            Self::Error => 1,
            Self::Usage => 2,
            Self::Refused => 4,
            // As a shell says it of a program that SIGINT ended.
            Self::Interrupted => 130,
            Self::ClosedPipe => 0,
            Self::Bug => 70,
        }
    }
}

impl CommandError {
    fn new(kind: Kind, message: String) -> Self {
        Self { kind, message, hints: Vec::new(), details: Box::default() }
    }

    pub fn io(what: &str, error: std::io::Error) -> Self {
        let kind = if error.kind() == std::io::ErrorKind::BrokenPipe { Kind::ClosedPipe } else { Kind::Error };
        Self::new(kind, format!("{what}: {error}"))
    }
}

/// Which exit code an error has.
fn kind_of(error: &AppError) -> Kind {
    match error {
        AppError::Noted { source, .. } => kind_of(source),
        AppError::Usage(_) => Kind::Usage,
        AppError::Unsupported(_) | AppError::Refused { .. } => Kind::Refused,
        AppError::Bug(_) => Kind::Bug,
        AppError::Stopped { .. }
        | AppError::StoppedUnverified { .. }
        | AppError::CallStopped { .. }
        | AppError::Interrupted { .. } => Kind::Interrupted,
        AppError::Model { source, .. } => of_model(source),
        AppError::Store(error) if error.source.kind() == std::io::ErrorKind::BrokenPipe => Kind::ClosedPipe,
        AppError::Invalid { .. }
        | AppError::InvalidProfile { .. }
        | AppError::NotTheStart { .. }
        | AppError::Busy { .. }
        | AppError::LockLost { .. }
        | AppError::CommitUnknown { .. }
        | AppError::Script { .. }
        | AppError::Connect { .. }
        | AppError::Driver(_)
        | AppError::Operation { .. }
        | AppError::Load { .. }
        | AppError::Orphans { .. }
        | AppError::NotProven(_)
        | AppError::NoScratch(_)
        | AppError::Ledger(_)
        | AppError::Config(_)
        | AppError::Store(_)
        | AppError::Prompt(_)
        | AppError::Design(_)
        | AppError::Backup(_) => Kind::Error,
        AppError::Git(GitError::BadRevision { .. }) => Kind::Usage,
        AppError::Git(_) => Kind::Error,
    }
}

impl From<AppError> for CommandError {
    fn from(error: AppError) -> Self {
        let mut command = Self { hints: error.hints(), ..Self::new(kind_of(&error), error.to_string()) };
        match error {
            AppError::Invalid { diagnostics, sources } | AppError::InvalidProfile { diagnostics, sources } => {
                command.details.diagnostics = diagnostics;
                command.details.sources = sources;
            }
            AppError::Refused { risks, .. } => command.details.risks = risks,
            AppError::Operation { statement, source, .. } => {
                command.details.statement = Some(statement);
                command.details.blockers = source.blockers().to_vec();
                command.details.code = source.code;
            }
            AppError::NotProven(disproof) => {
                command.details.statement = disproof.statement().map(str::to_owned);
                command.details.differences = disproof.differences().to_vec();
            }
            AppError::Driver(error) => {
                command.details.statement = error.statement;
                command.details.code = error.code;
            }
            AppError::Load { source, .. } => {
                command.details.statement = source.statement;
                command.details.code = source.code;
            }
            AppError::Connect { source, .. } => command.details.code = source.code,
            AppError::Noted { source, .. } => command.details = Self::from(*source).details,
            AppError::Usage(_)
            | AppError::Unsupported(_)
            | AppError::Bug(_)
            | AppError::NotTheStart { .. }
            | AppError::Busy { .. }
            | AppError::LockLost { .. }
            | AppError::Stopped { .. }
            | AppError::StoppedUnverified { .. }
            | AppError::CommitUnknown { .. }
            | AppError::Script { .. }
            | AppError::Orphans { .. }
            | AppError::NoScratch(_)
            | AppError::Interrupted { .. }
            | AppError::Ledger(_)
            | AppError::Config(_)
            | AppError::Store(_)
            | AppError::Model { .. }
            | AppError::CallStopped { .. }
            | AppError::Prompt(_)
            | AppError::Design(_)
            | AppError::Backup(_)
            | AppError::Git(_) => {}
        }
        command
    }
}

fn of_model(error: &LlmError) -> Kind {
    match error {
        LlmError::Bug(_) => Kind::Bug,
        // A budget is a gate.
        LlmError::OverBudget { .. } => Kind::Refused,
        LlmError::Address(_)
        | LlmError::Unreachable { .. }
        | LlmError::Timeout { .. }
        | LlmError::Status { .. }
        | LlmError::Busy { .. }
        | LlmError::Redirect { .. }
        | LlmError::TooLarge { .. }
        | LlmError::Malformed { .. }
        | LlmError::BrokenOff { .. }
        | LlmError::CutOff { .. }
        | LlmError::Declined { .. }
        | LlmError::Unusable { .. }
        | LlmError::NotRecorded { .. }
        | LlmError::BadRecording { .. }
        | LlmError::Store(_) => Kind::Error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_beside_an_error_changes_neither_its_kind_nor_its_hints() {
        let error = || AppError::Refused { reason: "over budget".into(), help: "raise it".into(), risks: Vec::new() };
        let noted = AppError::Noted { source: Box::new(error()), note: "its tokens are not in the ledger".into() };
        let (plain, noted) = (CommandError::from(error()), CommandError::from(noted));
        assert_eq!((noted.kind, &noted.message), (plain.kind, &plain.message));
        assert_eq!(noted.hints, ["raise it", "its tokens are not in the ledger"]);
    }
}
