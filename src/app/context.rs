//! Everything a use case takes from its surroundings. Nothing is global.

use super::AppError;
use super::source::Target;
use crate::driver::{DatabaseUrl, Scope};
use crate::env::{Config, Environment, database_url};
use chrono::{DateTime, SecondsFormat, Utc};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The clock, the questions, the progress and the configuration of one run.
#[derive(Clone)]
pub struct Context {
    pub config: Config,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
    pub progress: Arc<dyn Progress>,
    /// The folder that relative paths start from.
    pub folder: PathBuf,
    /// `dbx 0.1.0`, written into plans and ledgers.
    pub tool: String,
}

pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<Utc>;
}

/// Where chance comes from.
pub trait Entropy: Send + Sync {
    fn next(&self) -> u64;
}

/// Long work as a person sees it.
pub trait Progress: Send + Sync {
    /// Work of `total` steps begins; 0 where nobody knows how many there will be.
    fn start(&self, what: &str, total: u64);
    /// One step is about to run.
    fn step(&self, what: &str);
    /// Work on the rows of these tables begins, each with how many; it is told in rows a second, and how long it will take.
    fn start_rows(&self, what: &str, tables: &[(String, u64)]);
    /// So many rows more of a table are done.
    fn rows(&self, table: &str, rows: u64);
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
    fn start_rows(&self, _what: &str, _tables: &[(String, u64)]) {}
    fn rows(&self, _table: &str, _rows: u64) {}
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

/// A database in which dbx may build things.
#[derive(Clone, Debug)]
pub(super) struct ScratchAddress {
    pub url: DatabaseUrl,
    /// Whether the user named it, or its environment. That of the default environment is used where it fits.
    pub is_named: bool,
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
            namespaces: None,
            definers: self.config.definers,
        }
    }

    /// The database that `--url`, `--env`, the default environment or `DATABASE_URL` names, in this order.
    pub(super) fn database(&self, target: &Target) -> Result<Option<Database>, AppError> {
        if let Some(url) = &target.url {
            let url = parse_url("--url", url)?;
            let settings = self.settings_at(&url);
            return Ok(Some(Database { url: self.database_url(&url), settings }));
        }
        if let Some(name) = target.env.as_ref().or(self.config.default_env.as_ref()) {
            let settings = self.config.environment(name)?.clone();
            let url = settings.url(name)?.under(self.config.folder().unwrap_or(&self.folder));
            return Ok(Some(Database { url, settings }));
        }
        let Some(url) = database_url() else { return Ok(None) };
        let url = parse_url("$DATABASE_URL", &url)?;
        let settings = self.settings_at(&url);
        Ok(Some(Database { url, settings }))
    }

    fn settings_at(&self, url: &DatabaseUrl) -> Environment {
        self.config.environment_at(url).map(|(_, settings)| settings.clone()).unwrap_or_default()
    }

    /// The scratch database that `--scratch` names, or the environment of the database that a command is about.
    pub(super) fn scratch(&self, named: Option<&str>, target: &Target) -> Result<Option<ScratchAddress>, AppError> {
        if let Some(url) = named {
            let url = parse_url("--scratch", url)?;
            return Ok(Some(ScratchAddress { url: self.database_url(&url), is_named: true }));
        }
        let Some((name, settings)) = self.environment(target)? else { return Ok(None) };
        let folder = self.config.folder().unwrap_or(&self.folder);
        let is_named = target.url.is_some() || target.env.is_some();
        Ok(settings.scratch(name)?.map(|url| ScratchAddress { url: url.under(folder), is_named }))
    }

    /// The address by which the environment of a database is read, where it has one of its own.
    pub(super) fn reader_url(&self, target: &Target) -> Result<Option<DatabaseUrl>, AppError> {
        let Some((name, settings)) = self.environment(target)? else { return Ok(None) };
        let folder = self.config.folder().unwrap_or(&self.folder);
        Ok(settings.reader_url(name)?.map(|url| url.under(folder)))
    }

    /// The environment of the database that [`database`](Self::database) gives, without asking for its address.
    pub(super) fn environment<'a>(
        &'a self,
        target: &'a Target,
    ) -> Result<Option<(&'a str, &'a Environment)>, AppError> {
        if let Some(url) = &target.url {
            return Ok(self.config.environment_at(&parse_url("--url", url)?));
        }
        if let Some(name) = target.env.as_ref().or(self.config.default_env.as_ref()) {
            return Ok(Some((name, self.config.environment(name)?)));
        }
        match database_url() {
            Some(url) => Ok(self.config.environment_at(&parse_url("$DATABASE_URL", &url)?)),
            None => Ok(None),
        }
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

/// `from` is what the user wrote it behind.
fn parse_url(from: &str, text: &str) -> Result<DatabaseUrl, AppError> {
    DatabaseUrl::parse(text).map_err(|error| AppError::Usage(format!("{from}: {error}")))
}

fn seconds(number: NonZeroU32) -> Duration {
    Duration::from_secs(number.get().into())
}

impl Database {
    pub(super) fn lock_timeout(&self) -> Duration {
        self.settings.lock_timeout.map_or(LOCK_TIMEOUT, seconds)
    }

    pub(super) fn statement_timeout(&self) -> Option<Duration> {
        self.settings.statement_timeout.map(seconds)
    }
}
