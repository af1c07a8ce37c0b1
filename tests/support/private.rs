//! A server of one test alone: it may be killed.

use super::server::{Engine, own_server};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Runs until its value is dropped, on one port.
#[derive(Debug)]
pub struct PrivateServer {
    engine: Box<dyn Engine>,
    home: PathBuf,
    port: u16,
}

impl PrivateServer {
    pub fn start(engine: Box<dyn Engine>) -> Self {
        let (home, port) = own_server::create(engine.as_ref())
            .unwrap_or_else(|error| panic!("cannot start a private {}: {error}", engine.name()));
        Self { engine, home, port }
    }

    /// The address of a database on it.
    pub fn url(&self, database: &str) -> String {
        self.engine.url(self.port, database)
    }

    /// Runs SQL through the engine's own client.
    #[track_caller]
    pub fn sql(&self, database: &str, sql: &str) -> String {
        super::database::run(self.engine.client(self.port, Some(database)), sql)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    #[track_caller]
    pub fn create(&self, database: &str) {
        for sql in self.engine.create_database(database) {
            super::database::run(self.engine.client(self.port, None), &sql).unwrap_or_else(|error| panic!("{error}"));
        }
    }

    /// Where it keeps its files.
    pub fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    /// The process that leads all others of the server.
    pub fn process(&self) -> Option<i32> {
        self.pid()
    }

    /// Kills it and all its processes (SIGKILL), as a crash of the machine would.
    pub fn crash(&self) {
        let Some(pid) = self.pid() else { return };
        // The server leads a process group of its own, in which its children are.
        let _ = kill(Pid::from_raw(-pid), Signal::SIGKILL);
        let started = Instant::now();
        while kill(Pid::from_raw(pid), None).is_ok() && started.elapsed() < Duration::from_secs(10) {
            own_server::reap(pid);
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Starts it again on the same port, and waits until it answers.
    #[track_caller]
    pub fn restart(&self) {
        own_server::serve_at(self.engine.as_ref(), &self.home, self.port)
            .unwrap_or_else(|error| panic!("{} does not come back: {error}", self.engine.name()));
    }

    fn pid(&self) -> Option<i32> {
        fs::read_to_string(self.home.join("pid")).ok()?.trim().parse().ok()
    }
}

impl Drop for PrivateServer {
    fn drop(&mut self) {
        self.crash();
        // What is left is in a temporary folder.
        let _ = fs::remove_dir_all(&self.home);
    }
}
