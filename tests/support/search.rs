//! Finding the programs of a server on this machine.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The folders that are looked through, most wanted first.
#[derive(Debug, Clone, Default)]
pub struct Search {
    folders: Vec<PathBuf>,
}

impl Search {
    /// A search through no folder at all, to be extended.
    pub fn nowhere() -> Self {
        Self::default()
    }

    /// The folders of a variable written like `PATH`; none when it is not set.
    #[must_use]
    pub fn variable(mut self, name: &str) -> Self {
        if let Some(value) = env::var_os(name) {
            self.folders.extend(env::split_paths(&value).filter(|folder| !folder.as_os_str().is_empty()));
        }
        self
    }

    /// `<parent>/<prefix>*/<inner>`, the highest version number first.
    #[must_use]
    pub fn versions(mut self, parent: &str, prefix: &str, inner: &str) -> Self {
        let mut found: Vec<(Vec<u32>, PathBuf)> = fs::read_dir(parent)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let version = version_numbers(name.strip_prefix(prefix)?);
                Some((version, entry.path().join(inner)))
            })
            .collect();
        found.sort();
        self.folders.extend(found.into_iter().rev().map(|(_, folder)| folder));
        self
    }

    /// One folder, whether it exists or not.
    #[must_use]
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folders.push(folder.into());
        self
    }

    /// The first folder that has all these programs: server and client of one version.
    pub fn folder_with(&self, programs: &[&str]) -> Option<&Path> {
        self.folders
            .iter()
            .map(PathBuf::as_path)
            .find(|folder| programs.iter().all(|program| folder.join(program).is_file()))
    }

    /// The first program found under one of its names, the earlier name preferred.
    pub fn program(&self, names: &[&str]) -> Option<PathBuf> {
        names.iter().find_map(|name| self.folders.iter().map(|folder| folder.join(name)).find(|path| path.is_file()))
    }
}

/// `17.2-rc1` as `[17, 2, 1]`, so that 17 sorts above 9.
fn version_numbers(text: &str) -> Vec<u32> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}
