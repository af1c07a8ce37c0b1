//! Files that differ between two commits.

use super::{GitError, path_of};
use std::path::PathBuf;

/// One file that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// From the root of the repository; of a file that is gone, where it was.
    pub path: PathBuf,
    pub status: FileStatus,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileStatus {
    Added,
    /// Its contents, its mode, or what kind of file it is.
    Modified,
    Deleted,
    /// Perhaps with some changes, too.
    Renamed {
        from: PathBuf,
    },
}

impl FileChange {
    /// Whether the path is that of the file before or after.
    pub fn is_about(&self, path: &std::path::Path) -> bool {
        self.path == path || matches!(&self.status, FileStatus::Renamed { from } if from == path)
    }
}

const PURPOSE: &str = "compare two commits";

/// Reads the output of `git diff-tree -z --raw`: `:100644 100644 <id> <id> M\0path\0`, with two paths for a rename.
pub(super) fn read(output: &[u8]) -> Result<Vec<FileChange>, GitError> {
    let mut fields = output.split(|byte| *byte == 0);
    let mut changes = Vec::new();
    while let Some(line) = fields.next().filter(|line| !line.is_empty()) {
        let unreadable = || GitError::Unreadable { purpose: PURPOSE };
        let status = *line.rsplit(|byte| *byte == b' ').next().and_then(<[u8]>::first).ok_or_else(unreadable)?;
        let first = path_of(fields.next().ok_or_else(unreadable)?);
        let change = match status {
            b'A' => FileChange { path: first, status: FileStatus::Added },
            b'D' => FileChange { path: first, status: FileStatus::Deleted },
            b'M' | b'T' => FileChange { path: first, status: FileStatus::Modified },
            b'R' => {
                let path = path_of(fields.next().ok_or_else(unreadable)?);
                FileChange { path, status: FileStatus::Renamed { from: first } }
            }
            _ => return Err(unreadable()),
        };
        changes.push(change);
    }
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn reads_odd_names_and_renames() {
        let output = b":100644 100644 aa bb M\0b \n.yml\0:000000 100644 00 bb A\0a.yml\0:100644 100644 aa bb R087\0x.yml\0y.yml\0";
        let changes = read(output).unwrap();
        let paths: Vec<&Path> = changes.iter().map(|it| it.path.as_path()).collect();
        assert_eq!(paths, [Path::new("a.yml"), Path::new("b \n.yml"), Path::new("y.yml")]);
        assert!(changes[2].is_about(Path::new("x.yml")) && !changes[0].is_about(Path::new("x.yml")));
    }

    #[test]
    fn what_is_cut_off_is_no_change() {
        assert!(read(b":100644 100644 aa bb M").is_err());
        assert!(read(b":100644 100644 aa bb R100\0x\0").is_ok_and(|it| it.len() == 1));
        assert!(read(b"").unwrap().is_empty());
    }
}
