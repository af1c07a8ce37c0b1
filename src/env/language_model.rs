//! `[llm]` in `dbx.toml`, and the model that it and `--model` name together.

use crate::llm::{
    AddressError, ApiKey, BaseUrl, Budget, PRESETS, Price, ProviderKind, Reach, RetryPolicy, ServiceSettings, Sizes,
    Structure, Timeouts,
};
use crate::model::nearest_word;
use crate::store::{self, StoreError};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The table as it is written. No key is ever in it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageModelConfig {
    provider: Option<String>,
    /// The service's own name of the model.
    model: Option<String>,
    base_url: Option<String>,
    deployment: Option<String>,
    api_version: Option<String>,
    /// Name of an environment variable that holds the key.
    api_key_env: Option<String>,
    /// A file that holds the key, for its owner's eyes alone.
    api_key_file: Option<PathBuf>,
    /// A command that prints the key.
    api_key_command: Option<String>,
    structure: Option<Structure>,
    temperature: Option<f64>,
    stream: Option<bool>,
    /// Seconds.
    connect_timeout: Option<u64>,
    read_timeout: Option<u64>,
    timeout: Option<u64>,
    attempts: Option<u32>,
    repairs: Option<usize>,
    answer_tokens: Option<u64>,
    answer_bytes: Option<usize>,
    /// How much is told of a schema.
    prompt_tokens: Option<usize>,
    budget_tokens: Option<u64>,
    budget_usd: Option<f64>,
    /// US dollars for a million tokens.
    price_input: Option<f64>,
    price_output: Option<f64>,
    #[serde(default)]
    allow_http: bool,
    #[serde(default)]
    allow_link_local: bool,
    /// The file of the provider `replay`.
    replay: Option<PathBuf>,
    /// A file to which requests and answers are added.
    record: Option<PathBuf>,
}

/// A model to ask, with everything resolved.
#[derive(Clone, Debug)]
pub struct ModelSettings {
    pub source: ModelSource,
    pub record: Option<PathBuf>,
    pub budget: Budget,
    pub price: Option<Price>,
    /// The longest answer that is asked for.
    pub answer_tokens: u64,
    /// The most tokens that are told of a schema.
    pub prompt_tokens: usize,
    /// How often an answer that is of no use goes back.
    pub repairs: usize,
}

/// Who answers.
#[derive(Clone, Debug)]
pub enum ModelSource {
    Service(Box<ServiceSettings>),
    Replay(PathBuf),
}

#[derive(Debug, thiserror::Error)]
pub enum ModelConfigError {
    #[error(
        "which service `{model}` is a model of is not said: write --model PROVIDER/{model}, or `provider` under [llm] in dbx.toml; there are {}",
        providers()
    )]
    NoProvider { model: String },
    #[error("there is no provider `{name}`{}; there are {}", .nearest.map_or_else(String::new, |it| format!(" (did you mean `{it}`?)")), providers())]
    UnknownProvider { name: String, nearest: Option<&'static str> },
    #[error("[llm] in dbx.toml names no `model`")]
    NoModel,
    #[error("the provider `{0}` needs a `base_url` under [llm] in dbx.toml")]
    NoBaseUrl(ProviderKind),
    #[error("the provider `replay` needs the file of its answers: `replay = \"FILE\"` under [llm] in dbx.toml")]
    NoRecording,
    #[error("[llm] in dbx.toml has more than one of `api_key_env`, `api_key_file`, `api_key_command`")]
    SeveralKeys,
    #[error(
        "the provider `{provider}` needs a key: set ${variable}, or say `api_key_env`, `api_key_file` or `api_key_command` under [llm] in dbx.toml"
    )]
    NoKey { provider: ProviderKind, variable: &'static str },
    #[error("`api_key_env` under [llm] in dbx.toml names ${0}, which is not set")]
    NoVariable(String),
    #[error("`api_key_file` under [llm] in dbx.toml: {0}")]
    KeyFile(#[from] StoreError),
    #[error("{} can be read by others than its owner: chmod 600 {}", path.display(), store::shell_quoted(&path.to_string_lossy()))]
    OpenKeyFile { path: PathBuf },
    #[error("the command of `api_key_command` under [llm] in dbx.toml {0}")]
    KeyCommand(String),
    #[error("the key in {0} is empty, or has characters that no key has")]
    BadKey(String),
    #[error("`{key}` under [llm] in dbx.toml is {value}, and has to be {wanted}")]
    Number { key: &'static str, value: String, wanted: &'static str },
    #[error("`price_input` and `price_output` under [llm] in dbx.toml belong together")]
    HalfAPrice,
    #[error(
        "`budget_usd` under [llm] in dbx.toml holds nothing back while the price of `{0}` is not known: add `price_input` and `price_output` in US dollars per million tokens, or use `budget_tokens`"
    )]
    NoPrice(String),
    #[error("{0}; {hint}", hint = hint(.0))]
    Address(#[from] AddressError),
}

