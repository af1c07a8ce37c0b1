//! MariaDB refuses an ALGORITHM or a LOCK that it cannot keep to, so the first pair that it takes, from the gentlest on, is what it does.

use super::told;
use crate::support;
use dbx::dialect::DialectKind::Mysql;
use rstest::rstest;
use std::fmt::Write;

const BASE: &str = include_str!("mysql_base.sql");

/// One ALTER TABLE per line; empty lines and comments are left out.
const STATEMENTS: &str = include_str!("mysql_statements.sql");

const ALGORITHMS: [&str; 4] = ["INSTANT", "NOCOPY", "INPLACE", "COPY"];
const LOCKS: [&str; 3] = ["NONE", "SHARED", "EXCLUSIVE"];

fn statements() -> impl Iterator<Item = &'static str> {
    STATEMENTS.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("--"))
}

/// Makes the table of an ALTER TABLE anew, and the one that a foreign key of it refers to.
fn base_of(sql: &str, script: &mut String) {
    let table = sql.split(' ').nth(2).expect("alter table and a name");
    let needed = |name: &str| name == table || name == "customers" && table == "orders";
    script.push_str(
        "drop table if exists orders, customers, computed, words, keyless, packed, old_rows, narrow, mixed, keyed;\n",
    );
    for create in BASE.split_inclusive(";\n") {
        let name = create.trim_start().split(' ').nth(2).expect("create table and a name");
        if needed(name) {
            script.push_str(create);
        }
    }
}

/// The statement with every pair in turn, up to the one that is told: all others are to be refused.
fn attempts(sql: &str, told: &str, script: &mut String) {
    base_of(sql, script);
    writeln!(script, "select '>';").expect("a text");
    let pairs = ALGORITHMS.iter().flat_map(|algorithm| LOCKS.map(|lock| (*algorithm, lock)));
    for (algorithm, lock) in pairs {
        let pair = format!("{algorithm}/{lock}");
        writeln!(script, "{sql}, algorithm={algorithm}, lock={lock};\nselect '{pair}', @@error_count;")
            .expect("a text");
        if pair == told {
            break;
        }
    }
}

/// ALGORITHM and LOCK as lint tells them.
fn pair_of(sql: &str) -> String {
    let told = told(Mysql, BASE, sql);
    told.first().and_then(|it| it.split(' ').nth(1)).unwrap_or("nothing").to_owned()
}

/// Parts of the statements, each of which a server works at by itself.
const PARTS: usize = 4;

#[rstest]
fn lint_says_what_the_server_grants(#[values(0, 1, 2, 3)] part: usize) {
    let Some(database) = support::mariadb() else { return };
    let statements: Vec<&str> = statements().skip(part).step_by(PARTS).collect();
    let pairs: Vec<String> = statements.iter().map(|sql| pair_of(sql)).collect();
    let mut script = String::new();
    statements.iter().zip(&pairs).for_each(|(sql, told)| attempts(sql, told, &mut script));
    let mut client = database.client();
    client.arg("--force");
    let output = support::database::run(client, &script).expect("a client that goes on after errors");
    let answers: Vec<&str> = output.split(">\n").skip(1).collect();
    assert_eq!(answers.len(), pairs.len());
    let mut wrong = Vec::new();
    for ((sql, told), answer) in statements.iter().zip(&pairs).zip(answers) {
        let granted = answer.lines().find_map(|line| line.strip_suffix("\t0")).unwrap_or("refused so far");
        if told != granted {
            wrong.push(format!("{sql}\n  server {granted}\n  lint   {told}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ\n{}", wrong.len(), pairs.len(), wrong.join("\n"));
}
