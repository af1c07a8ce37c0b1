//! The comment under a pull request: what people see, and what nobody may put into it.

use std::path::PathBuf;

use dbx::ci::{COMMENT_LIMIT, Finding, MARKER, Place, Planned, Report, SpecChange, SpecStatus, Verdict, Weight, page};
use dbx::dialect::DialectKind;
use dbx::model::Level;

use super::git_project::GitProject;

/// The page with the ids of commits, which change with the clock, taken out.
fn stable(page: &str, report: &serde_json::Value) -> String {
    let mut page = page.to_owned();
    for side in ["base", "head"] {
        let id = report[side].as_str().expect("an id");
        page = page.replace(&id[..10], side);
    }
    page
}

#[test]
fn a_refused_change_looks_as_it_did() {
    let project = GitProject::with_shop();
    project.change(
        "        - {name: fax, type: TEXT}\n",
        "        - {name: email, type: VARCHAR(200), nullable: false}\n",
    );
    project.write("migrations/20260101000000_gone.sql", "DROP TABLE invoice;\n");
    project.commit("sql");
    let report = project.ci(4, "");
    insta::assert_snapshot!("refused", stable(&project.read("dbx-ci/comment.md"), &report));
}

#[test]
fn a_change_that_passes_looks_as_it_did() {
    let project = GitProject::with_shop();
    project.change(
        "        - {name: fax, type: TEXT}\n",
        "        - {name: fax, type: TEXT}\n        - {name: email, type: TEXT}\n",
    );
    let report = project.ci(0, "");
    insta::assert_snapshot!("passed", stable(&project.read("dbx-ci/comment.md"), &report));
}

#[test]
fn names_from_outside_stay_names() {
    let project = GitProject::with_shop();
    let hostile = "x | <img src=x> @everyone ``` [a](javascript:1) <!-- dbx:ci -->";
    project.change("name: fax, type: TEXT", &format!("name: '{hostile}', type: TEXT"));
    project.ci(4, "");
    let page = project.read("dbx-ci/comment.md");
    let outside = outside_of_blocks(&page);
    assert!(page.starts_with(MARKER));
    assert_eq!(outside.matches(MARKER).count(), 1, "{outside}");
    for bad in ["<img", "@everyone", "[a]("] {
        assert!(!outside.contains(bad), "{bad} in\n{outside}");
    }
}

/// The page without its blocks of code, which show everything as it is.
fn outside_of_blocks(page: &str) -> String {
    let mut fence: Option<&str> = None;
    let mut outside = String::new();
    for line in page.lines() {
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        match fence {
            Some(open) if line == open => fence = None,
            Some(_) => {}
            None if ticks.len() >= 3 => fence = Some(ticks),
            None => outside += &format!("{line}\n"),
        }
    }
    outside
}

fn report(plans: usize, findings: usize, length: usize) -> Report {
    let long = "é<".repeat(length);
    let finding = |number: usize| Finding {
        code: format!("X{number}"),
        weight: Weight::Error,
        level: Some(Level::High),
        object: None,
        message: long.clone(),
        help: long.clone(),
        place: Place { file: PathBuf::from(&long), line: 1, column: 1 },
    };
    let plan = || Planned {
        dialect: DialectKind::Sqlite,
        hash: String::new(),
        level: None,
        operations: Vec::new(),
        lost: Vec::new(),
        sql: format!("{long}\u{202e}\n").repeat(400),
        diagram: "erDiagram\n".repeat(length),
        folder: PathBuf::new(),
    };
    let operation = || dbx::ci::OperationLine {
        number: 1,
        title: long.clone(),
        lock: "none".into(),
        blocks_reads: false,
        blocks_writes: false,
        rewrites: false,
        level: None,
    };
    let spec = |number: usize| SpecChange {
        name: format!("{number}{long}"),
        path: PathBuf::new(),
        status: SpecStatus::Changed,
        plan: Some(Planned { operations: vec![operation()], ..plan() }),
        problem: None,
    };
    Report {
        version: 1,
        tool: "dbx test".into(),
        verdict: Verdict::Refused,
        reason: long.clone(),
        base: "0".repeat(40),
        head: "1".repeat(40),
        level: None,
        fail_on: None,
        specs: (0..plans).map(spec).collect(),
        migrations: Vec::new(),
        conflicts: Vec::new(),
        findings: (0..findings).map(finding).collect(),
        notes: vec![long.clone(); findings],
        files: Vec::new(),
    }
}

#[test]
fn a_comment_is_never_too_long_and_says_what_it_leaves_out() {
    for (plans, findings, length) in
        [(1, 0, 10), (1, 0, 5000), (3, 100, 300), (200, 500, 200), (1, 60, 100), (60, 60, 3)]
    {
        let report = report(plans, findings, length);
        let short = page(&report, Some(COMMENT_LIMIT));
        assert!(short.len() <= COMMENT_LIMIT, "{plans} plans, {findings} findings of {length}: {} bytes", short.len());
        assert_eq!(short.matches("<details>").count(), short.matches("</details>").count());
        let whole = page(&report, None);
        assert!(whole.len() >= short.len());
        if whole.len() > COMMENT_LIMIT {
            assert!(short.contains("report.md") || short.contains("migration.sql"), "what is left out is said");
        }
    }
}
