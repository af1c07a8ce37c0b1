//! Names that an engine would cut or take for one another.

use super::Lowering;
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::model::{ObjectId, ObjectKind};
use std::collections::BTreeMap;

/// PostgreSQL's limit, which holds for specs without a dialect.
const PORTABLE_LIMIT: usize = 63;

impl Lowering<'_> {
    /// A longer name would be cut without a word.
    pub fn check_length(&mut self, id: &ObjectId, span: &Span) {
        let limit = match &self.dialect {
            Some(dialect) => dialect.capabilities().max_identifier_bytes,
            None => Some(PORTABLE_LIMIT),
        };
        // A function's address ends with its arguments, which are not a name.
        let bytes = id.name().as_str().len();
        let Some(limit) = limit.filter(|limit| bytes > *limit && id.kind != ObjectKind::Function) else { return };
        let diagnostic = Diagnostic::error("name-too-long", format!("the name is {bytes} bytes long"))
            .at(span.clone(), format!("longer than {limit} bytes"))
            .help("PostgreSQL would cut it without a word: choose a shorter one");
        self.report(diagnostic);
    }

    /// `Users` beside `users` is one table on SQLite.
    pub fn check_similar_names(&mut self) {
        let severity = match &self.dialect {
            Some(dialect) if !dialect.capabilities().names_ignore_case => return,
            Some(_) => Severity::Error,
            None => Severity::Warning,
        };
        let mut folded: BTreeMap<(ObjectKind, Vec<String>), &ObjectId> = BTreeMap::new();
        let mut found = Vec::new();
        for id in self.spans.keys() {
            let path = id.path.iter().map(|name| name.as_str().to_lowercase()).collect();
            if let Some(other) = folded.insert((id.kind, path), id) {
                found.push((other.clone(), id.clone()));
            }
        }
        for (first, second) in found {
            let message =
                format!("{} `{}` and `{}` differ in letter case only", second.kind, first.name(), second.name());
            let mut diagnostic = Diagnostic { severity, ..Diagnostic::error("similar-names", message) }
                .help("an engine that ignores letter case, such as SQLite, takes them for one: rename one of them");
            for id in [&second, &first] {
                if let Some(span) = self.spans.get(id) {
                    diagnostic = diagnostic.at(span.clone(), "");
                }
            }
            self.report(diagnostic);
        }
    }
}
