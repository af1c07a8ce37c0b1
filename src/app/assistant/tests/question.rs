//! Whatever SQL a model writes: what runs only reads, and all else ends in a repair or a refusal.

use super::super::question::{ModelQuery, QuestionTask, Written, query};
use super::super::trial::{Trial, trial};
use super::{assistant, context, files, wait};
use crate::app::AppError;
use crate::app::guarded_reader::GuardedReader;
use crate::app::source::{self, Target};
use crate::llm::LlmError;
use crate::model::Value;
use serde_json::json;
use std::path::Path;

/// Statements that must not run, on an engine with two tables.
const HOSTILE: &[&str] = &[
    "DROP TABLE loans",
    "DELETE FROM loans",
    "UPDATE loans SET paid = 0",
    "INSERT INTO loans VALUES (9, 'x', 1)",
    "REPLACE INTO loans VALUES (1, 'x', 1)",
    "CREATE TABLE x (a)",
    "CREATE TEMP TABLE x AS SELECT * FROM loans",
    "CREATE TRIGGER t AFTER INSERT ON loans BEGIN DELETE FROM loans; END",
    "CREATE VIEW v AS SELECT 1",
    "ALTER TABLE loans ADD COLUMN x INT",
    "ALTER TABLE loans RENAME TO x",
    "ATTACH DATABASE 'x.db' AS x",
    "DETACH DATABASE main",
    "PRAGMA writable_schema = 1",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA user_version = 7",
    "VACUUM",
    "VACUUM INTO 'copy.db'",
    "REINDEX",
    "ANALYZE",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT a",
    "SELECT load_extension('x')",
    "SELECT writefile('x', 'y')",
    "SELECT readfile('/etc/passwd')",
    "SELECT edit('x')",
    "SELECT fts3_tokenizer('x')",
    "WITH d AS (SELECT 1) DELETE FROM loans",
    "WITH d AS (SELECT 1) INSERT INTO loans SELECT 1, 'x', 1 FROM d",
    "DELETE FROM loans RETURNING *",
    "EXPLAIN DELETE FROM loans",
    "SELECT 1; DROP TABLE loans",
    "SELECT 1; SELECT 2",
    "SELECT ghost FROM loans",
    "SELECT paid FROM ghosts",
    "SELECT sum(paid FROM loans",
    "SELEC paid FROM loans",
    "SHOW TABLES",
    "COPY loans TO '/tmp/x'",
    "GRANT ALL ON loans TO PUBLIC",
    "CALL f()",
    "SET ROLE postgres",
    "LOCK TABLE loans",
    "how many loans are there?",
    "```sql\nDROP TABLE loans\n```",
    "'",
    ";",
    "\u{0}",
    "SELECT \u{202e}1",
];

/// The same ones in other clothes.
fn hostile() -> Vec<String> {
    let dress: [fn(&str) -> String; 4] = [
        str::to_owned,
        |sql| format!("  \n{}", sql.to_lowercase()),
        |sql| format!("/* harmless */ {sql}"),
        |sql| format!("{sql};;"),
    ];
    HOSTILE.iter().flat_map(|sql| dress.iter().map(|dress| dress(sql))).collect()
}

fn answer(sql: &str) -> String {
    json!({ "sql": sql, "reasoning": "because" }).to_string()
}

struct Shop {
    folder: tempfile::TempDir,
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = filled(folder.path());
        assert!(database.exists());
        Self { folder }
    }

    fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.folder.path().join("shop.db")).unwrap()
    }

    /// One question to a model that gives these answers.
    fn ask(&self, texts: &[String], repairs: usize) -> Result<ModelQuery<Trial>, AppError> {
        let context = context(self.folder.path());
        let target = Target { env: None, url: Some("sqlite:shop.db".into()) };
        let model = assistant(texts, repairs);
        wait(async {
            let mut driver = source::connect(&context.needed_database(&target)?.url).await?;
            let schema = source::live(&context, driver.as_mut()).await?;
            let mut reader = GuardedReader::open(&context, &target).await?;
            let dialect = driver.dialect();
            let task = QuestionTask {
                question: "what was paid?",
                schema: &schema,
                dialect: dialect.as_ref(),
                values: None,
                reasoning: true,
            };
            query(&context, &model, task, async |sql| trial(&mut reader, sql, None, false).await).await
        })
    }
}

