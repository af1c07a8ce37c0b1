//! One database of any engine, a folder with plans for it, and the ways to break things.

use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::sandbox::{Outcome, Sandbox};
use super::support::{self, Database, SqliteFile};

/// More than any step here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

pub enum Engine {
    Postgres(Database),
    Mariadb(Database),
    Sqlite(SqliteFile),
}

pub struct Scene {
    pub sandbox: Sandbox,
    pub engine: Engine,
}

impl Scene {
    pub fn postgres() -> Option<Self> {
        support::postgres().map(|database| Self::of(Engine::Postgres(database)))
    }

    pub fn mariadb() -> Option<Self> {
        support::mariadb().map(|database| Self::of(Engine::Mariadb(database)))
    }

    pub fn sqlite() -> Self {
        Self::of(Engine::Sqlite(support::sqlite()))
    }

    /// All engines that are installed here.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::postgres(), Self::mariadb(), Some(Self::sqlite())].into_iter().flatten()
    }

    fn of(engine: Engine) -> Self {
        Self { sandbox: Sandbox::new(), engine }
    }

    pub fn url(&self) -> &str {
        match &self.engine {
            Engine::Postgres(database) | Engine::Mariadb(database) => database.url(),
            Engine::Sqlite(file) => file.url(),
        }
    }

    #[track_caller]
    pub fn sql(&self, sql: &str) -> String {
        match &self.engine {
            Engine::Postgres(database) | Engine::Mariadb(database) => database.psql(sql),
            Engine::Sqlite(file) => file.exec(sql),
        }
    }

    /// As [`sql`](Self::sql), for statements that may fail.
    pub fn try_sql(&self, sql: &str) -> Result<String, String> {
        match &self.engine {
            Engine::Postgres(database) | Engine::Mariadb(database) => database.try_psql(sql),
            Engine::Sqlite(file) => file.try_exec(sql).map_err(|error| error.to_string()),
        }
    }

    #[track_caller]
    pub fn number(&self, sql: &str) -> i64 {
        let text = self.sql(sql);
        text.trim().parse().unwrap_or_else(|_| panic!("`{sql}` gave `{text}`"))
    }

    pub fn has_table(&self, table: &str) -> bool {
        let sql = match &self.engine {
            Engine::Postgres(_) => format!("select count(*) from pg_tables where tablename = '{table}'"),
            Engine::Mariadb(_) => format!(
                "select count(*) from information_schema.tables where table_schema = database() and table_name = '{table}'"
            ),
            Engine::Sqlite(_) => {
                format!("select count(*) from sqlite_schema where type = 'table' and name = '{table}'")
            }
        };
        self.number(&sql) == 1
    }

    pub fn has_column(&self, table: &str, column: &str) -> bool {
        self.try_sql(&format!("select {column} from {table} where 1 = 0")).is_ok()
    }

    pub fn apply_command(&self, arguments: &str) -> String {
        format!("apply {arguments} --url {} --allow-breaking --yes", self.url())
    }

    #[track_caller]
    pub fn apply(&self, code: i32, arguments: &str) -> Outcome {
        self.sandbox.dbx_exits(code, &self.apply_command(arguments))
    }

    /// As [`apply`](Self::apply), however it ends.
    pub fn apply_any(&self, arguments: &str) -> Outcome {
        self.sandbox.dbx(&self.apply_command(arguments))
    }

    pub fn start(&self, arguments: &str) -> Child {
        let mut command = self.sandbox.command(&self.apply_command(arguments));
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("dbx starts")
    }

    /// An apply that waits at a place of its run, such as `executed 1`.
    #[track_caller]
    pub fn stopped_at(&self, place: &str, arguments: &str) -> Child {
        self.stopped(place, &self.apply_command(arguments))
    }

    /// A command that waits at a place of its run.
    #[track_caller]
    pub fn stopped(&self, place: &str, command: &str) -> Child {
        let file = self.sandbox.path().join("reached");
        let _ = std::fs::remove_file(&file);
        let mut command = self.sandbox.command(command);
        command.env("DBX_FAILPOINT", format!("{place}:{}", file.display()));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("dbx starts");
        until(&format!("dbx reaches `{place}`"), || {
            if let Some(status) = child.try_wait().expect("a child") {
                panic!("dbx ended ({status}) before `{place}`: {}", Outcome::of(ended(&mut child)).all());
            }
            file.exists()
        });
        child
    }

    /// Lets an apply that waits at its place go on.
    pub fn go_on(&self) {
        std::fs::remove_file(self.sandbox.path().join("reached")).expect("it waits");
    }

    /// An apply that was killed (SIGKILL) at a place of its run.
    #[track_caller]
    pub fn killed_at(&self, place: &str, arguments: &str) {
        kill(self.stopped_at(place, arguments));
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        self.sandbox.write(name, text)
    }

    /// A command about this database.
    #[track_caller]
    pub fn dbx(&self, code: i32, command: &str) -> Outcome {
        self.sandbox.dbx_exits(code, &format!("{command} --url {}", self.url()))
    }

    /// Plans a spec with this table, and gives the file of the plan.
    #[track_caller]
    pub fn plan(&self, name: &str, table: &str) -> String {
        self.plan_by(name, table, "--direct")
    }

    /// As [`plan`](Self::plan), in one go or in stages.
    #[track_caller]
    pub fn plan_by(&self, name: &str, table: &str, approach: &str) -> String {
        let (spec, plan) = (format!("{name}.yml"), format!("{name}.sql"));
        self.write(&spec, &format!("version: 1\nentities:\n  tables:\n{table}"));
        let outcome = self.sandbox.dbx(&format!(
            "plan --target {spec} --url {} --out {plan} --impact-meta --allow-breaking {approach}",
            self.url()
        ));
        assert_eq!(outcome.code, 0, "{}", outcome.all());
        plan
    }

    pub fn status(&self) -> Value {
        let outcome = self.sandbox.dbx_exits(0, &format!("status --url {} --json", self.url()));
        serde_json::from_str(&outcome.stdout).expect("JSON")
    }

    /// States of the runs, oldest first.
    pub fn states(&self) -> Vec<String> {
        let status = self.status();
        let mut states: Vec<String> = status["runs"]
            .as_array()
            .expect("runs")
            .iter()
            .map(|run| run["state"].as_str().unwrap_or_default().to_owned())
            .collect();
        states.reverse();
        states
    }

    /// The ledger is whole, nothing in it is open, and the database is what the spec says.
    #[track_caller]
    pub fn is_consistent(&self, spec: &str) {
        let status = self.status();
        assert_eq!(status["damage"], serde_json::json!([]), "{status:#}");
        let open = status["runs"].as_array().expect("runs").iter().filter(|run| run["status"] == "running").count();
        assert_eq!(open, 0, "{status:#}");
        self.sandbox.dbx_exits(0, &format!("drift --target {spec} --url {}", self.url()));
    }
}

