//! SQLite keeps each table on pages of its own. A table is written where most of the pages that held its rows are other bytes afterwards, and
//! read where a statement stops at a page of rows that was destroyed before.

use crate::read;
use dbx::dialect::DialectKind::Sqlite;
use dbx::model::{Cause, Effect, LockMode};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

const BASE: &str = include_str!("sqlite_base.sql");

/// One statement per line; empty lines and comments are left out.
const STATEMENTS: &str = include_str!("sqlite_statements.sql");

/// Many enough for a dozen pages.
const ROWS: &str = "
insert into parents with recursive n(i) as (select 1 union all select i + 1 from n where i < 300) select i, 'n' || i, hex(zeroblob(90)) from n;
insert into customers (id, mail, score, note, age, must, plain, spare, parent_id)
    select id, 'm' || id, id, 'n' || id, id, id, filling, 's', id from parents;
insert into orders select id, id, filling from parents;
insert into items select id, id, filling from parents;
insert into lists select id, filling from parents;
insert into entries select id, id, filling from parents;
insert into marks select id, id, filling from parents;
insert into pairs select id, id, filling from parents;
insert into firm select id, id, filling from parents;
insert into loose select filling from parents;
insert into noted select id, filling from parents;
drop table filler;
";

/// A table before the others, so that what makes the file anew moves their pages.
const FILLER: &str = "create table filler (a text); insert into filler values (hex(zeroblob(9000)));\n";

const PAGE: usize = 4096;

/// What is done to the tables, and by which lock: `database writer`, `orders written read`.
type Deeds = BTreeSet<String>;

/// A database to try statements on, always the same.
struct Laboratory {
    folder: tempfile::TempDir,
    original: Vec<u8>,
    /// The pages that hold rows, by table.
    pages: BTreeMap<String, Vec<usize>>,
}

impl Laboratory {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("original.db");
        let database = Connection::open(&path).expect("a database");
        database.execute_batch(&format!("pragma synchronous = off; {FILLER}{BASE}{ROWS}")).expect("the base");
        let mut pages: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut statement = database
            .prepare(
                "select name, pageno from dbstat where pagetype = 'leaf'
                 and name in (select name from sqlite_schema where type = 'table')",
            )
            .expect("the table of pages");
        let mut found = statement.query([]).expect("the pages");
        while let Some(row) = found.next().expect("a page") {
            let page: u32 = row.get(1).expect("a number");
            pages.entry(row.get(0).expect("a name")).or_default().push(page as usize);
        }
        Self { original: std::fs::read(&path).expect("the file"), folder, pages }
    }

    fn file(&self, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join("tried.db");
        std::fs::write(&path, bytes).expect("a copy");
        path
    }

    /// Why SQLite refuses the statement, or what it does.
    fn deeds(&self, sql: &str) -> Result<Deeds, String> {
        let path = self.file(&self.original);
        let is_writer = run(&path, sql)?;
        let after = std::fs::read(&path).expect("the file");
        let mut deeds: Deeds = is_writer.then(|| LockMode::DatabaseWriter.as_str().to_owned()).into_iter().collect();
        for (table, pages) in &self.pages {
            let changed = pages.iter().filter(|page| bytes_of(&self.original, **page) != bytes_of(&after, **page));
            let is_written = changed.count() * 2 > pages.len();
            deeds.extend(deed(table, is_written, self.is_read(sql, pages)));
        }
        Ok(deeds)
    }

    /// Whether rows in the middle have to be whole.
    fn is_read(&self, sql: &str, pages: &[usize]) -> bool {
        let mut damaged = self.original.clone();
        let start = (pages[pages.len() / 2] - 1) * PAGE;
        damaged[start..start + PAGE].fill(0xff);
        let path = self.file(&damaged);
        run(&path, sql).is_err_and(|error| error.contains("malformed"))
    }
}

fn bytes_of(file: &[u8], page: usize) -> Option<&[u8]> {
    file.get((page - 1) * PAGE..page * PAGE)
}

fn deed(table: &str, is_written: bool, is_read: bool) -> Option<String> {
    let written = if is_written { " written" } else { "" };
    let read = if is_read { " read" } else { "" };
    (is_written || is_read).then(|| format!("{table}{written}{read}"))
}

/// Runs the statement, and tells whether others can write meanwhile. What is deleted is overwritten, as by the SQLite of Debian and of Apple.
fn run(path: &Path, sql: &str) -> Result<bool, String> {
    let database = Connection::open(path).expect("a connection");
    let batch = |sql: &str| database.execute_batch(sql).map_err(|error| error.to_string());
    batch("pragma synchronous = off; pragma foreign_keys = on; pragma secure_delete = on; begin")?;
    match execute(&database, sql) {
        Err(error) if error.contains("within a transaction") => {
            batch("rollback")?;
            execute(&database, sql)?;
            return Ok(true);
        }
        done => done?,
    }
    let other = Connection::open(path).expect("another connection");
    other.busy_timeout(Duration::ZERO).expect("no patience");
    let is_writer = other.execute_batch("begin immediate").is_err();
    drop(other);
    batch("commit")?;
    Ok(is_writer)
}

/// To its last row, where it has some.
fn execute(database: &Connection, sql: &str) -> Result<(), String> {
    let all = || {
        let mut statement = database.prepare(sql)?;
        let mut rows = statement.query([])?;
        while rows.next()?.is_some() {}
        Ok(())
    };
    all().map_err(|error: rusqlite::Error| error.to_string())
}

/// What lint says of these tables, in the same words.
fn told(effect: &Effect, tables: &BTreeMap<String, Vec<usize>>) -> Result<Deeds, String> {
    let refuses = [Cause::AddColumnRefused, Cause::DropColumnBlocked, Cause::UnsupportedAlter];
    if let Some(reason) = effect.reasons.iter().find(|reason| refuses.contains(&reason.cause)) {
        return Err(reason.detail.clone());
    }
    let is_writer = effect.touches.iter().any(|touch| touch.lock == LockMode::DatabaseWriter);
    let mut deeds: Deeds = is_writer.then(|| LockMode::DatabaseWriter.as_str().to_owned()).into_iter().collect();
    let known = effect.touches.iter().filter(|touch| tables.contains_key(touch.object.name().as_str()));
    deeds.extend(known.filter_map(|it| deed(it.object.name().as_str(), it.rewrites, it.scans)));
    Ok(deeds)
}

#[test]
fn lint_says_what_sqlite_does() {
    let laboratory = Laboratory::open();
    let statements = STATEMENTS.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("--"));
    let mut wrong = Vec::new();
    let mut count = 0;
    for sql in statements {
        count += 1;
        let done = laboratory.deeds(sql);
        let told = read(Sqlite, BASE, sql)
            .map_or_else(|| Err("not understood".into()), |effect| told(&effect, &laboratory.pages));
        let agree = match (&done, &told) {
            (Ok(done), Ok(told)) => done == told,
            (Err(_), Err(_)) => true,
            (Ok(_), Err(_)) | (Err(_), Ok(_)) => false,
        };
        if !agree {
            wrong.push(format!("{sql}\n  sqlite {done:?}\n  lint   {told:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} differ\n{}", wrong.len(), wrong.join("\n"));
}