/// A database with rows, made by the driver itself.
fn filled(folder: &Path) -> std::path::PathBuf {
    let context = context(folder);
    let url = crate::driver::DatabaseUrl::parse("sqlite:shop.db").unwrap();
    wait(async {
        let mut driver = source::connect(&context.database_url(&url)).await.unwrap();
        for sql in [
            "CREATE TABLE loans (id INTEGER PRIMARY KEY, region TEXT, paid INT)",
            "INSERT INTO loans VALUES (1, 'north', 40), (2, 'south', 2)",
        ] {
            driver.execute(sql, &[]).await.unwrap();
        }
    });
    folder.join("shop.db")
}

#[test]
fn a_good_query_is_answered() {
    let result = Shop::new().ask(&[answer("SELECT sum(paid) AS total FROM loans")], 0).unwrap();
    let Written::Query { outcome, reasoning, .. } = result.answer else { panic!("{result:?}") };
    let rows = outcome.answered.unwrap().rows;
    assert_eq!((rows.columns, rows.rows), (vec!["total".to_owned()], vec![vec![Value::Integer(42)]]));
    assert_eq!(reasoning.as_deref(), Some("because"));
}

#[test]
fn two_hundred_hostile_queries_change_nothing_and_are_refused() {
    let shop = Shop::new();
    let before = shop.bytes();
    let statements = hostile();
    assert!(statements.len() >= 200, "{}", statements.len());
    for sql in &statements {
        match shop.ask(&[answer(sql)], 0) {
            Err(AppError::Model { source, kept, .. }) => {
                assert!(matches!(*source, LlmError::Unusable { .. }), "{sql}: {source}");
                assert!(kept.is_some(), "{sql}: the answer is kept");
            }
            Err(error) => panic!("{sql}: {error}"),
            Ok(result) => panic!("{sql} passed: {result:?}"),
        }
        assert_eq!(shop.bytes(), before, "{sql} changed the database");
    }
    let strange: Vec<String> =
        files(shop.folder.path()).into_iter().filter(|path| !path.starts_with(".dbx/") && path != "shop.db").collect();
    assert_eq!(strange, [""; 0], "no statement made a file");
}

#[test]
fn every_one_of_them_may_be_mended() {
    let shop = Shop::new();
    for sql in hostile() {
        let result = shop.ask(&[answer(&sql), answer("SELECT max(paid) FROM loans")], 1).unwrap();
        assert_eq!(result.answers, 2, "{sql}");
        assert!(matches!(result.answer, Written::Query { .. }));
    }
}

#[test]
fn what_is_no_answer_is_refused() {
    for text in [
        "",
        "SELECT 1",
        "{}",
        "{\"sql\": 1}",
        "{\"sql\": \"\"}",
        "{\"sql\": \"SELECT 1\", \"run\": true}",
        "[]",
        "null",
        "{\"sql\": \"SELECT",
    ] {
        let error = Shop::new().ask(&[text.to_owned()], 0).map(|it| it.answers).unwrap_err();
        assert!(
            matches!(&error, AppError::Model { source, .. } if matches!(**source, LlmError::Unusable { .. })),
            "{text}: {error}"
        );
    }
}

#[test]
fn a_model_may_say_that_something_is_missing() {
    let text = json!({ "sql": "", "missing": "there is no customer" }).to_string();
    let result = Shop::new().ask(&[text], 0).unwrap();
    assert_eq!(result.answer, Written::Missing("there is no customer".into()));
}
