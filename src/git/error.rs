//! What can go wrong between dbx and git.

use std::io;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum GitError {
    #[error("the program `git` cannot be run: {0}")]
    NotRun(#[source] io::Error),
    #[error("{} is in no git repository: {message}", folder.display())]
    NoRepository { folder: PathBuf, message: String },
    #[error("`{}` is no revision: {why}", revision.escape_debug())]
    BadRevision { revision: String, why: &'static str },
    #[error("there is no commit `{revision}` here{}", shallow(*is_shallow))]
    UnknownRevision { revision: String, is_shallow: bool },
    #[error("{base} and {head} have no commit in common{}", shallow(*is_shallow))]
    NoCommonAncestor { base: String, head: String, is_shallow: bool },
    #[error("git could not {purpose}: {message}")]
    Failed { purpose: &'static str, message: String },
    #[error("git answered something that dbx does not understand, asked to {purpose}")]
    Unreadable { purpose: &'static str },
}

fn shallow(is_shallow: bool) -> &'static str {
    if is_shallow { ": the clone is shallow, and a part of its history is missing" } else { "" }
}

impl GitError {
    /// The last line of what git said. A line with an address in it may hold a token, and is not repeated.
    pub(super) fn failed(purpose: &'static str, said: &str) -> Self {
        let last = said.lines().rev().map(str::trim).find(|line| !line.is_empty()).unwrap_or("it did not say why");
        let last = last.strip_prefix("fatal: ").unwrap_or(last);
        let message = if last.contains("://") { "a remote repository did not answer" } else { last };
        Self::Failed { purpose, message: message.to_owned() }
    }

    /// What to type or do next.
    pub fn hint(&self) -> Option<&'static str> {
        const DEEPEN: &str =
            "fetch the rest: `git fetch --unshallow`; with actions/checkout, `fetch-depth: 0` does it from the start";
        match self {
            Self::NotRun(_) => Some("install git, and make sure that it is on the PATH"),
            Self::NoRepository { .. } => Some("run it inside the repository that holds the specs"),
            Self::BadRevision { .. } => Some("give a branch, a tag or a commit: --base origin/main --head HEAD"),
            Self::UnknownRevision { is_shallow: true, .. } | Self::NoCommonAncestor { is_shallow: true, .. } => {
                Some(DEEPEN)
            }
            Self::UnknownRevision { is_shallow: false, .. } => Some(
                "`git branch --all` lists branches; one of a remote has to be fetched first: `git fetch origin main`",
            ),
            Self::NoCommonAncestor { is_shallow: false, .. } => Some("compare two branches of one history"),
            Self::Failed { .. } | Self::Unreadable { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_not_repeated() {
        let error = GitError::failed("read", "fatal: unable to access 'https://ci:S3cret@host/x.git/': 403\n");
        assert!(!error.to_string().contains("S3cret"), "{error}");
        let error = GitError::failed("read", "warning: x\nfatal: bad object\n\n");
        assert_eq!(error.to_string(), "git could not read: bad object");
    }
}
