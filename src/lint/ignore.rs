//! Comments that put findings aside: `-- dbx:ignore R101: reason` above a statement or in it, `-- dbx:ignore-file R101: reason` for the whole
//! file. Without a reason, or where there is nothing to put aside, the comment is a finding itself.

use super::part::Part;
use super::script::{Finding, LintedStatement};
use crate::diagnostic::{LineIndex, Place};
use crate::model::{Cause, Reason};
use crate::sql::{Syntax, line_comments};
use std::collections::BTreeMap;

/// One comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ignore {
    pub codes: Vec<String>,
    pub reason: Option<String>,
    /// Of the whole file, not of one statement.
    pub whole_file: bool,
    pub start: usize,
}

/// All of them, in order. A text that does not fall into tokens has none.
pub(super) fn ignores(syntax: Syntax, text: &str) -> Vec<Ignore> {
    let comments = line_comments(syntax, text).unwrap_or_default();
    comments.iter().filter_map(|comment| ignore(comment.text, comment.start)).collect()
}

fn ignore(comment: &str, start: usize) -> Option<Ignore> {
    let rest = comment.strip_prefix("dbx:ignore")?;
    let (whole_file, rest) = match rest.strip_prefix("-file") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let (codes, reason) = match rest.split_once(':') {
        Some((codes, reason)) => (codes, Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty())),
        None => (rest, None),
    };
    let codes = codes.split([',', ' ']).map(str::trim).filter(|code| !code.is_empty());
    let codes = codes.map(str::to_ascii_uppercase).collect();
    Some(Ignore { codes, reason, whole_file, start })
}

impl Ignore {
    fn names(&self, finding: &Finding) -> bool {
        self.reason.is_some() && self.codes.iter().any(|code| code == finding.risk.code)
    }

    /// The statement that it stands above or in: the first that ends behind it.
    fn statement(&self, statements: &[LintedStatement]) -> Option<usize> {
        let at = statements.partition_point(|statement| statement.end <= self.start);
        (at < statements.len()).then_some(at)
    }
}

/// Takes out what is ignored, and says what is wrong with the comments themselves.
pub(super) fn put_aside(
    lines: &LineIndex,
    ignores: &[Ignore],
    statements: &[LintedStatement],
    findings: Vec<Finding>,
) -> (Vec<Finding>, Vec<(Place, Reason)>) {
    let numbered = || ignores.iter().enumerate();
    let of_file: Vec<usize> = numbered().filter(|(_, ignore)| ignore.whole_file).map(|(at, _)| at).collect();
    let mut of_statement: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, ignore) in numbered().filter(|(_, ignore)| !ignore.whole_file) {
        ignore.statement(statements).into_iter().for_each(|own| of_statement.entry(own).or_default().push(at));
    }
    let mut used = vec![false; ignores.len()];
    let kept = findings.into_iter().filter(|finding| {
        let own = finding.statement.and_then(|statement| of_statement.get(&statement)).into_iter().flatten();
        // The first comment that covers a finding is the one that is used.
        let by = own.chain(&of_file).copied().filter(|at| ignores[*at].names(finding)).min();
        by.into_iter().for_each(|at| used[at] = true);
        by.is_none()
    });
    let kept = kept.collect();
    let wrong = ignores.iter().zip(&used).filter_map(|(ignore, used)| {
        let object = Part::Comment.address();
        let codes = if ignore.codes.is_empty() { "no rule".to_owned() } else { ignore.codes.join(", ") };
        let reason = match (&ignore.reason, used) {
            (None, _) => Reason::new(
                Cause::IgnoreWithoutReason,
                object,
                format!("the comment ignores {codes} and does not say why"),
            ),
            (Some(_), false) => Reason::new(
                Cause::UnusedIgnore,
                object,
                format!("the comment ignores {codes}, which finds nothing here"),
            ),
            (Some(_), true) => return None,
        };
        Some((lines.place(ignore.start), reason))
    });
    (kept, wrong.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_codes_and_reason() {
        let text = "-- dbx:ignore R101, s102: the table is small\nselect 1;\n-- dbx:ignore-file L105\nselect '-- dbx:ignore X';";
        let found = ignores(Syntax::Postgres, text);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].codes.clone(), found[0].whole_file), (vec!["R101".to_owned(), "S102".to_owned()], false));
        assert_eq!(found[0].reason.as_deref(), Some("the table is small"));
        assert_eq!((found[1].reason.clone(), found[1].whole_file), (None, true));
    }
}
