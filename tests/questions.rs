//! Questions in English over databases with rows of their own: what `orchestrate` answers without a language model, compared with the rows of SQL
//! written by hand.
//!
//! `development.tsv` is what the engine was made with. `heldout.tsv` was written before it and is over other databases; nothing was changed to
//! make one of its questions right.

mod support;

use dbx::app::{Clock, Context, Entropy, ModelChoice, OrchestrateRequest, SilentProgress, Target, orchestrate};
use dbx::driver::{DatabaseUrl, Limits, Reader, connect_reader};
use dbx::env::Config;
use dbx::guard::Kind;
use dbx::model::{Rows, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use support::SqliteFile;

/// A question with the SQL that answers it.
struct Case {
    database: String,
    difficulty: String,
    question: String,
    sql: String,
}

/// How many were asked, answered, and answered right.
#[derive(Clone, Copy, Debug, Default)]
struct Score {
    asked: usize,
    answered: usize,
    right: usize,
}

impl Score {
    /// Right answers among all questions, in percent.
    fn accuracy(&self) -> usize {
        100 * self.right / self.asked
    }

    /// Right answers among those given, in percent.
    fn precision(&self) -> usize {
        100 * self.right / self.answered
    }
}

struct NoClock;

impl Clock for NoClock {
    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        chrono::DateTime::UNIX_EPOCH
    }
}

struct NoEntropy;

impl Entropy for NoEntropy {
    fn next(&self) -> u64 {
        0
    }
}

fn context() -> Context {
    Context {
        config: Config::default(),
        clock: Arc::new(NoClock),
        entropy: Arc::new(NoEntropy),
        progress: Arc::new(SilentProgress),
        folder: std::env::temp_dir(),
        tool: "dbx test".into(),
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/questions")
}

fn read(name: &str) -> String {
    let path = folder().join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn cases(name: &str) -> Vec<Case> {
    let text = read(name);
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| match &line.split('\t').map(str::to_owned).collect::<Vec<_>>()[..] {
            [database, difficulty, question, sql] => Case {
                database: database.clone(),
                difficulty: difficulty.clone(),
                question: question.clone(),
                sql: sql.clone(),
            },
            other => panic!("{name}: {} columns in {line}", other.len()),
        })
        .collect()
}

/// A value as both sides print it: `3` and `3.0` are the same number.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Integer(number) => format!("{:.4}", *number as f64),
        Value::Number(text) | Value::Text(text) | Value::Bytes(text) => {
            text.parse::<f64>().map_or_else(|_| text.clone(), |number| format!("{number:.4}"))
        }
    }
}

/// The rows in an order of their own, unless theirs was asked for.
fn canonical(rows: &Rows, is_ordered: bool) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = rows.rows.iter().map(|row| row.iter().map(text).collect()).collect();
    for row in &mut rows {
        row.sort();
    }
    if !is_ordered {
        rows.sort();
    }
    rows
}

/// Asks every question of a file and prints what went wrong and the score by difficulty.
fn ask(name: &str) -> Score {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let context = context();
    let mut files: BTreeMap<String, (SqliteFile, Box<dyn Reader>)> = BTreeMap::new();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for case in cases(name) {
        let (file, reader) = files.entry(case.database.clone()).or_insert_with(|| {
            let file = SqliteFile::create();
            file.exec(&read(&format!("{}.sql", case.database)));
            let url = DatabaseUrl::parse(file.url()).expect("an address");
            let reader = runtime.block_on(connect_reader(&url)).expect("a connection");
            (file, reader)
        });
        let wanted = runtime
            .block_on(reader.read(&case.sql, Kind::Query, &Limits::default()))
            .unwrap_or_else(|error| panic!("{}: {error}", case.sql));
        let request = OrchestrateRequest {
            question: case.question.clone(),
            database: Target { env: None, url: Some(file.url().to_owned()) },
            refresh_schema: false,
            is_dry: false,
            rows: None,
            reasoning: true,
            model: ModelChoice { model: None, offline: true },
        };
        let report = runtime.block_on(orchestrate(&context, &request)).expect("an answer or a refusal");
        let score = scores.entry(case.difficulty).or_default();
        score.asked += 1;
        if !report.answered {
            println!("not answered: {}: {}\n  {:?}", case.database, case.question, report.errors);
            continue;
        }
        score.answered += 1;
        let is_ordered = case.sql.contains("ORDER BY");
        let given = Rows { columns: report.columns, rows: report.rows };
        if canonical(&wanted.rows, is_ordered) == canonical(&given, is_ordered) {
            score.right += 1;
        } else {
            println!(
                "wrong: {}: {}\n  {}\n  {}",
                case.database,
                case.question,
                case.sql,
                report.sql.unwrap_or_default()
            );
        }
    }
    let mut all = Score::default();
    for (difficulty, score) in scores {
        println!("{difficulty}: {score:?}, {} % right", score.accuracy());
        all.asked += score.asked;
        all.answered += score.answered;
        all.right += score.right;
    }
    println!("{name}: {all:?}, {} % right, {} % of the answers", all.accuracy(), all.precision());
    all
}

#[test]
fn questions_the_engine_was_made_with() {
    let score = ask("development.tsv");
    assert!(score.asked >= 300 && score.accuracy() >= 86 && score.precision() >= 88, "{score:?}");
}

#[test]
fn questions_it_was_not_made_with() {
    let score = ask("heldout.tsv");
    assert!(score.asked >= 70 && score.accuracy() >= 78 && score.precision() >= 80, "{score:?}");
}
