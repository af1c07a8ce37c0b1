//! How a throw-away MariaDB is found, set up, started and asked.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::requirement::{Missing, Wanted};
use super::search::Search;
use super::server::Engine;

/// Where packages put MariaDB: named by the user, the system, Homebrew, anything in `PATH`.
/// The server is often in an `sbin` that is in no ordinary user's `PATH`.
pub fn search() -> Search {
    let mut search = Search::nowhere().variable("DBX_TEST_MARIADB_BIN");
    for prefix in ["/opt/homebrew/opt", "/usr/local/opt", "/home/linuxbrew/.linuxbrew/opt"] {
        search = search.folder(format!("{prefix}/mariadb/bin")).versions(prefix, "mariadb@", "bin");
    }
    for folder in ["/usr/sbin", "/usr/local/sbin", "/usr/libexec"] {
        search = search.folder(folder);
    }
    search.variable("PATH")
}

/// The programs of one MariaDB installation.
#[derive(Debug)]
pub struct MariaDb {
    install: PathBuf,
    server: PathBuf,
    client: PathBuf,
    dump: PathBuf,
    /// `lower_case_table_names`: 0 where names are as written, 1 where those of tables are kept in small letters.
    lower_case_table_names: u8,
}

impl MariaDb {
    /// The first of each program; `mariadb-install-db` is what tells MariaDB from MySQL.
    pub fn find(search: &Search) -> Result<Self, Missing> {
        let program = |names: &[&str]| {
            search.program(names).ok_or(Missing {
                wanted: Wanted::MariaDb,
                name: "MariaDB",
                programs: "mariadbd, mariadb-install-db, mariadb, mariadb-dump",
                install: "`sudo apt-get install mariadb-server` (Debian, Ubuntu), `brew install mariadb` (macOS)",
                variable: "DBX_TEST_MARIADB_BIN",
            })
        };
        Ok(Self {
            install: program(&["mariadb-install-db"])?,
            server: program(&["mariadbd", "mysqld"])?,
            client: program(&["mariadb", "mysql"])?,
            dump: program(&["mariadb-dump", "mysqldump"])?,
            lower_case_table_names: 0,
        })
    }

    /// The same programs, for a server that keeps the names of tables in small letters, as on Windows.
    pub fn with_lowered_names(self) -> Self {
        Self { lower_case_table_names: 1, ..self }
    }

    fn names_of_tables(&self) -> String {
        format!("--lower-case-table-names={}", self.lower_case_table_names)
    }

    /// `/usr` of `/usr/bin/mariadb-install-db`: error messages and system tables are beneath it.
    fn base(&self) -> &Path {
        self.install.parent().and_then(Path::parent).unwrap_or(Path::new("/usr"))
    }

    fn connected(&self, program: &Path, port: u16) -> Command {
        let mut command = Command::new(program);
        command
            .arg("--no-defaults")
            .args(["--protocol=tcp", "--host=127.0.0.1", "--user=root", "--default-character-set=utf8mb4"])
            .arg(format!("--port={port}"))
            .env_remove("MYSQL_PWD");
        command
    }
}

impl Engine for MariaDb {
    fn name(&self) -> &'static str {
        "MariaDB"
    }

    fn slug(&self) -> &'static str {
        "maria"
    }

    fn folder(&self) -> &Path {
        &self.server
    }

    fn users(&self) -> &'static [&'static str] {
        &["mysql", "nobody"]
    }

    fn stop_signal(&self) -> &'static str {
        "TERM"
    }

    fn initialize(&self, home: &Path) -> Command {
        let mut command = Command::new(&self.install);
        command
            .arg("--no-defaults")
            .arg(format!("--basedir={}", self.base().display()))
            .arg(format!("--datadir={}", home.join("data").display()))
            .args(["--auth-root-authentication-method=normal", "--skip-test-db"])
            .arg(self.names_of_tables());
        command
    }

    fn serve(&self, home: &Path, port: u16) -> Command {
        let mut command = Command::new(&self.server);
        command
            .arg("--no-defaults")
            .arg(format!("--basedir={}", self.base().display()))
            .arg(format!("--datadir={}", home.join("data").display()))
            .arg(format!("--socket={}", home.join("mariadb.sock").display()))
            .arg(format!("--pid-file={}", home.join("mariadb.pid").display()))
            .arg(format!("--port={port}"))
            .arg(self.names_of_tables())
            // A MariaDB that starts deletes every temporary table in its folder for them, those of other servers too, and these crash.
            .arg(format!("--tmpdir={}", home.display()))
            .args(["--bind-address=127.0.0.1", "--skip-name-resolve", "--max-connections=200"])
            .args(["--skip-log-bin", "--innodb-flush-log-at-trx-commit=0", "--skip-innodb-doublewrite"])
            // No test takes the power away, so nothing has to reach the disk.
            .args([
                "--innodb-flush-method=nosync",
                "--innodb-buffer-pool-size=64M",
                "--innodb-fast-shutdown=2",
                "--sync-frm=0",
            ])
            .args(["--character-set-server=utf8mb4", "--default-time-zone=+00:00"]);
        command
    }

    fn client(&self, port: u16, database: Option<&str>) -> Command {
        let mut command = self.connected(&self.client, port);
        command.args(["--batch", "--skip-column-names"]).args(database);
        command
    }

    fn dump(&self, port: u16, database: &str) -> Command {
        let mut command = self.connected(&self.dump, port);
        command.args(["--no-data", "--routines", "--triggers", "--events", "--skip-dump-date"]).arg(database);
        command
    }

    fn stable_dump(&self, text: &str) -> String {
        text.to_owned()
    }

    fn url(&self, port: u16, database: &str) -> String {
        format!("mysql://root@127.0.0.1:{port}/{database}")
    }

    fn create_database(&self, name: &str) -> Vec<String> {
        vec![format!("create database {name}")]
    }

    fn drop_database(&self, name: &str) -> String {
        format!("drop database if exists {name}")
    }
}
