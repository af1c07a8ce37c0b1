//! The test harness, tested: what it promises to every other test.

mod support;

use std::fs::{self, OpenOptions};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use sqlx::{Connection, Row};
use support::Database;
use support::mariadb::MariaDb;
use support::postgres::Postgres;
use support::requirement::{Require, available};
use support::search::Search;
use support::server::KEEPER;

/// Polls, because what is waited for happens in another process.
fn eventually(what: &str, condition: impl Fn() -> bool) {
    let begin = Instant::now();
    while !condition() {
        assert!(begin.elapsed() < Duration::from_secs(20), "not in 20 seconds: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Two databases at once, each with a table of the same name and rows of its own.
fn databases_are_separate(create: fn() -> Option<Database>) {
    thread::scope(|scope| {
        for value in ["1", "2"] {
            scope.spawn(move || {
                let Some(database) = create() else { return };
                database.psql("create table thing (id int primary key);");
                database.psql(&format!("insert into thing values ({value});"));
                assert_eq!(database.psql("select id from thing;"), value);
                let dump = database.dump().to_lowercase();
                assert!(dump.contains("create table") && dump.contains("thing"), "{dump}");
            });
        }
    });
}

#[test]
fn postgres_databases_are_separate() {
    databases_are_separate(support::postgres);
}

#[test]
fn mariadb_databases_are_separate() {
    databases_are_separate(support::mariadb);
}

#[test]
fn a_dropped_database_is_gone_though_somebody_is_connected() {
    let (Some(observer), Some(database)) = (support::postgres(), support::postgres()) else {
        return;
    };
    let name = database.name().to_owned();
    let count = |what: &str| observer.psql(&format!("select count(*) from {what} where datname = '{name}'"));
    thread::scope(|scope| {
        scope.spawn(|| {
            let error = database.try_psql("select pg_sleep(60)").expect_err("the connection is ended");
            assert!(error.contains("terminating connection"), "{error}");
        });
        eventually("the other connection is there", || count("pg_stat_activity") == "1");
        observer.psql(&format!("drop database {name} with (force)"));
    });
    // Dropping the value now finds the database gone, which is no failure either.
    drop(database);
    assert_eq!(count("pg_database"), "0");

    let short_lived = support::postgres().map(|database| database.name().to_owned()).unwrap_or_default();
    assert_eq!(observer.psql(&format!("select count(*) from pg_database where datname = '{short_lived}'")), "0");
}

#[test]
fn sql_stops_at_the_first_error_with_the_words_of_the_server() {
    let Some(database) = support::postgres() else {
        return;
    };
    let error = database
        .try_psql("create table kept (id int);\nselect 1 from nowhere;\ncreate table not_reached (id int);")
        .expect_err("there is no table `nowhere`");
    assert!(error.contains("relation \"nowhere\" does not exist"), "{error}");
    assert_eq!(database.psql("select relname from pg_class where relname in ('kept', 'not_reached')"), "kept");
}

#[test]
fn dumps_of_equal_databases_are_equal() {
    let (Some(one), Some(two)) = (support::postgres(), support::postgres()) else {
        return;
    };
    for database in [&one, &two] {
        database.psql("create table t (id int primary key, name text not null);");
    }
    assert_eq!(one.dump(), two.dump());
}

#[tokio::test]
async fn the_address_is_one_that_sqlx_takes() {
    let Some(database) = support::postgres() else {
        return;
    };
    let mut connection = sqlx::PgConnection::connect(database.url()).await.expect("sqlx connects");
    let row = sqlx::query("select current_database()").fetch_one(&mut connection).await.expect("a row");
    assert_eq!(row.get::<String, _>(0), database.name());
}

#[tokio::test]
async fn a_sqlite_file_takes_sql_even_inside_a_runtime() {
    let (one, two) = (support::sqlite(), support::sqlite());
    one.exec("create table t (id integer primary key, name text, size real); insert into t values (1, 'a', 1.5), (2, null, 2)");
    assert_eq!(one.exec("select * from t order by id"), "1|a|1.5\n2||2.0");
    assert_eq!(two.exec("select count(*) from sqlite_schema"), "0");
    assert!(one.dump().starts_with("CREATE TABLE t (id integer primary key"), "{}", one.dump());

    let mut connection = sqlx::SqliteConnection::connect(one.url()).await.expect("sqlx connects");
    let row = sqlx::query("select count(*) from t").fetch_one(&mut connection).await.expect("a row");
    assert_eq!(row.get::<i64, _>(0), 2);
}

#[test]
fn a_failing_statement_on_sqlite_says_why() {
    let error = support::sqlite().try_exec("select * from nowhere").expect_err("there is no table");
    assert!(error.to_string().contains("no such table: nowhere"), "{error}");
}

#[test]
#[should_panic(expected = "sudo apt-get install postgresql")]
fn a_required_server_that_is_missing_fails_and_says_what_to_install() {
    let require = Require::parse("postgres").expect("a known server");
    available(Postgres::find(&Search::nowhere()), &require);
}

#[test]
#[should_panic(expected = "sudo apt-get install mariadb-server")]
fn mysql_is_another_word_for_mariadb() {
    let require = Require::parse("postgres, mysql").expect("known servers");
    available(MariaDb::find(&Search::nowhere()), &require);
}

#[test]
fn a_missing_server_that_is_not_required_is_none() {
    let require = Require::parse("mariadb").expect("a known server");
    assert!(available(Postgres::find(&Search::nowhere()), &require).is_none());
}

#[test]
fn an_unknown_required_server_is_refused() {
    let error = Require::parse("postgres,postgers").expect_err("a typing mistake");
    assert!(error.contains("`postgers`"), "{error}");
}

#[test]
fn the_newest_version_is_looked_at_first() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    for version in ["9.6", "17", "16"] {
        let bin = parent.path().join(version).join("bin");
        fs::create_dir_all(&bin).expect("a folder");
        fs::write(bin.join("postgres"), "").expect("a file");
    }
    let search = Search::nowhere().versions(&parent.path().display().to_string(), "", "bin");
    assert_eq!(search.folder_with(&["postgres"]), Some(parent.path().join("17/bin").as_path()));
    assert_eq!(search.folder_with(&["postgres", "initdb"]), None);
}

/// A keeper for a server that is only a sleeping shell.
struct Kept {
    _parent: tempfile::TempDir,
    home: std::path::PathBuf,
    server: std::process::Child,
    keeper: std::process::Child,
}

fn kept(runner: u32) -> Kept {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let home = parent.path().join("home");
    fs::create_dir(&home).expect("a folder");
    let pipe = home.join("users");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let server = Command::new("sh")
        .args(["-c", "while :; do sleep 0.1; done"])
        .arg(home.join("data"))
        .spawn()
        .expect("a shell as a server");
    fs::write(home.join("pid"), server.id().to_string()).expect("a file");
    fs::write(home.join("stop-signal"), "TERM").expect("a file");
    let keeper = Command::new("sh")
        .args(["-c", KEEPER, "keeper", "keep"])
        .arg(&home)
        .args([&runner.to_string(), "0"])
        .stdin(Stdio::null())
        .spawn()
        .expect("the keeper");
    Kept { _parent: parent, home, server, keeper }
}

fn user(home: &Path) -> fs::File {
    OpenOptions::new().write(true).open(home.join("users")).expect("the pipe has a reader")
}

#[test]
fn the_keeper_ends_the_server_when_the_last_user_is_gone() {
    let mut kept = kept(0);
    let (first, second) = (user(&kept.home), user(&kept.home));
    drop(first);
    thread::sleep(Duration::from_millis(300));
    assert!(kept.home.join("users").exists(), "the second user still needs the server");
    assert_eq!(kept.server.try_wait().expect("its state"), None);
    drop(second);
    kept.server.wait().expect("the server is ended");
    kept.keeper.wait().expect("the keeper ends");
    assert!(!kept.home.exists());
}

#[test]
fn the_keeper_waits_for_the_run_it_belongs_to() {
    let mut run = Command::new("sleep").arg("60").spawn().expect("a process to outlive");
    let mut kept = kept(run.id());
    drop(user(&kept.home));
    thread::sleep(Duration::from_millis(300));
    drop(user(&kept.home));
    assert_eq!(kept.server.try_wait().expect("its state"), None, "the run is not over");
    run.kill().expect("the run ends");
    run.wait().expect("the run ends");
    kept.server.wait().expect("the server is ended");
    kept.keeper.wait().expect("the keeper ends");
    assert!(!kept.home.exists());
}
