//! Which file this is, and who has it open.

/// Device and number of the file: a copy has others, a renamed file has not.
#[cfg(unix)]
pub(super) fn of_file(path: &str) -> String {
    use std::os::unix::fs::MetadataExt as _;
    // Where there is no file, as in memory, its name is all there is.
    std::fs::metadata(path).map_or_else(|_| path.to_owned(), |file| format!("{}:{}", file.dev(), file.ino()))
}

#[cfg(not(unix))]
pub(super) fn of_file(path: &str) -> String {
    std::fs::canonicalize(path).map_or_else(|_| path.to_owned(), |path| path.display().to_string())
}

pub(super) fn of_process() -> String {
    format!("process {}", std::process::id())
}
