//! The server is killed, with everything it runs.

use super::sandbox::Sandbox;
use super::scene::{kill, until};
use super::support;
use std::process::{Child, Stdio};

const SPEC: &str = "\
version: 1
entities:
  tables:
    - name: users
      columns: [{name: id, type: INT, nullable: false}]
      primary_key: id
";

fn stopped_at(sandbox: &Sandbox, place: &str, arguments: &str) -> Child {
    let file = sandbox.path().join("reached");
    let mut command = sandbox.command(arguments);
    command.env("DBX_FAILPOINT", format!("{place}:{}", file.display()));
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("dbx starts");
    until(&format!("dbx reaches `{place}`"), || file.exists());
    child
}

/// F04: what was not committed is gone after recovery, from the catalog and from the ledger.
#[test]
fn postgres_in_a_transaction() {
    let Some(server) = support::private_postgres() else { return };
    server.create("shop");
    let (sandbox, url) = (Sandbox::new(), server.url("shop"));
    sandbox.write("users.yml", SPEC);
    sandbox.dbx_exits(0, &format!("plan --target users.yml --url {url} --out users.sql --impact-meta"));
    let child = stopped_at(&sandbox, "before-commit 1", &format!("apply users.sql --url {url}"));
    server.crash();
    kill(child);
    server.restart();
    assert_eq!(server.sql("shop", "select count(*) from pg_tables where tablename = 'users'"), "0");
    let rows = "select count(*) from db_assistant_migrations where operation > 0";
    assert_eq!(server.sql("shop", rows), "0");
    sandbox.dbx_exits(0, &format!("apply users.sql --url {url}")).says("applied: 1 operation");
    sandbox.dbx_exits(0, &format!("drift --target users.yml --url {url}"));
}

/// F05: in the middle of copying a table.
#[test]
fn mariadb_in_the_copy_of_a_table() {
    let Some(server) = support::private_mariadb() else { return };
    server.create("shop");
    let (sandbox, url) = (Sandbox::new(), server.url("shop"));
    server.sql(
        "shop",
        "create table t (a int primary key, b varchar(40)); insert into t select seq, md5(seq) from seq_1_to_200000",
    );
    let sum = server.sql("shop", "checksum table t");
    sandbox.write("copy.sql", "alter table t add column c int, algorithm=copy; create table last (a int);");
    let mut command = sandbox.command(&format!("apply copy.sql --url {url} --allow-breaking --yes"));
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("dbx starts");
    let running = "select count(*) from information_schema.processlist where info like 'alter table t add%'";
    until("the copy runs", || server.sql("shop", running) == "1");
    server.crash();
    kill(child);
    server.restart();
    assert_eq!(server.sql("shop", "checksum table t"), sum);
    let left = std::fs::read_dir(server.data().join("shop")).expect("its folder").flatten();
    let left: Vec<_> = left.filter(|file| file.file_name().to_string_lossy().starts_with("#sql")).collect();
    assert!(left.is_empty(), "{left:?}");
    sandbox.dbx_exits(0, &format!("apply copy.sql --url {url} --allow-breaking --yes"));
    let columns =
        "select count(*) from information_schema.columns where table_schema = 'shop' and table_name in ('t', 'last')";
    assert_eq!(server.sql("shop", columns), "4");
}
