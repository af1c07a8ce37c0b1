//! A catalog as large as a big application's, on a private PostgreSQL: how long it takes to read it and to plan a change of it, beside
//! `pg_dump` in the same run, and whether everything is there again after a round trip through the spec.

mod catalog;
mod dump;
mod measure;
mod schema;
#[path = "../../tests/support/mod.rs"]
mod support;

use granit_parser::Parser;
use measure::{Measured, Program, median};
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;
use support::Database;

const DBX: &str = env!("CARGO_BIN_EXE_dbx");

/// Each pair is measured so often, in turns, after one round that is not counted.
const ROUNDS: usize = 5;

fn main() {
    if measure::is_child() {
        return measure::run_as_child();
    }
    let Some(original) = support::postgres() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();

    original.psql(&schema::schema());
    // What autovacuum does in a database that is in use.
    original.psql("ANALYZE");
    let counts = catalog::count(&original);
    catalog::print(&counts);

    inspect_beside_dump(&original, folder);
    let lost = round_trip(&original, &counts, folder);
    plan_changes(&original, folder);
    assert!(lost.is_empty(), "the round trip lost or changed {} things:\n{}", lost.len(), lost.join("\n"));
}

fn inspect_beside_dump(original: &Database, folder: &Path) {
    let client = support::postgres::search()
        .folder_with(&["pg_dump"])
        .expect("there is a server, so there is its dump")
        .join("pg_dump");
    let dump = Program::new(&client, folder).args(["--schema-only", "--file", "dump.sql", "--dbname", original.url()]);
    let inspect = inspect(original, "first.yml", folder);
    let (mut dumps, mut inspections) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let pair = (dump.run(), inspect.run());
        if round > 0 {
            dumps.push(pair.0);
            inspections.push(pair.1);
        }
    }
    let reference = median(&dumps);
    print("pg_dump --schema-only", &reference, None);
    print("inspect", &median(&inspections), Some(("pg_dump", reference.seconds)));
}

/// The spec applied to an empty database gives the same dump and the same numbers. What does not is told, a line each.
fn round_trip(original: &Database, counts: &catalog::Counts, folder: &Path) -> Vec<String> {
    let Some(copy) = support::postgres() else { return Vec::new() };
    let apply = Program::new(DBX, folder).args(["apply", "--target", "first.yml", "--url", copy.url()]).run();
    print("apply to an empty database", &apply, None);
    let spec = std::fs::read_to_string(folder.join("first.yml")).expect("the spec that inspect wrote");
    let differences = dump::differences(&original.dump(), &copy.dump());
    let (access, mut lost): (Vec<_>, Vec<_>) =
        differences.into_iter().partition(|difference| difference.is_access() && spec.contains("\"grant:"));
    if !access.is_empty() {
        println!("round trip: {} access rights are not made, which the spec lists as unmanaged", access.len());
    }
    let copied = catalog::count(&copy);
    println!(
        "round trip: {} of {} objects, {} other differences in the dumps\n",
        copied.total(),
        counts.total(),
        lost.len()
    );
    lost.truncate(20);
    lost.iter().map(ToString::to_string).chain(counts.differences(&copied)).collect()
}

fn plan_changes(original: &Database, folder: &Path) {
    original.psql(&schema::changes());
    inspect(original, "second.yml", folder).run();
    let texts = ["first.yml", "second.yml"].map(|name| std::fs::read_to_string(folder.join(name)).expect("a spec"));
    let arguments = "plan --current first.yml --target second.yml --dialect postgres --allow-breaking --out plan.sql";
    let plan = Program::new(DBX, folder).args(arguments.split(' '));
    let (mut parses, mut plans) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let pair = (parse(&texts), plan.run());
        if round > 0 {
            parses.push(pair.0);
            plans.push(pair.1);
        }
    }
    let reference = median(&parses);
    print("parse the YAML of both alone", &reference, None);
    print("plan, 5 % of the tables changed", &median(&plans), Some(("the parsing", reference.seconds)));
}

fn inspect(database: &Database, out: &str, folder: &Path) -> Program {
    Program::new(DBX, folder).args(["inspect", "--quiet", "--url", database.url(), "--out", out])
}

/// Every event of the texts, looked at and thrown away.
fn parse(texts: &[String; 2]) -> Measured {
    let begin = Instant::now();
    for event in texts.iter().flat_map(|text| Parser::new_from_str(text)) {
        black_box(event.expect("well-formed YAML"));
    }
    Measured { seconds: begin.elapsed().as_secs_f64(), peak_megabytes: None }
}

fn print(name: &str, measured: &Measured, reference: Option<(&str, f64)>) {
    let memory = measured.peak_megabytes.map_or_else(String::new, |peak| format!(", {peak} MB at most"));
    let times = reference.map_or_else(String::new, |(reference, seconds)| {
        format!(", {:.2} times {reference}", measured.seconds / seconds)
    });
    println!("{name}: {:.0} ms{memory}{times}", measured.seconds * 1000.0);
}
