//! A table of any size is saved and brought back in the memory of a few rows.
//!
//! Not part of the usual run. `DBX_TEST_ROWS=1000000 cargo nextest run --test backup --run-ignored only --no-capture memory` takes minutes, and
//! says what it measured (docs/backup.md has the figures).

use super::engine::engines;
use super::project::Project;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a backup or a restore may need beyond what the program needs anyway.
const BOUND_KILOBYTES: u64 = 64 * 1024;

fn rows() -> u32 {
    std::env::var("DBX_TEST_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(1_000_000)
}

/// Runs `dbx`, and gives the most resident memory that it had, in kilobytes, with what it said.
#[track_caller]
fn peak(project: &Project, arguments: &str) -> (u64, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dbx"));
    command.args(arguments.split_whitespace()).current_dir(project.folder.path());
    command.env("DATABASE_URL", project.database.url()).stdin(Stdio::null());
    let said = tempfile::tempfile().expect("a temporary file");
    command.stdout(said.try_clone().expect("a file")).stderr(Stdio::inherit());
    let mut child = command.spawn().expect("dbx starts");
    let mut peak = 0;
    let status = loop {
        // The kernel keeps the peak, so that only what grows in the last moment can be missed.
        peak = peak.max(high_water_mark(child.id()).unwrap_or_default());
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(status.success(), "`dbx {arguments}` ended with {status}");
    (peak, read_again(said))
}

fn high_water_mark(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn read_again(mut file: std::fs::File) -> String {
    use std::io::{Read as _, Seek as _};
    let mut text = String::new();
    file.rewind().and_then(|()| file.read_to_string(&mut text)).expect("what dbx said");
    text
}

/// A table with a key, a text of forty letters that no compressor makes small, a number and a column that goes.
fn fill(project: &Project) {
    let (text, series) = match project.database.url().split(':').next() {
        Some("sqlite") => (
            "hex(randomblob(20))".to_owned(),
            format!("with recursive s(n) as (select 1 union all select n + 1 from s where n < {}) select", rows()),
        ),
        Some("mysql") => ("concat(md5(n), left(md5(-n), 8))".to_owned(), "select".to_owned()),
        _ => ("md5(n::text) || left(md5((-n)::text), 8)".to_owned(), "select".to_owned()),
    };
    let from = match project.database.url().split(':').next() {
        Some("sqlite") => "s".to_owned(),
        Some("mysql") => format!("(select seq as n from seq_1_to_{}) as s", rows()),
        _ => format!("generate_series(1, {}) as s(n)", rows()),
    };
    project.database.sql("create table big (id int primary key, note varchar(40), amount int, gone varchar(40))");
    project
        .database
        .sql(&format!("insert into big (id, note, amount, gone) {series} n, {text}, n % 1000, {text} from {from}"));
}

#[test]
#[ignore = "takes minutes; run by hand"]
fn memory_does_not_grow_with_the_table() {
    for database in engines() {
        let project = Project::new(database);
        fill(&project);
        let engine = project.database.url().split(':').next().unwrap_or_default().to_owned();
        let (base, _) = peak(&project, "status");
        let measure = |what: &str, arguments: &str| {
            let started = Instant::now();
            let (peak, said) = peak(&project, arguments);
            eprintln!(
                "{engine}: {what} of {} rows: {} MB, {} MB above {} MB, {:.1} s",
                rows(),
                peak / 1024,
                peak.saturating_sub(base) / 1024,
                base / 1024,
                started.elapsed().as_secs_f64()
            );
            assert!(peak < base + BOUND_KILOBYTES, "{engine}: {what} took {peak} KB, the program alone {base} KB");
            said
        };
        for (name, what, sql) in
            [("column", "a column", "alter table big drop column gone;"), ("table", "a table", "drop table big;")]
        {
            project.write(&format!("{name}.sql"), sql);
            let said = measure(
                &format!("backup ({what})"),
                &format!("apply {name}.sql --create-backup --allow-breaking --yes"),
            );
            let restore = said.lines().find_map(|line| line.strip_prefix("to restore: dbx ")).expect("a command");
            measure(&format!("restore ({what})"), &format!("{restore} --overwrite --yes"));
        }
        assert_eq!(project.database.sql("select count(gone) from big").trim(), rows().to_string());
    }
}