fn hint(error: &AddressError) -> &'static str {
    error.hint()
}

fn providers() -> String {
    PRESETS.iter().map(|preset| preset.name).collect::<Vec<_>>().join(", ")
}

const PROMPT_TOKENS: usize = 6_000;
const REPAIRS: usize = 2;

/// The model that is asked for: its service, and its name there.
struct Wanted {
    provider: ProviderKind,
    model: String,
    /// Whether address, key and price of the table are those of this service and model.
    is_own_service: bool,
    is_own_model: bool,
}

impl LanguageModelConfig {
    /// The model that `--model` names, or the table. `None` where neither does. Paths in the table start at `folder`.
    pub fn resolve(&self, asked: Option<&str>, folder: &Path) -> Result<Option<ModelSettings>, ModelConfigError> {
        let Some(wanted) = self.wanted(asked)? else { return Ok(None) };
        let sizes = self.sizes()?;
        let source = match wanted.provider {
            ProviderKind::Replay => {
                let file = self.replay.as_ref().ok_or(ModelConfigError::NoRecording)?;
                ModelSource::Replay(folder.join(file))
            }
            ProviderKind::Anthropic
            | ProviderKind::OpenAi
            | ProviderKind::AzureOpenAi
            | ProviderKind::Groq
            | ProviderKind::Mistral
            | ProviderKind::Ollama
            | ProviderKind::Vllm => ModelSource::Service(Box::new(self.service(&wanted, sizes, folder)?)),
        };
        let price = self.price(&wanted)?;
        Ok(Some(ModelSettings {
            source,
            record: self.record.as_ref().map(|path| folder.join(path)),
            budget: self.budget(&wanted, price)?,
            price,
            answer_tokens: sizes.answer_tokens,
            prompt_tokens: positive("prompt_tokens", self.prompt_tokens.unwrap_or(PROMPT_TOKENS))?,
            repairs: self.repairs.unwrap_or(REPAIRS),
        }))
    }

    /// The model that would be asked, as `PROVIDER/MODEL`: its key and its address are not looked at.
    pub fn name(&self, asked: Option<&str>) -> Result<Option<String>, ModelConfigError> {
        Ok(self.wanted(asked)?.map(|it| format!("{}/{}", it.provider, it.model)))
    }

    fn wanted(&self, asked: Option<&str>) -> Result<Option<Wanted>, ModelConfigError> {
        let own = self.provider.as_deref().map(provider).transpose()?;
        let Some(asked) = asked else {
            let Some(provider) = own else {
                let model = self.model.clone();
                return model.map_or(Ok(None), |model| Err(ModelConfigError::NoProvider { model }));
            };
            let model = match (provider, &self.model) {
                (_, Some(model)) => model.clone(),
                (ProviderKind::Replay, None) => String::new(),
                (_, None) => return Err(ModelConfigError::NoModel),
            };
            return Ok(Some(Wanted { provider, model, is_own_service: true, is_own_model: true }));
        };
        // Names of models may have a slash themselves.
        let named = asked.split_once('/').and_then(|(name, model)| Some((ProviderKind::parse(name)?, model)));
        let (provider, model) = match (named, own) {
            (Some(named), _) => named,
            (None, Some(own)) => (own, asked),
            (None, None) => return Err(ModelConfigError::NoProvider { model: asked.to_owned() }),
        };
        if model.is_empty() {
            return Err(ModelConfigError::NoModel);
        }
        let is_own_service = own == Some(provider);
        let is_own_model = is_own_service && self.model.as_deref() == Some(model);
        Ok(Some(Wanted { provider, model: model.to_owned(), is_own_service, is_own_model }))
    }

