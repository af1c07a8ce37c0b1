//! The one lock under which a file is changed: a file beside it that the operating system locks for this process.
//!
//! SQLite's own locks end with each transaction. The database itself is not locked, since closing it a second time would make the system forget
//! SQLite's locks of this process. The file is taken away with the lock; one that a killed process left behind is free, and is used again.

use crate::driver::{DriverError, ErrorKind};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub(super) struct FileLock {
    file: File,
    path: PathBuf,
}

impl FileLock {
    /// `None` where another process has it.
    pub fn take(database: &Path) -> Result<Option<Self>, DriverError> {
        let path = beside(database);
        let failed = |error: io::Error| {
            DriverError::new(ErrorKind::Connection, format!("the lock {} cannot be taken: {error}", path.display()))
        };
        loop {
            let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
            let mut lock = Self { file, path: path.clone() };
            // Whoever had it may have taken the file away between opening and locking.
            if lock.is_held() {
                lock.sign().map_err(failed)?;
                return Ok(Some(lock));
            }
        }
    }

    /// Whether the locked file is still the one that others would find.
    #[cfg(unix)]
    pub fn is_held(&self) -> bool {
        use std::os::unix::fs::MetadataExt as _;
        let number = |file: io::Result<fs::Metadata>| file.map(|file| (file.dev(), file.ino())).ok();
        number(self.file.metadata()).is_some_and(|own| number(fs::metadata(&self.path)) == Some(own))
    }

    #[cfg(not(unix))]
    pub fn is_held(&self) -> bool {
        self.path.exists()
    }

    /// For whoever waits for it.
    fn sign(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        write!(self.file, "process {}", std::process::id())
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        if self.is_held() {
            // Left behind it would do no harm.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Who has the lock of the file, as far as it was written down.
pub(super) fn holder(database: &Path) -> Option<String> {
    fs::read_to_string(beside(database)).ok().filter(|holder| !holder.is_empty())
}

/// The same place, whatever way leads to the database.
fn beside(database: &Path) -> PathBuf {
    let database = database.canonicalize().unwrap_or_else(|_| database.to_owned());
    let mut name = database.into_os_string();
    name.push(".dbx-lock");
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_and_nothing_stays() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("a.db");
        fs::write(&database, "").unwrap();
        // What a killed process leaves behind.
        fs::write(beside(&database), "process 1").unwrap();
        let lock = FileLock::take(&database).unwrap().unwrap();
        assert!(lock.is_held() && FileLock::take(&database).unwrap().is_none());
        assert_eq!(holder(&database), Some(format!("process {}", std::process::id())));
        fs::remove_file(beside(&database)).unwrap();
        assert!(!lock.is_held(), "somebody took the file away");
        let next = FileLock::take(&database).unwrap().unwrap();
        drop(lock);
        assert!(next.is_held(), "the one before does not take away what is not its own");
        drop(next);
        assert!(!beside(&database).exists());
    }
}
