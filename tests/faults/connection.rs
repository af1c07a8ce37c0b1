//! The connection breaks, or the server ends the session.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::scene::{Scene, outcome, table, until};

/// Hands everything on, until a client says COMMIT: that goes to the server, and the answer to nobody. Once.
struct Proxy {
    port: u16,
    cut: Arc<AtomicBool>,
}

impl Proxy {
    fn to(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (server, cut) = (server.to_owned(), Arc::new(AtomicBool::new(false)));
        let flag = Arc::clone(&cut);
        // Ends with the test's process.
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(upstream) = TcpStream::connect(&server) else { continue };
                hand_on(client, upstream, Arc::clone(&flag));
            }
        });
        Self { port, cut }
    }
}

fn hand_on(client: TcpStream, server: TcpStream, cut: Arc<AtomicBool>) {
    let dropped = Arc::new(AtomicBool::new(false));
    let pipe = |mut from: TcpStream, mut to: TcpStream, is_client: bool| {
        let (cut, dropped) = (Arc::clone(&cut), Arc::clone(&dropped));
        thread::spawn(move || {
            let mut bytes = [0; 65536];
            while let Ok(count @ 1..) = from.read(&mut bytes) {
                let is_commit = bytes[..count].windows(6).any(|word| word == b"COMMIT");
                // Two of dbx's own go by: those of reading the catalog do not commit.
                if is_client && is_commit && !cut.swap(true, Ordering::SeqCst) {
                    dropped.store(true, Ordering::SeqCst);
                }
                if !is_client && dropped.load(Ordering::SeqCst) {
                    break;
                }
                if to.write_all(&bytes[..count]).is_err() {
                    break;
                }
            }
            let _ = to.shutdown(Shutdown::Both);
            let _ = from.shutdown(Shutdown::Both);
        });
    };
    if let (Ok(from), Ok(to)) = (client.try_clone(), server.try_clone()) {
        pipe(from, to, true);
        pipe(server, client, false);
    }
}

/// The host and port of an address.
fn host(url: &str) -> &str {
    let rest = url.split('@').nth(1).expect("a user");
    rest.split('/').next().expect("a host")
}

/// F07, F08: the commit took effect, and nobody said so. It is not reported as failed, and not run again.
#[test]
fn an_answer_to_commit_that_got_lost_is_looked_for() {
    for scene in [Scene::postgres(), Scene::mariadb()].into_iter().flatten() {
        // Makes the ledger, so that the first COMMIT below is the plan's.
        scene.apply(0, &scene.plan("before", &table("users", &["name"])));
        scene.write(
            "rows.sql",
            "insert into users (id, name) values (1, 'Ada'); insert into users (id, name) values (2, 'Bob');",
        );
        let proxy = Proxy::to(host(scene.url()));
        let through = scene.url().replace(host(scene.url()), &format!("127.0.0.1:{}", proxy.port));
        let separator = if through.contains('?') { '&' } else { '?' };
        let plain = if through.starts_with("mysql") { "ssl-mode=DISABLED" } else { "sslmode=disable" };
        let outcome =
            scene.sandbox.dbx(&format!("apply rows.sql --url {through}{separator}{plain} --allow-breaking --yes"));
        assert!(proxy.cut.load(Ordering::SeqCst), "no COMMIT went by");
        assert_eq!(outcome.code, 0, "{}", outcome.all());
        outcome.says("applied: 2 operations");
        assert_eq!(scene.number("select count(*) from users"), 2);
        assert_eq!(scene.states(), ["done", "done"]);
        scene.apply(0, "rows.sql").says("nothing to do");
        scene.is_consistent("before.yml");
    }
}

/// F09: rolled back by the server, and told as what it is.
#[test]
fn a_terminated_session_is_rolled_back() {
    let Some(scene) = Scene::postgres() else { return };
    scene.sql("create table t (a int)");
    scene.write("slow.sql", "insert into t values (1); select pg_sleep(120);");
    let child = scene.start("slow.sql");
    let find = "from pg_stat_activity where query like '%pg_sleep(120)%' and state = 'active' and pid <> pg_backend_pid() \
                and datname = current_database()";
    until("it runs", || scene.number(&format!("select count(*) {find}")) == 1);
    scene.sql(&format!("select pg_terminate_backend(pid) {find}"));
    let outcome = outcome(child);
    assert_eq!(outcome.code, 1, "{}", outcome.all());
    outcome.says("(57P01)").says("nothing was changed");
    assert_eq!(scene.number("select count(*) from t"), 0);
    scene.write("slow.sql", "insert into t values (1)");
    scene.apply(0, "slow.sql");
    assert_eq!(scene.number("select count(*) from t"), 1);
}
