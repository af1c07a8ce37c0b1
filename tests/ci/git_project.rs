//! A project in a git repository of its own.

use std::ops::Deref;
use std::process::Command;

use serde_json::Value;

use super::sandbox::{Outcome, Sandbox};

pub struct GitProject {
    sandbox: Sandbox,
}

impl Deref for GitProject {
    type Target = Sandbox;

    fn deref(&self) -> &Sandbox {
        &self.sandbox
    }
}

/// Where the agreed spec is.
pub const CURRENT: &str = "schema_specs/current.yml";

/// Two tables, one column of which nobody needs.
pub const SHOP: &str = "\
version: 1
dialect: sqlite
entities:
  tables:
    - name: customer
      columns:
        - {name: id, type: INT, nullable: false}
        - {name: fax, type: TEXT}
      primary_key: id
    - name: invoice
      columns:
        - {name: id, type: INT, nullable: false}
        - {name: customer_id, type: INT, references: customer(id)}
      primary_key: id
      indexes:
        - {name: ix_invoice_customer, columns: [customer_id]}
";

impl GitProject {
    pub fn new() -> Self {
        let project = Self { sandbox: Sandbox::new() };
        project.git("init --quiet --initial-branch=main");
        project
    }

    /// `SHOP` agreed on `main`, and a branch for the change.
    pub fn with_shop() -> Self {
        let project = Self::new();
        project.write(CURRENT, SHOP);
        project.commit("agreed");
        project.git("switch --quiet --create change");
        project
    }

    /// Runs git, with nothing of the developer's configuration.
    #[track_caller]
    pub fn git(&self, arguments: &str) -> String {
        let outcome = Outcome::of(self.git_command(arguments).output().expect("git starts"));
        assert_eq!(outcome.code, 0, "git {arguments}\n{}", outcome.all());
        outcome.stdout
    }

    fn git_command(&self, arguments: &str) -> Command {
        let mut command = Command::new("git");
        command
            .args(["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"])
            .args(["-c", "protocol.file.allow=always"])
            .args(arguments.split_whitespace())
            .current_dir(self.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null");
        command
    }

    /// Commits everything.
    #[track_caller]
    pub fn commit(&self, subject: &str) {
        self.git("add --all");
        self.git(&format!("commit --quiet --allow-empty --message {subject}"));
    }

    /// Replaces a text in the agreed spec, and commits that.
    #[track_caller]
    pub fn change(&self, from: &str, to: &str) {
        let spec = self.read(CURRENT);
        assert!(spec.contains(from), "`{from}` is not in\n{spec}");
        self.write(CURRENT, &spec.replace(from, to));
        self.commit("change");
    }

    /// Runs `dbx ci` between `main` and here and gives its report.
    #[track_caller]
    pub fn ci(&self, code: i32, arguments: &str) -> Value {
        let outcome = self.dbx_exits(code, &format!("ci --base main --json {arguments}"));
        serde_json::from_str(&outcome.stdout).unwrap_or_else(|error| panic!("{error}\n{}", outcome.all()))
    }

    pub fn has(&self, path: &str) -> bool {
        self.path().join(path).exists()
    }
}

/// Codes of the findings, worst first.
pub fn codes(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().expect("findings");
    findings.iter().filter_map(|finding| finding["code"].as_str()).collect()
}

/// The file and line of the first finding with this code.
#[track_caller]
pub fn place(report: &Value, code: &str) -> (String, u64) {
    let findings = report["findings"].as_array().expect("findings");
    let finding = findings.iter().find(|finding| finding["code"] == code);
    let place = &finding.unwrap_or_else(|| panic!("no {code} in {report:#}"))["place"];
    (place["file"].as_str().expect("a file").to_owned(), place["line"].as_u64().expect("a line"))
}
