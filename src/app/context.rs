//! Everything a use case takes from its surroundings. Nothing is global.

use super::AppError;
use super::source::Target;
use crate::driver::{DatabaseUrl, Scope};
use crate::env::{Config, Environment, database_url};
use chrono::{DateTime, SecondsFormat, Utc};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The clock, the questions, the progress and the configuration of one run.
#[derive(Clone)]
pub struct Context {
    pub config: Config,
    pub clock: Arc<dyn Clock>,
    pub progress: Arc<dyn Progress>,
    /// The folder that relative paths start from.
    pub folder: PathBuf,
    /// `dbx 0.1.0`, written into plans and ledgers.
    pub tool: String,
}

pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<Utc>;
}

/// Long work as a person sees it.
pub trait Progress: Send + Sync {
    /// Work of `total` steps begins.
    fn start(&self, what: &str, total: u64);
    /// One step is about to run.
    fn step(&self, what: &str);
    fn finish(&self);
    /// A question before something that cannot be taken back. Where nobody can be asked the answer is no.
    fn confirm(&self, question: &str) -> bool;
}

/// Says nothing, and no to every question.
#[derive(Debug)]
pub struct SilentProgress;

impl Progress for SilentProgress {
    fn start(&self, _what: &str, _total: u64) {}
    fn step(&self, _what: &str) {}
    fn finish(&self) {}
    fn confirm(&self, _question: &str) -> bool {
        false
    }
}

/// A database that was named, with the settings of its environment.
#[derive(Clone, Debug)]
pub(super) struct Database {
    pub url: DatabaseUrl,
    pub settings: Environment,
}

const LOCK_TIMEOUT: Duration = Duration::from_secs(2);

impl Context {
    /// UTC, RFC 3339, whole seconds.
    pub(super) fn timestamp(&self) -> String {
        self.clock.now().to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    pub(super) fn scope(&self) -> Scope {
        let usual = Scope::default();
        Scope {
            own_prefix: self.config.table_prefix.clone().unwrap_or(usual.own_prefix),
            definers: self.config.definers,
        }
    }

    /// The database that `--url`, `--env`, the default environment or `DATABASE_URL` names, in this order.
    pub(super) fn database(&self, target: &Target) -> Result<Option<Database>, AppError> {
        if let Some(url) = &target.url {
            let url = DatabaseUrl::parse(url).map_err(|error| AppError::Usage(error.to_string()))?;
            let settings = self.config.environment_at(&url).cloned().unwrap_or_default();
            return Ok(Some(Database { url: self.database_url(&url), settings }));
        }
        if let Some(name) = target.env.as_ref().or(self.config.default_env.as_ref()) {
            let settings = self.config.environment(name)?.clone();
            let url = settings.url(name)?.under(self.config.folder().unwrap_or(&self.folder));
            return Ok(Some(Database { url, settings }));
        }
        let Some(url) = database_url() else { return Ok(None) };
        let url = DatabaseUrl::parse(&url).map_err(|error| AppError::Usage(format!("$DATABASE_URL: {error}")))?;
        let settings = self.config.environment_at(&url).cloned().unwrap_or_default();
        Ok(Some(Database { url, settings }))
    }

    /// The address with a relative SQLite path starting from the context's folder.
    pub(super) fn database_url(&self, url: &DatabaseUrl) -> DatabaseUrl {
        url.under(&self.folder)
    }

    pub(super) fn needed_database(&self, target: &Target) -> Result<Database, AppError> {
        self.database(target)?.ok_or_else(|| {
            AppError::Usage(
                "no database is named: add --url sqlite:path.db (or postgres://…, mysql://…), or --env NAME from dbx.toml".into(),
            )
        })
    }
}

impl Database {
    pub(super) fn lock_timeout(&self) -> Duration {
        self.settings.lock_timeout.map_or(LOCK_TIMEOUT, Duration::from_secs)
    }
}
