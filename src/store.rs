//! Files of a user's project, read and written with care.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// What went wrong with which file.
#[derive(Debug, thiserror::Error)]
#[error("{action} {}: {source}", path.display())]
pub struct StoreError {
    action: &'static str,
    pub path: PathBuf,
    #[source]
    pub source: io::Error,
}

/// Larger files are not specs or plans; reading them would only hurt.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The text of a file.
pub fn read(path: &Path) -> Result<String, StoreError> {
    let not_text = |_| StoreError {
        action: "cannot read",
        path: path.to_owned(),
        source: io::Error::other("it is not UTF-8 text"),
    };
    String::from_utf8(read_bytes(path)?).map_err(not_text)
}

/// The bytes of a file, whatever they are.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, StoreError> {
    let error = |source| StoreError { action: "cannot read", path: path.to_owned(), source };
    if fs::metadata(path).map_err(error)?.len() > MAX_BYTES {
        return Err(error(io::Error::other("it is larger than 64 MiB")));
    }
    fs::read(path).map_err(error)
}

/// The text of a file that may be missing.
pub fn read_if_there(path: &Path) -> Result<Option<String>, StoreError> {
    match read(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.source.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

impl StoreError {
    /// What went wrong while a file was written piece by piece.
    pub fn writing(path: &Path, source: io::Error) -> Self {
        Self { action: "cannot write", path: path.to_owned(), source }
    }
}

/// A new file to write piece by piece; one that is there is emptied.
pub fn create(path: &Path) -> Result<fs::File, StoreError> {
    fs::File::create(path).map_err(|source| StoreError::writing(path, source))
}

/// Writes the whole file or nothing: a temporary file beside it, flushed to disk, then renamed over it.
/// A symbolic link at `path` is replaced, not followed.
pub fn write(path: &Path, text: &str) -> Result<(), StoreError> {
    replace(path, text, open_to_others)
}

/// As [`write`], for a file that nobody but its owner may read.
pub fn write_private(path: &Path, text: &str) -> Result<(), StoreError> {
    replace(path, text, |_| Ok(()))
}

fn replace(path: &Path, text: &str, permit: fn(&fs::File) -> io::Result<()>) -> Result<(), StoreError> {
    let error = |source| StoreError { action: "cannot write", path: path.to_owned(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(error)?;
    file.write_all(text.as_bytes()).map_err(error)?;
    file.as_file().sync_all().map_err(error)?;
    permit(file.as_file()).map_err(error)?;
    file.persist(path).map_err(|failed| error(failed.error))?;
    Ok(())
}

/// Temporary files are made for their owner alone; a plan is read by others too.
#[cfg(unix)]
fn open_to_others(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(unix)]
fn open_folder_to_others(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn open_folder_to_others(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn open_to_others(_file: &fs::File) -> io::Result<()> {
    Ok(())
}

/// Writes a file that must not be there yet.
pub fn write_new(path: &Path, text: &str) -> Result<(), StoreError> {
    let error = |source| StoreError { action: "cannot write", path: path.to_owned(), source };
    if fs::symlink_metadata(path).is_ok() {
        return Err(error(io::Error::new(io::ErrorKind::AlreadyExists, "it is there already")));
    }
    write(path, text)
}

/// Adds a line to a file; one that is not there is made, for its owner alone.
pub fn append_line(path: &Path, line: &str) -> Result<(), StoreError> {
    let error = |source| StoreError::writing(path, source);
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(error)?;
    // In one piece, so that two programs that write at once do not mix their lines.
    file.write_all(format!("{line}\n").as_bytes()).map_err(error)
}

/// Whether others than its owner may read the file.
#[cfg(unix)]
pub fn is_open_to_others(path: &Path) -> Result<bool, StoreError> {
    use std::os::unix::fs::PermissionsExt as _;
    let error = |source| StoreError { action: "cannot look at", path: path.to_owned(), source };
    Ok(fs::metadata(path).map_err(error)?.permissions().mode() & 0o077 != 0)
}

/// Elsewhere a file belongs to whoever's folder it is in.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere looking can fail")]
pub fn is_open_to_others(_path: &Path) -> Result<bool, StoreError> {
    Ok(false)
}

/// Takes a file away.
pub fn remove(path: &Path) -> Result<(), StoreError> {
    fs::remove_file(path).map_err(|source| StoreError { action: "cannot remove", path: path.to_owned(), source })
}

/// Makes a folder and those it is in.
pub fn make_folder(path: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(path).map_err(|source| StoreError { action: "cannot make", path: path.to_owned(), source })
}

/// The files of a folder with one of these extensions, sorted by name; folders inside are left out.
pub fn list(folder: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>, StoreError> {
    let error = |source| StoreError { action: "cannot list", path: folder.to_owned(), source };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(error)? {
        let path = entry.map_err(error)?.path();
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if path.is_file() && extensions.contains(&extension) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Whether nothing is in a folder.
pub fn is_empty(folder: &Path) -> Result<bool, StoreError> {
    let error = |source| StoreError { action: "cannot list", path: folder.to_owned(), source };
    Ok(fs::read_dir(folder).map_err(error)?.next().is_none())
}

/// A folder of its own beside `path`, on the same disk, that is gone when the value is.
pub fn work_folder_beside(path: &Path) -> Result<tempfile::TempDir, StoreError> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    make_folder(parent)?;
    let made = tempfile::Builder::new().prefix(".dbx-").tempdir_in(parent);
    made.map_err(|source| StoreError { action: "cannot make a folder in", path: parent.to_owned(), source })
}

/// Puts a finished folder in the place of another one, or of nothing. Nobody sees half of it: what was there goes to the work folder first, and
/// comes back if the new one cannot take its place.
pub fn replace_folder(new: &Path, place: &Path, work: &Path) -> Result<(), StoreError> {
    let error = |source| StoreError { action: "cannot replace", path: place.to_owned(), source };
    open_folder_to_others(new).map_err(error)?;
    let old = work.join("old");
    let was_there = fs::symlink_metadata(place).is_ok();
    if was_there {
        fs::rename(place, &old).map_err(error)?;
    }
    fs::rename(new, place).map_err(|source| {
        if was_there {
            // What could not be brought back is lost with the work folder; there is no third place for it.
            let _ = fs::rename(&old, place);
        }
        error(source)
    })
}

/// Letters, digits, `_` and `-` of a name, for use in a file name: nothing that could lead to another folder.
pub fn slug(name: &str) -> String {
    let slug: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '-' { c.to_ascii_lowercase() } else { '_' })
        .collect();
    let slug = slug.trim_matches('_').to_owned();
    if slug.is_empty() { "plan".into() } else { slug.chars().take(60).collect() }
}

/// The text as one word of a POSIX shell.
pub fn shell_quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./:@=+,%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_all_or_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sql");
        write(&path, "one").unwrap();
        write(&path, "two").unwrap();
        assert_eq!(read(&path).unwrap(), "two");
        assert!(write_new(&path, "three").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file is left");
        assert!(read_if_there(&folder.path().join("b")).unwrap().is_none());
    }

    #[test]
    fn a_folder_takes_the_place_of_another_as_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("out");
        for text in ["one", "two"] {
            let work = work_folder_beside(&place).unwrap();
            let new = work.path().join("new");
            make_folder(&new).unwrap();
            write(&new.join(text), text).unwrap();
            replace_folder(&new, &place, work.path()).unwrap();
        }
        assert_eq!(list(&place, &[""]).unwrap(), [place.join("two")]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no work folder is left");
        assert!(replace_folder(&folder.path().join("none"), &place, folder.path()).is_err());
        assert!(place.join("two").exists());
    }

    #[test]
    fn a_word_of_a_shell_is_one_word() {
        assert_eq!(shell_quoted("backups/2026_a1"), "backups/2026_a1");
        assert_eq!(shell_quoted("it's; rm -rf /"), "'it'\\''s; rm -rf /'");
        assert_eq!(shell_quoted(""), "''");
    }

    #[test]
    fn names_lead_nowhere_else() {
        assert_eq!(slug("../../etc/cron.d/x"), "etc_cron_d_x");
        assert_eq!(slug("x'); create table pwned"), "x____create_table_pwned");
        assert_eq!(slug("…"), "plan");
    }
}
