//! What a statement may do, decided on its parse tree before anything runs it.
//!
//! ```text
//! SQL text ── read ──▶ Reading { kind, mentions } ── judge ──▶ what else has to be read (views, function bodies), or a Refusal
//! ```
//!
//! [`read`] parses exactly one statement with the grammar of its engine and walks the whole tree. Every kind of node has to be
//! on a list of nodes that only read; what is on no list, or does not parse, is refused with its place. What the walk cannot
//! decide by itself are names: they are collected as [`Mention`]s.
//!
//! [`judge`] decides those. Without a database a name has to be on the list of what the engine brings along and is known to be
//! harmless. With one, the driver looks every name up ([`Catalog`]), and what was defined by somebody is judged by its definition:
//! the text of a view, the body of a function and the condition of a policy come back as [`Dependency`] to be read in turn.
//!
//! These are lists of what is allowed, never of what is forbidden: something new in an engine is refused until somebody adds it.

mod catalog;
mod judge;
mod list;
mod mysql;
mod postgres;
mod reading;
mod refusal;
mod size;
mod sqlite;

pub use catalog::{Body, Catalog, Definition, Origin, Volatility};
pub use judge::{Dependency, judge};
pub use reading::{Kind, Mention, MentionKind, Name, Reading};
pub use refusal::{Reason, Refusal};
pub use sqlite::{is_readable_pragma, is_safe_function};

use crate::sql::Syntax;

/// Longest text that is read at all, in bytes. The parsers take time and stack in proportion to it.
const LONGEST_STATEMENT: usize = 32_768;

/// Up to this many bytes any tree is shallow enough for an ordinary stack.
const SHORT_STATEMENT: usize = 500;

/// Stack for the trees of longer statements, in bytes; memory is taken only as far as it is used.
const DEEP_STACK: usize = 256 << 20;

/// Deepest nesting of parentheses that is read: parsers and engines recurse.
const DEEPEST_NESTING: usize = 50;

/// Most words and operators that are read, lists of literals not counted: a chain of operators is a tree as deep as it is long, and
/// parsers take time by the square of that.
const MOST_WORDS: usize = 2_000;

/// Parses one statement and collects what has to be looked up. The error says why it may not run, and where.
pub fn read(syntax: Syntax, sql: &str) -> Result<Reading, Refusal> {
    check_text(sql)?;
    if sql.len() <= SHORT_STATEMENT {
        return parse(syntax, sql);
    }
    // A chain of a few thousand operators makes a tree as deep, and walking or dropping it takes stack: more than the caller may have.
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(DEEP_STACK).spawn_scoped(scope, || parse(syntax, sql));
        let parsed = thread.ok().and_then(|thread| thread.join().ok());
        parsed.unwrap_or_else(|| Err(Refusal::new(Reason::TooLarge, "the statement cannot be taken apart")))
    })
}

fn parse(syntax: Syntax, sql: &str) -> Result<Reading, Refusal> {
    match syntax {
        Syntax::Postgres => postgres::read(sql),
        Syntax::Mysql => mysql::read(sql),
        Syntax::Sqlite => sqlite::read(sql),
    }
}

/// What no engine and no parser should have to bear.
fn check_text(sql: &str) -> Result<(), Refusal> {
    if sql.len() > LONGEST_STATEMENT {
        return Err(Refusal::new(Reason::TooLarge, format!("the statement is longer than {LONGEST_STATEMENT} bytes")));
    }
    if let Some(at) = sql.find('\0') {
        return Err(
            Refusal::new(Reason::Unreadable, "a NUL byte: engines and parsers disagree on what follows it").at(at, 1)
        );
    }
    check_nesting(sql)?;
    let words = sql.as_bytes().windows(2).filter(|pair| starts_word(pair[0], pair[1])).count();
    if words > MOST_WORDS {
        let message = format!("the statement has more than {MOST_WORDS} words and operators");
        return Err(Refusal::new(Reason::TooLarge, message));
    }
    Ok(())
}

fn check_nesting(sql: &str) -> Result<(), Refusal> {
    let mut depth = 0_usize;
    for (at, byte) in sql.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST_NESTING {
            let message = format!("nested more than {DEEPEST_NESTING} deep");
            return Err(Refusal::new(Reason::TooLarge, message).at(at, 1));
        }
    }
    Ok(())
}

/// Whether a word or an operator starts at the second of two bytes.
fn starts_word(before: u8, byte: u8) -> bool {
    let is_in_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii();
    let is_separator = matches!(byte, b',' | b'(' | b')' | b'\'' | b'"' | b'`');
    if is_in_word(byte) {
        !is_in_word(before) && !byte.is_ascii_digit()
    } else {
        byte.is_ascii_punctuation() && !is_separator
    }
}

#[cfg(test)]
mod tests;
