//! Tables that have the columns of other tables: by INHERITS, or of a composite type.

use super::Lowering;
use super::draft::{Directory, Draft};
use super::reference::{find, spellings};
use crate::diagnostic::Diagnostic;
use crate::model::{Column, Composite, Name, Object, ObjectId, ObjectKind, QualifiedName, Table};
use crate::spec::document::TableBody;
use crate::spec::read::Spanned;
use indexmap::IndexMap;
use std::collections::BTreeMap;

impl Lowering<'_> {
    /// Adds what comes from parents, whose own come first.
    pub fn inherit_from_tables(&mut self, drafts: &mut [Draft<'_>]) {
        let places: BTreeMap<QualifiedName, usize> =
            drafts.iter().enumerate().map(|(at, draft)| (draft.table.name.clone(), at)).collect();
        let directory = Directory::of(drafts, self.ignores_case);
        let parents: Vec<Vec<usize>> = drafts.iter().map(|draft| self.parents(draft, &places, &directory)).collect();
        for at in self.parents_first(drafts, &parents) {
            let written: Vec<&Table> = parents[at].iter().map(|parent| &drafts[*parent].table).collect();
            let columns = with_inherited(&drafts[at].table, &written);
            self.note_inherited(&drafts[at], &columns, &written);
            drafts[at].table.columns = columns;
        }
        self.refuse_false_inheritance(drafts, &parents);
    }

    fn parents(
        &mut self,
        draft: &Draft<'_>,
        places: &BTreeMap<QualifiedName, usize>,
        directory: &Directory,
    ) -> Vec<usize> {
        let mut found = Vec::new();
        for parent in draft.source.body().inherits.iter().flat_map(|parents| &parents.0) {
            match find(places, &parent.value, self.ignores_case) {
                Some(at) => found.push(*at),
                None if self.is_unmanaged(&parent.value) => {}
                None => self.unknown_table(&parent.value, &parent.span, directory),
            }
        }
        found
    }

    /// The tables that inherit, each behind those it inherits from. One that leads back to itself is reported and left out.
    fn parents_first(&mut self, drafts: &[Draft<'_>], parents: &[Vec<usize>]) -> Vec<usize> {
        let mut order: Vec<usize> = Vec::new();
        let mut waiting: Vec<usize> = (0..drafts.len()).filter(|at| !parents[*at].is_empty()).collect();
        loop {
            let is_ready = |at: &usize| parents[*at].iter().all(|parent| !waiting.contains(parent));
            let (ready, rest): (Vec<usize>, Vec<usize>) = waiting.iter().partition(|at| is_ready(at));
            if ready.is_empty() {
                break;
            }
            order.extend(ready);
            waiting = rest;
        }
        for at in waiting {
            let body = drafts[at].source.body();
            let diagnostic = Diagnostic::error("invalid-reference", "a table cannot inherit from itself")
                .at(body.name.span.clone(), "its `inherits:` leads back to it")
                .help("take one of the tables out of the ring");
            self.report(diagnostic);
        }
        order
    }

    /// Addresses of columns that are not written, and their old names, which are the parents'.
    fn note_inherited(&mut self, draft: &Draft<'_>, columns: &IndexMap<Name, Column>, parents: &[&Table]) {
        let body = draft.source.body();
        let old_table = old_table(body, &draft.table.name);
        for name in columns.keys().filter(|name| !draft.table.columns.contains_key(*name)) {
            let id = ObjectId::column(&draft.table.name, name);
            self.note(&id, &body.name.span);
            let old = parents.iter().find_map(|parent| self.renames.old(&ObjectId::column(&parent.name, name)));
            let old = old.map(|old| ObjectId::column(&old_table, old.name()));
            self.rename(&id, old);
        }
    }

    /// `inherited: true` is for columns that a parent has.
    fn refuse_false_inheritance(&mut self, drafts: &[Draft<'_>], parents: &[Vec<usize>]) {
        for (draft, parents) in drafts.iter().zip(parents) {
            let knows_all = draft.table.options.inherits.len() == parents.len();
            for document in draft.source.columns().filter(|_| knows_all) {
                let name = &document.name.value;
                let is_there = parents.iter().any(|at| drafts[*at].table.columns.contains_key(name));
                if let Some(flag) = document.inherited.as_ref().filter(|flag| flag.value && !is_there) {
                    let diagnostic = Diagnostic::error("misplaced-key", format!("no parent has a column `{name}`"))
                        .at(flag.span.clone(), "inherited from nowhere")
                        .help("leave the key out, or list the parent under `inherits:`");
                    self.report(diagnostic);
                }
            }
        }
    }

    /// The attributes of the type a table is of; what is written about a column comes on top.
    pub fn typed_columns(&mut self, body: &TableBody, table: &mut Table) {
        let Some(written) = &body.of_type else { return };
        let Some(composite) = self.composite_named(&written.value).cloned() else {
            return self.report_no_composite(written);
        };
        let own = std::mem::take(&mut table.columns);
        for column in typed_columns(&composite).into_values() {
            let name = column.name.clone();
            if !own.contains_key(&name) {
                self.note(&ObjectId::column(&table.name, &name), &body.name.span);
            }
            table.add_column(own.get(&name).cloned().unwrap_or(column));
        }
        for column in super::items(&body.columns).iter().filter(|it| !table.columns.contains_key(&it.name.value)) {
            let message = format!("the type `{}` has no attribute `{}`", written.value, column.name.value);
            let diagnostic = Diagnostic::error("unknown-column", message)
                .at(column.name.span.clone(), "a table of a type has its columns and no others");
            self.report(diagnostic);
        }
    }

    fn composite_named(&self, name: &QualifiedName) -> Option<&Composite> {
        let ids = spellings(name).into_iter().map(|name| ObjectId::of(ObjectKind::Composite, &name));
        ids.into_iter().find_map(|id| match self.schema.objects.get(&id) {
            Some(Object::Composite(composite)) => Some(composite),
            _ => None,
        })
    }

    fn report_no_composite(&mut self, written: &Spanned<QualifiedName>) {
        if self.reader.is_incomplete() {
            return;
        }
        let message = format!("there is no composite type `{}`", written.value);
        let diagnostic = Diagnostic::error("unknown-type", message).at(written.span.clone(), "no such type");
        self.report(diagnostic);
    }
}

fn old_table(body: &TableBody, name: &QualifiedName) -> QualifiedName {
    body.was.as_ref().map_or_else(|| name.clone(), |was| super::old_name(&was.value, name))
}

/// The columns of the parents, in their order, and then the table's own. A column that is both is the table's own.
fn with_inherited(table: &Table, parents: &[&Table]) -> IndexMap<Name, Column> {
    let mut columns = parent_columns(parents);
    for (name, own) in &table.columns {
        let nullable = own.nullable && columns.get(name).is_none_or(|inherited| inherited.nullable);
        columns.insert(name.clone(), Column { nullable, ..own.clone() });
    }
    columns
}

/// The columns a table has from these parents where it writes none of its own.
pub fn parent_columns(parents: &[&Table]) -> IndexMap<Name, Column> {
    let mut columns: IndexMap<Name, Column> = IndexMap::new();
    for inherited in parents.iter().flat_map(|parent| parent.columns.values()) {
        let copy = Column { inherited: true, ..inherited.as_inherited() };
        match columns.get_mut(&inherited.name) {
            // NOT NULL of any parent counts.
            Some(first) => first.nullable &= copy.nullable,
            None => {
                columns.insert(copy.name.clone(), copy);
            }
        }
    }
    columns
}

/// The columns a table has from its type where it writes none.
pub fn typed_columns(composite: &Composite) -> IndexMap<Name, Column> {
    let column = |(name, attribute): (&Name, &crate::model::Attribute)| {
        let mut column = Column::new(name.clone(), attribute.data_type.clone());
        column.collation.clone_from(&attribute.collation);
        (name.clone(), column)
    };
    composite.attributes.iter().map(column).collect()
}
