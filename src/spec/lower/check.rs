//! What can be judged only when everything is there.

use super::Lowering;
use super::draft::Directory;
use super::reference::spellings;
use super::star::is_unique;
use crate::diagnostic::Diagnostic;
use crate::dialect::{Dialect, IndexNames};
use crate::model::{Name, Object, ObjectId, ObjectKind, QualifiedName, Table};
use crate::spec::read::{ReferenceText, Spanned};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Kinds that share one set of names: an engine has one list of relations.
const RELATIONS: [ObjectKind; 4] =
    [ObjectKind::Table, ObjectKind::View, ObjectKind::MaterializedView, ObjectKind::Sequence];

impl Lowering<'_> {
    pub fn check_whole(&mut self) {
        self.check_similar_names();
        self.check_relation_names();
        self.check_index_names();
        self.check_old_names();
        // With an error about, this would often be a consequence of it.
        if self.reader.error_count() == 0 {
            self.check_referenced_keys();
        }
    }

    fn table(&self, name: &QualifiedName) -> Option<&Table> {
        let exact = spellings(name).iter().find_map(|spelling| self.schema.table(spelling));
        let is_same =
            |table: &&Table| self.ignores_case && table.name.to_string().eq_ignore_ascii_case(&name.to_string());
        exact.or_else(|| self.schema.tables().find(is_same))
    }

    fn check_relation_names(&mut self) {
        let mut first: BTreeMap<&[Name], &ObjectId> = BTreeMap::new();
        let mut clashes = Vec::new();
        for id in self.schema.objects.keys().filter(|id| RELATIONS.contains(&id.kind)) {
            match first.get(&id.path[..]) {
                Some(other) => clashes.push(((*other).clone(), id.clone())),
                None => {
                    first.insert(&id.path, id);
                }
            }
        }
        for (first, second) in clashes {
            self.report_clash(&first, &second, "tables, views and sequences share one set of names");
        }
    }

    /// Indexes of one namespace share their names too, where the engine's do.
    fn check_index_names(&mut self) {
        let per_table = |dialect: &Arc<dyn Dialect>| dialect.capabilities().index_names == IndexNames::PerTable;
        if self.dialect.as_ref().is_some_and(per_table) {
            return;
        }
        let mut first: BTreeMap<QualifiedName, ObjectId> = BTreeMap::new();
        let mut clashes = Vec::new();
        for object in self.schema.objects.values() {
            let (owner, names): (_, Vec<&Name>) = match object {
                Object::Table(table) => (&table.name, table.indexes.keys().collect()),
                Object::MaterializedView(view) => (&view.name, view.indexes.keys().collect()),
                Object::Namespace(_)
                | Object::Extension(_)
                | Object::Enum(_)
                | Object::Domain(_)
                | Object::Sequence(_)
                | Object::Function(_)
                | Object::View(_)
                | Object::Trigger(_)
                | Object::Role(_)
                | Object::Composite(_)
                | Object::Policy(_)
                | Object::Publication(_)
                | Object::Server(_)
                | Object::UserMapping(_)
                | Object::Definition(_)
                | Object::Owner(_)
                | Object::Grant(_)
                | Object::DefaultPrivileges(_) => continue,
            };
            for name in names {
                let id = object.id().member(ObjectKind::Index, name);
                if let Some(other) = first.insert(owner.sibling(name.clone()), id.clone()) {
                    clashes.push((other, id));
                }
            }
        }
        for (first, second) in clashes {
            self.report_clash(&first, &second, "give one of the indexes another `name:`");
        }
    }

    fn report_clash(&mut self, first: &ObjectId, second: &ObjectId, help: &str) {
        let message = format!("{} `{}` has the name of a {}", second.kind, second.name(), first.kind);
        let mut diagnostic = Diagnostic::error("duplicate-name", message).help(help);
        for (id, text) in [(second, "the second one"), (first, "the first one")] {
            if let Some(span) = self.spans.get(id) {
                diagnostic = diagnostic.at(span.clone(), text);
            }
        }
        self.report(diagnostic);
    }

    /// Of two things that were one, nobody could tell which has its rows or values.
    fn check_old_names(&mut self) {
        let mut new_names: BTreeMap<ObjectId, Vec<ObjectId>> = BTreeMap::new();
        for names in self.renames.iter() {
            new_names.entry(names.from.clone()).or_default().push(names.to.clone());
        }
        for (old, new) in new_names {
            let [first, second, ..] = &new[..] else { continue };
            let message =
                format!("{} `{}` and `{}` were both `{}`", first.kind, first.name(), second.name(), old.name());
            let mut diagnostic = Diagnostic::error("duplicate-name", message).help("keep `was:` at one of them");
            for (id, text) in [(second, "the second one"), (first, "the first one")] {
                if let Some(span) = self.spans.get(id) {
                    diagnostic = diagnostic.at(span.clone(), text);
                }
            }
            self.report(diagnostic);
        }
    }

    /// A foreign key refers to columns that a row is known by.
    fn check_referenced_keys(&mut self) {
        let mut found = Vec::new();
        for table in self.schema.tables() {
            for key in table.foreign_keys() {
                let Some(target) = self.table(&key.references) else { continue };
                let declared = |name: &Name| {
                    let same = target.columns.keys().find(|column| column.as_str().eq_ignore_ascii_case(name.as_str()));
                    same.filter(|_| self.ignores_case).unwrap_or(name).clone()
                };
                let referenced: Vec<Name> = key.referenced_columns.iter().map(declared).collect();
                if !referenced.is_empty() && !is_unique(target, &referenced) {
                    let id = table.id().member(ObjectKind::Constraint, &key.name);
                    let columns: Vec<&str> = key.referenced_columns.iter().map(Name::as_str).collect();
                    found.push((id, format!("{}({})", key.references, columns.join(", "))));
                }
            }
        }
        for (id, target) in found {
            let message = format!("the foreign key refers to {target}, which is not unique");
            let mut diagnostic = Diagnostic::warning("reference-not-unique", message)
                .help("refer to the primary key, or make the columns unique: engines refuse the foreign key otherwise");
            if let Some(span) = self.spans.get(&id) {
                diagnostic = diagnostic.at(span.clone(), "refers to several rows");
            }
            self.report(diagnostic);
        }
    }

    pub fn check_owner(&mut self, owner: &Spanned<ReferenceText>, column: &Name) {
        let Some(table) = self.table(&owner.value.table) else {
            return self.report_no_relation(&owner.value.table, owner);
        };
        let columns = table.columns.clone();
        let name = Spanned { value: column.clone(), span: owner.span.clone() };
        self.check_column(&columns, &owner.value.table.name, &name);
    }

    fn report_no_relation<T>(&mut self, name: &QualifiedName, place: &Spanned<T>) {
        if !self.is_unmanaged(name) {
            self.unknown_table(name, &place.span, &Directory::default());
        }
    }

    /// A trigger watches a table or view.
    pub fn check_watched(&mut self, name: &Spanned<QualifiedName>) {
        let written = name.value.path();
        let is_same = |id: &ObjectId| {
            let folded = |(a, b): (&Name, &Name)| a.as_str().eq_ignore_ascii_case(b.as_str());
            id.path.len() == written.len() && id.path.iter().zip(&written).all(folded)
        };
        let relation = |kind: ObjectKind| {
            let exact =
                spellings(&name.value).iter().any(|it| self.schema.objects.contains_key(&ObjectId::of(kind, it)));
            exact || (self.ignores_case && self.schema.objects.keys().any(|id| id.kind == kind && is_same(id)))
        };
        if ![ObjectKind::Table, ObjectKind::View, ObjectKind::MaterializedView].into_iter().any(relation) {
            self.report_no_relation(&name.value, name);
        }
    }
}
