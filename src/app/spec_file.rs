//! Specs from disk.

use super::AppError;
use crate::spec::{self, Loaded, Opened};
use crate::store;
use std::io;
use std::path::Path;

/// Loads a spec file or a folder of them; any error of the user's is an error here, warnings stay in the result.
pub(super) fn load(path: &Path) -> Result<Loaded, AppError> {
    let loaded = read(path)?;
    if loaded.diagnostics.iter().any(crate::diagnostic::Diagnostic::is_error) {
        return Err(AppError::Invalid { diagnostics: loaded.diagnostics, sources: loaded.sources });
    }
    Ok(loaded)
}

/// Loads without judging: errors are in the diagnostics.
pub(super) fn read(path: &Path) -> Result<Loaded, AppError> {
    // A path that a user typed and that is not there is no error in a spec.
    if !path.exists() {
        return Err(AppError::Usage(format!("there is no spec at {}", without_secret(path))));
    }
    if path.is_dir() && store::list(path, &["yml", "yaml"])?.is_empty() {
        return Err(AppError::Usage(format!("there is no .yml file in {}", path.display())));
    }
    Ok(spec::load(path, &open))
}

/// The path, unless it is an address that went wrong: nothing in front of an `@` is shown then.
fn without_secret(path: &Path) -> String {
    let text = path.display().to_string();
    match text.rsplit_once('@') {
        Some((front, rest)) if front.contains(':') => format!("***@{rest}"),
        Some(_) | None => text,
    }
}

fn open(path: &Path) -> io::Result<Opened> {
    if path.is_dir() {
        return store::list(path, &["yml", "yaml"]).map(Opened::Folder).map_err(|error| error.source);
    }
    store::read_bytes(path).map(Opened::File).map_err(|error| error.source)
}
