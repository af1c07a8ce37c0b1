//! Why a use case did not do what was asked.

use super::{Disproof, Kept};
use crate::backup::BackupError;
use crate::design::DesignError;
use crate::diagnostic::Diagnostic;
use crate::dialect::Unsupported;
use crate::driver::{DriverError, ErrorKind};
use crate::env::ConfigError;
use crate::git::GitError;
use crate::impact::RiskReport;
use crate::ledger::{LedgerError, State};
use crate::llm::LlmError;
use crate::plan::ScriptError;
use crate::prompt::PromptError;
use crate::spec::SourceFile;
use crate::store::StoreError;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// What was asked for does not make sense.
    #[error("{0}")]
    Usage(String),
    /// Files a user wrote are wrong.
    #[error("{} in the spec", errors(.diagnostics))]
    Invalid { diagnostics: Vec<Diagnostic>, sources: Vec<SourceFile> },
    /// A seeding profile is wrong.
    #[error("{} in the profile", errors(.diagnostics))]
    InvalidProfile { diagnostics: Vec<Diagnostic>, sources: Vec<SourceFile> },
    /// The engine, or dbx, cannot do part of it; nothing was done.
    #[error("{}", list(.0))]
    Unsupported(Vec<Unsupported>),
    /// A gate stayed shut.
    #[error("refused: {reason}")]
    Refused { reason: String, help: String, risks: Vec<RiskReport> },
    /// The database is not the one the plan starts from.
    #[error("the database is not in the state the plan starts from: {}", .differing.join(", "))]
    NotTheStart { differing: Vec<String> },
    /// Somebody else is changing the database.
    #[error("another dbx is changing the database{}", .holder.as_ref().map_or_else(String::new, |holder| format!(": {holder}")))]
    Busy { holder: Option<String> },
    /// The session that held the lock of the database was ended from elsewhere.
    #[error("the lock of the database was lost: the server ended the session that held it")]
    LockLost { kept: Kept },
    /// Somebody ended the program while it ran a plan.
    #[error("interrupted{}", .at.as_ref().map_or_else(String::new, |(number, title)| format!(" at operation {number} ({title}): what ran was cancelled")))]
    Stopped { at: Option<(usize, String)>, kept: Kept },
    /// Somebody ended the program when all of the plan was applied, and nobody had looked at the result yet.
    #[error(
        "interrupted before the schema was compared with the plan's target: all of the plan is applied, as run {run}"
    )]
    StoppedUnverified { run: i64 },
    /// The connection broke at a commit, and the server could not be asked how it ended.
    #[error("the connection was lost at the commit, and whether it took effect is not known: {source}")]
    CommitUnknown { source: Box<AppError> },
    #[error("{}: {source}", path.display())]
    Script { path: PathBuf, source: ScriptError },
    #[error("cannot connect to {url}: {source}")]
    Connect { url: String, source: Box<DriverError> },
    #[error(transparent)]
    Driver(Box<DriverError>),
    /// A statement of a plan failed.
    #[error("operation {number} ({title}) failed: {source}")]
    Operation { number: usize, title: String, statement: String, kept: Kept, source: Box<DriverError> },
    /// Rows could not be loaded.
    #[error("loading {table} failed: {source}")]
    Load { table: String, source: Box<DriverError> },
    /// Rows that were loaded refer to nothing.
    #[error("{rows} rows of {table} have no parent by the foreign key {key}")]
    Orphans { table: String, key: String, rows: i64 },
    /// A plan was tried, and did not do what it says.
    #[error("{0}")]
    NotProven(Box<Disproof>),
    /// Somebody ended the program before a plan was proven.
    #[error("interrupted: the plan is not proven, and nothing was written{}", .left.as_ref().map_or_else(String::new, |left| format!("; {left}")))]
    Interrupted {
        /// What could not be put away.
        left: Option<String>,
    },
    /// The role may not make a database to try a plan in.
    #[error("no database can be made to prove the plan in: {0}")]
    NoScratch(#[source] Box<DriverError>),
    /// The ledger cannot be used as it is.
    #[error("{0}")]
    Ledger(String),
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// Words from which no schema can be made.
    #[error(transparent)]
    Design(DesignError),
    /// A language model gave no answer, or none that can be used.
    #[error("{source}")]
    Model {
        source: Box<LlmError>,
        /// The file with what it sent.
        kept: Option<PathBuf>,
        /// Why there is no such file, though there was something to keep.
        not_kept: Option<String>,
    },
    /// An error, and what else is to be known of the run that it ended.
    #[error("{source}")]
    Noted { source: Box<AppError>, note: String },
    /// Somebody did not want to wait for a language model.
    #[error("interrupted while {model} was answering")]
    CallStopped { model: String },
    #[error(transparent)]
    Prompt(#[from] PromptError),
    #[error(transparent)]
    Git(#[from] GitError),
    /// Something that cannot be, happened.
    #[error("a bug in dbx: {0}")]
    Bug(String),
}

fn errors(diagnostics: &[Diagnostic]) -> String {
    match diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count() {
        1 => "1 error".into(),
        count => format!("{count} errors"),
    }
}

fn list(unsupported: &[Unsupported]) -> String {
    unsupported.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl From<DriverError> for AppError {
    fn from(error: DriverError) -> Self {
        Self::Driver(Box::new(error))
    }
}

impl From<LedgerError> for AppError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Driver(error) => error.into(),
            LedgerError::Newer { .. } | LedgerError::OutOfProportion { .. } => Self::Ledger(error.to_string()),
        }
    }
}

