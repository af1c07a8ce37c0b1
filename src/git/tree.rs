//! The files of a commit, opened as if they were on a disk.

use super::{GitError, Repository, path_of};
use crate::spec::{Opened, Sources};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// All files of a commit, by path from the root of the repository. Contents are read when they are asked for.
#[derive(Clone, Debug)]
pub struct Tree {
    repository: Repository,
    entries: BTreeMap<PathBuf, TreeEntry>,
}

/// A file of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
struct TreeEntry {
    id: String,
    kind: EntryKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EntryKind {
    File,
    /// Its contents are a path, which may lead anywhere.
    Link,
    Submodule,
}

const PURPOSE: &str = "list the files of a commit";

/// Larger files are neither specs nor migrations.
const LARGEST: u64 = 64 * 1024 * 1024;

impl Tree {
    /// Reads the output of `git ls-tree -r -z`: `100644 blob <id>\tpath\0`.
    pub(super) fn read(repository: Repository, output: &[u8]) -> Result<Self, GitError> {
        let unreadable = || GitError::Unreadable { purpose: PURPOSE };
        let mut entries = BTreeMap::new();
        for line in output.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
            let tab = line.iter().position(|byte| *byte == b'\t').ok_or_else(unreadable)?;
            let facts = std::str::from_utf8(&line[..tab]).map_err(|_| unreadable())?;
            let [mode, _, id] = facts.split_whitespace().collect::<Vec<_>>()[..] else {
                return Err(unreadable());
            };
            let kind = match mode {
                "120000" => EntryKind::Link,
                "160000" => EntryKind::Submodule,
                _ => EntryKind::File,
            };
            entries.insert(path_of(&line[tab + 1..]), TreeEntry { id: id.to_owned(), kind });
        }
        Ok(Self { repository, entries })
    }

    pub fn has_file(&self, path: &Path) -> bool {
        self.entries.contains_key(path)
    }

    /// Whether some file is in the folder, or in one inside it.
    pub fn has_folder(&self, folder: &Path) -> bool {
        self.files_below(folder).next().is_some()
    }

    /// The files in a folder, not those in folders inside it, by name.
    pub fn files_in(&self, folder: &Path) -> Vec<PathBuf> {
        self.files_below(folder).filter(|path| path.parent() == Some(folder)).map(Path::to_owned).collect()
    }

    fn files_below<'a>(&'a self, folder: &'a Path) -> impl Iterator<Item = &'a Path> {
        // Paths compare by their components, so that what is in a folder stands together, behind its own name.
        let behind = self.entries.range(folder.to_owned()..).map(|(path, _)| path.as_path());
        behind.take_while(move |path| path.starts_with(folder)).filter(move |path| *path != folder)
    }

    /// The bytes of a file.
    pub fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        let not_there = || io::Error::new(io::ErrorKind::NotFound, "it is not in this commit");
        let entry = self.entries.get(path).ok_or_else(not_there)?;
        match entry.kind {
            EntryKind::File if self.repository.size(&entry.id).map_err(io::Error::other)? > LARGEST => {
                Err(io::Error::other("it is larger than 64 MiB"))
            }
            EntryKind::File => self.repository.blob(&entry.id).map_err(io::Error::other),
            EntryKind::Link => Err(io::Error::other("it is a symbolic link; only files are read from a commit")),
            EntryKind::Submodule => Err(io::Error::other("it is a submodule; only files are read from a commit")),
        }
    }
}

impl Sources for Tree {
    fn open(&self, path: &Path) -> io::Result<Opened> {
        if !self.has_file(path) && self.has_folder(path) {
            return Ok(Opened::Folder(self.files_in(path)));
        }
        self.bytes(path).map(Opened::File)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Tree {
        let repository = Repository { folder: PathBuf::new(), prefix: PathBuf::new(), is_shallow: false };
        let output = b"100644 blob a1\ta.yml\x00120000 blob b1\tb/link.yml\x00100644 blob c1\tb/x.yml\x00100644 blob c2\tb/y/z.yml\x00160000 commit d1\tsub\x00100644 blob e\tb\xff.sql\0";
        Tree::read(repository, output).unwrap()
    }

    #[test]
    fn a_folder_is_what_lies_directly_in_it() {
        let tree = tree();
        assert!(tree.has_folder(Path::new("b")) && !tree.has_folder(Path::new("c")));
        assert_eq!(tree.files_in(Path::new("b")), [PathBuf::from("b/link.yml"), PathBuf::from("b/x.yml")]);
        assert_eq!(tree.files_in(Path::new("")).len(), 3);
    }

    #[test]
    fn links_and_submodules_are_not_read() {
        let tree = tree();
        let error = |path: &str| tree.bytes(Path::new(path)).unwrap_err().to_string();
        assert!(error("b/link.yml").contains("symbolic link"));
        assert!(error("sub").contains("submodule"));
        assert!(tree.has_file(Path::new("b\u{fffd}.sql")));
        assert!(error("none").contains("not in this commit"));
    }
}
