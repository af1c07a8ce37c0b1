//! Questions in English over databases with rows of their own: what `orchestrate` answers without a language model, compared with the rows of SQL
//! written by hand.
//!
//! `development.tsv`, `growth.tsv`, `paraphrase.tsv`, `probe.tsv`, `fresh.tsv`, `slopes.tsv`, `village.tsv`, `towpath.tsv`, `strangers.tsv` and
//! `parts.tsv` are what the engine was made with.
//! `heldout.tsv`, `unseen.tsv` and `sealed.tsv` were written before the rules of their time and are over other databases; nothing was changed to
//! make one of their questions right. `townsfolk.tsv` is by an author who did not know the engine, and none of its misses was read.

mod support;

use dbx::app::{Clock, Context, Entropy, ModelChoice, OrchestrateRequest, SilentProgress, Target, orchestrate};
use dbx::driver::{DatabaseUrl, Limits, Reader, connect_reader};
use dbx::env::Config;
use dbx::guard::Kind;
use dbx::model::{Rows, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
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

fn request(question: &str, url: &str) -> OrchestrateRequest {
    OrchestrateRequest {
        question: question.to_owned(),
        database: Target { env: None, url: Some(url.to_owned()) },
        refresh_schema: false,
        is_dry: false,
        rows: None,
        save: None,
        reasoning: true,
        model: ModelChoice { model: None, offline: true },
    }
}

/// Answers by their confidence in steps of 0.05: how many there were, and how many were right.
#[derive(Debug, Default)]
struct Calibration(BTreeMap<u32, (usize, usize)>);

impl Calibration {
    fn add(&mut self, confidence: f64, is_right: bool) {
        let (asked, right) = self.0.entry((confidence * 20.0 + 1e-9) as u32).or_default();
        *asked += 1;
        *right += usize::from(is_right);
    }

    fn print(&self) {
        for (step, (asked, right)) in &self.0 {
            println!("confidence {:.2}: {right} right of {asked}", f64::from(*step) / 20.0);
        }
    }
}

/// How long questions take, as information: it depends on the machine, and on how the test was built.
fn print_times(mut times: Vec<(Duration, String)>) {
    times.sort();
    if let (Some((median, _)), Some((slowest, question))) = (times.get(times.len() / 2), times.last()) {
        println!("median {median:.1?}, slowest {slowest:.1?}: {question}");
    }
}

/// Asks every question of a file and prints what went wrong and the score by difficulty.
fn ask(name: &str) -> Score {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let context = context();
    let mut files: BTreeMap<String, (SqliteFile, Box<dyn Reader>)> = BTreeMap::new();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut calibration = Calibration::default();
    let mut times: Vec<(Duration, String)> = Vec::new();
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
        let start = Instant::now();
        let report = runtime
            .block_on(orchestrate(&context, &request(&case.question, file.url())))
            .expect("an answer or a refusal");
        times.push((start.elapsed(), case.question.clone()));
        let score = scores.entry(case.difficulty).or_default();
        score.asked += 1;
        if !report.answered {
            println!("not answered: {}: {}\n  {:?}", case.database, case.question, report.errors);
            continue;
        }
        score.answered += 1;
        let is_ordered = case.sql.contains("ORDER BY");
        let given = Rows { columns: report.columns, rows: report.rows };
        let is_right = canonical(&wanted.rows, is_ordered) == canonical(&given, is_ordered);
        calibration.add(report.confidence, is_right);
        if is_right {
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
    calibration.print();
    print_times(times);
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
    assert!(score.asked >= 60 && score.accuracy() >= 95 && score.precision() >= 95, "{score:?}");
}

#[test]
fn questions_of_other_domains_it_was_made_with() {
    for name in [
        "growth.tsv",
        "paraphrase.tsv",
        "probe.tsv",
        "fresh.tsv",
        "slopes.tsv",
        "village.tsv",
        "towpath.tsv",
        "parts.tsv",
    ] {
        let score = ask(name);
        assert!(score.asked >= 28 && score.accuracy() >= 85 && score.precision() >= 90, "{name}: {score:?}");
    }
}

#[test]
fn questions_of_strangers_it_was_made_with() {
    let score = ask("strangers.tsv");
    assert!(score.asked >= 140 && score.accuracy() >= 78 && score.precision() >= 94, "{score:?}");
}

#[test]
fn questions_it_was_not_made_with() {
    for (name, least) in [("heldout.tsv", 80), ("unseen.tsv", 80), ("sealed.tsv", 70)] {
        let score = ask(name);
        assert!(score.asked >= 24 && score.accuracy() >= least && score.precision() >= 86, "{name}: {score:?}");
    }
}

#[test]
fn questions_of_strangers_that_nobody_tuned_with() {
    let score = ask("townsfolk.tsv");
    assert!(score.asked >= 140 && score.accuracy() >= 40 && score.precision() >= 70, "{score:?}");
}

/// The flagship, and what engines write differently: dates, quotes and window functions.
fn on_engine(url: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let context = context();
    let answer = |question: &str| {
        let report = runtime.block_on(orchestrate(&context, &request(question, url))).expect("an answer or a refusal");
        assert!(report.answered, "{question}: {:?}", report.errors);
        let rows = Rows { columns: report.columns, rows: report.rows };
        canonical(&rows, true)
    };
    let best = answer("For each region list top 5 companies by total principal");
    assert_eq!(best.len(), 7, "{best:?}");
    assert!(best[0].contains(&"Acme".to_owned()) && best[0].contains(&"2100.0000".to_owned()), "{best:?}");
    assert!(!best.iter().flatten().any(|cell| cell == "Iris"), "the sixth of its region: {best:?}");
    assert_eq!(answer("How many payments were made in 2024?"), [["5.0000"]]);
    assert_eq!(answer("What is the average interest paid by companies in the Tech industry?"), [["27.5000"]]);
    assert_eq!(answer("Which industry has the highest total principal paid?"), [["Retail"]]);
}

#[test]
fn on_sqlite() {
    let file = SqliteFile::create();
    file.exec(&read("loans.sql"));
    on_engine(file.url());
}

#[test]
fn on_postgres() {
    let Some(database) = support::postgres() else { return };
    database.psql(&read("loans.sql"));
    on_engine(database.url());
}

#[test]
fn on_mariadb() {
    let Some(database) = support::mariadb() else { return };
    database.psql(&read("loans.sql"));
    on_engine(database.url());
}

#[test]
fn what_is_not_in_the_schema_is_refused_by_name() {
    let file = SqliteFile::create();
    file.exec(&read("loans.sql"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for (question, word) in [
        ("What is the weather in Lisbon tomorrow?", "weather"),
        ("How many penguins work for companies in Antarctica?", "Antarctica"),
        ("Write me a poem about mountains", "poem"),
    ] {
        let report = runtime.block_on(orchestrate(&context(), &request(question, file.url()))).expect("a report");
        assert!(!report.answered && report.rows.is_empty(), "{question}: {:?}", report.sql);
        assert!(report.errors.iter().any(|error| error.contains(word)), "{question}: {:?}", report.errors);
    }
}

/// Two of three ships never sailed: a join with voyages is without them, and says so.
#[test]
fn rows_that_a_join_leaves_out_are_told() {
    let file = SqliteFile::create();
    file.exec(
        "CREATE TABLE ship (ship_id INTEGER PRIMARY KEY, name TEXT);
         CREATE TABLE voyage (voyage_id INTEGER PRIMARY KEY, ship_id INTEGER REFERENCES ship(ship_id), goal TEXT);
         INSERT INTO ship VALUES (1,'Anna'),(2,'Berta'),(3,'Cilly');
         INSERT INTO voyage VALUES (1,1,'Oslo'),(2,1,'Bergen');",
    );
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let checks = |question: &str| {
        let report = runtime.block_on(orchestrate(&context(), &request(question, file.url()))).expect("a report");
        assert!(report.answered, "{question}: {:?}", report.errors);
        report.checks
    };
    let told = checks("Which ship has the most voyages?");
    assert!(told.iter().any(|check| check.contains("leaves out 2 of the 3 rows of ship")), "{told:?}");
    let told = checks("How many ships are there?");
    assert!(!told.iter().any(|check| check.contains("leaves out")), "{told:?}");
}

/// Two readings whose rows are the same are one answer.
#[test]
fn readings_with_other_rows_are_told_and_others_are_not() {
    let tables = "CREATE TABLE sender (sender_id INTEGER PRIMARY KEY, town TEXT);
         CREATE TABLE parcel (parcel_id INTEGER PRIMARY KEY, sender_id INTEGER REFERENCES sender(sender_id), town TEXT);
         INSERT INTO sender VALUES (1,'Oslo'),(2,'Bergen');";
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let choices = |parcels: &str| {
        let file = SqliteFile::create();
        file.exec(&format!("{tables} INSERT INTO parcel VALUES {parcels};"));
        let request = request("Show the towns.", file.url());
        let report = runtime.block_on(orchestrate(&context(), &request)).expect("a report");
        assert!(report.answered, "{:?}", report.errors);
        report.choices.len()
    };
    assert_eq!(choices("(1,1,'Bergen'),(2,2,'Oslo')"), 0, "the same towns, in another order");
    assert_eq!(choices("(1,1,'Bergen'),(2,2,'Voss')"), 1, "other towns");
}

/// Words that change the answer and are not understood must not be read past.
#[test]
fn what_cannot_be_calculated_is_refused() {
    let file = SqliteFile::create();
    file.exec(&read("ferry.sql"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for question in [
        "What is the median fare amount of crossings?",
        "What is the ratio of captains to harbours?",
        "What percentage of captains older than 50 live in Whitby?",
        "What percentage of the total fare comes from bad crossings?",
        "What is the percentage of crossings by outcome?",
        "What was the increase of fares since 2022?",
        "Which captains never overslept?",
        "In which towns do both captains and parts live?",
    ] {
        let report = runtime.block_on(orchestrate(&context(), &request(question, file.url()))).expect("a report");
        assert!(!report.answered && report.rows.is_empty(), "{question}: {:?}", report.sql);
        assert!(!report.errors.is_empty(), "{question}");
    }
}
