//! Comments that put findings aside: `-- dbx:ignore R101: reason` above a statement or in it, `-- dbx:ignore-file R101: reason` for the whole
//! file. Without a reason, or where there is nothing to put aside, the comment is a finding itself.

use super::place::Place;
use super::script::{Finding, LintedStatement};
use crate::model::{Cause, ObjectId, ObjectKind, Reason};
use crate::sql::{Syntax, line_comments};

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
    /// Whether the comment is about a finding: of its file, or of the statement that it stands above or in.
    fn covers(&self, finding: &Finding, statements: &[LintedStatement]) -> bool {
        if self.reason.is_none() || !self.codes.iter().any(|code| code == finding.risk.code) {
            return false;
        }
        // The first statement that ends behind the comment.
        let own = statements.iter().position(|statement| statement.end > self.start);
        self.whole_file || own.is_some() && own == finding.statement
    }
}

/// Takes out what is ignored, and says what is wrong with the comments themselves.
pub(super) fn put_aside(
    text: &str,
    ignores: &[Ignore],
    statements: &[LintedStatement],
    findings: Vec<Finding>,
) -> (Vec<Finding>, Vec<(Place, Reason)>) {
    let mut used = vec![false; ignores.len()];
    let kept = findings.into_iter().filter(|finding| {
        let by = ignores.iter().position(|ignore| ignore.covers(finding, statements));
        by.into_iter().for_each(|at| used[at] = true);
        by.is_none()
    });
    let kept = kept.collect();
    let wrong = ignores.iter().zip(&used).filter_map(|(ignore, used)| {
        let object = ObjectId::new(ObjectKind::Definition(crate::model::DefinitionKind::Rule), vec!["comment".into()]);
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
        Some((Place::of(text, ignore.start), reason))
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
