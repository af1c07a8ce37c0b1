//! Any text gets an answer.

use super::{judge, read};
use crate::sql::Syntax;
use proptest::prelude::*;

const SYNTAXES: [Syntax; 3] = [Syntax::Postgres, Syntax::Mysql, Syntax::Sqlite];

/// Pieces that statements are made of, and that break them.
const PIECES: &[&str] = &[
    "SELECT ",
    "FROM ",
    "WHERE ",
    "t ",
    "a.b ",
    "(",
    ")",
    "[",
    "]",
    ",",
    ";",
    "'",
    "\"",
    "`",
    "$$",
    "$1",
    "/*",
    "*/",
    "--",
    "\n",
    "#",
    "/*!",
    "/*+",
    "\\",
    "::int ",
    "CASE WHEN ",
    "END ",
    "WITH RECURSIVE x AS (",
    "UNION ALL ",
    "VALUES (1) ",
    "EXPLAIN ",
    "ANALYZE ",
    "PRAGMA ",
    "SHOW ",
    "TABLE ",
    "DESCRIBE ",
    "pg_sleep(",
    "U&\"",
    "E'",
    "x'",
    "0x",
    "1e9 ",
    "repeat('x', ",
    "printf('%",
    "FOR UPDATE ",
    "INTO ",
    "INTERVAL ",
    "@@",
    ":=",
    "->>",
    "\u{0}",
    "ü",
    "\u{202e}",
    "FOR SYSTEM_TIME AS OF ",
    "GROUP_CONCAT(a SEPARATOR ",
    "NOT IN ",
];

/// Neither a panic nor anything but a verdict.
fn decide(sql: &str) {
    for syntax in SYNTAXES {
        match read(syntax, sql) {
            Ok(reading) => {
                for mention in &reading.mentions {
                    assert!(
                        mention.place.start <= mention.place.end && mention.place.end <= sql.len(),
                        "{syntax:?} {sql:?} {mention:?}"
                    );
                }
                let _ = judge(syntax, &reading, None);
            }
            Err(refusal) => assert!(refusal.place.is_none_or(|it| it.start <= sql.len()), "{syntax:?} {sql:?}"),
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_decided(sql in "\\PC{0,80}") {
        decide(&sql);
    }

    #[test]
    fn any_pieces_are_decided(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..24)) {
        decide(&pieces.concat());
    }
}

#[test]
fn names_of_any_script_are_decided() {
    decide("SELECT \u{202e}");
    decide("TABLE \u{202e}a.b");
}

/// `cargo test --release --lib guard -- --ignored`
#[test]
#[ignore = "ten million texts take minutes, with optimization"]
fn ten_million_texts_are_decided() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    // xorshift64* (Vigna 2016): quick, and the same on every machine.
    let mut next = |below: usize| {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % below
    };
    for _ in 0..10_000_000 {
        let length = 1 + next(16);
        let sql: String = (0..length).map(|_| PIECES[next(PIECES.len())]).collect();
        decide(&sql);
    }
}
