//! The catalog of a database in a file of the user's cache folder, readable by the user alone.
//!
//! A file is told by the address of the database; that of a SQLite database also by the time and size of its file. A missing, old or
//! unreadable file means to look again, never an error.

use super::super::Context;
use crate::ask::Catalog;
use crate::driver::DatabaseUrl;
use crate::store;
use sha2::{Digest as _, Sha256};
use std::path::PathBuf;
use std::time::Duration;

/// How long a catalog is good for.
const TIME_TO_LIVE: Duration = Duration::from_secs(15 * 60);

/// Changes with the form of the file.
const FORMAT: u32 = 3;

pub(super) struct File {
    /// Nothing where the user has no folder for it.
    path: Option<PathBuf>,
}

impl File {
    pub fn of(context: &Context, url: &DatabaseUrl) -> Self {
        let stamp =
            url.file().and_then(|path| std::fs::metadata(path).ok()).map(|data| (data.modified().ok(), data.len()));
        let place = context.folder.display();
        let key = format!("{FORMAT} {} {url} {place} {stamp:?}", context.tool);
        let name = hex::encode(&Sha256::digest(key.as_bytes())[..16]);
        Self {
            path: context
                .config
                .cache_folder
                .as_ref()
                .map(|folder| folder.join("dbx").join(format!("schema-{name}.json"))),
        }
    }

    pub fn read(&self) -> Option<Catalog> {
        let path = self.path.as_ref()?;
        let age = std::fs::metadata(path).ok()?.modified().ok()?.elapsed().ok()?;
        if age > TIME_TO_LIVE {
            return None;
        }
        serde_json::from_slice(&store::read_bytes(path).ok()?).ok()
    }

    /// What cannot be kept is looked up again the next time.
    pub fn write(&self, catalog: &Catalog) {
        let (Some(path), Ok(text)) = (&self.path, serde_json::to_string(catalog)) else { return };
        if let Some(folder) = path.parent()
            && store::make_folder(folder).is_ok()
        {
            let _ = store::write_private(path, &text);
        }
    }
}
