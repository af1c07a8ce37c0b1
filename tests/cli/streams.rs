//! Results on stdout, everything else on stderr; colour only where somebody looks.

use std::process::Stdio;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;

use super::sandbox::{BEFORE, DBX, Outcome, Sandbox};

const ESCAPE: &str = "\u{1b}[";

#[test]
fn colour_is_for_terminals_and_for_who_asks() {
    let sandbox = Sandbox::new();
    assert!(!sandbox.dbx("explain").all().contains(ESCAPE));
    assert!(sandbox.dbx("explain --color always").stdout.contains(ESCAPE));
    assert!(!sandbox.dbx("explain --color never").all().contains(ESCAPE));
    let asked =
        |arguments: &str| Outcome::of(sandbox.command(arguments).env("NO_COLOR", "1").output().expect("dbx starts"));
    assert!(!asked("explain").all().contains(ESCAPE));
    // A flag is nearer than a variable.
    assert!(asked("explain --color always").all().contains(ESCAPE));
    assert!(!sandbox.dbx("status").stderr.contains(ESCAPE), "an error in a pipe");
}

#[test]
fn sql_alone_goes_to_stdout() {
    let sandbox = Sandbox::new();
    sandbox.write("spec.yml", BEFORE);
    let outcome = sandbox.dbx_exits(0, "plan --target spec.yml --current empty --dialect sqlite");
    assert!(outcome.stdout.starts_with("-- dbx plan\n"), "{}", outcome.stdout);
    assert!(outcome.stderr.contains("1 operation"), "{}", outcome.stderr);
}

#[test]
fn a_spec_alone_goes_to_stdout() {
    let sandbox = Sandbox::with_users();
    let outcome = sandbox.dbx_exits(0, "inspect --url sqlite:app.db");
    sandbox.write("inspected.yml", &outcome.stdout);
    sandbox.dbx_exits(0, "validate inspected.yml");
    sandbox.dbx_exits(0, "drift --target inspected.yml --url sqlite:app.db");
}

#[test]
fn quiet_is_quiet() {
    let sandbox = Sandbox::with_users();
    for arguments in [
        "inspect --url sqlite:app.db",
        "validate before.yml",
        "plan --target before.yml --current empty --dialect sqlite",
    ] {
        assert_eq!(sandbox.dbx_exits(0, &format!("{arguments} --quiet")).stderr, "", "{arguments}");
    }
}

#[test]
fn errors_go_to_stderr() {
    let folder = Sandbox::new();
    Command::new(DBX)
        .args(["apply", "missing.sql", "--url", "sqlite:app.db"])
        .current_dir(folder.path())
        .assert()
        .code(1)
        .stdout(predicate::str::is_empty())
        .stderr(contains("error: cannot read"));
}

/// `dbx explain | head -1`: the reader has seen enough.
#[test]
fn a_closed_pipe_is_no_error() {
    let sandbox = Sandbox::new();
    sandbox.write("spec.yml", BEFORE);
    for arguments in [
        "explain",
        "schema",
        "completions bash",
        "--help",
        "",
        "seed --schema spec.yml --rows 20000 --to csv - --quiet",
    ] {
        let mut child =
            sandbox.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("dbx starts");
        drop(child.stdout.take());
        let outcome = Outcome::of(child.wait_with_output().expect("dbx ends"));
        assert_eq!(outcome.code, 0, "`dbx {arguments}`: {}", outcome.stderr);
        assert_eq!(outcome.stderr, "", "`dbx {arguments}`");
    }
}
