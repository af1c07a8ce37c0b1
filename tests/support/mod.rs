//! Real databases for tests.
//!
//! ```ignore
//! mod support;
//!
//! #[test]
//! fn something_on_a_server() {
//!     let Some(database) = support::postgres() else { return };
//!     database.psql("create table t (id int primary key)");
//!     run_the_code_under_test(database.url());
//!     assert!(database.dump().contains("CREATE TABLE public.t"));
//! }
//! ```
//!
//! Every call gives a fresh, empty database that is dropped with the value. The servers behind
//! them are private and thrown away: started by the first test that asks, shared by all test
//! processes of a run, gone soon after the last of them (see [`server`]).
//!
//! | variable | meaning |
//! |---|---|
//! | `DBX_TEST_REQUIRE=postgres,mariadb` | a missing server is a failure, not a skipped test |
//! | `DBX_TEST_POSTGRES_BIN`, `DBX_TEST_MARIADB_BIN` | folders with the programs (as in `PATH`) |
//! | `DBX_TEST_DIR` | where the servers keep their files; short, since sockets live there |
//! | `DBX_TEST_RUN_PID` | set by `tests/run`: servers stay up while that process lives |

// Compiled into every test binary that says `mod support;`, and each uses only its part of it.
#![allow(dead_code)]

pub mod context;
pub mod database;
pub mod http;
pub mod mariadb;
pub mod postgres;
pub mod private;
pub mod requirement;
pub mod search;
pub mod server;
pub mod sqlite;

use std::sync::OnceLock;

pub use database::Database;
pub use private::PrivateServer;
pub use sqlite::SqliteFile;

use requirement::{Require, available};
use server::Server;

/// A fresh PostgreSQL database, or `None` (said on stderr) where no server is installed.
///
/// Panics instead when `DBX_TEST_REQUIRE` names `postgres`, and when a server that is
/// installed does not start: that is a fault to look at, never a reason to skip.
pub fn postgres() -> Option<Database> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER
        .get_or_init(|| {
            available(postgres::Postgres::find(&postgres::search()), &Require::from_env())
                .map(|engine| Server::join_or_start(Box::new(engine)))
        })
        .as_ref()
        .map(Database::create)
}

/// A fresh MariaDB database, on the same terms as [`postgres`].
pub fn mariadb() -> Option<Database> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER
        .get_or_init(|| {
            available(mariadb::MariaDb::find(&mariadb::search()), &Require::from_env())
                .map(|engine| Server::join_or_start(Box::new(engine)))
        })
        .as_ref()
        .map(Database::create)
}

/// A PostgreSQL that only this test uses, and may kill. `None` on the terms of [`postgres`].
pub fn private_postgres() -> Option<PrivateServer> {
    available(postgres::Postgres::find(&postgres::search()), &Require::from_env())
        .map(|engine| PrivateServer::start(Box::new(engine)))
}

/// A MariaDB that only this test uses, and may kill.
pub fn private_mariadb() -> Option<PrivateServer> {
    available(mariadb::MariaDb::find(&mariadb::search()), &Require::from_env())
        .map(|engine| PrivateServer::start(Box::new(engine)))
}

/// A MariaDB of its own that keeps the names of tables in small letters.
pub fn private_mariadb_with_lowered_names() -> Option<PrivateServer> {
    available(mariadb::MariaDb::find(&mariadb::search()), &Require::from_env())
        .map(|engine| PrivateServer::start(Box::new(engine.with_lowered_names())))
}

/// A fresh, empty SQLite file. Needs nothing installed, so it is always there.
pub fn sqlite() -> SqliteFile {
    SqliteFile::create()
}
