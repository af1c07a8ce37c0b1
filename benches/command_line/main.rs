//! How long a person waits: the program itself, started as they start it, on a spec of 1,000 tables.
//!
//! Times of one machine say little about another, so each is also printed as a multiple of a reference measured in the same run:
//! parsing the YAML text and nothing else for the commands, starting `/bin/true` for the start of the program.

mod measure;
mod warehouse;

use criterion::Criterion;
use granit_parser::Parser;
use measure::Timings;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use warehouse::{Version, warehouse};

const TABLES: usize = 1000;
const DBX: &str = env!("CARGO_BIN_EXE_dbx");

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = warehouse(TABLES, Version::First);
    for (name, text) in [("first.yml", &text), ("second.yml", &warehouse(TABLES, Version::Second))] {
        std::fs::write(folder.path().join(name), text).expect("a spec");
    }
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3))
        .configure_from_args();
    let mut timings = Timings::default();

    timings.measure(&mut criterion, "parse the YAML alone", || parse(&text));
    let plan = ["plan", "--out", "plan.sql", "--allow-breaking"];
    let commands: [(&str, &[&str]); 5] = [
        ("validate", &["validate", "first.yml"]),
        ("plan empty to spec, PostgreSQL", &["--current", "empty", "--target", "first.yml", "--dialect", "postgres"]),
        ("plan empty to spec, SQLite", &["--current", "empty", "--target", "first.yml", "--dialect", "sqlite"]),
        (
            "plan 5 % changed, PostgreSQL",
            &["--current", "first.yml", "--target", "second.yml", "--dialect", "postgres"],
        ),
        ("plan 5 % changed, SQLite", &["--current", "first.yml", "--target", "second.yml", "--dialect", "sqlite"]),
    ];
    for (name, arguments) in commands {
        let mut command = program(DBX, folder.path());
        if name.starts_with("plan") {
            command.args(plan);
        }
        command.args(arguments);
        timings.measure(&mut criterion, name, || run(&mut command));
    }
    timings.measure(&mut criterion, "start /bin/true", || run(&mut program("/bin/true", folder.path())));
    timings.measure(&mut criterion, "start", || run(program(DBX, folder.path()).arg("--version")));

    timings.print("parse the YAML alone", &commands.map(|(name, _)| name));
    timings.print("start /bin/true", &["start"]);
    criterion.final_summary();
}

/// Every event of the text, looked at and thrown away.
fn parse(text: &str) {
    for event in Parser::new_from_str(text) {
        black_box(event.expect("well-formed YAML"));
    }
}

fn program(path: &str, folder: &Path) -> Command {
    let mut command = Command::new(path);
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn run(command: &mut Command) {
    let output = command.output().expect("the program starts");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
