//! One database of a shared server, alive as long as its value.

use std::io::Write;
use std::process::{self, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use super::server::Server;

/// A fresh database, dropped (with whoever is still connected) when this value is.
#[derive(Debug)]
pub struct Database {
    server: &'static Server,
    name: String,
    url: String,
}

impl Database {
    /// Creates an empty database with a name no other test has.
    pub fn create(server: &'static Server) -> Self {
        let name = fresh_name();
        let url = server.url(&name);
        for sql in server.engine.create_database(&name) {
            run(server.client(None), &sql)
                .unwrap_or_else(|error| panic!("cannot create the test database {name}: {error}"));
        }
        Self { server, name, url }
    }

    /// The address, as the program under test and the engine's own client both take it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The bare name of the database.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The engine's own client, connected to this database: a session that a test can keep open.
    pub fn client(&self) -> Command {
        self.server.client(Some(&self.name))
    }

    /// Runs SQL (any number of statements) through the engine's own client and gives what it
    /// printed: rows as lines, without header. PostgreSQL parts columns with `|`, MariaDB with tabs.
    ///
    /// Panics with the client's message at the first statement that fails.
    #[track_caller]
    pub fn psql(&self, sql: &str) -> String {
        match self.try_psql(sql) {
            Ok(output) => output,
            Err(error) => panic!("{error}"),
        }
    }

    /// As [`Database::psql`], for statements that are expected to fail.
    pub fn try_psql(&self, sql: &str) -> Result<String, String> {
        run(self.server.client(Some(&self.name)), sql)
    }

    /// The schema as the engine's own dump program writes it, without rows.
    #[track_caller]
    pub fn dump(&self) -> String {
        match run(self.server.dump(&self.name), "") {
            Ok(text) => self.server.engine.stable_dump(&text),
            Err(error) => panic!("{error}"),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let sql = self.server.engine.drop_database(&self.name);
        // A panic here would hide the one that is unwinding, and the server is thrown away anyway.
        if let Err(error) = run(self.server.client(None), &sql) {
            eprintln!("cannot drop the test database {}: {error}", self.name);
        }
    }
}

/// Unique among processes that live now (process id), lived before (clock) and in this one (counter).
fn fresh_name() -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let clock = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_micros() & 0xffff_ffff);
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    format!("dbx_{}_{clock:08x}_{count}", process::id())
}

/// Runs a client with `input` and gives its stdout, or all it has to say about a failure.
pub fn run(mut command: Command, input: &str) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = feed(&mut command, input).map_err(|error| format!("cannot run {program}: {error}"))?;
    let stdout = String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
    if output.status.success() {
        return Ok(stdout);
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    Err(format!("{program} failed ({})\n{}", output.status, stderr.trim_end()))
}

/// Writes from a thread of its own: a client that prints while it reads would fill both pipes.
fn feed(command: &mut Command, input: &str) -> std::io::Result<Output> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let stdin = child.stdin.take();
    thread::scope(|scope| {
        scope.spawn(move || {
            if let Some(mut stdin) = stdin {
                // A client that stops at an error closes the pipe early; its own message is the one to read.
                let _ = stdin.write_all(input.as_bytes());
            }
        });
        child.wait_with_output()
    })
}