    fn service(&self, wanted: &Wanted, sizes: Sizes, folder: &Path) -> Result<ServiceSettings, ModelConfigError> {
        let preset = wanted.provider.preset();
        // What is said of one service is not said of another.
        let usual = Self::default();
        let own = if wanted.is_own_service { self } else { &usual };
        let address = own.base_url.as_deref().or(preset.base_url);
        let address = address.ok_or(ModelConfigError::NoBaseUrl(wanted.provider))?;
        let reach = Reach { plain_http: own.allow_http, link_local: own.allow_link_local };
        Ok(ServiceSettings {
            kind: wanted.provider,
            model: wanted.model.clone(),
            base_url: BaseUrl::parse(address, reach)?,
            key: own.key(wanted.provider, folder)?,
            deployment: own.deployment.clone(),
            api_version: own.api_version.clone(),
            structure: own.structure.unwrap_or(preset.structure),
            temperature: own.temperature()?,
            stream: own.stream.unwrap_or(true),
            timeouts: self.timeouts()?,
            sizes,
            retries: RetryPolicy {
                attempts: positive("attempts", self.attempts.unwrap_or(RetryPolicy::default().attempts))?,
                ..RetryPolicy::default()
            },
        })
    }

    fn key(&self, provider: ProviderKind, folder: &Path) -> Result<Option<ApiKey>, ModelConfigError> {
        let Self { api_key_env, api_key_file, api_key_command, .. } = self;
        let (text, place) = match (api_key_env, api_key_file, api_key_command) {
            (Some(variable), None, None) => {
                let text = std::env::var(variable).map_err(|_| ModelConfigError::NoVariable(variable.clone()))?;
                (text, format!("${variable}"))
            }
            (None, Some(file), None) => {
                let path = folder.join(at_home(file));
                (key_file(&path)?, path.display().to_string())
            }
            (None, None, Some(command)) => (
                super::run(command).map_err(ModelConfigError::KeyCommand)?,
                "the output of `api_key_command`".to_owned(),
            ),
            (None, None, None) => return usual_key(provider),
            (_, _, _) => return Err(ModelConfigError::SeveralKeys),
        };
        ApiKey::new(&text).map(Some).ok_or(ModelConfigError::BadKey(place))
    }

    fn timeouts(&self) -> Result<Timeouts, ModelConfigError> {
        let usual = Timeouts::default();
        let seconds = |key, value: Option<u64>, usual: Duration| {
            value.map_or(Ok(usual), |value| positive(key, value).map(Duration::from_secs))
        };
        Ok(Timeouts {
            connect: seconds("connect_timeout", self.connect_timeout, usual.connect)?,
            read: seconds("read_timeout", self.read_timeout, usual.read)?,
            total: seconds("timeout", self.timeout, usual.total)?,
        })
    }

    fn sizes(&self) -> Result<Sizes, ModelConfigError> {
        let usual = Sizes::default();
        Ok(Sizes {
            answer_tokens: positive("answer_tokens", self.answer_tokens.unwrap_or(usual.answer_tokens))?,
            answer_bytes: positive("answer_bytes", self.answer_bytes.unwrap_or(usual.answer_bytes))?,
        })
    }

    fn temperature(&self) -> Result<Option<f64>, ModelConfigError> {
        let Some(temperature) = self.temperature else { return Ok(None) };
        if (0.0..=2.0).contains(&temperature) {
            return Ok(Some(temperature));
        }
        let (key, value) = ("temperature", temperature.to_string());
        Err(ModelConfigError::Number { key, value, wanted: "between 0 and 2" })
    }

