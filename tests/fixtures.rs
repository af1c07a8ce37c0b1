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
