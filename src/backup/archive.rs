//! The folder of a backup.

use super::error::BackupError;
use super::manifest::{Manifest, SavedTable};
use super::rows_file::{RowsReader, RowsWriter, hash_of};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

const MANIFEST: &str = "manifest.json";
const SCHEMA: &str = "schema.yml";
const PARTIAL: &str = ".partial";
/// There while a rollback is on its way.
const PENDING: &str = "rollback.pending";

/// Bytes that may still be written where the folder is, or is going to be.
pub fn free_space(folder: &Path) -> Result<u64, BackupError> {
    let there = folder.ancestors().find(|path| path.is_dir()).unwrap_or(Path::new("/"));
    fs4::available_space(there).map_err(at("look at the free space of", there))
}

fn at(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_owned();
    move |source| BackupError::File { action, path, source }
}

/// A backup that is being written. Dropped before it is finished it leaves nothing behind.
#[derive(Debug)]
pub struct NewArchive {
    partial: PathBuf,
    path: PathBuf,
    files: usize,
    finished: bool,
}

impl NewArchive {
    /// Begins `folder/name`, or `folder/name_2` where an earlier run in the same second was cut off behind its backup; what an earlier attempt of
    /// that name left is cleared away.
    pub fn create(folder: &Path, name: &str) -> Result<Self, BackupError> {
        let numbered = |number: u32| if number == 1 { name.to_owned() } else { format!("{name}_{number}") };
        // A folder holds a finite number of backups.
        let free = (1..).map(numbered).find(|name| !folder.join(name).exists());
        let name = free.unwrap_or_else(|| name.to_owned());
        let path = folder.join(&name);
        let partial = folder.join(format!("{name}{PARTIAL}"));
        if partial.exists() {
            fs::remove_dir_all(&partial).map_err(at("clear away", &partial))?;
        }
        make_private_folder(&partial).map_err(at("make", &partial))?;
        Ok(Self { partial, path, files: 0, finished: false })
    }

    /// A file for the rows of one more table, and its name.
    pub fn rows(&mut self) -> Result<(String, RowsWriter), BackupError> {
        self.files += 1;
        let name = format!("{:04}.rows.zst", self.files);
        let path = self.partial.join(&name);
        let file = private_file(&path).map_err(at("make", &path))?;
        Ok((name, RowsWriter::create(path, file)?))
    }

    /// Writes schema and manifest, and gives the backup its name.
    pub fn finish(mut self, schema: &str, manifest: Manifest) -> Result<Archive, BackupError> {
        self.write(SCHEMA, schema.as_bytes())?;
        let manifest = manifest.sealed();
        let json = serde_json::to_string_pretty(&manifest)
            .map_err(|error| BackupError::Manifest { path: self.path.clone(), why: error.to_string() })?;
        self.write(MANIFEST, (json + "\n").as_bytes())?;
        sync_folder(&self.partial).map_err(at("write", &self.partial))?;
        fs::rename(&self.partial, &self.path).map_err(at("name", &self.path))?;
        self.finished = true;
        if let Some(folder) = self.path.parent() {
            sync_folder(folder).map_err(at("write", folder))?;
        }
        Ok(Archive { path: self.path.clone(), manifest })
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
        let path = self.partial.join(name);
        let written = private_file(&path).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
        written.map_err(at("write", &path))
    }
}

impl Drop for NewArchive {
    fn drop(&mut self) {
        if !self.finished {
            // There is an error on its way already, and the next attempt clears the folder, too.
            let _ = fs::remove_dir_all(&self.partial);
        }
    }
}

/// A backup that is whole.
#[derive(Clone, Debug)]
pub struct Archive {
    pub path: PathBuf,
    pub manifest: Manifest,
}

impl Archive {
    /// Opens a backup and compares all files with their hashes.
    pub fn open(path: &Path) -> Result<Self, BackupError> {
        let archive = Self::read(path)?;
        archive.check()?;
        Ok(archive)
    }

    /// Reads the manifest alone.
    pub fn read(path: &Path) -> Result<Self, BackupError> {
        let file = path.join(MANIFEST);
        let json = match fs::read_to_string(&file) {
            Ok(json) => json,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(BackupError::NoManifest(path.to_owned()));
            }
            Err(error) => return Err(at("read", &file)(error)),
        };
        Ok(Self { path: path.to_owned(), manifest: Manifest::parse(path, &json)? })
    }

    /// All whole backups in a folder, oldest first; none where there is no folder. What is no backup is passed over.
    pub fn list(folder: &Path) -> Result<Vec<Self>, BackupError> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(at("read", folder)(error)),
        };
        let mut paths = Vec::new();
        for entry in entries {
            let path = entry.map_err(at("read", folder))?.path();
            let is_partial = path.to_string_lossy().ends_with(PARTIAL);
            if !is_partial && path.join(MANIFEST).is_file() {
                paths.push(path);
            }
        }
        paths.sort();
        paths.iter().map(|path| Self::read(path)).collect()
    }

    /// Notes that rows of it are about to come back.
    pub fn mark_pending(&self) -> Result<(), BackupError> {
        let path = self.path.join(PENDING);
        match private_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(at("write", &path)(error)),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Whether rows were about to come back, and nobody said that they did.
    pub fn is_pending(&self) -> bool {
        self.path.join(PENDING).exists()
    }

    /// Notes that they are back.
    pub fn clear_pending(&self) -> Result<(), BackupError> {
        let path = self.path.join(PENDING);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at("remove", &path)(error)),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// The schema at the time, as a spec.
    pub fn schema(&self) -> Result<String, BackupError> {
        let path = self.path.join(SCHEMA);
        fs::read_to_string(&path).map_err(at("read", &path))
    }

    /// The rows of one of its tables.
    pub fn rows(&self, table: &SavedTable) -> Result<RowsReader, BackupError> {
        RowsReader::open(&self.file(&table.file)?, table.columns.len())
    }

    fn check(&self) -> Result<(), BackupError> {
        self.check_file(SCHEMA, &self.manifest.schema_sha256)?;
        for table in &self.manifest.tables {
            self.check_file(&table.file, &table.sha256)?;
            let digest = self.rows(table)?.digest()?;
            if (digest.rows(), digest.hex()) != (table.rows, table.rows_hash.clone()) {
                return Err(BackupError::damaged(
                    self.path.join(&table.file),
                    "its rows are not those of the manifest",
                ));
            }
        }
        Ok(())
    }

    fn check_file(&self, name: &str, expected: &str) -> Result<(), BackupError> {
        let path = self.file(name)?;
        let (found, bytes) = hash_of(&path).map_err(at("read", &path))?;
        if found == expected {
            return Ok(());
        }
        let what = format!("its {bytes} bytes hash to {found}, and the manifest says {expected}");
        Err(BackupError::damaged(path, what))
    }

    /// A name in a manifest leads to no other folder.
    fn file(&self, name: &str) -> Result<PathBuf, BackupError> {
        let mut parts = Path::new(name).components();
        match (parts.next(), parts.next()) {
            (Some(Component::Normal(_)), None) => Ok(self.path.join(name)),
            _ => Err(BackupError::damaged(&self.path, format!("`{name}` is no file of a backup"))),
        }
    }
}

#[cfg(unix)]
fn make_private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn make_private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

#[cfg(unix)]
fn private_file(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// A new name is only sure to stay when its folder was written.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}
