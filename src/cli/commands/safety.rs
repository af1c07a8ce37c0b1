//! What `apply` and `rollback` ask before they change anything.

use crate::app::{BackupChoice, Conduct, Safeguards};
use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, clap::Args)]
pub(super) struct Safety {
    /// Show what would run, and run nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Run high risks too
    #[arg(long)]
    pub allow_breaking: bool,

    /// Run nothing that nobody approved (`dbx approve`)
    #[arg(long)]
    require_approval: bool,

    /// Save the rows that the plan may lose first; without it that is done in production before high risks
    #[arg(long, conflicts_with = "no_backup")]
    create_backup: bool,

    /// Save nothing, not in production either
    #[arg(long)]
    no_backup: bool,

    /// Where backups are
    #[arg(long, value_name = "FOLDER", default_value = "backups")]
    backup_folder: PathBuf,

    /// How long a statement waits for a lock
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    lock_timeout: Option<u64>,

    /// How often a transaction that did not get a lock is tried again
    #[arg(long, value_name = "TIMES")]
    lock_retries: Option<u32>,

    /// How long a statement may run
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    statement_timeout: Option<u64>,

    /// How long to wait for another dbx that is changing the database
    #[arg(long, value_name = "SECONDS")]
    wait: Option<u64>,

    /// Answer questions with yes
    #[arg(long, short)]
    pub yes: bool,
}

impl Safety {
    pub fn safeguards(&self) -> Safeguards {
        Safeguards {
            require_approval: self.require_approval,
            backup: match (self.create_backup, self.no_backup) {
                (true, _) => BackupChoice::Always,
                (false, true) => BackupChoice::Never,
                (false, false) => BackupChoice::WhereDue,
            },
            backup_folder: Some(self.backup_folder.clone()),
        }
    }

    pub fn lock_timeout(&self) -> Option<Duration> {
        self.lock_timeout.map(Duration::from_secs)
    }

    /// How it treats others.
    pub fn conduct(&self) -> Conduct {
        Conduct {
            wait: self.wait.map(Duration::from_secs),
            lock_retries: self.lock_retries,
            statement_timeout: self.statement_timeout.map(Duration::from_secs),
            ..Conduct::default()
        }
    }
}