    fn price(&self, wanted: &Wanted) -> Result<Option<Price>, ModelConfigError> {
        let own = match (self.price_input, self.price_output) {
            (Some(input), Some(output)) => {
                Some(Price { input: amount("price_input", input)?, output: amount("price_output", output)? })
            }
            (None, None) => None,
            (_, _) => return Err(ModelConfigError::HalfAPrice),
        };
        Ok(own.filter(|_| wanted.is_own_model).or(wanted.provider.preset().price))
    }

    fn budget(&self, wanted: &Wanted, price: Option<Price>) -> Result<Budget, ModelConfigError> {
        let usd = self.budget_usd.map(|usd| amount("budget_usd", usd)).transpose()?;
        if usd.is_some() && price.is_none() {
            return Err(ModelConfigError::NoPrice(format!("{}/{}", wanted.provider, wanted.model)));
        }
        Ok(Budget { tokens: self.budget_tokens, usd })
    }
}

fn provider(name: &str) -> Result<ProviderKind, ModelConfigError> {
    ProviderKind::parse(name).ok_or_else(|| ModelConfigError::UnknownProvider {
        name: name.to_owned(),
        nearest: nearest_word(name, PRESETS.iter().map(|preset| preset.name)),
    })
}

/// The key in the variable in which users of the service keep it.
fn usual_key(provider: ProviderKind) -> Result<Option<ApiKey>, ModelConfigError> {
    let Some(variable) = provider.preset().key_variable else { return Ok(None) };
    match std::env::var(variable) {
        Ok(text) if !text.trim().is_empty() => {
            ApiKey::new(&text).map(Some).ok_or_else(|| ModelConfigError::BadKey(format!("${variable}")))
        }
        Ok(_) | Err(_) if provider.preset().needs_key => Err(ModelConfigError::NoKey { provider, variable }),
        Ok(_) | Err(_) => Ok(None),
    }
}

/// A file that others can read keeps no secret.
fn key_file(path: &Path) -> Result<String, ModelConfigError> {
    let text = store::read(path)?;
    if store::is_open_to_others(path)? {
        return Err(ModelConfigError::OpenKeyFile { path: path.to_owned() });
    }
    Ok(text)
}

/// `~/…` as shells read it.
fn at_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        (_, _) => path.to_owned(),
    }
}

fn positive<N: PartialEq + From<u8>>(key: &'static str, value: N) -> Result<N, ModelConfigError> {
    if value == N::from(0) {
        return Err(ModelConfigError::Number { key, value: "0".to_owned(), wanted: "at least 1" });
    }
    Ok(value)
}

