//! The text as the server's own scanner sees it: comments that are executed, and assignments.

use crate::guard::refusal::{Reason, Refusal};

/// Hints that only choose between ways to compute the same rows. `SET_VAR` changes settings.
const HINTS: [&str; 34] = [
    "MAX_EXECUTION_TIME",
    "QB_NAME",
    "BKA",
    "NO_BKA",
    "BNL",
    "NO_BNL",
    "DERIVED_CONDITION_PUSHDOWN",
    "NO_DERIVED_CONDITION_PUSHDOWN",
    "HASH_JOIN",
    "NO_HASH_JOIN",
    "INDEX",
    "NO_INDEX",
    "GROUP_INDEX",
    "NO_GROUP_INDEX",
    "JOIN_INDEX",
    "NO_JOIN_INDEX",
    "ORDER_INDEX",
    "NO_ORDER_INDEX",
    "INDEX_MERGE",
    "NO_INDEX_MERGE",
    "MERGE",
    "NO_MERGE",
    "MRR",
    "NO_MRR",
    "NO_ICP",
    "NO_RANGE_OPTIMIZATION",
    "SKIP_SCAN",
    "NO_SKIP_SCAN",
    "SEMIJOIN",
    "NO_SEMIJOIN",
    "SUBQUERY",
    "JOIN_FIXED_ORDER",
    "JOIN_ORDER",
    "JOIN_PREFIX",
];

/// Walks over strings and comments as the server does (double quotes and backslashes as in its default mode).
pub(super) fn check(sql: &str) -> Result<(), Refusal> {
    let bytes = sql.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        at = match bytes[at] {
            quote @ (b'\'' | b'"' | b'`') => after_string(bytes, at, quote)?,
            b'#' => after_line(bytes, at),
            b'-' if starts_comment(&bytes[at..]) => after_line(bytes, at),
            b'/' if bytes.get(at + 1) == Some(&b'*') => after_comment(sql, at)?,
            b':' if bytes.get(at + 1) == Some(&b'=') => {
                return Err(Refusal::clause("an assignment (`:=`)", at..at + 2));
            }
            b'\\' => return Err(Refusal::new(Reason::Unreadable, "a backslash outside of a string").at(at, 1)),
            _ => at + 1,
        };
    }
    Ok(())
}

/// Two dashes, and white space or the end behind them.
fn starts_comment(rest: &[u8]) -> bool {
    rest.starts_with(b"--") && rest.get(2).is_none_or(|byte| *byte <= b' ')
}

fn after_line(bytes: &[u8], start: usize) -> usize {
    bytes[start..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| start + length + 1)
}

fn after_string(bytes: &[u8], start: usize, quote: u8) -> Result<usize, Refusal> {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        at += match *byte {
            b'\\' if quote != b'`' => 2,
            byte if byte == quote && bytes.get(at + 1) == Some(&quote) => 2,
            byte if byte == quote => return Ok(at + 1),
            _ => 1,
        };
    }
    Err(Refusal::new(Reason::Unreadable, "a quote that is not closed").at(start, 1))
}

fn after_comment(sql: &str, start: usize) -> Result<usize, Refusal> {
    let Some(length) = sql[start + 2..].find("*/") else {
        return Err(Refusal::new(Reason::Unreadable, "a comment that is not closed").at(start, 2));
    };
    let end = start + 2 + length + 2;
    let body = &sql[start + 2..start + 2 + length];
    if body.starts_with('!') || body.starts_with("M!") || body.starts_with("m!") {
        let refusal = Refusal::new(Reason::Unreadable, "a comment that the server executes").over(start..end);
        return Err(refusal.help("write what is in it without the comment"));
    }
    match body.strip_prefix('+') {
        Some(hints) if !are_harmless(hints) => {
            Err(Refusal::clause("a hint other than about the order of joins and the use of indexes", start..end))
        }
        Some(_) | None => Ok(end),
    }
}

/// Every hint is a name, most with parentheses behind it.
fn are_harmless(hints: &str) -> bool {
    let mut depth = 0_i32;
    let mut word = String::new();
    for c in hints.chars().chain([' ']) {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && (c.is_ascii_alphanumeric() || c == '_') => {
                word.push(c.to_ascii_uppercase());
                continue;
            }
            _ => {}
        }
        if !word.is_empty() && !HINTS.contains(&std::mem::take(&mut word).as_str()) {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_what_the_server_makes_of_them() {
        for sql in [
            "SELECT 1--1",
            "SELECT '/*!50000 x */'",
            "SELECT 'a\\'; -- '",
            "# /*! x */\nSELECT 1",
            "SELECT 1 -- :=",
            "SELECT /*+ JOIN_ORDER(a, b) MAX_EXECUTION_TIME(1000) */ 1",
        ] {
            assert!(check(sql).is_ok(), "{sql}");
        }
        for sql in [
            "/*!50000 SELECT 1 */",
            "/*M! x */",
            "/*M!100000 x */",
            "SELECT @a := 1",
            "SELECT 'a",
            "SELECT 1 /* x",
            "SELECT /*+ SET_VAR(sql_mode='') */ 1",
            "SELECT \\N",
            "SELECT 1--/*!x*/",
        ] {
            assert!(check(sql).is_err(), "{sql}");
        }
    }
}
