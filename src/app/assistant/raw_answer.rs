//! Answers that were of no use, kept for whoever wants to know why.

use crate::app::{AppError, Context};
use crate::llm::LlmError;
use crate::store;
use std::path::{Path, PathBuf};

/// Under the folder of the project.
const FOLDER: &str = ".dbx/answers";

impl AppError {
    /// The error for a model that gave no answer to `command`. What it did send is in a file, whose path the error tells.
    pub(in crate::app) fn of_model(context: &Context, command: &str, source: LlmError) -> Self {
        let kept = match source.raw().filter(|raw| !raw.is_empty()) {
            Some(raw) => keep(context, command, raw).map(Some),
            None => Ok(None),
        };
        // A disk that is full too does not hide what went wrong first.
        let (kept, not_kept) = match kept {
            Ok(kept) => (kept, None),
            Err(error) => (None, Some(error.to_string())),
        };
        Self::Model { source: Box::new(source), kept, not_kept }
    }
}

fn keep(context: &Context, command: &str, raw: &str) -> Result<PathBuf, store::StoreError> {
    let root = context.config.folder().unwrap_or(&context.folder);
    let folder = root.join(FOLDER);
    store::make_folder(&folder)?;
    let stamp = context.clock.now().format("%Y%m%d%H%M%S");
    let name = (1_u32..).map(|number| match number {
        1 => format!("{stamp}_{command}.txt"),
        number => format!("{stamp}_{command}_{number}.txt"),
    });
    // Numbers do not end before files do.
    let path = name.map(|name| folder.join(name)).find(|path| !path.exists()).unwrap_or_else(|| folder.clone());
    store::write_new(&path, raw)?;
    Ok(shown(&path, &context.folder))
}

/// As somebody in the working folder would type it.
fn shown(path: &Path, folder: &Path) -> PathBuf {
    path.strip_prefix(folder).unwrap_or(path).to_owned()
}
