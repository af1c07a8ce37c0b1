//! A folder of its own for one test, and `dbx` run in it with nothing of the developer's environment.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// Where cargo put the program.
pub const DBX: &str = env!("CARGO_BIN_EXE_dbx");

/// Variables that would change what `dbx` does.
pub const VARIABLES: [&str; 6] =
    ["DATABASE_URL", "DBX_APPROVED_PLAN", "DBX_APPROVED_BY", "NO_COLOR", "CLICOLOR_FORCE", "RUST_LOG"];

#[derive(Debug)]
pub struct Sandbox {
    folder: TempDir,
}

/// How one command ended and what it said.
#[derive(Debug)]
pub struct Outcome {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Sandbox {
    pub fn new() -> Self {
        Self { folder: tempfile::Builder::new().prefix("dbx-cli-").tempdir().expect("a temporary folder") }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file and gives its path.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder for the file");
        std::fs::write(&path, text).unwrap_or_else(|error| panic!("cannot write {name}: {error}"));
        path
    }

    #[track_caller]
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap_or_else(|error| panic!("cannot read {name}: {error}"))
    }

    /// A command line that starts `dbx` here, its arguments separated by spaces.
    pub fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(DBX);
        command.args(arguments.split_whitespace()).current_dir(self.path()).stdin(std::process::Stdio::null());
        for variable in VARIABLES {
            command.env_remove(variable);
        }
        command
    }

    pub fn dbx(&self, arguments: &str) -> Outcome {
        Outcome::of(self.command(arguments).output().expect("dbx starts"))
    }

    /// Runs `dbx` and demands this exit code.
    #[track_caller]
    pub fn dbx_exits(&self, code: i32, arguments: &str) -> Outcome {
        let outcome = self.dbx(arguments);
        assert_eq!(outcome.code, code, "`dbx {arguments}`\n{}{}", outcome.stdout, outcome.stderr);
        outcome
    }
}

impl Outcome {
    pub fn of(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code().unwrap_or(-1), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// Both streams.
    pub fn all(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    #[track_caller]
    pub fn says(&self, text: &str) -> &Self {
        assert!(self.all().contains(text), "expected `{text}` in\n{}", self.all());
        self
    }
}

/// A table with two columns.
pub const BEFORE: &str = "\
version: 1
entities:
  tables:
    - name: users
      columns:
        - {name: id, type: INT, nullable: false}
        - {name: name, type: TEXT}
      primary_key: id
";

/// The same table with a column less and another one more.
pub const AFTER: &str = "\
version: 1
entities:
  tables:
    - name: users
      columns:
        - {name: id, type: INT, nullable: false}
        - {name: email, type: TEXT}
      primary_key: id
";

impl Sandbox {
    /// `before.yml` applied to `app.db`, a row in it, and `after.yml` planned as `change.sql`: a plan with a high risk.
    #[track_caller]
    pub fn with_breaking_plan() -> Self {
        let sandbox = Self::with_users();
        sandbox.write("row.sql", "INSERT INTO users (id, name) VALUES (1, 'Ada');\n");
        sandbox.dbx_exits(0, "apply row.sql --url sqlite:app.db --allow-breaking --yes");
        sandbox.write("after.yml", AFTER);
        sandbox.dbx_exits(4, "plan --target after.yml --url sqlite:app.db --out change.sql --impact-meta");
        sandbox
    }

    /// `before.yml` applied to `app.db`.
    #[track_caller]
    pub fn with_users() -> Self {
        let sandbox = Self::new();
        sandbox.write("before.yml", BEFORE);
        sandbox.dbx_exits(0, "apply --target before.yml --url sqlite:app.db");
        sandbox
    }
}
