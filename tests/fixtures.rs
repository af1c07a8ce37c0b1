//! The fixtures on paper: the SQL, the locks and the risks of every case on every engine it is for, forth and back, without a database.
//!
//! `tests/live.rs` shows that the SQL works; a snapshot shows what a reviewer gets to read.

#[path = "support/context.rs"]
mod context;

use context::context;
use dbx::app::{AppError, PlanReport, PlanRequest, Source, Target, plan};
use dbx::dialect::{DialectKind, Unsupported};
use dbx::impact::ImpactReport;
use dbx::model::LockMode;
use rstest::rstest;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

async fn planned(case: &Path, engine: DialectKind) -> Result<PlanReport, AppError> {
    let request = PlanRequest {
        target: Source::Spec("after.yml".into()),
        current: Some(Source::Spec("before.yml".into())),
        database: Target::default(),
        dialect: Some(engine),
        scratch: None,
        approach: None,
        verify: false,
        out: None,
        name: None,
        impact_meta: false,
        allow_breaking: true,
    };
    plan(&context(case), &request).await
}

/// Everything but the lines that hold hashes, which change with any change of the model.
fn without_hashes(sql: &str) -> String {
    let is_hash = |line: &str| ["-- from: ", "-- to: ", "-- hash: "].iter().any(|key| line.starts_with(key));
    sql.lines().filter(|line| !is_hash(line)).flat_map(|line| [line, "\n"]).collect()
}

/// One line per operation, and one per risk below it.
fn impact_lines(impact: &ImpactReport) -> String {
    let mut lines = String::new();
    for operation in &impact.operations {
        let mut costs = Vec::new();
        costs.extend((operation.lock != LockMode::None).then(|| operation.lock.as_str()));
        costs.extend(operation.rewrites.then_some("rewrites"));
        costs.extend(operation.scans.then_some("scans"));
        costs.extend((!operation.transactional).then_some("alone"));
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "{}. {} [{}]", operation.number, operation.title, costs.join(", "));
        for risk in &operation.risks {
            let _ = writeln!(lines, "   {} {} {}: {}", risk.code, risk.level, risk.object, risk.message);
        }
    }
    lines
}

/// The SQL of the way back, or why there is none.
fn way_back(report: &PlanReport) -> String {
    if report.way_back.sql.is_empty() {
        report.way_back.lost.iter().map(|reason| format!("none: {reason}\n")).collect()
    } else {
        without_hashes(&report.way_back.sql)
    }
}

fn snapshot(report: &PlanReport) -> String {
    let notes: String = report.notes.iter().map(|note| format!("note: {note}\n")).collect();
    format!(
        "{notes}{}\n== impact\n{}\n== way back\n{}",
        without_hashes(&report.sql),
        impact_lines(&report.impact),
        way_back(report)
    )
}

fn refusals(reasons: &[Unsupported]) -> String {
    reasons.iter().map(|reason| format!("refused: {reason}\n  help: {}\n", reason.help)).collect()
}

/// The engine a fixture is for, if it is not for all.
fn dialect_of(spec: &Path) -> Option<String> {
    let text = std::fs::read_to_string(spec).expect("a fixture");
    text.lines().find_map(|line| line.strip_prefix("dialect: ")).map(|dialect| dialect.trim().to_owned())
}

