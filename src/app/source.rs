//! Where a schema comes from: a spec, a live database, or nothing.

use super::spec_file;
use super::{AppError, Context};
use crate::dialect::DialectKind;
use crate::driver::{self, DatabaseUrl, Driver, DriverError};
use crate::model::{Renames, Schema};
use crate::spec::{Loaded, Manages};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use tokio::task::{JoinError, spawn_blocking};

/// What `--current` and `--target` name.
#[derive(Clone, Debug)]
pub enum Source {
    /// A spec file or a folder of them.
    Spec(PathBuf),
    Database(DatabaseUrl),
    Empty,
}

/// The database that a command is about.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// Name of an environment in `dbx.toml`.
    pub env: Option<String>,
    pub url: Option<String>,
}

impl Source {
    pub fn parse(text: &str) -> Result<Self, AppError> {
        if text == "empty" {
            return Ok(Self::Empty);
        }
        if DatabaseUrl::looks_like(text) {
            return DatabaseUrl::parse(text).map(Self::Database).map_err(|error| AppError::Usage(error.to_string()));
        }
        Ok(Self::Spec(PathBuf::from(text)))
    }
}

/// One side of a comparison, read.
pub(super) struct Side {
    pub schema: Schema,
    pub renames: Renames,
    /// The engine, where the source knows it.
    pub dialect: Option<DialectKind>,
    /// Whether it speaks of owners and privileges.
    pub manages: Manages,
    /// Whether `schema.unmanaged` is meant to be complete: a live database, or a spec that has the list.
    pub lists_unmanaged: bool,
    pub driver: Option<Box<dyn Driver>>,
    pub warnings: Vec<crate::diagnostic::Diagnostic>,
}

impl Side {
    pub fn empty() -> Self {
        Self {
            schema: Schema::default(),
            renames: Renames::default(),
            dialect: None,
            manages: Manages::EVERYTHING,
            lists_unmanaged: false,
            driver: None,
            warnings: Vec::new(),
        }
    }

    /// What a spec without errors says.
    pub fn of_spec(Loaded { spec, diagnostics, .. }: Loaded) -> Self {
        Self {
            schema: spec.schema,
            renames: spec.renames,
            dialect: spec.dialect,
            manages: spec.manages,
            lists_unmanaged: spec.lists_unmanaged,
            driver: None,
            warnings: diagnostics,
        }
    }

    pub async fn open(context: &Context, source: &Source) -> Result<Self, AppError> {
        match source {
            Source::Empty => Ok(Self::empty()),
            Source::Spec(path) => {
                let path = context.folder.join(path);
                // On a thread of its own, so that two specs are read side by side, or one while a server answers.
                let loaded = spawn_blocking(move || spec_file::load(&path)).await.map_err(|error| bug(&error))??;
                Ok(Self::of_spec(loaded))
            }
            Source::Database(url) => Self::live(context, connect(&context.database_url(url)).await?).await,
        }
    }

    pub async fn live(context: &Context, mut driver: Box<dyn Driver>) -> Result<Self, AppError> {
        let schema = driver.inspect(&context.scope()).await?;
        Ok(Self {
            schema,
            renames: Renames::default(),
            dialect: Some(driver.dialect().kind()),
            manages: Manages::EVERYTHING,
            lists_unmanaged: true,
            driver: Some(driver),
            warnings: Vec::new(),
        })
    }
}

/// The schema of the database now, normalized.
pub(super) async fn live(context: &Context, driver: &mut dyn Driver) -> Result<Schema, DriverError> {
    let schema = driver.inspect(&context.scope()).await?;
    Ok(driver.dialect().normalize(schema).schema)
}

/// The thread that reads a spec ends early only by a panic.
fn bug(error: &JoinError) -> AppError {
    AppError::Bug(error.to_string())
}

pub(super) async fn connect(url: &DatabaseUrl) -> Result<Box<dyn Driver>, AppError> {
    driver::connect(url).await.map_err(|error| AppError::Connect { url: url.to_string(), source: Box::new(error) })
}
