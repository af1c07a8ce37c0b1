//! Whether a command printed what a page says. A line `...` stands for any lines, `[..]` for anything within a line; hashes, times,
//! durations and versions of engines are taken as equal, so that a page may show real ones.

/// What is different, or nothing.
pub fn difference(expected: &[String], actual: &str) -> Option<String> {
    let expected: Vec<String> = expected.iter().map(|line| settle(line)).collect();
    let actual: Vec<String> = actual.trim_end().lines().map(settle).collect();
    if lines_match(&expected, &actual) {
        return None;
    }
    let common = expected.iter().zip(&actual).take_while(|(expected, actual)| line_matches(expected, actual)).count();
    let show = |lines: &[String]| lines.iter().map(|line| format!("    {line}\n")).collect::<String>();
    Some(format!("expected (first difference at line {})\n{}but got\n{}", common + 1, show(&expected), show(&actual)))
}

fn lines_match(expected: &[String], actual: &[String]) -> bool {
    match expected.split_first() {
        None => actual.is_empty(),
        Some((first, rest)) if first == "..." => {
            (0..=actual.len()).any(|skipped| lines_match(rest, &actual[skipped..]))
        }
        Some((first, rest)) => {
            actual.split_first().is_some_and(|(line, others)| line_matches(first, line) && lines_match(rest, others))
        }
    }
}

fn line_matches(expected: &str, actual: &str) -> bool {
    match expected.split_once("[..]") {
        None => expected == actual,
        Some((head, rest)) => actual.strip_prefix(head).is_some_and(|tail| {
            (0..=tail.len()).any(|at| tail.is_char_boundary(at) && line_matches(rest, &tail[at..]))
        }),
    }
}

/// The line without what differs from one run, or one machine, to the next.
fn settle(line: &str) -> String {
    let line = hide_hex(line.trim_end());
    let words: Vec<&str> = line.split(' ').collect();
    let settled: Vec<&str> = words
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let before = at.checked_sub(1).map_or("", |at| words[at]);
            let after = words.get(at + 1).map_or("", |unit| unit.trim_end_matches(','));
            if ["SQLite", "PostgreSQL", "\"version\":"].contains(&before) {
                "<version>"
            } else if before == "\"elapsed_ms\":" || after == "ms" && word.parse::<f64>().is_ok() {
                "<number>"
            } else if is_time(word) {
                "<time>"
            } else {
                word
            }
        })
        .collect();
    settled.join(" ")
}

/// Hashes, and the times in file names, which are all digits.
fn hide_hex(line: &str) -> String {
    const SHORTEST_HASH: usize = 12;
    let mut settled = String::new();
    let mut rest = line;
    while let Some(next) = rest.chars().next() {
        let run = rest.find(|c: char| !matches!(c, '0'..='9' | 'a'..='f')).unwrap_or(rest.len());
        if run >= SHORTEST_HASH {
            settled.push_str("<hash>");
        } else {
            settled.push_str(&rest[..run.max(next.len_utf8())]);
        }
        rest = &rest[run.max(next.len_utf8())..];
    }
    settled
}

/// `2026-01-31T12:00:00Z`
fn is_time(word: &str) -> bool {
    word.len() == 20 && word.ends_with('Z') && word.as_bytes()[10] == b'T'
}

#[test]
fn wildcards_stand_for_anything() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(difference(&lines("a\n...\nc [..] e"), "a\nx\ny\nc dd e\n"), None);
    assert_eq!(difference(&lines("..."), ""), None);
    assert_eq!(difference(&lines("run in 5 ms, 2026-01-31T12:00:00Z"), "run in 12 ms, 2027-01-31T12:00:00Z"), None);
    assert_eq!(difference(&lines("x: 0123456789abcdef"), "x: fedcba9876543210"), None);
    assert!(difference(&lines("a"), "a\nb").is_some());
    assert!(difference(&lines("3 rows"), "4 rows").is_some());
}
