//! `dbx.toml` and the environment variables: the one place that reads either.

mod language_model;

pub use language_model::{LanguageModelConfig, ModelConfigError, ModelSettings, ModelSource};

use crate::dialect::DialectKind;
use crate::driver::{DatabaseUrl, Definers, UrlError};
use crate::gate::{ApprovalKey, Role};
use crate::store::{self, StoreError};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

/// Name of the configuration file, looked for in the working folder and those above it.
pub const FILE_NAME: &str = "dbx.toml";

/// The contents of `dbx.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the file is; paths in it are relative to its folder.
    #[serde(skip)]
    pub path: Option<PathBuf>,
    /// Where what can be made again is kept between two runs; nothing is kept without it.
    #[serde(skip)]
    pub cache_folder: Option<PathBuf>,
    /// Used where neither `--env` nor `--url` is given.
    pub default_env: Option<String>,
    /// Prefix of the tables that dbx keeps in a database.
    pub table_prefix: Option<String>,
    /// MySQL: whether views and stored programs keep their DEFINER: `leave_out` (the default) or `keep`.
    #[serde(default)]
    pub definers: Definers,
    /// The language model, where there is one.
    #[serde(default)]
    pub llm: LanguageModelConfig,
    #[serde(default)]
    pub env: BTreeMap<String, Environment>,
}

/// One database and how to treat it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    url: Option<String>,
    /// Name of an environment variable that holds the address.
    url_env: Option<String>,
    /// A command that prints the address.
    url_command: Option<String>,
    /// A database of the same engine in which dbx may build things.
    scratch: Option<String>,
    /// Name of an environment variable that holds the address of that database.
    scratch_env: Option<String>,
    /// A command that prints the address of that database.
    scratch_command: Option<String>,
    /// The same database by an account that may only read: questions are asked there.
    reader_url: Option<String>,
    /// Name of an environment variable that holds the address for reading.
    reader_url_env: Option<String>,
    /// A command that prints the address for reading.
    reader_url_command: Option<String>,
    /// Seconds a question may run.
    pub query_timeout: Option<u64>,
    /// Most rows an answer has.
    pub query_rows: Option<usize>,
    /// Most work a question may cost: PostgreSQL's cost, or the rows MySQL and MariaDB expect to look at.
    pub query_cost: Option<f64>,
    /// Whether samples of what is in columns may be sent to a language model.
    #[serde(default)]
    pub send_values: bool,
    #[serde(default)]
    pub role: Role,
    #[serde(default)]
    pub read_only: bool,
    /// The environment that a plan has to be applied to before it comes here.
    pub promote_from: Option<String>,
    #[serde(default)]
    pub approvals: Approvals,
    /// Name of an environment variable that holds the key approvals are signed with.
    approval_key_env: Option<String>,
    /// A command that prints that key.
    approval_key_command: Option<String>,
    /// Seconds a statement waits for a lock.
    pub lock_timeout: Option<NonZeroU32>,
    /// How often what did not get a lock is tried again.
    pub lock_retries: Option<u32>,
    /// Seconds a statement may run.
    pub statement_timeout: Option<NonZeroU32>,
}

/// What an environment says about approvals.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "`approvals` is a number of people, or a list of hashes of approved plans")]
pub enum Approvals {
    /// So many people have to approve every plan.
    Needed(usize),
    /// Plans that were approved: `PLAN`, or `PLAN:IMPACT` with the hash of the impact file.
    Plans(Vec<String>),
}

impl Default for Approvals {
    fn default() -> Self {
        Self::Plans(Vec::new())
    }
}

impl Approvals {
    /// How many every plan needs.
    pub fn needed(&self) -> usize {
        match self {
            Self::Needed(number) => *number,
            Self::Plans(_) => 0,
        }
    }

