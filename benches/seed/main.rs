//! Seeding beside the fastest way that each server has for a file that is there already, as ratios of processor time in one run.
//!
//! `cargo bench --bench seed` loads five million payments of ten thousand companies; `-- 0.1` a tenth of that.

mod generator;
mod mariadb;
mod postgres;
mod processor;
mod sqlite;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PAYMENTS: f64 = 5e6;

/// What every part of the benchmark goes by.
pub struct Bench {
    /// Where files are put.
    folder: tempfile::TempDir,
    scale: f64,
}

impl Bench {
    pub fn rows(&self) -> f64 {
        PAYMENTS * self.scale
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn own(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/seed").join(name)
    }

    /// Makes the tables of the schema.
    pub fn apply(&self, url: &str) {
        run(Command::new(env!("CARGO_BIN_EXE_dbx"))
            .args(["apply", "--yes", "--url", url, "--target"])
            .arg(Self::own("loans.yml")));
    }

    pub fn seed(&self, url: &str) {
        run(Command::new(env!("CARGO_BIN_EXE_dbx"))
            .args(["seed", "--url", url, "--scale", &self.scale.to_string(), "--schema"])
            .arg(Self::own("loans.yml"))
            .arg("--profile")
            .arg(Self::own("loans.profile.yml")));
    }
}

fn run(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().expect("the program starts");
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
}

fn main() {
    let scale = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(1.0);
    let bench = Bench { folder: tempfile::tempdir().expect("a temporary folder"), scale };
    println!("{:.0} payments; processor seconds of client and server\n", bench.rows());
    generator::measure(&bench);
    sqlite::measure(&bench);
    postgres::measure(&bench);
    mariadb::measure(&bench);
    println!("peak memory of dbx and of the clients: {} MB at most", processor::peak_megabytes());
}

/// A line of the result.
pub fn tell(what: &str, seconds: f64, reference: Option<(&str, f64)>) {
    let ratio =
        reference.map_or_else(String::new, |(name, other)| format!(", {:.2} times as fast as {name}", other / seconds));
    println!("{what}: {seconds:.2} s{ratio}");
}
