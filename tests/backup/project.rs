//! A folder with a database, and the built `dbx` run in it.

use super::engine::Engine;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

pub struct Project {
    pub folder: TempDir,
    pub database: Box<dyn Engine>,
}

/// Both streams of a command that ended as it should.
pub type Said = String;

impl Project {
    pub fn new(database: Box<dyn Engine>) -> Self {
        let folder = tempfile::Builder::new().prefix("dbx-backup-").tempdir().expect("a temporary folder");
        Self { folder, database }
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).expect("a file of the project");
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).expect("a file of the project")
    }

    /// Runs `dbx` with the database's address and demands the exit code.
    #[track_caller]
    pub fn dbx(&self, code: i32, arguments: &str) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_dbx"))
            .args(arguments.split_whitespace())
            .current_dir(self.folder.path())
            .env("DATABASE_URL", self.database.url())
            .env_remove("DBX_APPROVED_PLAN")
            .stdin(Stdio::null())
            .output()
            .expect("dbx starts");
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "`dbx {arguments}`\n{said}");
        said
    }

    /// Applies SQL written by hand after a backup of what it loses, and gives the command that is printed to restore it.
    #[track_caller]
    pub fn lose(&self, sql: &str) -> String {
        self.write("lose.sql", sql);
        let said = self.dbx(0, "apply lose.sql --create-backup --allow-breaking --yes");
        let printed = said.lines().find_map(|line| line.strip_prefix("to restore: dbx "));
        printed.unwrap_or_else(|| panic!("no command to restore in\n{said}")).to_owned()
    }

    /// The only backup.
    pub fn backup(&self) -> PathBuf {
        let folder = self.folder.path().join("backups");
        let mut entries = std::fs::read_dir(folder).expect("the folder of backups");
        entries.next().expect("a backup").expect("an entry").path()
    }
}

/// The file of rows in a backup.
pub fn rows_file(backup: &Path) -> PathBuf {
    backup.join("0001.rows.zst")
}
