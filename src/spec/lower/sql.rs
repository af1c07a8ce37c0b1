//! SQL inside of a spec: it must be one expression, query or statement, and nothing behind it.

use super::Lowering;
use crate::diagnostic::Diagnostic;
use crate::dialect::DialectKind;
use crate::model::SqlText;
use crate::spec::read::Spanned;
use crate::sql::{Lexeme, LexemeKind, ShapeError, Syntax, check_expression, check_query, check_statement, lex};

/// Whose lexical rules a dialect follows.
const SYNTAXES: [(DialectKind, Syntax); 3] = [
    (DialectKind::Postgres, Syntax::Postgres),
    (DialectKind::Sqlite, Syntax::Sqlite),
    (DialectKind::Mysql, Syntax::Mysql),
];

/// Characters with which a string, a quoted name or a comment starts on some engine.
const AMBIGUOUS: [char; 9] = ['\'', '"', '`', '[', '$', '#', '-', '/', '\\'];

/// Functions of the engines and their usual extensions that read or write files, open connections, load code, or stop the server's work.
const UNSAFE_FUNCTIONS: &[&str] = &[
    "pg_read_file",
    "pg_read_binary_file",
    "pg_ls_dir",
    "pg_stat_file",
    "lo_import",
    "lo_export",
    "dblink",
    "dblink_connect",
    "dblink_exec",
    "query_to_xml",
    "set_config",
    "pg_sleep",
    "pg_terminate_backend",
    "pg_cancel_backend",
    "pg_reload_conf",
    "load_extension",
    "readfile",
    "writefile",
];

type Check = fn(Syntax, &str) -> Result<(), ShapeError>;

impl Lowering<'_> {
    pub fn expression(&mut self, written: &Spanned<String>) -> SqlText {
        let expression = self.condition(written);
        self.refuse_queries(written);
        expression
    }

    /// An expression that may hold queries.
    pub fn condition(&mut self, written: &Spanned<String>) -> SqlText {
        let expression = self.checked(written, &written.value, check_expression, "one SQL expression");
        self.refuse_unsafe_functions(written);
        expression
    }

    /// Engines refuse a query in a default, check or index.
    fn refuse_queries(&mut self, written: &Spanned<String>) {
        let mut readings = self.syntaxes().map(|syntax| lex(syntax, &written.value).unwrap_or_default());
        // A quoted name is no keyword, and which quotes name something depends on the engine.
        if readings.any(|lexemes| lexemes.iter().any(|lexeme| lexeme.is_word("SELECT"))) {
            let diagnostic = Diagnostic::error("invalid-sql", "an expression of a table holds no query")
                .at(written.span.clone(), "has a SELECT in it")
                .help("move the query to a view or a trigger");
            self.report(diagnostic);
        }
    }

    /// How the engines that the spec is for read SQL: all of them when it names none.
    fn syntaxes(&self) -> impl Iterator<Item = Syntax> + use<> {
        let kind = self.kind;
        let of_spec = SYNTAXES.into_iter().filter(move |(dialect, _)| kind.is_none_or(|kind| kind == *dialect));
        of_spec.map(|(_, syntax)| syntax)
    }

    fn refuse_unsafe_functions(&mut self, written: &Spanned<String>) {
        let lexemes: Vec<_> =
            self.syntaxes().flat_map(|syntax| lex(syntax, &written.value).unwrap_or_default()).collect();
        let is = |words: &[&str]| {
            let mut names =
                lexemes.iter().filter(|lexeme| lexeme.kind != LexemeKind::Text).filter_map(Lexeme::identifier);
            names.find(|name| words.iter().any(|word| word.eq_ignore_ascii_case(name))).map(str::to_owned)
        };
        if let Some(name) = is(UNSAFE_FUNCTIONS) {
            let diagnostic = Diagnostic::error("unsafe-function", format!("`{name}` reaches outside of the database"))
                .at(written.span.clone(), "runs with the rights of whoever writes a row")
                .help("call it from a program instead");
            self.report(diagnostic);
        }
    }

    pub fn query(&mut self, written: &Spanned<String>) -> SqlText {
        self.checked(written, &written.value, check_query, "one SELECT")
    }

    pub fn statement(&mut self, written: &Spanned<String>) -> SqlText {
        self.checked(written, &written.value, check_statement, "one CREATE statement")
    }

    /// A definition of a function or procedure. Without a dialect it is PostgreSQL's.
    pub fn routine_statement(&mut self, written: &Spanned<String>) -> SqlText {
        let syntax = self.syntaxes().next().unwrap_or(Syntax::Postgres);
        let result = check_statement(syntax, &written.value);
        self.judged(written, result, "one CREATE statement", "write one CREATE statement".into())
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
        // Without quotes and comments all engines see the same tokens.
        let readings = if text.contains(AMBIGUOUS) { SYNTAXES.len() } else { 1 };
        let results: Vec<_> = self.syntaxes().take(readings).map(|syntax| check(syntax, text)).collect();
        let help = if results.iter().any(Result::is_ok) {
            format!("one engine reads it so and another does not: name the engine with `dialect:`, or write {expected}")
        } else {
            format!("write {expected}")
        };
        let result = results.into_iter().find(Result::is_err).unwrap_or(Ok(()));
        self.judged(written, result, expected, help)
    }

    pub fn judged(
        &mut self,
        written: &Spanned<String>,
        result: Result<(), ShapeError>,
        expected: &str,
        help: String,
    ) -> SqlText {
        if let Err(error) = result {
            let diagnostic = Diagnostic::error("invalid-sql", format!("this is not {expected}: {error}"))
                .at(written.span.clone(), format!("expected {expected}"))
                .help(help);
            self.report(diagnostic);
        }
        SqlText::new(written.value.clone())
    }
}
