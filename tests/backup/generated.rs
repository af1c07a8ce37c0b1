//! Backup and restore together change nothing, whatever the values are.

use super::engine::engines;
use super::project::Project;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// A few rows: text, bytes and a number each.
type Rows = Vec<(Option<String>, Vec<u8>, i64, f64)>;

fn rows() -> impl Strategy<Value = Rows> {
    // No NUL in text, which PostgreSQL does not take.
    let text = proptest::option::of(proptest::collection::vec(any::<char>().prop_filter("NUL", |c| *c != '\0'), 0..12));
    let text = text.prop_map(|text| text.map(|characters| characters.into_iter().collect::<String>()));
    let number = any::<f64>().prop_filter("finite", |number| number.is_finite());
    proptest::collection::vec((text, any::<Vec<u8>>(), any::<i64>(), number), 0..20)
}

#[test]
fn rows_of_any_values_come_back() {
    for database in engines() {
        let is_postgres = database.url().starts_with("postgres");
        let is_mariadb = !is_postgres && !database.url().starts_with("sqlite");
        let project = Project::new(database);
        let (bytes, options) = match (is_postgres, is_mariadb) {
            (true, _) => ("bytea", ""),
            (_, true) => ("longblob", " character set utf8mb4"),
            (false, false) => ("blob", ""),
        };
        let table =
            format!("create table t (id int primary key, a text, b {bytes}, c bigint, d double precision){options}");
        let config = Config { cases: 4, max_shrink_iters: 0, failure_persistence: None, ..Config::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
        let outcome = runner.run(&rows(), |rows| {
            project.database.sql(&table);
            for (id, (text, bytes, integer, number)) in rows.iter().enumerate() {
                let text = text.as_ref().map_or("null".into(), |it| hex_text(it, is_postgres, is_mariadb));
                let digits = hex::encode(bytes);
                let bytes = if is_postgres { format!("'\\x{digits}'") } else { format!("x'{digits}'") };
                project.database.sql(&format!("insert into t values ({id}, {text}, {bytes}, {integer}, {number:e})"));
            }
            let before = show(&project);
            let restore = project.lose("DROP TABLE t;");
            project.dbx(0, &restore);
            prop_assert_eq!(show(&project), before);
            project.database.sql("drop table t");
            std::fs::remove_dir_all(project.folder.path().join("backups")).expect("the backups");
            // The file was applied already; another name for the next case would be another plan all the same. A ledger
            // that is empty as a whole is a new one, and no damage.
            project.database.sql("delete from db_assistant_migrations");
            project.database.sql("delete from db_assistant_runs");
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{error}"));
    }
}

fn hex_text(text: &str, is_postgres: bool, is_mariadb: bool) -> String {
    let digits = hex::encode(text);
    match (is_postgres, is_mariadb) {
        (true, _) => format!("convert_from('\\x{digits}', 'UTF8')"),
        (_, true) => format!("_utf8mb4 x'{digits}'"),
        (false, false) => format!("cast(x'{digits}' as text)"),
    }
}

fn show(project: &Project) -> String {
    let url = project.database.url();
    let sql = if url.starts_with("postgres") {
        "select id, encode(convert_to(a, 'UTF8'), 'hex'), b, c, d from t order by id"
    } else {
        "select id, hex(a), a is null, hex(b), c, d from t order by id"
    };
    project.database.sql(sql)
}