/// Before anything was asked.
impl From<LlmError> for AppError {
    fn from(source: LlmError) -> Self {
        Self::Model { source: Box::new(source), kept: None, not_kept: None }
    }
}

impl AppError {
    /// How a run that ended with this error is written down.
    pub(super) fn state(&self) -> State {
        match self {
            Self::Stopped { .. } | Self::StoppedUnverified { .. } | Self::CallStopped { .. } => State::Interrupted,
            Self::Noted { source, .. } => source.state(),
            _ => State::Failed,
        }
    }

    /// What to type or do next.
    pub fn hints(&self) -> Vec<String> {
        match self {
            Self::Usage(_) => vec!["`dbx --help` and `dbx COMMAND --help` show examples".into()],
            Self::Invalid { .. } => {
                vec!["`dbx validate SPEC` checks a spec by itself; `dbx schema` prints its JSON Schema".into()]
            }
            Self::InvalidProfile { .. } => {
                vec!["`dbx schema profile` prints its JSON Schema; `dbx seed --init-profile FILE` writes a profile to start from".into()]
            }
            Self::Unsupported(reasons) => {
                let mut hints: Vec<String> =
                    reasons.iter().map(|reason| reason.help.clone()).filter(|help| !help.is_empty()).collect();
                hints.dedup();
                hints
            }
            Self::Refused { help, .. } => vec![help.clone()],
            Self::NotTheStart { .. } => {
                vec![
                    "somebody changed it since the plan was made: look at it with `dbx drift`, then make a new plan"
                        .into(),
                ]
            }
            Self::Busy { .. } => {
                vec!["wait until it is done; `dbx apply` and `dbx rollback` wait longer with --wait SECONDS".into()]
            }
            Self::CommitUnknown { .. } => {
                vec!["once the server is back, run the same command again: it finds out, and goes on from there".into()]
            }
            Self::StoppedUnverified { .. } => {
                vec!["`dbx drift --target SPEC` compares the database with a spec".into()]
            }
            Self::LockLost { kept } | Self::Stopped { kept, .. } => vec![kept.to_string()],
            Self::Script { source: ScriptError::Changed { .. }, .. } => {
                vec!["plan again; to run SQL of your own, put it into a file without the `-- dbx plan` header".into()]
            }
            Self::Connect { .. } => vec!["check the address, and that the server is running and lets you in".into()],
            Self::Operation { kept, source, .. } => {
                let blockers = source.blockers().iter().map(|blocker| format!("in the way: {blocker}"));
                let advice = advice(source.kind);
                blockers.chain(advice.map(str::to_owned)).chain([kept.to_string()]).collect()
            }
            Self::Load { .. } => vec!["the rows of this table were rolled back; tables before it are filled".into()],
            Self::Orphans { .. } => {
                vec!["rows that were there before may be the ones: look for them, or start with empty tables".into()]
            }
            Self::NotProven(disproof) => vec![disproof.hint().into()],
            Self::NoScratch(_) => vec![
                "name an empty database with --scratch, or with `scratch` in dbx.toml; or let the role create databases"
                    .into(),
            ],
            Self::Ledger(_) => vec!["use the dbx that wrote it, or a newer one".into()],
            Self::Driver(error) => advice(error.kind).into_iter().map(str::to_owned).collect(),
            Self::Backup(BackupError::File { action: "write" | "make", .. }) => {
                vec!["nothing was changed: make room, or name another folder with --backup-folder".into()]
            }
            Self::Model { source, kept, not_kept } => {
                let kept = kept.as_ref().map(|path| format!("what it sent is kept in {}", path.display()));
                let not_kept = not_kept.as_ref().map(|why| format!("what it sent is lost: {why}"));
                source.hint().map(str::to_owned).into_iter().chain(kept).chain(not_kept).collect()
            }
            Self::Design(DesignError::NothingLeft) => vec!["refuse less, or say what is to be kept instead".into()],
            Self::Design(_) => vec![
                "say what is kept and what is counted, as in \"hives, beekeepers and harvests with honey weight\"; `dbx design --list-templates` shows the subjects that are known"
                    .into(),
            ],
            Self::Git(error) => error.hint().into_iter().map(str::to_owned).collect(),
            Self::Prompt(_) => vec!["a file under templates/prompts/ takes the place of a built-in prompt".into()],
            Self::Script { .. }
            | Self::Interrupted { .. }
            | Self::CallStopped { .. }
            | Self::Config(_)
            | Self::Store(_)
            | Self::Backup(_) => Vec::new(),
            Self::Noted { source, note } => source.hints().into_iter().chain([note.clone()]).collect(),
            Self::Bug(_) => vec!["please report it, with the command and its output".into()],
        }
    }