/// An amount of dollars: `nan` and `inf` are numbers in TOML.
fn amount(key: &'static str, value: f64) -> Result<f64, ModelConfigError> {
    if value.is_finite() && value >= 0.0 {
        return Ok(value);
    }
    Err(ModelConfigError::Number { key, value: value.to_string(), wanted: "0 or more" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(table: &str, asked: Option<&str>) -> Result<Option<ModelSettings>, String> {
        let config: LanguageModelConfig = toml::from_str(table).map_err(|error| error.message().to_owned())?;
        config.resolve(asked, Path::new("/project")).map_err(|error| error.to_string())
    }

    #[track_caller]
    fn service(table: &str, asked: Option<&str>) -> ServiceSettings {
        match resolve(table, asked).unwrap().unwrap().source {
            ModelSource::Service(settings) => *settings,
            ModelSource::Replay(path) => panic!("a recording at {}", path.display()),
        }
    }

    #[track_caller]
    fn refused(table: &str, asked: Option<&str>, part: &str) {
        let error = resolve(table, asked).map(|_| ()).unwrap_err();
        assert!(error.contains(part), "{error}");
    }

    const OLLAMA: &str = "provider = 'ollama'\nmodel = 'llama3.1'\n";

    #[test]
    fn without_a_table_and_an_option_there_is_no_model() {
        assert!(resolve("", None).unwrap().is_none());
        refused("model = 'x'", None, "--model PROVIDER/x");
        refused("", Some("gpt-4o"), "--model PROVIDER/gpt-4o");
    }

    #[test]
    fn the_option_names_a_model_of_the_table_or_another_service() {
        assert_eq!(service(OLLAMA, None).model, "llama3.1");
        assert_eq!(service(OLLAMA, Some("org/qwen")).model, "org/qwen");
        let table = format!("{OLLAMA}base_url = 'http://127.0.0.1:9/v1'\ntimeout = 7\n");
        let other = service(&table, Some("vllm/org/qwen"));
        assert_eq!((other.kind, other.model.as_str()), (ProviderKind::Vllm, "org/qwen"));
        assert_eq!(
            other.base_url.to_string(),
            "http://localhost:8000/v1/",
            "the address is not that of another service"
        );
        assert_eq!(other.timeouts.total, Duration::from_secs(7));
    }

    #[test]
    fn mistakes_are_named() {
        for (table, part) in [
            ("provider = 'olama'\nmodel = 'x'", "did you mean `ollama`?"),
            ("provider = 'ollama'", "no `model`"),
            ("provider = 'azure'\nmodel = 'x'\napi_key_command = 'echo k'", "needs a `base_url`"),
            ("provider = 'replay'", "replay = \"FILE\""),
            ("provider = 'ollama'\nmodel = 'x'\napi_key = 'sk-S3cret'", "unknown field `api_key`"),
            ("provider = 'ollama'\nmodel = 'x'\ntimeout = 0", "`timeout`"),
            ("provider = 'ollama'\nmodel = 'x'\ntemperature = 3.0", "between 0 and 2"),
            ("provider = 'ollama'\nmodel = 'x'\nbudget_usd = nan", "0 or more"),
            ("provider = 'ollama'\nmodel = 'x'\nprice_input = 1.0", "belong together"),
            ("provider = 'ollama'\nmodel = 'x'\nbase_url = 'http://10.0.0.1'", "plain http"),
            ("provider = 'ollama'\nmodel = 'x'\napi_key_env = 'A'\napi_key_command = 'b'", "more than one"),
            ("provider = 'openai'\nmodel = 'x'\napi_key_env = 'DBX_TEST_NOT_SET'", "$DBX_TEST_NOT_SET"),
            ("provider = 'openai'\nmodel = 'x'\napi_key_command = 'echo k'\nbudget_usd = 1.0", "price_input"),
        ] {
            refused(table, None, part);
        }
    }

    #[test]
    fn a_key_comes_from_a_command_or_a_closed_file_and_is_never_shown() {
        let by_command = service("provider = 'openai'\nmodel = 'x'\napi_key_command = 'echo sk-S3cret'", None);
        assert!(by_command.key.is_some() && !format!("{by_command:?}").contains("S3cret"));
        refused("provider = 'openai'\nmodel = 'x'\napi_key_command = 'echo two S3cret'", None, "no key has");
        refused("provider = 'openai'\nmodel = 'x'\napi_key_command = 'echo S3cret; exit 3'", None, "failed");
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, "sk-S3cret\n").unwrap();
        let table = format!("provider = 'openai'\nmodel = 'x'\napi_key_file = '{}'", path.display());
        let set = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        set(0o644);
        refused(&table, None, "chmod 600");
        set(0o600);
        assert!(service(&table, None).key.is_some());
    }

    #[test]
    fn a_price_belongs_to_its_model() {
        let table = "provider = 'openai'\nmodel = 'a'\napi_key_command = 'echo k'\nprice_input = 1.0\nprice_output = 2.0\nbudget_usd = 0.5\n";
        assert_eq!(resolve(table, None).unwrap().unwrap().price, Some(Price { input: 1.0, output: 2.0 }));
        refused(table, Some("b"), "price of `openai/b`");
        assert_eq!(resolve(OLLAMA, None).unwrap().unwrap().price, Some(Price::FREE));
    }
}
