//! Why a use case did not do what was asked.

use super::Disproof;
use crate::backup::BackupError;
use crate::diagnostic::Diagnostic;
use crate::dialect::Unsupported;
use crate::driver::DriverError;
use crate::env::ConfigError;
use crate::impact::RiskReport;
use crate::ledger::LedgerError;
use crate::plan::ScriptError;
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
    #[error("the database is locked by another session: an apply, or on SQLite any writer")]
    Busy,
    #[error("{}: {source}", path.display())]
    Script { path: PathBuf, source: ScriptError },
    #[error("cannot connect to {url}: {source}")]
    Connect { url: String, source: Box<DriverError> },
    #[error(transparent)]
    Driver(Box<DriverError>),
    /// A statement of a plan failed.
    #[error("operation {number} ({title}) failed: {source}")]
    Operation { number: usize, title: String, statement: String, kept: usize, source: Box<DriverError> },
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
            LedgerError::Newer { .. } => Self::Ledger(error.to_string()),
        }
    }
}

impl AppError {
    /// What to type or do next.
    pub fn hints(&self) -> Vec<String> {
        match self {
            Self::Usage(_) => vec!["`dbx --help` and `dbx COMMAND --help` show examples".into()],
            Self::Invalid { .. } => {
                vec!["`dbx validate SPEC` checks a spec by itself; `dbx schema` prints its JSON Schema".into()]
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
            Self::Busy => vec!["wait for it, or give it more time with --lock-timeout".into()],
            Self::Script { source: ScriptError::Changed { .. }, .. } => {
                vec!["plan again; to run SQL of your own, put it into a file without the `-- dbx plan` header".into()]
            }
            Self::Connect { .. } => vec!["check the address, and that the server is running and lets you in".into()],
            Self::Operation { kept: 0, .. } => vec!["nothing was changed: the transaction was rolled back".into()],
            Self::Operation { kept, .. } => {
                vec![format!(
                    "{kept} operations before it are done and in the ledger (`dbx status`); plan again to go on from there"
                )]
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
            Self::Script { .. }
            | Self::Driver(_)
            | Self::Interrupted { .. }
            | Self::Config(_)
            | Self::Store(_)
            | Self::Backup(_) => Vec::new(),
            Self::Bug(_) => vec!["please report it, with the command and its output".into()],
        }
    }
}