    /// What the server or the way to it said, where that is the reason.
    pub fn driver(&self) -> Option<&DriverError> {
        match self {
            Self::Driver(error)
            | Self::Operation { source: error, .. }
            | Self::Load { source: error, .. }
            | Self::Connect { source: error, .. } => Some(error),
            Self::Noted { source, .. } => source.driver(),
            Self::Usage(_)
            | Self::Invalid { .. }
            | Self::InvalidProfile { .. }
            | Self::Unsupported(_)
            | Self::Refused { .. }
            | Self::NotTheStart { .. }
            | Self::Busy { .. }
            | Self::LockLost { .. }
            | Self::Stopped { .. }
            | Self::StoppedUnverified { .. }
            | Self::CommitUnknown { .. }
            | Self::Script { .. }
            | Self::NotProven(_)
            | Self::Interrupted { .. }
            | Self::NoScratch(_)
            | Self::Orphans { .. }
            | Self::Ledger(_)
            | Self::Config(_)
            | Self::Store(_)
            | Self::Backup(_)
            | Self::Design(_)
            | Self::Model { .. }
            | Self::CallStopped { .. }
            | Self::Prompt(_)
            | Self::Git(_)
            | Self::Bug(_) => None,
        }
    }
}

/// What helps against errors of a kind.
fn advice(kind: ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::LockTimeout => Some(
            "others were let pass between the tries; `dbx apply` waits longer with --lock-timeout, and tries more often with --lock-retries",
        ),
        ErrorKind::Deadlock => {
            Some("another session locks the same tables in another order; try again when it is done")
        }
        ErrorKind::StatementTimeout => Some("give it more time with --statement-timeout"),
        ErrorKind::ReadOnly => Some("apply on the primary server, with a role that may write"),
        ErrorKind::Resources => Some("make room where the server keeps its data, then run the same command again"),
        ErrorKind::Connection
        | ErrorKind::Permission
        | ErrorKind::NotFound
        | ErrorKind::NotLocked
        | ErrorKind::Integrity
        | ErrorKind::Statement => None,
    }
}
