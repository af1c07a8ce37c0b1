//! Looking up names that were written somewhere else.

use super::Lowering;
use super::draft::Directory;
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{Column, Name, QualifiedName, nearest_word};
use crate::spec::read::Spanned;
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// The namespace that a name without one lives in on PostgreSQL, whether or not a spec names its dialect.
pub const USUAL_NAMESPACE: &str = "public";

/// The ways in which an object may be declared that `name` refers to: `public.users` is `users`.
pub fn spellings(name: &QualifiedName) -> Vec<QualifiedName> {
    let usual = Name::from(USUAL_NAMESPACE);
    match &name.namespace {
        None => vec![name.clone(), QualifiedName::new(Some(usual), name.name.clone())],
        Some(namespace) if *namespace == usual => vec![name.clone(), QualifiedName::bare(name.name.clone())],
        Some(_) => vec![name.clone()],
    }
}

/// What `name` refers to among `objects`, by the names they are declared under.
pub fn find<'a, T>(objects: &'a BTreeMap<QualifiedName, T>, name: &QualifiedName, ignores_case: bool) -> Option<&'a T> {
    let exact = spellings(name).iter().find_map(|spelling| objects.get(spelling));
    let folded = || {
        let is_same = |declared: &QualifiedName| declared.to_string().eq_ignore_ascii_case(&name.to_string());
        objects.iter().find(|(declared, _)| is_same(declared)).map(|(_, object)| object)
    };
    if ignores_case { exact.or_else(folded) } else { exact }
}

impl Lowering<'_> {
    pub fn check_column(&mut self, columns: &IndexMap<Name, Column>, table: &Name, name: &Spanned<Name>) {
        let is_same = |column: &Name| column.as_str().eq_ignore_ascii_case(name.value.as_str());
        let is_there = columns.contains_key(&name.value) || (self.ignores_case && columns.keys().any(is_same));
        if is_there || self.reader.is_incomplete() {
            return;
        }
        let known: Vec<&str> = columns.keys().map(Name::as_str).collect();
        let help = match nearest_word(name.value.as_str(), known.iter().copied()) {
            Some(column) => format!("did you mean `{column}`?"),
            None if known.is_empty() => "the table has no columns".into(),
            None => format!("its columns are {}", known.join(", ")),
        };
        let diagnostic = Diagnostic::error("unknown-column", format!("table `{table}` has no column `{}`", name.value))
            .at(name.span.clone(), "no such column")
            .help(help);
        self.report(diagnostic);
    }

    /// Whether a table is listed as one that dbx leaves alone; what refers to it cannot be checked.
    pub fn is_unmanaged(&self, table: &QualifiedName) -> bool {
        let addresses: Vec<String> =
            spellings(table).iter().map(|name| crate::model::ObjectId::table(name).to_string()).collect();
        self.schema.unmanaged.iter().any(|it| addresses.contains(&it.address))
    }

    pub fn unknown_table(&mut self, table: &QualifiedName, span: &Span, directory: &Directory) {
        if self.reader.is_incomplete() {
            return;
        }
        let names: Vec<String> = directory.names().collect();
        let written = table.to_string();
        let help = match nearest_word(&written, names.iter().map(String::as_str)) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "write the table under `entities:`".into(),
        };
        let diagnostic = Diagnostic::error("unknown-table", format!("there is no table `{written}`"))
            .at(span.clone(), "no such table")
            .help(help);
        self.report(diagnostic);
    }
}
