//! The history of a project, read by the `git` program. Nothing is written, and nothing outside the repository is asked.
//!
//! Every argument that comes from a user is looked at before it is handed on: a revision that starts with `-` would be an option.

mod change;
mod error;
mod tree;

pub use change::{FileChange, FileStatus};
pub use error::GitError;
pub use tree::Tree;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A repository with a working tree.
#[derive(Clone, Debug)]
pub struct Repository {
    folder: PathBuf,
    /// From the root of the repository to the folder that it was opened by; empty at the root.
    prefix: PathBuf,
    /// Part of the history was not fetched.
    is_shallow: bool,
}

/// A state of the files: a commit, or nothing at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Full object id.
    id: String,
    is_commit: bool,
}

impl Snapshot {
    /// The object id in hex.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// As much of the id as a person compares.
    pub fn short(&self) -> &str {
        self.id.get(..10).unwrap_or(&self.id)
    }
}

impl Repository {
    /// The repository that the folder is in.
    pub fn open(folder: &Path) -> Result<Self, GitError> {
        let opening = ["rev-parse", "--is-shallow-repository", "--show-prefix"];
        let output = run(folder, &opening, "look for a repository").map_err(|error| match error {
            GitError::Failed { message, .. } => GitError::NoRepository { folder: folder.to_owned(), message },
            other => other,
        })?;
        let mut lines = output.split(|byte| *byte == b'\n');
        let is_shallow = lines.next() == Some(b"true");
        let prefix = lines.next().map(path_of).unwrap_or_default();
        Ok(Self { folder: folder.to_owned(), prefix, is_shallow })
    }

    /// The path that a path in the opened folder has from the root of the repository.
    pub fn from_root(&self, path: &Path) -> PathBuf {
        self.prefix.join(path)
    }

    /// The commit that a revision names: a branch, a tag, an id, `HEAD~2`. The id of zeros by which a forge says "nothing was there before"
    /// is the state without files.
    pub fn snapshot(&self, revision: &str) -> Result<Snapshot, GitError> {
        check(revision)?;
        if revision.len() >= 40 && revision.bytes().all(|byte| byte == b'0') {
            // What git calls a tree without entries, in the hash that the repository uses.
            let id = self.line(&["hash-object", "-t", "tree", "--stdin"], "name the empty tree")?;
            return Ok(Snapshot { id, is_commit: false });
        }
        let commit = format!("{revision}^{{commit}}");
        match self.line(&["rev-parse", "--verify", "--quiet", &commit], "look up a revision") {
            Ok(id) => Ok(Snapshot { id, is_commit: true }),
            Err(GitError::Failed { .. }) => {
                Err(GitError::UnknownRevision { revision: revision.to_owned(), is_shallow: self.is_shallow })
            }
            Err(error) => Err(error),
        }
    }

    /// Where the two histories parted: what the head changed is what differs from there, however far the base has gone on since.
    pub fn common_ancestor(&self, base: &Snapshot, head: &Snapshot) -> Result<Snapshot, GitError> {
        if !base.is_commit || !head.is_commit {
            return Ok(base.clone());
        }
        match self.line(&["merge-base", &base.id, &head.id], "compare two histories") {
            Ok(id) => Ok(Snapshot { id, is_commit: true }),
            Err(GitError::Failed { .. }) => Err(GitError::NoCommonAncestor {
                base: base.short().to_owned(),
                head: head.short().to_owned(),
                is_shallow: self.is_shallow,
            }),
            Err(error) => Err(error),
        }
    }

    /// The files that differ, by path. A file that was moved and hardly changed is one that was renamed.
    pub fn changes(&self, from: &Snapshot, to: &Snapshot) -> Result<Vec<FileChange>, GitError> {
        let arguments =
            ["diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--find-renames", "--no-ext-diff", &from.id, &to.id];
        change::read(&run(&self.folder, &arguments, "compare two commits")?)
    }

    /// All files of a snapshot.
    pub fn tree(&self, snapshot: &Snapshot) -> Result<Tree, GitError> {
        let arguments = ["ls-tree", "-r", "-z", "--full-tree", &snapshot.id];
        Tree::read(self.clone(), &run(&self.folder, &arguments, "list the files of a commit")?)
    }

    /// How many bytes a file has. Asked of one file at a time: a clone without contents would fetch all of them to list their sizes.
    fn size(&self, id: &str) -> Result<u64, GitError> {
        const PURPOSE: &str = "read the size of a file";
        self.line(&["cat-file", "-s", id], PURPOSE)?.parse().map_err(|_| GitError::Unreadable { purpose: PURPOSE })
    }

    /// The bytes of a file, as they were committed.
    fn blob(&self, id: &str) -> Result<Vec<u8>, GitError> {
        run(&self.folder, &["cat-file", "blob", id], "read a file of a commit")
    }

    fn line(&self, arguments: &[&str], purpose: &'static str) -> Result<String, GitError> {
        let output = run(&self.folder, arguments, purpose)?;
        Ok(String::from_utf8_lossy(&output).trim().to_owned())
    }
}

/// Refuses what git would not read as a revision, or as more than one.
fn check(revision: &str) -> Result<(), GitError> {
    let refused = |why| Err(GitError::BadRevision { revision: revision.to_owned(), why });
    if revision.trim().is_empty() {
        return refused("it is empty");
    }
    if revision.starts_with('-') {
        return refused("it starts with `-`, as options do");
    }
    if revision.starts_with('^') || revision.contains("..") {
        return refused("it names a range; give the two ends one by one");
    }
    if revision.chars().any(|c| c.is_control() || c == ' ' || c == ':') {
        return refused("it has a character that no revision has");
    }
    Ok(())
}

fn run(folder: &Path, arguments: &[&str], purpose: &'static str) -> Result<Vec<u8>, GitError> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .env("LC_ALL", "C")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(Stdio::null())
        .output()
        .map_err(GitError::NotRun)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(GitError::failed(purpose, &String::from_utf8_lossy(&output.stderr)))
}

/// A name that is no UTF-8 is known by what can be read of it: by its id its contents are found all the same.
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(&*String::from_utf8_lossy(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_revision_is_refused_before_git_sees_it() {
        for bad in ["", " ", "--upload-pack=touch x", "-n1", "a..b", "^a", "a b", "HEAD:file", "a\nb", "a\0b"] {
            assert!(matches!(check(bad), Err(GitError::BadRevision { .. })), "{bad:?}");
        }
        for good in ["HEAD", "HEAD~2", "origin/main", "v1.0^{}", "main@{upstream}", "0a1b2c3"] {
            assert!(check(good).is_ok(), "{good}");
        }
    }
}
