//! The starters of this project: those that dbx brings along, and those under `templates/schemas/`.

use crate::app::{AppError, Context};
use crate::design::{self, PARTS, STARTERS, Starter, StarterError, read_starter};
use crate::model::{Table, nearest_word};
use crate::store;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Where a project keeps its own.
const FOLDER: &str = "templates/schemas";

/// All starters, read.
pub struct Library {
    pub starters: Vec<Starter>,
    pub calendar: Table,
    parts: Vec<(String, String)>,
}

/// A starter, as `design --list-templates` tells of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListedTemplate {
    pub name: String,
    pub title: String,
    pub tables: Vec<String>,
    /// What it has besides for those who ask for it.
    pub optional: Vec<String>,
    /// It lies in the project.
    pub own: bool,
}

/// The starters there are.
pub fn templates(context: &Context) -> Result<Vec<ListedTemplate>, AppError> {
    let own = own(context)?;
    let library = Library::read(context)?;
    let listed = |starter: Starter| ListedTemplate {
        own: own.contains_key(&starter.name),
        tables: starter.order.iter().map(ToString::to_string).collect(),
        optional: starter.optional.into_iter().collect(),
        name: starter.name,
        title: starter.title,
    };
    Ok(library.starters.into_iter().map(listed).collect())
}

impl Library {
    /// Reads all of them. One of the project's stands in for the built-in one of its name.
    pub fn read(context: &Context) -> Result<Self, AppError> {
        let mut own = own(context)?;
        let parts = parts(context)?;
        let built_in = STARTERS
            .iter()
            .map(|(name, text)| ((*name).to_owned(), own.remove(*name).unwrap_or_else(|| (*text).to_owned())));
        let texts: Vec<(String, String)> = built_in.collect();
        let starters =
            texts.into_iter().chain(own).map(|(name, text)| read(&name, &text, &parts)).collect::<Result<_, _>>()?;
        let calendar = parts.first().map(|(_, text)| design::calendar(text).map_err(error));
        let calendar = calendar.unwrap_or_else(|| Err(AppError::Bug("there is no calendar".into())))?;
        Ok(Self { starters, calendar, parts })
    }

    /// The starter of this name, or in this file.
    pub fn named(&self, context: &Context, template: &str) -> Result<Starter, AppError> {
        if let Some(starter) = self.starters.iter().find(|starter| starter.name == template) {
            return Ok(starter.clone());
        }
        let path = context.folder.join(template);
        if !path.is_file() {
            let names = self.starters.iter().map(|starter| starter.name.as_str());
            let near =
                nearest_word(template, names.clone()).map(|name| format!("; did you mean {name}?")).unwrap_or_default();
            let names: Vec<&str> = names.collect();
            return Err(AppError::Usage(format!(
                "--template: there is no starter and no file {template}{near} Starters are {}",
                names.join(", ")
            )));
        }
        let name = path.file_stem().map_or_else(|| "template".into(), |stem| stem.to_string_lossy());
        read(&name, &store::read(&path)?, &self.parts)
    }
}

fn read(name: &str, text: &str, parts: &[(String, String)]) -> Result<Starter, AppError> {
    read_starter(name, text, parts, name).map_err(error)
}

fn error(error: StarterError) -> AppError {
    match error {
        StarterError::Spec { diagnostics, sources, .. } => AppError::Invalid { diagnostics, sources },
        StarterError::Template { .. } | StarterError::Variable { .. } | StarterError::Address { .. } => {
            AppError::Usage(error.to_string())
        }
    }
}

/// The project's own starters by name.
fn own(context: &Context) -> Result<BTreeMap<String, String>, AppError> {
    let folder = context.folder.join(FOLDER);
    if !folder.is_dir() {
        return Ok(BTreeMap::new());
    }
    let read = |path: &Path| {
        Ok((path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(), store::read(path)?))
    };
    store::list(&folder, &["yml", "yaml"])?.iter().map(|path| read(path)).collect()
}

fn parts(context: &Context) -> Result<Vec<(String, String)>, AppError> {
    let part = |(path, text): &(&str, &str)| {
        let own = store::read_if_there(&context.folder.join(FOLDER).join(path))?;
        Ok(((*path).to_owned(), own.unwrap_or_else(|| (*text).to_owned())))
    };
    PARTS.iter().map(part).collect()
}
