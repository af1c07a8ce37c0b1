//! Any text gets a verdict from the guard, in every dialect.

#![no_main]

use dbx::guard::{judge, read};
use dbx::sql::Syntax;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|sql: &str| {
    for syntax in [Syntax::Postgres, Syntax::Mysql, Syntax::Sqlite] {
        if let Ok(reading) = read(syntax, sql) {
            let _ = judge(syntax, &reading, None);
        }
    }
});