    /// The plans that the configuration itself approves.
    pub fn listed(&self) -> &[String] {
        match self {
            Self::Needed(_) => &[],
            Self::Plans(plans) => plans,
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{}: {message}", path.display())]
    Syntax { path: PathBuf, message: String },
    #[error(
        "{}: `table_prefix` is `{prefix}`: it is {} lower-case letters, digits and `_` at most, a letter first, as in `db_assistant_`",
        path.display(), Config::LONGEST_PREFIX
    )]
    Prefix { path: PathBuf, prefix: String },
    #[error("there is no environment `{name}` in dbx.toml; {known}")]
    UnknownEnvironment { name: String, known: String },
    #[error("environment `{0}` needs one of `url`, `url_env`, `url_command`")]
    NoUrl(String),
    #[error("environment `{environment}` has more than one of `{key}`, `{key}_env`, `{key}_command`")]
    SeveralAddresses { environment: String, key: &'static str },
    #[error("environment `{environment}`: `{key}_env` names ${variable}, which is not set")]
    NoVariable { environment: String, key: &'static str, variable: String },
    #[error("environment `{environment}`: the approval key is shorter than {} bytes", ApprovalKey::SHORTEST)]
    ShortKey { environment: String },
    #[error("environment `{environment}`: the command of `{key}_command` {what}")]
    Command { environment: String, key: &'static str, what: String },
    #[error(transparent)]
    Url(#[from] UrlError),
    #[error(transparent)]
    Model(#[from] ModelConfigError),
}

impl Config {
    /// Bytes. The names of tables and indexes behind it have to fit into the 63 bytes of PostgreSQL.
    const LONGEST_PREFIX: usize = 30;

    /// Reads the `dbx.toml` of `folder` or the nearest one above; without one everything is at its default.
    pub fn find(folder: &Path) -> Result<Self, ConfigError> {
        for folder in folder.ancestors() {
            let path = folder.join(FILE_NAME);
            if let Some(text) = store::read_if_there(&path)? {
                return Ok(Self { cache_folder: cache_folder(), ..Self::parse(&text, path)? });
            }
        }
        Ok(Self { cache_folder: cache_folder(), ..Self::default() })
    }

    fn parse(text: &str, path: PathBuf) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text)
            .map_err(|error| ConfigError::Syntax { path: path.clone(), message: without_source(&error) })?;
        match &config.table_prefix {
            Some(prefix) if !is_prefix(prefix) => Err(ConfigError::Prefix { path, prefix: prefix.clone() }),
            Some(_) | None => Ok(Self { path: Some(path), ..config }),
        }
    }

    /// The folder of the file.
    pub fn folder(&self) -> Option<&Path> {
        self.path.as_deref().and_then(Path::parent)
    }

    /// The engine of the default environment, where its address is written in the file. No command is run, and no variable read.
    pub fn default_dialect(&self) -> Option<DialectKind> {
        let environment = self.env.get(self.default_env.as_ref()?)?;
        DatabaseUrl::parse(environment.url.as_ref()?.trim()).ok().map(|url| url.kind())
    }

    /// The environment whose database this is, with its name: its rules hold, however the database was named.
    pub fn environment_at(&self, url: &DatabaseUrl) -> Option<(&str, &Environment)> {
        let mut environments = self.env.iter().map(|(name, environment)| (name.as_str(), environment));
        environments.find(|(_, environment)| environment.is_at(url))
    }

    pub fn environment(&self, name: &str) -> Result<&Environment, ConfigError> {
        self.env.get(name).ok_or_else(|| {
            let names: Vec<&str> = self.env.keys().map(String::as_str).collect();
            let known = if names.is_empty() { "it has none".into() } else { format!("it has {}", names.join(", ")) };
            ConfigError::UnknownEnvironment { name: name.to_owned(), known }
        })
    }
}

/// Without one every table would count as dbx's own; other letters would need quotes, or be another name to MySQL.
fn is_prefix(text: &str) -> bool {
    text.len() <= Config::LONGEST_PREFIX
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The message alone: the parser's own display quotes the line, which may hold a password.
fn without_source(error: &toml::de::Error) -> String {
    error.message().to_owned()
}

impl Environment {
    /// Whether the address is this environment's, as far as that can be told without running a command.
    fn is_at(&self, url: &DatabaseUrl) -> bool {
        let text = self.url.clone().or_else(|| std::env::var(self.url_env.as_ref()?).ok());
        text.and_then(|text| DatabaseUrl::parse(text.trim()).ok()).is_some_and(|own| own == *url)
    }

    /// The address of the database, from wherever the environment says.
    pub fn url(&self, name: &str) -> Result<DatabaseUrl, ConfigError> {
        let address =
            Setting { key: "url", text: &self.url, variable: &self.url_env, command: &self.url_command }.read(name)?;
        let address = address.ok_or_else(|| ConfigError::NoUrl(name.to_owned()))?;
        Ok(DatabaseUrl::parse(&address)?)
    }

    /// The address by which the database is read, where the environment has one of its own.
    pub fn reader_url(&self, name: &str) -> Result<Option<DatabaseUrl>, ConfigError> {
        let Self { reader_url, reader_url_env, reader_url_command, .. } = self;
        let address =
            Setting { key: "reader_url", text: reader_url, variable: reader_url_env, command: reader_url_command };
        Ok(address.read(name)?.map(|address| DatabaseUrl::parse(&address)).transpose()?)
    }

    /// The address of the database in which dbx may build things, where the environment has one.
    pub fn scratch(&self, name: &str) -> Result<Option<DatabaseUrl>, ConfigError> {
        let Self { scratch, scratch_env, scratch_command, .. } = self;
        let address = Setting { key: "scratch", text: scratch, variable: scratch_env, command: scratch_command };
        Ok(address.read(name)?.map(|address| DatabaseUrl::parse(&address)).transpose()?)
    }

    /// The key that approvals are signed with, where the environment has one. It is never written into the file itself.
    pub fn approval_key(&self, name: &str) -> Result<Option<ApprovalKey>, ConfigError> {
        let Self { approval_key_env: variable, approval_key_command: command, .. } = self;
        let Some(key) = (Setting { key: "approval_key", text: &None, variable, command }).read(name)? else {
            return Ok(None);
        };
        let key = ApprovalKey::new(key).ok_or_else(|| ConfigError::ShortKey { environment: name.to_owned() })?;
        Ok(Some(key))
    }
}

/// A text under one of three keys: as it is, in an environment variable, or printed by a command.
struct Setting<'a> {
    /// The first of the keys; the others add `_env` and `_command` to it.
    key: &'static str,
    text: &'a Option<String>,
    variable: &'a Option<String>,
    command: &'a Option<String>,
}

impl Setting<'_> {
    /// Without white space around it; `None` where none of the keys is there.
    fn read(&self, environment: &str) -> Result<Option<String>, ConfigError> {
        let text = match (self.text, self.variable, self.command) {
            (None, None, None) => return Ok(None),
            (Some(text), None, None) => text.clone(),
            (None, Some(variable), None) => std::env::var(variable).map_err(|_| ConfigError::NoVariable {
                environment: environment.to_owned(),
                key: self.key,
                variable: variable.clone(),
            })?,
            (None, None, Some(command)) => run(command).map_err(|what| ConfigError::Command {
                environment: environment.to_owned(),
                key: self.key,
                what,
            })?,
            (_, _, _) => {
                return Err(ConfigError::SeveralAddresses { environment: environment.to_owned(), key: self.key });
            }
        };
        Ok(Some(text.trim().to_owned()))
    }
}

/// What a command prints; otherwise what it did, in words that fit behind "the command". What it printed is not among them.
fn run(command: &str) -> Result<String, String> {
    let output = std::process::Command::new("sh")
        .args(["-c", command])
        .stdin(std::process::Stdio::null())
        .output()
        .map_err(|error| format!("cannot be run: {error}"))?;
    if !output.status.success() {
        return Err(format!("failed ({})", output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| "printed something that is not text".into())
}

/// `DATABASE_URL`, where neither `--url` nor an environment names a database.
pub fn database_url() -> Option<String> {
    std::env::var("DATABASE_URL").ok().filter(|url| !url.is_empty())
}

/// Where the tests of faults want the program to stop (`DBX_FAILPOINT`, as `NAME NUMBER:FILE`): the place, and the file to make there.
#[cfg(debug_assertions)]
pub fn failpoint() -> Option<(String, PathBuf)> {
    let text = std::env::var("DBX_FAILPOINT").ok()?;
    text.split_once(':').map(|(place, file)| (place.to_owned(), file.into()))
}

/// Where this user's programs keep what they can make again: `$XDG_CACHE_HOME`, or `.cache` at home.
fn cache_folder() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    folder("XDG_CACHE_HOME")
        .or_else(|| folder("LOCALAPPDATA"))
        .or_else(|| folder("HOME").map(|home| home.join(".cache")))
}

/// Who is logged in, as the system tells programs: `USER`, `LOGNAME`, or `USERNAME` on Windows.
pub fn user() -> Option<String> {
    ["USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|user| !user.is_empty()))
}

/// The plan that a pipeline's own gate let through, and where (`DBX_APPROVED_PLAN`: `PLAN:IMPACT@ENVIRONMENT`), and who did (`DBX_APPROVED_BY`).
pub fn approved_plan() -> Option<(String, String)> {
    let variable =
        |name| std::env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    let plan = variable("DBX_APPROVED_PLAN")?;
    Some((plan, variable("DBX_APPROVED_BY").unwrap_or_else(|| "$DBX_APPROVED_PLAN".to_owned())))
}

/// Whether `NO_COLOR` asks for plain text (no-color.org: any value but an empty one).
pub fn no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_environments_and_refuses_unknown_keys() {
        let text = "default_env = \"dev\"\n[env.dev]\nurl = \"sqlite:dev.db\"\n[env.prod]\nurl_command = \"echo postgres://u:p@h/d\"\nrole = \"production\"\n";
        let config = Config::parse(text, "dbx.toml".into()).unwrap();
        assert_eq!(config.environment("dev").unwrap().url("dev").unwrap().to_string(), "sqlite:dev.db");
        let production = config.environment("prod").unwrap();
        assert_eq!(production.role, Role::Production);
        assert_eq!(production.url("prod").unwrap().to_string(), "postgres://u:***@h/d");
        let dev = DatabaseUrl::parse("sqlite:dev.db").unwrap();
        assert!(
            config.environment_at(&dev).is_some()
                && config.environment_at(&DatabaseUrl::parse("sqlite:x.db").unwrap()).is_none()
        );
        assert!(config.environment("staging").unwrap_err().to_string().contains("dev, prod"));
        assert!(Config::parse("[env.x]\nurll = 1", "dbx.toml".into()).is_err());
    }

    #[test]
    fn what_would_hide_every_table_or_wait_for_ever_is_refused() {
        let error = |text: &str| Config::parse(text, "dbx.toml".into()).unwrap_err().to_string();
        for prefix in ["", "Team_", "1st_", "a b", "a\"b", "abcdefghijklmnopqrstuvwxyz_12345"] {
            let text = format!("table_prefix = '{prefix}'");
            assert!(error(&text).contains("as in `db_assistant_`"), "{prefix}");
        }
        assert!(Config::parse("table_prefix = 'team_2_'", "dbx.toml".into()).is_ok());
        assert!(error("[env.x]\nlock_timeout = 0").contains("nonzero"));
    }

    #[test]
    fn a_scratch_database_is_named_in_three_ways_and_once() {
        let scratch = |keys: &str| {
            let config =
                Config::parse(&format!("[env.dev]\nurl = \"sqlite:dev.db\"\n{keys}"), "dbx.toml".into()).unwrap();
            let scratch = config.environment("dev").unwrap().scratch("dev");
            scratch.map(|url| url.map(|url| url.to_string())).map_err(|error| error.to_string())
        };
        assert_eq!(scratch(""), Ok(None));
        for keys in ["scratch = \"postgres://u:p@h/s\"", "scratch_command = \"echo postgres://u:p@h/s\""] {
            assert_eq!(scratch(keys), Ok(Some("postgres://u:***@h/s".to_owned())), "{keys}");
        }
        let unset = scratch("scratch_env = \"DBX_TEST_NOT_SET\"").unwrap_err();
        assert!(unset.contains("`scratch_env`") && unset.contains("$DBX_TEST_NOT_SET"), "{unset}");
        let twice = scratch("scratch = \"sqlite:a.db\"\nscratch_command = \"echo sqlite:b.db\"").unwrap_err();
        assert!(twice.contains("more than one of `scratch`"), "{twice}");
    }

    #[test]
    fn approvals_are_a_number_or_a_list() {
        let approvals = |value: &str| {
            Config::parse(&format!("[env.live]\nurl = \"sqlite:a.db\"\napprovals = {value}"), "dbx.toml".into())
                .map(|config| config.env["live"].approvals.clone())
        };
        assert_eq!(approvals("2").unwrap().needed(), 2);
        assert!(approvals("[\"abc\"]").unwrap().listed() == ["abc"] && approvals("[]").unwrap().listed().is_empty());
        let error = approvals("\"two\"").unwrap_err().to_string();
        assert!(error.contains("a number of people"), "{error}");
    }

    #[test]
    fn a_short_approval_key_is_refused_without_being_shown() {
        let text = "[env.live]\nurl = \"sqlite:a.db\"\napproval_key_command = \"echo S3cret\"";
        let config = Config::parse(text, "dbx.toml".into()).unwrap();
        let error = config.env["live"].approval_key("live").unwrap_err().to_string();
        assert!(error.contains("16 bytes") && !error.contains("S3cret"), "{error}");
    }

    #[test]
    fn a_syntax_error_shows_no_password() {
        let error = Config::parse("[env.x]\nurl = \"postgres://u:S3cretPw@h/d\" x", "dbx.toml".into()).unwrap_err();
        assert!(!error.to_string().contains("S3cret"), "{error}");
    }
}