pub fn kill(mut child: Child) {
    child.kill().expect("a child to kill");
    child.wait().expect("it is gone");
}

fn ended(child: &mut Child) -> std::process::Output {
    use std::io::Read as _;
    let read = |pipe: Option<&mut dyn std::io::Read>| {
        let mut text = Vec::new();
        if let Some(pipe) = pipe {
            pipe.take(1 << 20).read_to_end(&mut text).expect("output");
        }
        text
    };
    let stdout = read(child.stdout.as_mut().map(|pipe| pipe as &mut dyn std::io::Read));
    let stderr = read(child.stderr.as_mut().map(|pipe| pipe as &mut dyn std::io::Read));
    std::process::Output { status: child.wait().expect("a status"), stdout, stderr }
}

#[track_caller]
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What dbx says at its end.
pub fn outcome(child: Child) -> Outcome {
    Outcome::of(child.wait_with_output().expect("dbx ends"))
}

/// A table with an id, and columns of text.
pub fn table(name: &str, columns: &[&str]) -> String {
    let columns: String =
        columns.iter().map(|column| format!("        - {{name: {column}, type: VARCHAR(40)}}\n")).collect();
    format!(
        "    - name: {name}\n      primary_key: id\n      columns:\n        - {{name: id, type: INT, nullable: false}}\n{columns}"
    )
}