#[rstest]
#[tokio::test]
async fn case(
    #[files("tests/fixtures/cases/*/*/after.yml")] after: PathBuf,
    #[values(DialectKind::Postgres, DialectKind::Sqlite, DialectKind::Mysql)] engine: DialectKind,
) {
    if dialect_of(&after).is_some_and(|dialect| dialect != engine.as_str()) {
        return;
    }
    let case = after.parent().expect("a case has a folder");
    let text = match planned(case, engine).await {
        Ok(report) => {
            assert!(report.differs, "a fixture changes something");
            let again = planned(case, engine).await.map(|report| report.sql);
            assert_eq!(again.ok().as_ref(), Some(&report.sql), "the same input gives the same bytes");
            snapshot(&report)
        }
        // What an engine does not have is refused by name.
        Err(AppError::Unsupported(reasons)) => refusals(&reasons),
        Err(error) => panic!("{}: {error}", case.display()),
    };
    let words: Vec<String> = case.iter().rev().take(2).map(|part| part.to_string_lossy().into_owned()).collect();
    let name = format!("{}_{}@{engine}", words[1], words[0]);
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots/cases", omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

/// What dbx does with each kind of object in PostgreSQL, as the fixtures have it; `tests/live.rs` runs them with rows in the tables.
#[test]
fn every_kind_is_made_changed_renamed_and_dropped() {
    // What else happens to a kind: nothing in it changes, or PostgreSQL has no statement for it and it is made again.
    const KINDS: [(&str, &[&str]); 37] = [
        ("namespace", &["create", "rename", "drop"]),
        ("extension", &["create", "comment on", "drop"]),
        ("enum", &["create", "replace", "rename", "drop"]),
        ("domain", &["create", "alter", "rename", "drop"]),
        ("composite", &["create", "alter", "rename", "drop"]),
        ("sequence", &["create", "alter", "rename", "drop"]),
        ("function", &["create", "replace", "rename", "drop"]),
        ("table", &["create", "rename", "drop"]),
        ("column", &["add", "change", "rename", "drop"]),
        ("primary key", &["add", "change", "rename", "drop"]),
        ("unique constraint", &["add", "rename", "drop"]),
        ("check", &["add", "rename", "drop"]),
        ("exclusion constraint", &["add", "rename", "drop"]),
        ("foreign key", &["add", "change", "rename", "drop"]),
        ("index", &["create", "change", "rename", "drop"]),
        ("view", &["create", "alter", "replace", "rename", "drop"]),
        ("materialized view", &["create", "alter", "rename", "drop"]),
        ("trigger", &["create", "alter", "rename", "drop"]),
        ("policy", &["create", "alter", "rename", "drop"]),
        ("publication", &["create", "alter", "rename", "drop"]),
        ("server", &["create", "alter", "rename", "drop"]),
        ("user mapping", &["create", "alter", "drop"]),
        ("language", &["create", "rename", "drop"]),
        ("collation", &["create", "rename", "drop"]),
        ("range", &["create", "rename", "drop"]),
        ("cast", &["create", "drop"]),
        ("operator", &["create", "drop"]),
        ("operator family", &["create", "rename", "drop"]),
        ("operator class", &["create", "rename", "drop"]),
        ("text search parser", &["create", "rename", "drop"]),
        ("text search template", &["create", "rename", "drop"]),
        ("text search dictionary", &["create", "alter", "rename", "drop"]),
        ("text search configuration", &["create", "alter", "rename", "drop"]),
        ("foreign data wrapper", &["create", "alter", "rename", "drop"]),
        ("statistics", &["create", "alter", "rename", "drop"]),
        ("rule", &["create", "alter", "replace", "rename", "drop"]),
        ("event trigger", &["create", "alter", "rename", "drop"]),
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/cases");
    let snapshots = std::fs::read_dir(folder).expect("the snapshots").map(|entry| entry.expect("a file").path());
    let of_postgres = snapshots.filter(|path| path.to_string_lossy().ends_with("@postgres.snap"));
    let texts: String = of_postgres.map(|path| std::fs::read_to_string(path).expect("a snapshot")).collect();
    // The title of an operation stands under its marker: `-- rename view public.large to big`.
    let lines: Vec<&str> = texts.lines().collect();
    let titles: Vec<&str> = lines
        .windows(2)
        .filter(|pair| pair[0].starts_with("-- dbx:operation "))
        .filter_map(|pair| pair[1].strip_prefix("-- "))
        .collect();
    let is_done = |kind: &str, verb: &str| {
        let (change, member) = (format!("{verb} {kind} "), format!("{verb} the "));
        let of_column = format!(" of {kind} ");
        titles
            .iter()
            .any(|title| title.starts_with(&change) || title.starts_with(&member) && title.contains(&of_column))
    };
    let missing: Vec<String> = KINDS
        .iter()
        .flat_map(|(kind, verbs)| verbs.iter().map(move |verb| (kind, verb)))
        .filter(|(kind, verb)| !is_done(kind, verb))
        .map(|(kind, verb)| format!("{verb} {kind}"))
        .collect();
    assert!(missing.is_empty(), "no fixture does this: {missing:?}");
}
