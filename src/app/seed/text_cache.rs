//! Texts of a model in files of the project: the same rows again, without a model.
//!
//! A file is told by the column, the whole first prompt with its version, and the model. Whoever has no model takes those of any.

use crate::app::{AppError, Context};
use crate::prompt::Prompt;
use crate::seed::TextOrder;
use crate::store;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::path::PathBuf;

/// Where the texts of one order are.
pub(super) struct Kept<'a> {
    order: &'a TextOrder,
    /// Of this column and this prompt, with a file for each model.
    folder: PathBuf,
    model: Option<&'a str>,
}

/// What is in a file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    model: String,
    texts: Vec<String>,
}

impl<'a> Kept<'a> {
    /// Under the folder of the project.
    pub const FOLDER: &'static str = ".dbx/texts";

    pub fn of(context: &Context, order: &'a TextOrder, prompt: &Prompt, model: Option<&'a str>) -> Self {
        let Prompt { name, version, system, user } = prompt;
        let asked = format!("{name}\n{version}\n{}\n{system}\n{user}", order.pool.size);
        let column = store::slug(&format!("{}_{}", order.table, order.column));
        let root = context.config.folder().unwrap_or(&context.folder);
        Self { order, folder: root.join(Self::FOLDER).join(format!("{column}-{}", short_hash(&asked))), model }
    }

    fn file(&self, model: &str) -> PathBuf {
        self.folder.join(format!("{}-{}.json", store::slug(model), short_hash(model)))
    }

    /// The texts of the model, or without a model those of the first one there is. `None` where none are kept.
    ///
    /// # Errors
    ///
    /// A file that somebody has changed so that its texts do not fit any more.
    pub fn read(&self) -> Result<Option<Vec<String>>, AppError> {
        let Some(path) = self.model.map_or_else(|| self.first(), |model| Some(self.file(model))) else {
            return Ok(None);
        };
        let Some(text) = store::read_if_there(&path)? else { return Ok(None) };
        let spoilt = |what: String| {
            AppError::Usage(format!("{}: {what}; delete the file, and the texts are asked for again", path.display()))
        };
        let Document { texts, .. } = serde_json::from_str(&text).map_err(|error| spoilt(error.to_string()))?;
        if texts.len() != self.order.pool.size as usize {
            return Err(spoilt(format!("it has {} texts instead of {}", texts.len(), self.order.pool.size)));
        }
        match texts.iter().find_map(|text| self.order.objection(text)) {
            Some(objection) => Err(spoilt(objection)),
            None => Ok(Some(texts)),
        }
    }

    /// The first file by its name.
    fn first(&self) -> Option<PathBuf> {
        let entries = std::fs::read_dir(&self.folder).ok()?;
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        paths.filter(|path| path.extension().is_some_and(|it| it == "json")).min()
    }

    pub fn write(&self, texts: &[String]) -> Result<(), AppError> {
        // A model that was asked has a name.
        let model = self.model.unwrap_or_default();
        let document = Document { model: model.to_owned(), texts: texts.to_vec() };
        let text = serde_json::to_string_pretty(&document)
            .map_err(|error| AppError::Bug(format!("texts cannot be written: {error}")))?;
        store::make_folder(&self.folder)?;
        Ok(store::write(&self.file(model), &(text + "\n"))?)
    }
}

fn short_hash(text: &str) -> String {
    hex::encode(&Sha256::digest(text.as_bytes())[..8])
}
