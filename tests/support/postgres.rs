//! How a throw-away PostgreSQL is found, set up, started and asked.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::requirement::{Missing, Wanted};
use super::search::Search;
use super::server::Engine;

/// Server and client of one version, from one folder.
const PROGRAMS: [&str; 4] = ["initdb", "postgres", "psql", "pg_dump"];

/// Where packages put PostgreSQL: named by the user, Debian, Red Hat, Homebrew, anything in `PATH`.
pub fn search() -> Search {
    Search::nowhere()
        .variable("DBX_TEST_POSTGRES_BIN")
        .versions("/usr/lib/postgresql", "", "bin")
        .versions("/usr", "pgsql-", "bin")
        .versions("/opt/homebrew/opt", "postgresql@", "bin")
        .versions("/usr/local/opt", "postgresql@", "bin")
        .versions("/home/linuxbrew/.linuxbrew/opt", "postgresql@", "bin")
        .variable("PATH")
}

/// The programs of one PostgreSQL installation.
#[derive(Debug)]
pub struct Postgres {
    folder: PathBuf,
    major: u32,
}

impl Postgres {
    /// The first installation that is complete.
    pub fn find(search: &Search) -> Result<Self, Missing> {
        let folder = search.folder_with(&PROGRAMS).ok_or(Missing {
            wanted: Wanted::Postgres,
            name: "PostgreSQL",
            programs: "initdb, postgres, psql, pg_dump",
            install: "`sudo apt-get install postgresql` (Debian, Ubuntu), `brew install postgresql@17` (macOS)",
            variable: "DBX_TEST_POSTGRES_BIN",
        })?;
        Ok(Self { folder: folder.to_owned(), major: major(&folder.join("postgres")) })
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.folder.join(name));
        // A developer's own settings would send the client elsewhere or ask for what this server has not.
        for variable in [
            "PGHOST",
            "PGHOSTADDR",
            "PGPORT",
            "PGUSER",
            "PGDATABASE",
            "PGPASSWORD",
            "PGPASSFILE",
            "PGSERVICE",
            "PGSSLMODE",
            "PGOPTIONS",
            "PGCLIENTENCODING",
            "PGAPPNAME",
            "PGTZ",
            "PGDATESTYLE",
        ] {
            command.env_remove(variable);
        }
        command
    }
}

impl Engine for Postgres {
    fn name(&self) -> &'static str {
        "PostgreSQL"
    }

    fn slug(&self) -> &'static str {
        "pg"
    }

    fn folder(&self) -> &Path {
        &self.folder
    }

    fn users(&self) -> &'static [&'static str] {
        &["postgres", "nobody"]
    }

    /// `INT` is PostgreSQL's fast shutdown; `TERM` would wait for open connections.
    fn stop_signal(&self) -> &'static str {
        "INT"
    }

    fn initialize(&self, home: &Path) -> Command {
        let mut command = self.program("initdb");
        command
            .arg("--pgdata")
            .arg(home.join("data"))
            // The same order of strings and the same messages on every machine.
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        command
    }

    fn serve(&self, home: &Path, port: u16) -> Command {
        let mut command = self.program("postgres");
        command.arg("-D").arg(home.join("data"));
        let settings = [
            ("listen_addresses", "127.0.0.1".to_owned()),
            ("port", port.to_string()),
            ("unix_socket_directories", home.display().to_string()),
            ("max_connections", "200".to_owned()),
            ("fsync", "off".to_owned()),
            ("synchronous_commit", "off".to_owned()),
            ("full_page_writes", "off".to_owned()),
            // Estimates in the catalog change only when a test says ANALYZE.
            ("autovacuum", "off".to_owned()),
            ("jit", "off".to_owned()),
            ("timezone", "UTC".to_owned()),
        ];
        for (name, value) in settings {
            command.arg("-c").arg(format!("{name}={value}"));
        }
        command
    }

    fn client(&self, port: u16, database: Option<&str>) -> Command {
        let mut command = self.program("psql");
        command
            .args(["--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--no-password"])
            .args(["--set=ON_ERROR_STOP=1", "--file=-", "--dbname"])
            .arg(self.url(port, database.unwrap_or("postgres")));
        command
    }

    fn dump(&self, port: u16, database: &str) -> Command {
        let mut command = self.program("pg_dump");
        command.args(["--schema-only", "--no-password", "--dbname"]).arg(self.url(port, database));
        command
    }

    /// Newer versions put a random key into each dump, which would make every two of them differ.
    fn stable_dump(&self, text: &str) -> String {
        let lines = text.lines().filter(|line| !line.starts_with("\\restrict ") && !line.starts_with("\\unrestrict "));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn url(&self, port: u16, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{port}/{database}")
    }

    fn create_database(&self, name: &str) -> Vec<String> {
        // Copying files beats writing the copy to the log, and is all that versions before 15 know.
        let strategy = if self.major >= 15 { " strategy file_copy" } else { "" };
        vec![format!("create database {name} template template0{strategy}")]
    }

    fn drop_database(&self, name: &str) -> String {
        format!("drop database if exists {name} with (force)")
    }
}

/// The `17` of `postgres (PostgreSQL) 17.2 (Debian 17.2-1)`.
fn major(server: &Path) -> u32 {
    let output = Command::new(server).arg("--version").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.split_whitespace()
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        .and_then(|version| version.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok())
        .unwrap_or_else(|| panic!("`{} --version` says no version: {text:?}", server.display()))
}
