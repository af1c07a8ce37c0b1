//! Tables, in passes: columns, the columns that facts leave out, partitions, then constraints and indexes.

use super::draft::{Directory, Draft, Source};
use super::{Lowering, old_name, table_bodies};
use crate::diagnostic::Diagnostic;
use crate::model::{GeneratedNames, Name, Object, ObjectId, Table, TableOptions};
use crate::spec::document::{SpecDocument, TableBody};
use crate::spec::read::Spanned;
use std::collections::BTreeMap;

impl Lowering<'_> {
    pub fn tables(&mut self, documents: &[SpecDocument]) {
        let mut sources = Vec::new();
        for source in documents.iter().flat_map(table_bodies) {
            source.with_partitions(&mut sources);
        }
        let mut drafts: Vec<Draft<'_>> = sources.into_iter().filter_map(|source| self.draft(source)).collect();
        self.add_fact_columns(&mut drafts);
        self.inherit_columns(&mut drafts);
        let directory = Directory::of(&drafts, self.ignores_case);
        for draft in drafts {
            let body = draft.source.body();
            let table = self.finish(draft, &directory);
            if let Some(partition) = super::partition::home_for_rows(body, &table)
                && self.note(&partition.id(), &body.name.span)
            {
                self.schema.insert(Object::Table(Box::new(partition)));
            }
            // The address was noted when the draft was made.
            self.schema.insert(Object::Table(Box::new(table)));
        }
    }

    /// The table with its columns; `None` where its name is taken.
    fn draft<'d>(&mut self, source: Source<'d>) -> Option<Draft<'d>> {
        let body = source.body();
        let mut table = Table::new(source.name());
        if !self.note(&table.id(), &body.name.span) {
            return None;
        }
        self.rename(&table.id(), body.was.as_ref().map(|was| ObjectId::table(&old_name(&was.value, &table.name))));
        table.comment = body.comment.clone();
        table.options = self.options(body);
        for document in source.columns() {
            let is_measure = super::column::is_measure(&source, document);
            let column = self.column(&table.name, document, is_measure);
            self.add_written_column(&mut table, column, document, body);
        }
        let mut draft = Draft { source, table };
        self.add_star_columns(&mut draft);
        self.refuse_null_in_keys(&mut draft);
        Some(draft)
    }

    /// Constraints, indexes and partitioning, now that every column of every table is known.
    fn finish(&mut self, draft: Draft<'_>, directory: &Directory) -> Table {
        let Draft { source, mut table } = draft;
        let mut names = GeneratedNames::default();
        self.reserve_written_names(&source, &mut names);
        self.constraints(&source, &mut table, directory, &mut names);
        for document in super::items(&source.body().indexes) {
            let index = self.index(&ObjectId::table(&table.name), Some(&table.columns), document, &mut names);
            table.add_index(index);
        }
        self.partitioning(&source, &mut table);
        self.star_keys(&source, &mut table, &mut names);
        table
    }

    /// The names, as far as the table has such columns; the others are reported.
    pub fn known_columns(&mut self, table: &Table, names: &[Spanned<Name>]) -> Vec<Name> {
        for (position, name) in names.iter().enumerate() {
            self.check_column(&table.columns, &table.name.name, name);
            if let Some(first) = names[..position].iter().find(|first| first.value == name.value) {
                let diagnostic = Diagnostic::error("duplicate-name", format!("column `{}` is named twice", name.value))
                    .at(name.span.clone(), "the second time")
                    .at(first.span.clone(), "the first time");
                self.report(diagnostic);
            }
        }
        names.iter().map(|name| name.value.clone()).collect()
    }
}

impl Lowering<'_> {
    fn options(&mut self, body: &TableBody) -> TableOptions {
        TableOptions {
            unlogged: body.unlogged.unwrap_or_default(),
            strict: body.strict.unwrap_or_default(),
            without_rowid: body.without_rowid.unwrap_or_default(),
            parameters: self.parameters(body),
            ..TableOptions::default()
        }
    }

    /// Settings, those with a key of their own among them.
    fn parameters(&mut self, body: &TableBody) -> BTreeMap<String, String> {
        let mut parameters = body.parameters.as_ref().map(|written| written.0.clone()).unwrap_or_default();
        let own = [("engine", &body.engine), ("charset", &body.charset), ("collation", &body.collation)];
        for (name, value) in own.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
            if parameters.insert(name.to_owned(), value.value.clone()).is_some() {
                let diagnostic = Diagnostic::error("conflicting-keys", format!("`{name}` is given twice"))
                    .at(value.span.clone(), "here, and under `parameters`")
                    .help("write it once");
                self.report(diagnostic);
            }
        }
        parameters
    }
}
