//! SQL inside of a spec: it must be one expression, query or statement, and nothing behind it.

use super::Lowering;
use crate::diagnostic::Diagnostic;
use crate::dialect::DialectKind;
use crate::model::SqlText;
use crate::spec::read::Spanned;
use crate::sql::{ShapeError, Syntax, check_expression, check_query, check_statement};

/// Whose lexical rules a dialect follows.
const SYNTAXES: [(DialectKind, Syntax); 2] =
    [(DialectKind::Postgres, Syntax::Postgres), (DialectKind::Sqlite, Syntax::Sqlite)];

type Check = fn(Syntax, &str) -> Result<(), ShapeError>;

impl Lowering<'_> {
    pub fn expression(&mut self, written: &Spanned<String>) -> SqlText {
        self.checked(written, &written.value, check_expression, "one SQL expression")
    }

    pub fn query(&mut self, written: &Spanned<String>) -> SqlText {
        self.checked(written, &written.value, check_query, "one SELECT")
    }

    pub fn statement(&mut self, written: &Spanned<String>) -> SqlText {
        self.checked(written, &written.value, check_statement, "one CREATE statement")
    }

    /// A definition that only PostgreSQL has.
    pub fn postgres_statement(&mut self, written: &Spanned<String>) -> SqlText {
        let result = check_statement(Syntax::Postgres, &written.value);
        self.judged(written, result, "one CREATE statement")
    }

    /// A short piece of SQL that is no expression by itself: an operator class, an option, a list of argument types.
    pub fn fragment(&mut self, written: &Spanned<String>) -> String {
        let as_arguments = format!("f({})", written.value);
        self.checked(written, &as_arguments, check_expression, "a short piece of SQL");
        written.value.clone()
    }

    /// Without a dialect the text must hold under the rules of every engine: a quote that ends earlier on one of them could
    /// otherwise smuggle a second statement.
    fn checked(&mut self, written: &Spanned<String>, text: &str, check: Check, expected: &str) -> SqlText {
        let kind = self.kind;
        let syntaxes = SYNTAXES.iter().filter(|(dialect, _)| kind.is_none_or(|kind| kind == *dialect));
        let result = syntaxes.map(|(_, syntax)| check(*syntax, text)).find(Result::is_err).unwrap_or(Ok(()));
        self.judged(written, result, expected)
    }

    fn judged(&mut self, written: &Spanned<String>, result: Result<(), ShapeError>, expected: &str) -> SqlText {
        if let Err(error) = result {
            let help = match self.kind {
                Some(_) => format!("write {expected}"),
                None => format!("write {expected}; SQL that only one engine reads needs `dialect:`"),
            };
            let diagnostic = Diagnostic::error("invalid-sql", format!("this is not {expected}: {error}"))
                .at(written.span.clone(), format!("expected {expected}"))
                .help(help);
            self.report(diagnostic);
        }
        SqlText::new(written.value.clone())
    }
}
