//! Seeding beside the fastest way that each server has for a file that is there already, as ratios of processor time in one run.
//!
//! `cargo bench --bench seed` loads five million payments of ten thousand companies; `-- 0.1` a tenth of that, and `-- sqlite` only where the
//! name of a part says so.

mod generator;
mod mariadb;
mod postgres;
mod processor;
mod sqlite;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The allocator of the program: the generator is measured in this process.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PAYMENTS: f64 = 5e6;

/// What every part of the benchmark goes by.
pub struct Bench {
    /// Where files are put.
    folder: tempfile::TempDir,
    scale: f64,
    /// The most memory that dbx took so far, in megabytes.
    memory: Cell<i64>,
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
        let mut command = Command::new(env!("CARGO_BIN_EXE_dbx"));
        command.args(["seed", "--url", url, "--scale", &self.scale.to_string(), "--schema"]);
        command.arg(Self::own("loans.yml")).arg("--profile").arg(Self::own("loans.profile.yml"));
        self.memory.set(self.memory.get().max(processor::peak_megabytes(&command)));
    }
}

fn run(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().expect("the program starts");
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
}

/// A part of the benchmark: its name, and what it does.
type Part = (&'static str, fn(&Bench));

const PARTS: [Part; 4] = [
    ("generator", generator::measure),
    ("sqlite", sqlite::measure),
    ("postgres", postgres::measure),
    ("mariadb", mariadb::measure),
];

fn main() {
    let mut arguments = std::env::args().skip(1).peekable();
    if arguments.next_if_eq(processor::ALONE).is_some() {
        return processor::alone(arguments);
    }
    // Cargo adds an option of its own.
    let (mut scale, mut names) = (1.0, Vec::new());
    for argument in arguments.filter(|argument| !argument.starts_with('-')) {
        argument.parse().map_or_else(|_| names.push(argument.clone()), |number| scale = number);
    }
    let bench = Bench { folder: tempfile::tempdir().expect("a temporary folder"), scale, memory: Cell::new(0) };
    println!("{:.0} payments; processor seconds of client and server\n", bench.rows());
    for (name, measure) in PARTS {
        if names.is_empty() || names.iter().any(|wanted| wanted == name) {
            measure(&bench);
        }
    }
    println!("peak memory of dbx: {} MB at most", bench.memory.get());
}

/// A line of the result.
pub fn tell(what: &str, seconds: f64, reference: Option<(&str, f64)>) {
    let ratio =
        reference.map_or_else(String::new, |(name, other)| format!(", {:.2} times as fast as {name}", other / seconds));
    println!("{what}: {seconds:.2} s{ratio}");
}
